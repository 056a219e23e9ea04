import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';

/**
 * Copies the database at `file` to `to`, consistent as of one moment, while others write: all pages in one step on a
 * connection of its own, so a read transaction shields it from writers and nobody waits. `to` appears whole or not at all.
 */
export async function backupDatabase(file: string, to: string): Promise<void> {
  const target = resolve(to);
  const partial = `${target}.partial`;
  await rm(partial, { force: true });
  const source = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    await backup(source, partial, { rate: 2 ** 31 - 1 });
  } finally {
    source.close();
  }
  await sync(partial);
  await rename(partial, target);
  await sync(dirname(target));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
