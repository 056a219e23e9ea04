import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DatabaseSync } from 'node:sqlite';
import { type Command, required, UsageError } from '../command.ts';
import { createProgress } from '../progress.ts';
import { digestOf, filesBelow, MANIFEST, readManifest } from './backup.ts';

/** What is wrong with a backup, a line each. Empty: it is whole. */
export async function checkBackup(folder: string): Promise<readonly string[]> {
  const manifest = await readManifest(folder);
  const faults: string[] = [];
  const progress = createProgress('Checking', manifest.files.length);
  for (const { path, sha256 } of manifest.files) {
    const full = join(folder, path);
    if (!existsSync(full)) faults.push(`${path} is missing`);
    else if ((await digestOf(full)) !== sha256) faults.push(`${path} is not as it was`);
    progress.step();
  }
  progress.end();
  const known = new Set(manifest.files.map((file) => file.path));
  for (const path of await filesBelow(folder)) {
    if (path !== MANIFEST && !known.has(path)) faults.push(`${path} does not belong to it`);
  }
  return faults;
}

function integrityFaults(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('PRAGMA integrity_check').all();
    return rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
  } finally {
    database.close();
  }
}

/** Puts a backup where an installation may start on it. Checks everything first; never writes over data. */
export async function restoreBackup(from: string, data: string): Promise<void> {
  if (existsSync(data) && (await readdir(data)).length > 0) {
    throw new UsageError(`${data} is not empty: restore into a new folder`);
  }
  const faults = [...(await checkBackup(from)), ...integrityFaults(join(from, 'lapor.db'))];
  if (faults.length > 0) throw new UsageError(`the backup is damaged:\n  ${faults.join('\n  ')}`);
  const partial = `${data}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await cp(from, partial, { recursive: true });
  await rm(join(partial, MANIFEST));
  await chmod(join(partial, 'lapor.db'), 0o600);
  if (existsSync(data)) await rm(data, { recursive: true });
  await rename(partial, data);
}

export const restore: Command = {
  name: 'restore',
  summary: 'Put a backup back',
  usage: `lapor restore --from FOLDER [--data ./data]
  Checks every file against the backup's own list first. Start Lapor afterwards with the same master key.`,
  async run(context) {
    const { values } = parseArgs({
      args: [...context.arguments],
      options: { data: { type: 'string' }, from: { type: 'string' } },
    });
    const data = values.data ?? context.env['LAPOR_DATA'] ?? './data';
    await restoreBackup(required(values.from, '--from'), data);
    context.tell(`Restored into ${data}. Start Lapor with the master key this data was written with.`);
    return 0;
  },
};
