import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Api } from '../api-client.ts';
import { type Command, type CommandContext, required, UsageError } from '../command.ts';
import { PLATFORM_OPTIONS, PLATFORM_USAGE, signInAs } from '../sign-in-as.ts';

interface AgencyKey {
  readonly keyId: string;
  readonly agencyId: string;
  readonly label: string;
  readonly status: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly previousUntil?: string;
}

interface ShownKey {
  readonly agencyKey: AgencyKey;
  readonly key: string;
}

interface RecordedChange {
  readonly at: string;
  readonly what: string;
  readonly officerName?: string;
  readonly reason?: string;
}

const PATH = '/api/v1/agency-keys';
const OPTIONS = {
  ...PLATFORM_OPTIONS,
  agency: { type: 'string' },
  label: { type: 'string' },
  expires: { type: 'string' },
  grace: { type: 'string' },
  reason: { type: 'string' },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

interface Asker {
  readonly api: Api;
  readonly token: string;
}

/** The answer may get lost under way: asked again, the platform gives the same key. */
function once(): { readonly 'idempotency-key': string } {
  return { 'idempotency-key': randomUUID() };
}

async function create({ api, token }: Asker, context: CommandContext, values: Values): Promise<number> {
  const { agency: agencyId, label, expires } = values;
  const expiresAt = expires === undefined ? {} : { expiresAt: momentOf(expires) };
  const body = {
    agencyId: required(agencyId, '--agency'),
    label: required(label, '--label'),
    reason: reasonOf(values),
    ...expiresAt,
  };
  tellKey(context, await api.call<ShownKey>(PATH, { token, body, headers: once() }));
  return 0;
}

async function rotate(asker: Asker, context: CommandContext, keyId: string, values: Values): Promise<number> {
  const { api, token } = asker;
  const grace = values.grace === undefined ? {} : { graceSeconds: secondsOf(values.grace) };
  const body = { reason: reasonOf(values), ...grace };
  const path = `${PATH}/${encodeURIComponent(keyId)}/rotate`;
  const shown = await api.call<ShownKey>(path, { token, body, headers: once() });
  tellKey(context, shown);
  const { previousUntil } = shown.agencyKey;
  context.tell(
    previousUntil === undefined
      ? 'The secret before has ended; connections made with it are cut.'
      : `The secret before goes on until ${previousUntil}.`,
  );
  return 0;
}

async function revoke(asker: Asker, context: CommandContext, keyId: string, values: Values): Promise<number> {
  const { api, token } = asker;
  const path = `${PATH}/${encodeURIComponent(keyId)}/revoke`;
  const { label } = await api.call<AgencyKey>(path, { token, body: { reason: reasonOf(values) } });
  context.tell(`${keyId} (${label}) has ended; connections made with it are cut.`);
  return 0;
}

async function list({ api, token }: Asker, context: CommandContext, values: Values): Promise<number> {
  const query = values.agency === undefined ? '' : `?agency=${encodeURIComponent(values.agency)}`;
  const { agencyKeys } = await api.call<{ readonly agencyKeys: readonly AgencyKey[] }>(PATH + query, {
    token,
  });
  for (const { keyId, agencyId, label, status, createdAt, expiresAt } of agencyKeys) {
    const end = expiresAt === undefined ? '' : `  until ${expiresAt}`;
    context.tell(`${keyId}  ${status.padEnd(8)} ${agencyId}  ${label}  since ${createdAt}${end}`);
  }
  if (agencyKeys.length === 0) context.tell('No keys.');
  return 0;
}

async function history({ api, token }: Asker, context: CommandContext, keyId: string): Promise<number> {
  const path = `${PATH}/${encodeURIComponent(keyId)}/changes`;
  const { changes } = await api.call<{ readonly changes: readonly RecordedChange[] }>(path, { token });
  for (const { at, what, officerName = '-', reason = '-' } of changes)
    context.tell(`${at}  ${what.padEnd(8)} ${officerName}: ${reason}`);
  return 0;
}

/** Whoever looks after the key later reads it there. */
function reasonOf({ reason }: Values): string {
  return required(reason, '--reason');
}

function tellKey({ tell }: CommandContext, { agencyKey: { keyId, label }, key }: ShownKey): void {
  tell(key);
  tell(
    `Shown once: put it where ${label} keeps its secrets. On NATS the user is ${keyId}, the password what`,
  );
  tell(`follows lak_${keyId}_, the inbox prefix _INBOX_${keyId}.`);
}

/** yyyy-mm-dd is its beginning, UTC. */
function momentOf(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new UsageError('--expires is a date such as 2027-01-31');
  return time.toISOString();
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

function secondsOf(text: string): number {
  const [, count, unit = 's'] = /^(\d{1,7})([smhd])?$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError('--grace is a time such as 0, 30m, 24h or 7d');
  return Number(count) * (UNITS[unit] ?? 1);
}

async function run(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.arguments],
    options: OPTIONS,
    allowPositionals: true,
  });
  const [what, verb, keyId] = positionals;
  if (what !== 'key') throw new UsageError('say key');
  switch (verb) {
    case 'create':
      return create(await signInAs(context, values), context, values);
    case 'list':
      return list(await signInAs(context, values), context, values);
    case 'rotate':
    case 'revoke':
    case 'history': {
      const known = required(keyId, 'the id of the key');
      return { rotate, revoke, history }[verb](await signInAs(context, values), context, known, values);
    }
    default:
      throw new UsageError('say create, rotate, revoke, history or list');
  }
}

export const agency: Command = {
  name: 'agency',
  summary: 'Keys of agencies’ systems: make one, renew or end it, list them',
  usage: `lapor agency key create --agency ID --label NAME   a key for a system of the agency; it is shown once
lapor agency key rotate KEY-ID                     a new secret; the one before goes on for a day
lapor agency key revoke KEY-ID                     end it at once; live connections are cut
lapor agency key history KEY-ID                    who did what with it, when and why
lapor agency key list                              those of the agency and below, without their secrets
  --agency ID    which agency
  --label NAME   what the system is called: small letters, digits, hyphens
  --reason TEXT  why: for create, rotate and revoke; it is kept with the key
  --expires DAY  when the key ends by itself (2027-01-31); without it: when it is revoked
  --grace TIME   how long the secret before goes on: 0, 30m, 24h, 7d; at most 30d
${PLATFORM_USAGE}`,
  run,
};
