import { parse } from 'csv-parse/sync';
import { Refusal } from '../command.ts';

/** Column titles a clerk may use → field of a slip. */
const COLUMNS: Readonly<Record<string, string>> = {
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
  anonymous: 'anonymous',
  anonim: 'anonymous',
  secret: 'secret',
  rahasia: 'secret',
  about_official: 'aboutOfficial',
  tentang_petugas: 'aboutOfficial',
};

/** Columns that are ticked or not. */
const TICKS: ReadonlySet<string> = new Set(['anonymous', 'secret', 'aboutOfficial']);
const TICKED: ReadonlySet<string> = new Set(['x', 'ya', 'yes', 'true', '1', 'v', '✓']);

export interface Slip {
  /** Where it begins in the file; 1 is the header. */
  readonly line: number;
  readonly fields: Readonly<Record<string, string | boolean>>;
  /** Why it cannot be sent as it is. */
  readonly problem?: string;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads a file of slips, separated by commas or, as office programs in Indonesia write it, semicolons.
 * @throws Refusal naming the line when the header is wrong or a quote never ends
 */
export function readSlips(csv: string, file: string): readonly Slip[] {
  const [header, ...rows] = readRows(csv, file);
  const names = readHeader(header, file);
  return rows.map(({ line, cells }) => ({
    line,
    fields: Object.fromEntries(
      names.map((name, index) => [name, read(name, cells[index] ?? '')]).filter(([, value]) => value !== ''),
    ),
    ...(cells.length === names.length
      ? {}
      : { problem: `line: has ${cells.length} cells, the header ${names.length}` }),
  }));
}

function read(name: string, cell: string): string | boolean {
  return TICKS.has(name) && cell !== '' ? TICKED.has(cell.toLowerCase()) : cell;
}

function readHeader(header: Row | undefined, file: string): readonly string[] {
  if (header === undefined) throw new Refusal(`${file}:1: header: is missing`);
  const names: string[] = [];
  const faults: string[] = [];
  for (const cell of header.cells) {
    const field = COLUMNS[cell.toLowerCase().replaceAll(' ', '_')];
    if (field === undefined) faults.push(`${cell || '(empty)'}: is not a known column`);
    else if (names.includes(field)) faults.push(`${cell}: is there twice`);
    else names.push(field);
  }
  if (!names.includes('text')) faults.push('text: column is required (text, isi)');
  if (faults.length > 0)
    throw new Refusal(faults.map((fault) => `${file}:${header.line}: ${fault}`).join('\n'));
  return names;
}

/** Every row with the line it begins on; empty ones are left out, but counted. */
function readRows(csv: string, file: string): readonly Row[] {
  const bytes = Buffer.from(csv.replace(/^\uFEFF/, ''));
  const [first = ''] = bytes.toString().split('\n', 1);
  const rows: Row[] = [];
  let line = 1;
  let end = 0;
  try {
    parse(bytes, {
      trim: true,
      delimiter: first.split(';').length > first.split(',').length ? ';' : ',',
      relax_column_count: true,
      relax_quotes: true,
      // One file may hold both, put together from several.
      record_delimiter: ['\r\n', '\n'],
      on_record(record: readonly string[], info) {
        const cells = record.map((cell) => cell.trim());
        if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
        // The parser's own count of lines is wrong where quoted lines end in CR LF.
        line += countLineEnds(bytes.subarray(end, info.bytes));
        end = info.bytes;
      },
    });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    throw new Refusal(`${file}:${line}: has a quote that never ends`, { cause: error });
  }
  return rows;
}

function countLineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}
