import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { secretFor } from '@lapor/runtime';
import { KEY_CHECK } from '../backup/make-backup.ts';
import { checkBackup, restoreBackup } from '../backup/restore-backup.ts';
import { type Command, type CommandContext, required } from '../command.ts';
import { moveIntoServers } from '../move/move-into-servers.ts';
import { serverUrls } from '../move/server-urls.ts';
import { tellMoved } from '../move/tell-moved.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'Put a backup back',
  usage: `lapor restore --from FOLDER [--data ./data]
lapor restore --from FOLDER --to mongodb://… [--to nats://…] [--keys ./keys]
  --from FOLDER   the backup, of either kind of installation; every file is checked against its list
  --data FOLDER   where to; must be empty or not there (default LAPOR_DATA or ./data)
  --to URLS       or into servers, which must be empty; NATS, to see that it is (or LAPOR_SERVERS, with a space between them)
  --keys FOLDER   the master key the backup was made under (default LAPOR_KEYS or ./keys)
  Start Lapor afterwards with the same master key: it refuses another.`,
  async run(context) {
    const { values } = parseArgs({
      args: [...context.arguments],
      options: {
        data: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string', multiple: true },
        keys: { type: 'string' },
      },
    });
    const { env, tell, signal } = context;
    const from = required(values.from, '--from');
    const servers = values.to ?? env['LAPOR_SERVERS']?.split(' ');
    if (servers !== undefined && values.data === undefined) {
      const keys = values.keys ?? env['LAPOR_KEYS'] ?? './keys';
      return intoServers(context, { from, servers, keys });
    }
    const data = values.data ?? env['LAPOR_DATA'] ?? './data';
    const { madeAt } = await restoreBackup(from, data, signal);
    tell(
      `Restored into ${data}, as of ${madeAt}. Start Lapor with the master key this data was written with.`,
    );
    return 0;
  },
};

interface Words {
  readonly from: string;
  readonly servers: readonly string[];
  readonly keys: string;
}

async function intoServers({ tell, signal }: CommandContext, words: Words): Promise<number> {
  const { from, keys } = words;
  const to = serverUrls(words.servers, '--to');
  const { madeAt } = await checkBackup(from, signal);
  const moved = await moveIntoServers({
    from,
    to,
    secret: await secretFor(from, keys),
    mark: `${readFileSync(join(from, KEY_CHECK), 'utf8').trim()} ${madeAt}`,
    now: () => new Date(),
    signal,
  });
  tellMoved(moved, tell);
  tell(`As of ${madeAt}. Start the services with the master key of ${keys}.`);
  return 0;
}
