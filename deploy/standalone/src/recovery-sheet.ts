import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Writes the sheet to print beside a new master key, unless it is there. Returns its path. */
export function writeRecoverySheet(keysFolder: string, dataFolder: string, madeAt: Date): string {
  const sheet = join(keysFolder, 'recovery-sheet.txt');
  if (!existsSync(sheet)) {
    const key = readFileSync(join(keysFolder, 'master.key'), 'utf8').trim();
    writeFileSync(sheet, recoverySheet(key, resolve(keysFolder), resolve(dataFolder), madeAt), {
      mode: 0o600,
    });
  }
  return resolve(sheet);
}

/** The text of the sheet. `key`: 64 hex digits. */
export function recoverySheet(key: string, keysFolder: string, dataFolder: string, madeAt: Date): string {
  const lines = key.match(/.{16}/g) ?? [];
  const block = lines.map((line, index) => `    ${index + 1}   ${line.match(/.{4}/g)?.join(' ') ?? line}`);
  return `LAPOR: RECOVERY SHEET                                    KEEP IN A SAFE
======================================================================

This is the master key of the Lapor installation with the data folder
    ${dataFolder}
made on ${madeAt.toISOString().slice(0, 10)}.

${block.join('\n')}

What it is for. Names, contacts and texts of reporters are stored
encrypted under this key, and the tracking ids and access codes people
hold are derived from it. Without it a backup of the data folder cannot
be read, by nobody, ever. Whoever has both can read everything.

Keep it. Print this sheet (twice), put the paper in a safe away from the
machine and its backups, then delete this file. Never put the key and a
backup of the data in the same place.

To restore, after the machine or the keys folder was lost:
    1. Put the data folder back from the backup.
    2. Make the folder ${keysFolder} and in it a file named master.key
       with the 64 characters above in one line, without the blanks and
       line numbers. They are digits 0-9 and letters a-f only.
    3. chmod 700 ${keysFolder}
       chmod 600 ${join(keysFolder, 'master.key')}
    4. Start Lapor. It compares the key with the data and refuses to
       start if one character is wrong; nothing is damaged by trying.
`;
}
