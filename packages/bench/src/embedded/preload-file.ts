import { existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createEmbeddedDocuments, openEmbeddedDocuments } from '@lapor/store';
import type { DocumentSource, DocumentTarget } from '@lapor/store';
import { preloadCases } from '../preload/preload-cases.ts';
import type { PreloadOptions } from '../preload/preload-cases.ts';

export interface FileOptions extends Pick<
  PreloadOptions,
  'count' | 'lived' | 'keysFolder' | 'progress' | 'noteEvery'
> {
  /** The database of an installation that is not running. */
  readonly file: string;
}

const READ_AT_ONCE = 2_000;
/** Where it is noted how many cases are there: nothing of a service. */
const NOTES = { service: 'setup', collection: 'bench' };
const NOTE = 'preloaded';

/**
 * Into a new file, which then takes the place of the old one: its indexes are made by the services when they start, which is
 * quicker than row by row. The log of events begins anew; all of it had been handled.
 */
export async function preloadFile({ file, ...options }: FileOptions): Promise<void> {
  const made = `${file}.preloaded`;
  const database = new DatabaseSync(file);
  try {
    const source = openEmbeddedDocuments(database);
    // Of an earlier run, and in its place since.
    if ((await noted(source)) >= options.count) return options.progress.step(options.count);
    const target = await openMade(made, source);
    try {
      await preloadCases({
        ...options,
        source,
        target: {
          put: (name, documents) => target.put(name, documents),
          noted: () => noted(target),
          note: (cases) => target.put(NOTES, [{ _id: NOTE, cases }]),
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

/** The new file with all of the old one in it: as it was left, else begun anew. */
async function openMade(made: string, source: DocumentSource): Promise<DocumentTarget> {
  if (existsSync(made)) {
    const there = createEmbeddedDocuments(made);
    if ((await noted(there)) > 0) return there;
    await there.close();
  }
  for (const old of [made, `${made}-wal`, `${made}-shm`]) rmSync(old, { force: true });
  const target = createEmbeddedDocuments(made);
  for (const name of await source.collections())
    for await (const documents of source.read(name, READ_AT_ONCE)) await target.put(name, documents);
  return target;
}

async function noted(documents: DocumentSource): Promise<number> {
  return Number((await documents.find(NOTES, [NOTE])).get(NOTE)?.['cases'] ?? 0);
}
