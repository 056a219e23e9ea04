import { existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { backupDatabase } from '@lapor/sqlite';
import { Interrupted, UsageError } from '../command.ts';
import { createProgress } from '../progress.ts';
import { copyWithDigest, digestOf, filesBelow, syncFolder, syncFolders } from './copy-file.ts';
import { type BackedUpFile, type Manifest, writeManifest } from './manifest.ts';

export const DATABASE = 'lapor.db';
/** Tells at the next start whether the master key at hand is the one this data was written with. */
export const KEY_CHECK = 'key-check';
export const FILES = 'files';

export interface BackupOptions {
  /** The data folder of an installation, running or not. */
  readonly data: string;
  /** Must not be there yet. Appears whole or not at all. */
  readonly to: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * Copies an embedded installation. The database first, as of one moment, then the files: a file is always written before
 * the record that names it, so the copy has every file its database knows of.
 * @throws UsageError, Interrupted
 */
export async function makeBackup({ data, to, now, signal }: BackupOptions): Promise<Manifest> {
  if (!existsSync(join(data, DATABASE))) throw new UsageError(`${data} holds no Lapor database`);
  if (!relative(resolve(data), resolve(to)).startsWith('..'))
    throw new UsageError(`${to} is inside the data folder: a backup belongs elsewhere, best on another disk`);
  return writeBackup(to, now, (partial) => copyAll(data, partial, signal));
}

/** Whatever `fill` puts into the folder is a backup once its list is written; until then there is none. */
export async function writeBackup(
  to: string,
  now: Date,
  fill: (folder: string) => Promise<readonly BackedUpFile[]>,
): Promise<Manifest> {
  if (existsSync(to)) throw new UsageError(`${to} is there already: a backup never overwrites another`);
  const partial = `${resolve(to)}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  try {
    const files = await fill(partial);
    const manifest: Manifest = { format: 1, madeAt: now.toISOString(), files };
    await writeManifest(partial, manifest);
    await syncFolders(partial);
    await rename(partial, to);
    await syncFolder(dirname(resolve(to)));
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function copyAll(data: string, to: string, signal: AbortSignal): Promise<readonly BackedUpFile[]> {
  const { size } = await stat(join(data, DATABASE));
  const copying = createProgress(`Database, ${(size / 1e6).toFixed(0)} MB`, 1);
  await backupDatabase(join(data, DATABASE), join(to, DATABASE));
  // SQLite makes it readable to all; the folder protects it here, but a backup is carried elsewhere.
  await chmod(join(to, DATABASE), 0o600);
  const files: BackedUpFile[] = [{ path: DATABASE, ...(await digestOf(join(to, DATABASE))) }];
  copying.step();
  copying.end();
  // Listed only now: see above.
  files.push(
    await copyListed(data, KEY_CHECK, to),
    ...(await copyAttached(join(data, FILES), to, FILES, { signal })),
  );
  return files;
}

async function copyListed(data: string, path: string, to: string): Promise<BackedUpFile> {
  return { path, ...(await copyWithDigest(join(data, path), join(to, path))) };
}

/** Every file below a folder, as `to/prefix/…`, but those that are there already. */
export async function copyAttached(
  folder: string,
  to: string,
  prefix: string,
  { signal, known = new Set() }: { readonly signal: AbortSignal; readonly known?: ReadonlySet<string> },
): Promise<readonly BackedUpFile[]> {
  const below = existsSync(folder) ? await filesBelow(folder) : [];
  const paths = below.filter((path) => !known.has(`${prefix}/${path}`));
  if (paths.length === 0) return [];
  const progress = createProgress('Files', paths.length);
  const files: BackedUpFile[] = [];
  for (const path of paths) {
    if (signal.aborted) throw new Interrupted('no backup was made');
    const digest = await copyUnlessGone(join(folder, path), join(to, prefix, path));
    if (digest !== undefined) files.push({ path: `${prefix}/${path}`, ...digest });
    progress.step();
  }
  progress.end();
  return files;
}

/** One that was there a moment ago was being written, so no record knows it yet; or its content was erased. */
async function copyUnlessGone(from: string, to: string) {
  try {
    return await copyWithDigest(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && !existsSync(from)) {
      await rm(to, { force: true });
      return undefined;
    }
    throw error;
  }
}
