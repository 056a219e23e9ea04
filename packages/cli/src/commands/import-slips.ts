import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'csv-parse/sync';
import { type Api, ApiProblem } from '../api-client.ts';
import { type Command, type CommandContext, required, UsageError } from '../command.ts';
import { createProgress } from '../progress.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';
import { pooled } from '../pooled.ts';

/** Column titles a clerk may use → field of a slip. */
const COLUMNS: Readonly<Record<string, string>> = {
  text: 'text',
  isi: 'text',
  laporan: 'text',
  title: 'title',
  judul: 'title',
  found_on: 'foundOn',
  tanggal: 'foundOn',
  name: 'name',
  nama: 'name',
  phone: 'phone',
  telepon: 'phone',
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

interface Slip {
  /** 1 is the header. */
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** @throws UsageError for a header with unknown columns or a broken file */
export function readSlips(csv: string): readonly Slip[] {
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof rows;
  } catch (error) {
    throw new UsageError(`the file is not CSV: ${(error as Error).message}`);
  }
  const [header, ...lines] = rows;
  const names = (header?.record ?? []).map((cell) => {
    const field = COLUMNS[cell.toLowerCase().replaceAll(' ', '_')];
    if (field === undefined) throw new UsageError(`line 1: "${cell}" is not a known column`);
    return field;
  });
  if (!names.includes('text')) throw new UsageError('line 1: the column "text" (or "isi") is required');
  return lines.map(({ record, info }) => ({
    line: info.lines,
    fields: Object.fromEntries(
      names.map((name, index) => [name, record[index] ?? '']).filter(([, value]) => value !== ''),
    ),
  }));
}

type Result = 'entered' | 'known' | { readonly problem: string };

async function enter(api: Api, token: string, batch: string, slip: Slip): Promise<Result> {
  try {
    const { replayed } = await api.call<{ readonly replayed: boolean }>('/api/v1/slips', {
      token,
      body: { batch, line: slip.line, ...slip.fields },
    });
    return replayed ? 'known' : 'entered';
  } catch (error) {
    if (error instanceof ApiProblem && error.status < 500 && error.status !== 401)
      return { problem: error.message };
    throw error;
  }
}

const AT_ONCE = 8;

async function run(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.arguments],
    options: { ...PLATFORM_OPTIONS, batch: { type: 'string' } },
    allowPositionals: true,
  });
  const file = required(positionals[0], 'the file');
  const slips = readSlips(await readFile(file, 'utf8'));
  const batch = values.batch ?? basename(file, extname(file)).replace(/[^A-Za-z0-9._-]/g, '-');
  const { api, token } = await signInAs(context, values);
  const progress = createProgress(`Slips of batch "${batch}"`, slips.length);
  const counts = { entered: 0, known: 0, wrong: 0 };
  await pooled(slips, AT_ONCE, context.signal, async (slip) => {
    const result = await enter(api, token, batch, slip);
    if (typeof result === 'string') counts[result] += 1;
    else {
      counts.wrong += 1;
      progress.note(`${file}:${slip.line}: ${result.problem}`);
    }
    progress.step();
  });
  progress.end();
  context.tell(`${counts.entered} entered, ${counts.known} were there already, ${counts.wrong} to mend.`);
  if (context.signal.aborted) context.tell('Interrupted: run it again, it goes on where it stopped.');
  return counts.wrong > 0 || context.signal.aborted ? 1 : 0;
}

export const importSlips: Command = {
  name: 'import',
  summary: 'Enter the slips of a suggestion box from a CSV file',
  usage: `lapor import slips.csv [--batch NAME]
  Columns: text (isi), and if you like title, found_on (tanggal), name, phone, email, category, area, agency, address.
  --batch NAME   the batch's name (default: the file's); batch and line make a slip the same one when it is sent again
${PLATFORM_USAGE}`,
  run,
};
