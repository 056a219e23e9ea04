import type { Issue } from '@lapor/kernel';

/** One paper slip out of a suggestion box, as typed in by a clerk. */
export interface Slip {
  readonly text: string;
  readonly title?: string | undefined;
  /** yyyy-mm-dd: the day the box was opened. */
  readonly foundOn?: string | undefined;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly category?: string | undefined;
  readonly area?: string | undefined;
  readonly agency?: string | undefined;
  readonly address?: string | undefined;
}

export type SlipField = keyof Slip;

/** Column titles a clerk may use → field. */
const COLUMNS: Readonly<Record<string, SlipField>> = {
  text: 'text',
  isi: 'text',
  laporan: 'text',
  title: 'title',
  judul: 'title',
  found_on: 'foundOn',
  tanggal: 'foundOn',
  tanggal_kotak: 'foundOn',
  name: 'name',
  nama: 'name',
  phone: 'phone',
  telepon: 'phone',
  hp: 'phone',
  email: 'email',
  category: 'category',
  kategori: 'category',
  area: 'area',
  wilayah: 'area',
  agency: 'agency',
  instansi: 'agency',
  address: 'address',
  alamat: 'address',
};

export interface SlipLine {
  /** 1 is the header. */
  readonly line: number;
  readonly slip?: Slip;
  readonly issues: readonly Issue[];
}

export interface SlipFile {
  /** What is wrong with the header: then there are no lines. */
  readonly issues: readonly Issue[];
  readonly lines: readonly SlipLine[];
}

/** Reads a file of slips. Every line stands for itself: a wrong one does not spoil the others. */
export function parseSlipFile(csv: string): SlipFile {
  const [header, ...records] = parseCsv(csv);
  if (header === undefined) return { issues: [{ field: 'header', rule: 'is missing' }], lines: [] };
  const { fields, issues } = readHeader(header.cells);
  if (issues.length > 0) return { issues, lines: [] };
  return { issues, lines: records.map((record) => readSlip(fields, record)) };
}

function readHeader(cells: readonly string[]): { fields: readonly SlipField[]; issues: Issue[] } {
  const issues: Issue[] = [];
  const fields: SlipField[] = [];
  for (const cell of cells) {
    const field = COLUMNS[cell.trim().toLowerCase().replaceAll(' ', '_')];
    if (field === undefined) issues.push({ field: cell, rule: 'is not a known column' });
    else if (fields.includes(field)) issues.push({ field: cell, rule: 'is there twice' });
    else fields.push(field);
  }
  if (!fields.includes('text')) issues.push({ field: 'text', rule: 'column is required (text, isi)' });
  return { fields, issues };
}

function readSlip(fields: readonly SlipField[], record: CsvRecord): SlipLine {
  const { line, cells } = record;
  const issues: Issue[] = [];
  if (record.broken !== undefined) return { line, issues: [{ field: 'line', rule: record.broken }] };
  if (cells.length !== fields.length)
    return {
      line,
      issues: [{ field: 'line', rule: `has ${cells.length} cells, the header ${fields.length}` }],
    };
  const values: Partial<Record<SlipField, string>> = {};
  for (const [index, field] of fields.entries()) {
    const value = cells[index]?.trim();
    if (value) values[field] = value;
  }
  const { text, foundOn } = values;
  if (text === undefined) issues.push({ field: 'text', rule: 'is required' });
  const day = foundOn === undefined ? undefined : readDay(foundOn);
  if (foundOn !== undefined && day === undefined)
    issues.push({ field: 'foundOn', rule: 'is a day: 2020-03-31 or 31/03/2020' });
  if (text === undefined || issues.length > 0) return { line, issues };
  return { line, slip: { ...values, text, ...(day === undefined ? {} : { foundOn: day }) }, issues };
}

/** 2020-03-31 and 31/03/2020 → 2020-03-31; undefined for a day that never was. */
export function readDay(typed: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed);
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed);
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : [];
  const [year = '', month = '', day = ''] = parts;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken?: string;
}

/** RFC 4180, comma or semicolon by what the header uses; empty lines are left out. */
function parseCsv(csv: string): readonly CsvRecord[] {
  const text = csv.replace(/^\uFEFF/, '');
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const separator = firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRecord = (broken?: string) => {
    cells.push(cell);
    if (cells.length > 1 || cell.trim() !== '')
      records.push({ line: startLine, cells, ...(broken === undefined ? {} : { broken }) });
    cells = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(i + 1) === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      endRecord();
      startLine = line;
    } else if (character !== '\r') cell += character;
  }
  endRecord(quoted ? 'has a quote that never ends' : undefined);
  return records;
}
