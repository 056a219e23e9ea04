import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type MovedFiles, pathOfFile } from '@lapor/store';
import { filesBelow } from '../backup/copy-file.ts';
import { Interrupted, Refusal } from '../command.ts';
import { pooled } from '../pooled.ts';
import { createProgress } from '../progress.ts';

const AT_ONCE = 8;

/**
 * Puts every file of a folder of files into MongoDB and reads it back; one that is there already and the same is left alone, so it
 * may be stopped and run again.
 * @returns how many there are
 * @throws Refusal when another file of that name is there, or a file does not lie where its name says; Interrupted
 */
export async function copyFiles(from: string, to: MovedFiles, signal: AbortSignal): Promise<number> {
  const paths = existsSync(from) ? await filesBelow(from) : [];
  if (paths.length === 0) return 0;
  const progress = createProgress('Files', paths.length);
  await pooled(paths, AT_ONCE, signal, async (path) => {
    await copyOne(join(from, path), path, to);
    progress.step();
  });
  if (signal.aborted) throw new Interrupted('run it again to go on');
  progress.end();
  return paths.length;
}

async function copyOne(from: string, path: string, to: MovedFiles): Promise<void> {
  const name = basename(path);
  if (path !== pathOfFile(name)) throw new Refusal(`${path} is no file of an installation`);
  const bytes = await readFile(from);
  const there = await to.read(name);
  if (there !== undefined && bytes.equals(there)) return;
  if (there !== undefined) throw new Refusal(`${path} is there already, and is another file`);
  await to.write(name, bytes);
  const written = await to.read(name);
  if (written === undefined || !bytes.equals(written))
    throw new Refusal(`${path} cannot be read back as it was written`);
}
