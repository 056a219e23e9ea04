import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createEmbeddedDocuments, openEmbeddedDocuments } from '@lapor/store';
import { preloadCases } from '../preload/preload-cases.ts';
import type { PreloadOptions } from '../preload/preload-cases.ts';

export interface FileOptions extends Pick<PreloadOptions, 'count' | 'lived' | 'keysFolder' | 'progress'> {
  /** The database of an installation that is not running. */
  readonly file: string;
}

const READ_AT_ONCE = 2_000;

/**
 * Into a new file, which then takes the place of the old one: its indexes are made by the services when they start, which is
 * quicker than row by row. The log of events begins anew; all of it had been handled.
 */
export async function preloadFile({ file, ...options }: FileOptions): Promise<void> {
  const made = `${file}.preloaded`;
  rmSync(made, { force: true });
  const database = new DatabaseSync(file);
  try {
    const source = openEmbeddedDocuments(database);
    const target = createEmbeddedDocuments(made);
    try {
      for (const name of await source.collections())
        for await (const documents of source.read(name, READ_AT_ONCE)) await target.put(name, documents);
      await preloadCases({
        ...options,
        source,
        target: {
          put: (name, documents) => target.put(name, documents),
          seal: () => Promise.resolve(),
        },
      });
    } finally {
      await target.close();
    }
  } finally {
    database.close();
  }
  for (const old of [file, `${file}-wal`, `${file}-shm`]) rmSync(old, { force: true });
  renameSync(made, file);
}
