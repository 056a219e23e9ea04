import { createHash } from 'node:crypto';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid, newId } from '@lapor/kernel';
import type { Command, Loaded } from '@lapor/store';
import { mayManageInspectorate, requireInspectorateManager, requireManager } from '../access.ts';
import { actorOf } from '../commands.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { createKey, revokeKey, rotateKey } from '../domain/agency-key/agency-key.ts';
import type { AgencyKeyEvent, AgencyKeyState } from '../domain/agency-key/agency-key.ts';
import { isKeyLabel, keyTextOf, LABEL_RULE, parseKeyText } from '../domain/agency-key/key-text.ts';
import { hashOfSecret, matchSecret } from '../key-secrets.ts';
import type { DirectoryParts } from '../parts.ts';
import { checkedReason, reasonFor } from './change-with-reason.ts';
import { agencyOf, managedAgency, officeAt } from './manage-officers.ts';
import { tellInspectors } from './tell-inspectors.ts';
import { recordedChanges, told } from './recorded-changes.ts';
import type { RecordedChange } from './recorded-changes.ts';

/** Whose words reasons are kept under. */
const SUBJECT = 'agency-keys';

/** A key and, here alone, its text. */
export interface ShownKey {
  readonly key: Loaded<AgencyKeyState>;
  readonly text: string;
}

const DAY_SECONDS = 86_400;
const LONGEST_GRACE_SECONDS = 30 * DAY_SECONDS;
/** More than any agency has systems; also what the broker keeps for it. */
const MOST_PER_AGENCY = 20;
const AGENCIES_PER_QUERY = 200;
const MOST_LISTED = 5_000;

/** @throws AppError invalid (reason too), forbidden, not_found (agency), unprocessable (the command id with another content) */
export async function createAgencyKey(
  parts: DirectoryParts,
  caller: Caller,
  typed: {
    readonly agencyId: string;
    readonly label: string;
    readonly expiresAt: Date | undefined;
    readonly commandId: string;
    readonly reason: string;
  },
): Promise<ShownKey> {
  const agency = await agencyOf(parts, typed.agencyId);
  requireKeyManager(parts, caller, agency);
  if (!agency.active) throw invalid('agencyId', 'is an agency that is not closed');
  if (!isKeyLabel(typed.label)) throw invalid('label', LABEL_RULE);
  const { label, commandId } = typed;
  const why = checkedReason(typed.reason);
  const expiresAt = typed.expiresAt?.toISOString();
  const command = commandOf(caller, 'create', commandId);
  const keyId = parts.keySecrets.idFor(command);
  const known = await parts.agencyKeys.find(keyId);
  if (known === undefined) await requireRoom(parts, agency.agencyId);
  const secret = parts.keySecrets.secretFor(keyId, command);
  const end = expiresAt === undefined ? {} : { expiresAt };
  const key = { agencyId: agency.agencyId, label, hash: hashOfSecret(secret), ...end };
  const reason = await reasonFor(parts, SUBJECT, command, why, (because) =>
    createKey(known?.state, { ...key, reason: because }, parts.clock.now()),
  );
  if (known === undefined) await tellInspectors(parts, caller, agency.agencyId, 'inspectorate_keys');
  const { state } = await parts.agencyKeys.execute(
    { ...commandOn(keyId, caller, command), bodyHash: digest(key.agencyId, label, expiresAt ?? '', why) },
    (before, now) => createKey(before, { ...key, reason }, now),
  );
  await parts.keysChanged();
  if (state.agencyId !== key.agencyId || state.label !== label) {
    throw new AppError('unprocessable', 'the command id was used for another key');
  }
  return shown(parts, keyId, secret);
}

/** @throws AppError invalid (grace_seconds, reason), forbidden, not_found, illegal (ended) */
export async function rotateAgencyKey(
  parts: DirectoryParts,
  caller: Caller,
  typed: {
    readonly keyId: string;
    readonly graceSeconds: number | undefined;
    readonly commandId: string;
    readonly reason: string;
  },
): Promise<ShownKey> {
  const { keyId, graceSeconds = DAY_SECONDS } = typed;
  const { state: before } = await managedKey(parts, caller, keyId);
  const why = checkedReason(typed.reason);
  if (graceSeconds > LONGEST_GRACE_SECONDS) {
    throw invalid('grace_seconds', `is at most ${LONGEST_GRACE_SECONDS} (30 days)`);
  }
  const command = commandOf(caller, 'rotate', typed.commandId);
  const secret = parts.keySecrets.secretFor(keyId, command);
  const hash = hashOfSecret(secret);
  const reason = await reasonFor(parts, SUBJECT, command, why, (because) =>
    rotateKey(before, { hash, graceSeconds, reason: because }, parts.clock.now()),
  );
  await tellInspectors(parts, caller, before.agencyId, 'inspectorate_keys');
  await parts.agencyKeys.execute(
    { ...commandOn(keyId, caller, command), bodyHash: digest(String(graceSeconds), why) },
    (state, now) => rotateKey(state, { hash, graceSeconds, reason }, now),
  );
  await parts.keysChanged();
  return shown(parts, keyId, secret);
}

