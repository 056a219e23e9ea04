import { parseArgs } from 'node:util';
import { makeBackup } from '../backup/make-backup.ts';
import { type Command, required } from '../command.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Copy an embedded installation while it runs',
  usage: `lapor backup --to FOLDER [--data ./data]
  --to FOLDER    where to; must not be there yet
  --data FOLDER  the installation's data (default LAPOR_DATA or ./data)
  The master key is not in it: keep that apart, as the recovery sheet says.`,
  async run({ arguments: words, env, tell, signal }) {
    const { values } = parseArgs({
      args: [...words],
      options: { data: { type: 'string' }, to: { type: 'string' } },
    });
    const to = required(values.to, '--to');
    const data = values.data ?? env['LAPOR_DATA'] ?? './data';
    const { files } = await makeBackup({ data, to, now: new Date(), signal });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    tell(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${to}`);
    return 0;
  },
};
