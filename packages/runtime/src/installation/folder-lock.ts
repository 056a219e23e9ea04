import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '@lapor/kernel';

/** Held while a process works on a data folder. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process. The lock is one the operating system holds on an SQLite file,
 * so it goes with the process however that ends, and a stale one cannot be.
 * @throws AppError conflict when another process has the folder
 */
export function lockFolder(folder: string): FolderLock {
  const pidFile = join(folder, 'lapor.pid');
  const database = new DatabaseSync(join(folder, 'lapor.lock'), { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw new AppError('conflict', `${folder} is in use by ${holder(pidFile)}`, { cause: error });
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release() {
      if (!database.isOpen) return;
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function holder(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8').trim()}`;
  } catch {
    return 'another process';
  }
}
