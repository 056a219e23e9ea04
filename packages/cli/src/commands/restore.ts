import { parseArgs } from 'node:util';
import { restoreBackup } from '../backup/restore-backup.ts';
import { type Command, required } from '../command.ts';

export const restore: Command = {
  name: 'restore',
  summary: 'Put a backup back',
  usage: `lapor restore --from FOLDER [--data ./data]
  --from FOLDER  the backup; every file is checked against its list
  --data FOLDER  where to; must be empty or not there (default LAPOR_DATA or ./data)
  Start Lapor afterwards with the same master key: it refuses another.`,
  async run({ arguments: words, env, tell, signal }) {
    const { values } = parseArgs({
      args: [...words],
      options: { data: { type: 'string' }, from: { type: 'string' } },
    });
    const data = values.data ?? env['LAPOR_DATA'] ?? './data';
    const { madeAt } = await restoreBackup(required(values.from, '--from'), data, signal);
    tell(
      `Restored into ${data}, as of ${madeAt}. Start Lapor with the master key this data was written with.`,
    );
    return 0;
  },
};
