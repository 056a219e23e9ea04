import { parseArgs } from 'node:util';
import { backUpServers } from '../backup/back-up-servers.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { type Command, required } from '../command.ts';
import { serverUrls } from '../move/server-urls.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Copy an installation while it runs',
  usage: `lapor backup --to FOLDER [--data ./data]
lapor backup --to FOLDER --from mongodb://… --from nats://… [--files ./files] [--keys ./keys]
  --to FOLDER     where to; must not be there yet
  --data FOLDER   an embedded installation's data (default LAPOR_DATA or ./data)
  --from URLS     the servers of a distributed one (or LAPOR_SERVERS, with a space between them); all documents are of one moment,
                  which MongoDB keeps for five minutes unless its minSnapshotHistoryWindowInSeconds says more
  --files FOLDER  where its intake had attachments before they lay in MongoDB (default LAPOR_FILES or ./files)
  --keys FOLDER   its master key, to note which one it needs (default LAPOR_KEYS or ./keys)
  The master key is not in it: keep that apart, as the recovery sheet says.`,
  async run({ arguments: words, env, tell, signal }) {
    const { values } = parseArgs({
      args: [...words],
      options: {
        data: { type: 'string' },
        from: { type: 'string', multiple: true },
        files: { type: 'string' },
        keys: { type: 'string' },
        to: { type: 'string' },
      },
    });
    const to = required(values.to, '--to');
    const now = new Date();
    const servers = values.from ?? env['LAPOR_SERVERS']?.split(' ');
    const { files } =
      servers === undefined || values.data !== undefined
        ? await makeBackup({ data: values.data ?? env['LAPOR_DATA'] ?? './data', to, now, signal })
        : await backUpServers({
            from: serverUrls(servers, '--from'),
            olderFiles: values.files ?? env['LAPOR_FILES'] ?? './files',
            keysFolder: values.keys ?? env['LAPOR_KEYS'] ?? './keys',
            to,
            now,
            signal,
          });
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    tell(`${files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${to}`);
    return 0;
  },
};
