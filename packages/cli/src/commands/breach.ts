import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createSealingPair, openSealedLine } from '@lapor/attest';
import { ApiProblem } from '../api-client.ts';
import { type Command, type CommandContext, Refusal, required, UsageError } from '../command.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';

const OPTIONS = {
  ...PLATFORM_OPTIONS,
  from: { type: 'string' },
  to: { type: 'string' },
  stores: { type: 'string' },
  agency: { type: 'string' },
  reason: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
} as const;
const DAY = 86_400_000;
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** A pair: the public half goes to whoever lists, the private one stays with whoever tells the reporters. */
async function makeKeys({ tell }: CommandContext, name: string): Promise<number> {
  const { publicKey, privateKey } = await createSealingPair();
  const write = (file: string, key: object) =>
    writeFileSync(file, `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' });
  write(`${name}.private.jwk`, privateKey);
  write(`${name}.public.jwk`, publicKey);
  tell(`${name}.public.jwk is for whoever makes the listing; keep ${name}.private.jwk to yourself.`);
  return 0;
}

async function list(context: CommandContext, values: Values): Promise<number> {
  const out = required(values.out, '--out');
  const key = values.key === undefined ? {} : { key: readKey(values.key) };
  const stores = values.stores === undefined ? {} : { stores: values.stores.split(',') };
  const agency = values.agency === undefined ? {} : { agencyId: values.agency };
  const body = {
    from: momentOf(required(values.from, '--from')),
    to: endOf(required(values.to, '--to')),
    reason: required(values.reason, '--reason'),
    ...key,
    ...stores,
    ...agency,
    format: out.endsWith('.csv') ? 'csv' : 'ndjson',
  };
  const { api, token } = await signInAs(context, values);
  const response = await fetch(`${api.url}/api/v1/operations/breach-listings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal: context.signal,
  });
  if (!response.ok || response.body === null)
    throw new ApiProblem(
      response.status,
      (await response.json().catch(() => ({}))) as Record<string, unknown>,
    );
  await pipeline(Readable.fromWeb(response.body), createWriteStream(out, { mode: 0o600 }));
  const last = readFileSync(out, 'utf8').trimEnd().split(/\r?\n/).at(-1) ?? '';
  if (!/^(\{"counts"|total )/.test(last)) throw new Refusal(`${out} was cut off: list again`);
  context.tell(last);
  return 0;
}

/** What was sealed, in clear on standard output: for whoever tells the reporters. */
async function open({ tell }: CommandContext, file: string, values: Values): Promise<number> {
  const key = readKey(required(values.key, '--key'));
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const sealed = sealedIn(line);
    if (sealed !== undefined) tell(JSON.stringify(await openSealedLine(sealed, key)));
  }
  return 0;
}

/** Of a line of JSON, or of CSV. */
function sealedIn(line: string): string | undefined {
  if (line.startsWith('{')) return (JSON.parse(line) as { readonly sealed?: string }).sealed;
  const sealed = line.split(',')[1];
  return sealed !== undefined && sealed.split('.').length === 5 ? sealed : undefined;
}

function readKey(file: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new Refusal(`${file} is no JSON Web Key`, { cause });
  }
}

function momentOf(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new UsageError('--from and --to are dates such as 2027-01-31');
  return time.toISOString();
}

/** A day is meant with all its hours; a moment as it is. */
function endOf(text: string): string {
  const end = momentOf(text);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(Date.parse(end) + DAY).toISOString() : end;
}

async function run(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.arguments],
    options: OPTIONS,
    allowPositionals: true,
  });
  const [verb, name] = positionals;
  switch (verb) {
    case 'keys':
      return makeKeys(context, required(name, 'a name for the keys'));
    case 'list':
      return list(context, values);
    case 'open':
      return open(context, required(name, 'the file'), values);
    default:
      throw new UsageError('say keys, list or open');
  }
}

export const breach: Command = {
  name: 'breach',
  summary: 'Whom a breach of data concerns: names sealed for whoever is to tell them',
  usage: `lapor breach keys NAME            NAME.public.jwk and NAME.private.jwk, for whoever is to tell the reporters
lapor breach list --from DAY --to DAY --reason TEXT --out FILE [--key PUBLIC.jwk]
                                  whose complaints were filed from the first day to the last, both with all their hours (UTC); a line
                                  for each complaint; without a key they are only counted.
                                  FILE.csv is CSV, any other name lines of JSON
lapor breach open FILE --key PRIVATE.jwk   what was sealed, on standard output
  --stores A,B   where the data lay: vault, contents, attachments, notices; without it all of them
  --agency ID    only cases that this agency, or one below it, has
  --reason TEXT  what happened; written down, and read by each reporter who is named
${PLATFORM_USAGE}`,
  run,
};
