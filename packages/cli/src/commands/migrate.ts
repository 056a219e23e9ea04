import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockFolder, markMoved, secretFor } from '@lapor/runtime';
import { DATABASE } from '../backup/make-backup.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { moveIntoServers } from '../move/move-into-servers.ts';
import { serverUrls } from '../move/server-urls.ts';
import { tellMoved } from '../move/tell-moved.ts';

const USAGE = `lapor migrate --to mongodb://… [--to nats://…] [--from ./data] [--keys ./keys]
  --to URLS       the servers: MongoDB, by a user who may write every service's database (lapor_intake, lapor_routing, …);
                  NATS, to see that it is empty. Or in LAPOR_SERVERS, with a space between them
  --from FOLDER   the installation's data (default LAPOR_DATA or ./data); must not be running
  --keys FOLDER   its master key (default LAPOR_KEYS or ./keys); the new installation needs the same
  Stopped, it goes on where it was when it is run again. Start the services only when it is done: see deploy/README.md.`;

export const migrate: Command = {
  name: 'migrate',
  summary: 'Move an embedded installation to MongoDB and NATS',
  usage: USAGE,
  async run(context) {
    const { values } = parseArgs({
      args: [...context.arguments],
      options: {
        to: { type: 'string', multiple: true },
        from: { type: 'string' },
        keys: { type: 'string' },
      },
    });
    const { env } = context;
    const urls = serverUrls(values.to ?? (env['LAPOR_SERVERS'] ?? '').split(' '), '--to');
    const from = values.from ?? env['LAPOR_DATA'] ?? './data';
    const keys = values.keys ?? env['LAPOR_KEYS'] ?? './keys';
    return move(context, { urls, from, keys });
  },
};

interface Words {
  readonly urls: ReturnType<typeof serverUrls>;
  readonly from: string;
  readonly keys: string;
}

async function move({ tell, signal }: CommandContext, { urls, from, keys }: Words): Promise<number> {
  const keyCheck = join(from, 'key-check');
  if (!existsSync(join(from, DATABASE)) || !existsSync(keyCheck))
    throw new UsageError(`${from} holds no Lapor database`);
  const lock = lockFolder(from);
  try {
    const moved = await moveIntoServers({
      from,
      to: urls,
      secret: await secretFor(from, keys),
      mark: readFileSync(keyCheck, 'utf8').trim(),
      now: () => new Date(),
      signal,
    });
    markMoved(from, new Date());
    tellMoved(moved, tell);
    tell(
      `Start the services with the master key of ${keys}. ${from} stays as it is, and does not start again.`,
    );
    return 0;
  } finally {
    lock.release();
  }
}
