import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Api, ApiProblem } from '../api-client.ts';
import { type Command, type CommandContext, INTERRUPTED_EXIT, required } from '../command.ts';
import { pooled } from '../pooled.ts';
import { createProgress } from '../progress.ts';
import { readText } from '../read-text.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';
import { readSlips, type Slip } from '../slips/read-slips.ts';

type Result = 'entered' | 'known' | { readonly problem: string };

/** What is wrong with the line itself; anything else (no right, no platform) concerns all of them. */
const OF_THE_LINE: ReadonlySet<number> = new Set([400, 404, 409, 413, 422]);

async function enter(api: Api, token: string, batch: string, slip: Slip): Promise<Result> {
  if (slip.problem !== undefined) return { problem: slip.problem };
  try {
    const { replayed } = await api.call<{ readonly replayed: boolean }>('/api/v1/slips', {
      token,
      body: { batch, line: slip.line, ...slip.fields },
    });
    return replayed ? 'known' : 'entered';
  } catch (error) {
    if (!(error instanceof ApiProblem) || !OF_THE_LINE.has(error.status)) throw error;
    if (error.issues.some(({ field }) => field === 'Idempotency-Key')) {
      const problem = `line: another slip was entered as line ${slip.line} of batch "${batch}"`;
      return { problem: `${problem}; for another box give --batch NAME` };
    }
    return { problem: error.message };
  }
}

/** As the platform takes it: a letter or digit first, then dots and dashes too. */
function batchOf(file: string): string {
  const name = basename(file, extname(file)).replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 100) || 'slips';
}

const AT_ONCE = 8;

async function run(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.arguments],
    options: { ...PLATFORM_OPTIONS, batch: { type: 'string' } },
    allowPositionals: true,
  });
  const file = required(positionals[0], 'the file');
  const slips = readSlips(await readText(file), file);
  const batch = values.batch ?? batchOf(file);
  const { api, token } = await signInAs(context, values);
  const progress = createProgress(`Slips of batch "${batch}"`, slips.length);
  const counts = { entered: 0, known: 0 };
  const problems: { readonly line: number; readonly text: string }[] = [];
  try {
    await pooled(slips, AT_ONCE, context.signal, async (slip) => {
      const result = await enter(api, token, batch, slip);
      if (typeof result === 'string') counts[result] += 1;
      else problems.push({ line: slip.line, text: `${file}:${slip.line}: ${result.problem}` });
      progress.step();
    });
  } finally {
    progress.end();
    // In the file's order, however they came back.
    for (const { text } of problems.toSorted((a, b) => a.line - b.line)) context.tell(text);
    context.tell(
      `${counts.entered} entered, ${counts.known} were there already, ${problems.length} to mend.`,
    );
  }
  const left = slips.length - counts.entered - counts.known - problems.length;
  if (left > 0) {
    context.tell(`Interrupted with ${left} left: run it again, it goes on where it stopped.`);
    return INTERRUPTED_EXIT;
  }
  return problems.length > 0 ? 1 : 0;
}

export const importSlips: Command = {
  name: 'import',
  summary: 'Enter the slips of a suggestion box from a CSV file',
  usage: `lapor import slips.csv [--batch NAME]
  Columns: text (isi), and if you like title (judul), found_on (tanggal), name (nama), phone (telepon), email,
           category (kategori), area (wilayah), agency (instansi), address (alamat),
           and ticked with x: anonymous (anonim), secret (rahasia), about_official (tentang_petugas); commas or semicolons
           between, in UTF-8.
  --batch NAME   the batch's name (default: the file's). Batch and line make a slip the same one when it is sent again:
                 mend wrong lines where they stand, add new ones at the end
${PLATFORM_USAGE}`,
  run,
};
