import { parse } from 'csv-parse/sync';
import type { CsvText } from '../domain/import/csv-table.ts';

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Takes a CSV file apart: separated by commas or, as office programs in Indonesia write it, semicolons. */
export function splitCsv(text: string): CsvText {
  const [firstLine = ''] = text.split('\n', 1);
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      info: true,
      delimiter: firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
    return {
      lines: (parsed as readonly ParsedLine[]).map(({ record, info }) => ({ record, line: info.lines })),
    };
  } catch (error) {
    return { lines: [], broken: { line: lineOf(error), why: error instanceof Error ? error.message : '' } };
  }
}

function lineOf(error: unknown): number {
  const line = typeof error === 'object' && error !== null && 'lines' in error ? error.lines : undefined;
  return typeof line === 'number' ? line : 1;
}
