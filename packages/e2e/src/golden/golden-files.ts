import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Receipt } from '@lapor/portal';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, createEmbeddedDocuments, storeWriterModule } from '@lapor/store';
import { embeddedJson } from './embedded-json.ts';
import { everMade, makeIndexes, recordedIndexes } from './kept-indexes.ts';

/** What an earlier version left: never written again, only added to. One folder per version. */
const GOLDEN = new URL('../../golden/', import.meta.url).pathname;
export const FIRST = join(GOLDEN, '0.1.0');

/** When everything in it had happened. */
export const GOLDEN_NOW = '2026-03-20T02:00:00.000Z';

export interface GoldenEvent {
  readonly type: string;
  readonly body: string;
}

export interface GoldenViews {
  readonly receipts: readonly Receipt[];
  /** What the reporter and the admin of the city saw, by tracking id. */
  readonly seen: Readonly<Record<string, { readonly reporter: unknown; readonly officer: unknown }>>;
  readonly figures: unknown;
}

export function goldenEvents(): readonly GoldenEvent[] {
  const lines = readFileSync(join(FIRST, 'events.ndjson'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as GoldenEvent);
}

export function goldenViews(): GoldenViews {
  return JSON.parse(readFileSync(join(FIRST, 'views.json'), 'utf8')) as GoldenViews;
}

interface Line {
  readonly service: string;
  readonly collection: string;
  readonly document: { readonly _id: string };
}

/** A folder with `data` and `keys`, as that version left it, and all indexes that any version made. */
export async function goldenInstallation(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lapor-golden-'));
  await mkdir(join(folder, 'data'));
  await cp(join(FIRST, 'keys'), join(folder, 'keys'), { recursive: true });
  await cp(join(FIRST, 'files'), join(folder, 'data', 'files'), { recursive: true });
  await cp(join(FIRST, 'key-check'), join(folder, 'data', 'key-check'));
  const text = gunzipSync(readFileSync(join(FIRST, 'documents.ndjson.gz'))).toString();
  const lines = text
    .trim()
    .split('\n')
    .map((line) => embeddedJson.parse(line) as Line);
  const documents = createEmbeddedDocuments(join(folder, 'data', 'lapor.db'));
  const collections = Map.groupBy(lines, ({ service, collection }) => `${service}.${collection}`);
  for (const those of collections.values())
    await documents.put(
      those[0]!,
      those.map(({ document }) => document),
    );
  await documents.close();
  await makeAllIndexes(join(folder, 'data', 'lapor.db'));
  return folder;
}

async function makeAllIndexes(file: string): Promise<void> {
  const database = await openDatabase({ file, modules: [storeWriterModule] });
  await makeIndexes((service) => connectEmbedded(database, service), everMade(recordedIndexes()));
  await database.close();
}
