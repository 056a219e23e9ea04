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
const KEY_CHECK = 'key-check';
const FILES = 'files';

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
  if (existsSync(to)) throw new UsageError(`${to} is there already: a backup never overwrites another`);
  if (!relative(resolve(data), resolve(to)).startsWith('..'))
    throw new UsageError(`${to} is inside the data folder: a backup belongs elsewhere, best on another disk`);
  const partial = `${resolve(to)}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  try {
    const files = await copyAll(data, partial, signal);
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
  const folder = join(data, FILES);
  const attached = existsSync(folder) ? await filesBelow(folder) : [];
  const paths = [KEY_CHECK, ...attached.map((path) => `${FILES}/${path}`)];
  const progress = createProgress('Files', paths.length);
  for (const path of paths) {
    if (signal.aborted) throw new Interrupted('no backup was made');
    const digest = await copyUnlessGone(join(data, path), join(to, path));
    if (digest !== undefined) files.push({ path, ...digest });
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
