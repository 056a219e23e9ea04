import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { backupDatabase } from '@lapor/sqlite';
import { type Command, required, UsageError } from '../command.ts';
import { createProgress } from '../progress.ts';

/** What a backup says of itself: every file with size and digest, so that a restore can prove it whole. */
export interface Manifest {
  readonly format: 1;
  readonly madeAt: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

export const MANIFEST = 'manifest.json';
const DATABASE = 'lapor.db';
/** Proves on restore that the master key at hand is the one this data was written with. */
const KEY_CHECK = 'key-check';
const FILES = 'files';

export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export async function filesBelow(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/**
 * Copies an embedded installation, running or not. The database first, then the files: a file is always written before the
 * record that names it, so the copy holds every file that its database knows.
 */
export async function makeBackup(data: string, to: string, now: Date): Promise<Manifest> {
  if (!existsSync(join(data, DATABASE))) throw new UsageError(`${data} holds no Lapor database`);
  if (existsSync(to)) throw new UsageError(`${to} is there already: a backup never overwrites another`);
  const partial = `${to}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await backupDatabase(join(data, DATABASE), join(partial, DATABASE));
  await copyFile(join(data, KEY_CHECK), join(partial, KEY_CHECK));
  if (existsSync(join(data, FILES))) await cp(join(data, FILES), join(partial, FILES), { recursive: true });
  const paths = await filesBelow(partial);
  const progress = createProgress('Files', paths.length);
  const files: Manifest['files'][number][] = [];
  for (const path of paths) {
    const full = join(partial, path);
    files.push({ path, bytes: (await stat(full)).size, sha256: await digestOf(full) });
    progress.step();
  }
  progress.end();
  const manifest: Manifest = { format: 1, madeAt: now.toISOString(), files };
  await writeFile(join(partial, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { flush: true });
  await rename(partial, to);
  return manifest;
}

export async function readManifest(backup: string): Promise<Manifest> {
  if (!existsSync(join(backup, MANIFEST)))
    throw new UsageError(`${backup} is no backup: it has no ${MANIFEST}`);
  return JSON.parse(await readFile(join(backup, MANIFEST), 'utf8')) as Manifest;
}

export const backup: Command = {
  name: 'backup',
  summary: 'Copy an embedded installation while it runs',
  usage: `lapor backup --to FOLDER [--data ./data]
  The master key is not in it: keep that apart, as the recovery sheet says.`,
  async run(context) {
    const { values } = parseArgs({
      args: [...context.arguments],
      options: { data: { type: 'string' }, to: { type: 'string' } },
    });
    const to = required(values.to, '--to');
    const data = values.data ?? context.env['LAPOR_DATA'] ?? './data';
    const manifest = await makeBackup(data, to, new Date());
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    context.tell(`${manifest.files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${to}`);
    return 0;
  },
};