/** @throws AppError forbidden, not_found, invalid (reason) */
export async function revokeAgencyKey(
  parts: DirectoryParts,
  caller: Caller,
  keyId: string,
  typed: string,
): Promise<Loaded<AgencyKeyState>> {
  const { state: before } = await managedKey(parts, caller, keyId);
  const command = commandOf(caller, 'revoke', '');
  const reason = await reasonFor(parts, SUBJECT, command, checkedReason(typed), (because) =>
    revokeKey(before, because),
  );
  if (!before.revoked) await tellInspectors(parts, caller, before.agencyId, 'inspectorate_keys');
  await parts.agencyKeys.execute({ ...commandOn(keyId, caller, command), bodyHash: digest() }, (state) =>
    revokeKey(state, reason),
  );
  await parts.keysChanged();
  return parts.agencyKeys.get(keyId);
}

const TOLD: Readonly<Record<AgencyKeyEvent['type'], string>> = {
  AgencyKeyCreated: 'created',
  AgencyKeyRotated: 'rotated',
  AgencyKeyRevoked: 'revoked',
};

/** What was done with a key, newest first. @throws AppError unauthenticated, forbidden, not_found */
export async function listAgencyKeyChanges(
  parts: DirectoryParts,
  caller: Caller,
  keyId: string,
): Promise<readonly RecordedChange[]> {
  await managedKey(parts, caller, keyId);
  return recordedChanges(parts, SUBJECT, told(await parts.agencyKeys.history(keyId), TOLD));
}

/** Keys of an agency's subtree that the caller looks after, in the order of the tree. */
export async function listAgencyKeys(
  parts: DirectoryParts,
  caller: Caller,
  agencyId: string,
): Promise<readonly Loaded<AgencyKeyState>[]> {
  const agency = await managedAgency(parts, caller, agencyId);
  if (agency.kind === 'inspectorate') requireKeyManager(parts, caller, agency);
  const ids = parts.view
    .subtree(agency.agencyId)
    .filter((each) => each.kind !== 'inspectorate' || mayManageInspectorate(caller, officeAt(parts, each)))
    .map((each) => each.agencyId);
  const found: Loaded<AgencyKeyState>[] = [];
  for (let at = 0; at < ids.length && found.length < MOST_LISTED; at += AGENCIES_PER_QUERY) {
    const some = ids.slice(at, at + AGENCIES_PER_QUERY);
    const limit = MOST_LISTED - found.length;
    found.push(...(await parts.agencyKeys.query({ 'state.agencyId': { $in: some } }, { limit })));
  }
  const order = new Map(ids.map((id, at) => [id, at]));
  const place = ({ state }: Loaded<AgencyKeyState>): number => order.get(state.agencyId) ?? 0;
  return found.sort((a, b) => place(a) - place(b) || a.state.createdAt.localeCompare(b.state.createdAt));
}

export interface ResolvedKey {
  readonly keyId: string;
  readonly state: AgencyKeyState;
  readonly agency: AgencyRecord;
  /** Which secret was shown, and when it ends if that is known. */
  readonly generation: number;
  readonly until: Date | undefined;
}

/** @throws AppError unauthenticated, and never why: who guesses learns nothing. */
export async function resolveAgencyKey(parts: DirectoryParts, text: string): Promise<ResolvedKey> {
  const given = parseKeyText(text);
  const key = given === undefined ? undefined : await parts.agencyKeys.find(given.keyId);
  const now = parts.clock.now();
  const secret =
    given === undefined || key === undefined ? undefined : matchSecret(key.state, given.secret, now);
  const agency = key === undefined ? undefined : parts.view.find(key.state.agencyId);
  if (key === undefined || secret === undefined || agency?.active !== true) {
    throw new AppError('unauthenticated', 'the key opens nothing');
  }
  const { generation, until } = secret;
  return { keyId: key.id, state: key.state, agency, generation, until };
}

async function managedKey(
  parts: DirectoryParts,
  caller: Caller,
  keyId: string,
): Promise<Loaded<AgencyKeyState>> {
  const key = await parts.agencyKeys.get(keyId);
  requireKeyManager(parts, caller, await agencyOf(parts, key.state.agencyId));
  return key;
}

/** Like its officers, a system of an inspectorate reads what nobody else in the body may. */
function requireKeyManager(parts: DirectoryParts, caller: Caller, agency: AgencyRecord): void {
  if (agency.kind === 'inspectorate') requireInspectorateManager(caller, officeAt(parts, agency));
  else requireManager(caller, agency);
}

async function requireRoom({ agencyKeys }: DirectoryParts, agencyId: string): Promise<void> {
  const keys = await agencyKeys.query({ 'state.agencyId': agencyId }, { limit: MOST_LISTED });
  const live = keys.filter(({ state }) => !state.revoked);
  if (live.length < MOST_PER_AGENCY) return;
  const message = `an agency has at most ${MOST_PER_AGENCY} keys: revoke one that is not used`;
  throw new AppError('illegal', message, { extra: { legal: ['revoke'] } });
}

/** A repeated command finds its own secret only as long as that opens something. */
async function shown(parts: DirectoryParts, keyId: string, secret: string): Promise<ShownKey> {
  const key = await parts.agencyKeys.get(keyId);
  if (matchSecret(key.state, secret, parts.clock.now()) === undefined) {
    throw new AppError('illegal', 'this secret has been replaced or revoked since', {
      extra: { legal: ['rotate', 'create'] },
    });
  }
  return { key, text: keyTextOf({ keyId, secret }) };
}

/** Command ids are the caller's own: nobody gets another's key by sending another's id. */
function commandOf(caller: Caller, name: string, commandId: string): string {
  return `${name}:${caller.officerId}:${commandId === '' ? newId() : commandId}`;
}

function commandOn(aggregateId: string, caller: Caller, commandId: string): Omit<Command, 'bodyHash'> {
  return { aggregateId, commandId, actor: actorOf(caller) };
}

function digest(...words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}
