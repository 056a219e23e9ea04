import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { startPlatform } from '../start-platform.ts';
import { eachOf, everMade, INDEXES, indexesIn, recordedIndexes, type IndexSpec } from './kept-indexes.ts';

// Adds the indexes that are new, before a version goes out:
//   npm run golden:indexes -w packages/e2e

const platform = await startPlatform({});
const recorded = recordedIndexes();
const declared: Record<string, Record<string, IndexSpec>> = structuredClone(recorded.declared);
let added = 0;
for (const { collection, name, spec } of eachOf(indexesIn(join(platform.dataFolder, 'lapor.db')))) {
  if (everMade(recorded)[collection]?.[name] !== undefined) continue;
  (declared[collection] ??= {})[name] = spec;
  added += 1;
}
await platform.remove();
writeFileSync(INDEXES, `${JSON.stringify({ declared, dropped: recorded.dropped }, undefined, 2)}\n`);
process.stdout.write(`${added} new\n`);
