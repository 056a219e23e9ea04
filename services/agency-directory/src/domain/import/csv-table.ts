/** The three files that make a government, by the name they have in reports. */
export type ImportFile = 'units' | 'officers' | 'competence';

/** What is wrong with one line. Line 1 is the header. */
export interface ImportIssue {
  readonly file: ImportFile;
  readonly line: number;
  readonly field: string;
  readonly rule: string;
}

/** One line: where it stands, and its fields, trimmed; a column that the file leaves out is empty. */
export interface CsvRow<Column extends string> {
  readonly line: number;
  readonly fields: Readonly<Record<Column, string>>;
}

export interface CsvTable<Column extends string> {
  readonly rows: readonly CsvRow<Column>[];
  readonly issues: readonly ImportIssue[];
}

interface Columns<Column extends string> {
  readonly required: readonly Column[];
  readonly optional: readonly Column[];
}

/** A CSV file taken apart into lines and fields, empty lines left out. */
export interface CsvText {
  readonly lines: readonly CsvLine[];
  /** Where and why it could not be taken apart any further. */
  readonly broken?: { readonly line: number; readonly why: string };
}

export interface CsvLine {
  /** 1 is the first line of the file. */
  readonly line: number;
  readonly record: readonly string[];
}

const MAX_FIELD = 400;

/**
 * Checks a file against its columns. Lines that do not fit are issues; the others are rows all the same, so that one
 * run names everything that is wrong.
 */
export function readCsv<Column extends string>(
  file: ImportFile,
  text: CsvText,
  columns: Columns<Column>,
): CsvTable<Column> {
  const issues: ImportIssue[] = [];
  const issue = (line: number, field: string, rule: string) => issues.push({ file, line, field, rule });
  if (text.broken !== undefined) issue(text.broken.line, '', `is readable CSV: ${text.broken.why}`);
  const [header, ...lines] = text.lines;
  if (header === undefined) {
    if (issues.length === 0) issue(1, '', 'has a header line');
    return { rows: [], issues };
  }
  const names = header.record.map((name) => name.trim().toLowerCase());
  for (const name of columns.required) {
    if (!names.includes(name)) issue(1, name, 'is a column of the header');
  }
  const known: readonly string[] = [...columns.required, ...columns.optional];
  for (const [at, name] of names.entries()) {
    if (!known.includes(name)) issue(1, name, `is not a column: the columns are ${known.join(', ')}`);
    if (names.indexOf(name) !== at) issue(1, name, 'stands in the header once');
  }
  if (issues.length > 0) return { rows: [], issues };

  const rows = lines.flatMap(({ record, line }): CsvRow<Column>[] => {
    if (record.length !== names.length) {
      issue(line, '', `has ${names.length} fields, as the header; this line has ${record.length}`);
      return [];
    }
    const fields = {} as Record<Column, string>;
    for (const name of [...columns.required, ...columns.optional]) {
      fields[name] = (record[names.indexOf(name)] ?? '').trim();
      if (fields[name].length > MAX_FIELD) issue(line, name, `has at most ${MAX_FIELD} characters`);
    }
    return [{ line, fields }];
  });
  return { rows, issues };
}
