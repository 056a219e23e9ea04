import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Interrupted, Refusal, UsageError } from '../command.ts';
import { createProgress } from '../progress.ts';
import { copyWithDigest, type Digest, digestOf, filesBelow, syncFolder, syncFolders } from './copy-file.ts';
import { DATABASE } from './make-backup.ts';
import { MANIFEST, type Manifest, readManifest } from './manifest.ts';

/**
 * Puts a backup where an installation may start on it. Nothing appears there unless every file is as it was and no other
 * is in the backup; nothing is ever written over.
 * @throws UsageError, Refusal naming what is damaged, Interrupted
 */
export async function restoreBackup(from: string, data: string, signal: AbortSignal): Promise<Manifest> {
  if (existsSync(data) && (await readdir(data)).length > 0)
    throw new UsageError(`${data} is not empty: restore into a new folder`);
  const manifest = await readManifest(from);
  const partial = `${resolve(data)}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  try {
    const faults = await copyChecked(manifest, from, partial, signal);
    // Only of a copy that is what it should be: else SQLite would only say the same in other words.
    if (faults.length === 0) faults.push(...integrityFaults(join(partial, DATABASE)));
    if (faults.length > 0) throw new Refusal(`the backup is damaged:\n  ${faults.join('\n  ')}`);
    await syncFolders(partial);
    if (existsSync(data)) await rmdir(data);
    await rename(partial, data);
    await syncFolder(dirname(resolve(data)));
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** Reads a whole backup and compares it with its list. @throws UsageError, Refusal naming what is damaged, Interrupted */
export async function checkBackup(from: string, signal: AbortSignal): Promise<Manifest> {
  const manifest = await readManifest(from);
  const faults = await faultsOf(manifest, from, signal, digestOf);
  if (faults.length > 0) throw new Refusal(`the backup is damaged:\n  ${faults.join('\n  ')}`);
  return manifest;
}

/** Copies every file of the list; what is wrong with it, a line each. */
function copyChecked(manifest: Manifest, from: string, to: string, signal: AbortSignal): Promise<string[]> {
  return faultsOf(manifest, from, signal, (file, path) => copyWithDigest(file, join(to, path)));
}

async function faultsOf(
  { files }: Manifest,
  from: string,
  signal: AbortSignal,
  read: (file: string, path: string) => Promise<Digest>,
): Promise<string[]> {
  const present = new Set(await filesBelow(from));
  present.delete(MANIFEST);
  const faults: string[] = [];
  const progress = createProgress('Files', files.length);
  for (const { path, bytes, sha256 } of files) {
    if (signal.aborted) throw new Interrupted('nothing was restored');
    if (!present.delete(path)) faults.push(`${path} is missing`);
    else {
      const found = await read(join(from, path), path);
      if (found.sha256 !== sha256 || found.bytes !== bytes) faults.push(`${path} is not as it was`);
    }
    progress.step();
  }
  progress.end();
  return [...faults, ...[...present].map((path) => `${path} does not belong to it`)];
}

function integrityFaults(file: string): readonly string[] {
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare('PRAGMA integrity_check').all();
    return rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
  } finally {
    database.close();
  }
}
