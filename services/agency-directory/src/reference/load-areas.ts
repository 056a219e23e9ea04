import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { areaIndexSteps } from '../domain/areas/area-index.ts';
import type { AreaIndex, AreaRow } from '../domain/areas/area-index.ts';
import { finish } from '../domain/areas/steps.ts';
import type { Steps } from '../domain/areas/steps.ts';

const FILES = ['provinces', 'regencies', 'districts', 'villages'];

/** Reads the official area codes that come with the package idn-area-data (ODbL) into memory. About half a second. */
export function loadAreas(): AreaIndex {
  return finish(areaLoading());
}

/** The same with pauses. */
export function areaLoading(): Steps<AreaIndex> {
  const { resolve } = createRequire(import.meta.url);
  return areaIndexSteps(rowsOf(FILES.map((file) => resolve(`idn-area-data/data/${file}.csv`))));
}

function* rowsOf(files: readonly string[]): Generator<AreaRow> {
  for (const file of files) {
    const lines = readFileSync(file, 'utf8').split('\n');
    // The first line is the header.
    for (let at = 1; at < lines.length; at += 1) {
      const line = lines[at] ?? '';
      if (line !== '') yield rowOf(line);
    }
  }
}

/** The first column is the code, the last one the name, quoted when it has a comma or quotes in it. */
function rowOf(line: string): AreaRow {
  const quote = line.indexOf('"');
  const name =
    quote < 0
      ? line.slice(line.lastIndexOf(',') + 1)
      : line.slice(quote + 1, line.lastIndexOf('"')).replaceAll('""', '"');
  return { code: line.slice(0, line.indexOf(',')), name: name.trim() };
}
