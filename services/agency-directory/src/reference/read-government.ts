import { parseGovernment } from '../domain/import/government-import.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import type { ImportContext } from '../domain/import/import-context.ts';
import { splitCsv } from './split-csv.ts';

/** The texts of the three CSV files; a missing or empty one brings nothing. */
export interface GovernmentTexts {
  readonly units?: string;
  readonly officers?: string;
  readonly competence?: string;
}

/** Reads and checks the files of one government; everything that is wrong is in `issues`. */
export function readGovernment(texts: GovernmentTexts, context: ImportContext): GovernmentImport {
  const files = (['units', 'officers', 'competence'] as const).flatMap((file) => {
    const text = texts[file] ?? '';
    return text === '' ? [] : [[file, splitCsv(text)]];
  });
  return parseGovernment(Object.fromEntries(files), context);
}
