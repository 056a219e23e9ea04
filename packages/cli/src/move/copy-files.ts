import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyWithDigest, digestOf, filesBelow, syncFolders } from '../backup/copy-file.ts';
import { Interrupted, Refusal } from '../command.ts';
import { createProgress } from '../progress.ts';

/**
 * Copies every file below a folder to the same place below another; one that is there already and the same is left alone, so it
 * may be stopped and run again. Made by root they belong to whom the folder belongs to, who is to read them.
 * @returns how many there are
 * @throws Refusal when another file of that name is there; Interrupted
 */
export async function copyFiles(from: string, to: string, signal: AbortSignal): Promise<number> {
  const paths = existsSync(from) ? await filesBelow(from) : [];
  if (paths.length === 0) return 0;
  await mkdir(to, { recursive: true, mode: 0o700 });
  const { uid, gid } = await stat(to);
  const progress = createProgress('Files', paths.length);
  for (const path of paths) {
    if (signal.aborted) throw new Interrupted('run it again to go on');
    await copyOne(join(from, path), join(to, path), path);
    if (process.getuid?.() === 0) await giveTo(to, path, uid, gid);
    progress.step();
  }
  progress.end();
  await syncFolders(to);
  return paths.length;
}

async function copyOne(from: string, to: string, path: string): Promise<void> {
  if (existsSync(to)) {
    const [one, other] = await Promise.all([digestOf(from), digestOf(to)]);
    if (one.sha256 === other.sha256) return;
    throw new Refusal(`${path} is there already, and is another file`);
  }
  const partial = `${to}.partial`;
  await rm(partial, { force: true });
  const read = await copyWithDigest(from, partial);
  const written = await digestOf(partial);
  if (read.sha256 !== written.sha256) throw new Refusal(`${path} cannot be read back as it was written`);
  await rename(partial, to);
}

async function giveTo(root: string, path: string, uid: number, gid: number): Promise<void> {
  for (let below = path; below !== '.'; below = dirname(below)) await chown(join(root, below), uid, gid);
}
