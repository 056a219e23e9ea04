import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { AgencyKey } from '@lapor/contracts/directory/v1/directory_service';
import { AppError } from '@lapor/kernel';
import type {
  AgencyKeyInfo,
  AgencyKeyRotation,
  NewAgencyKey,
  RecordedChange,
  ShownAgencyKey,
} from '@lapor/portal';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { recordedChange } from './recorded-change.ts';
import { callerOf } from './officer-session.ts';

/** Keys of the subtree. The directory decides what an admin may. */
export async function listAgencyKeys(
  intake: Intake,
  token: string,
  agencyId?: string,
): Promise<readonly AgencyKeyInfo[]> {
  const caller = await callerOf(intake, token);
  const { agencyKeys } = await intake.directory.listAgencyKeys({ agencyId: agencyId ?? '' }, { caller });
  return agencyKeys.map(keyInfo);
}

export async function createAgencyKey(
  intake: Intake,
  token: string,
  wanted: NewAgencyKey,
  idempotencyKey: string | undefined,
): Promise<ShownAgencyKey> {
  const caller = await callerOf(intake, token);
  const { agencyId, label, expiresAt, reason } = wanted;
  const end = expiresAt === undefined ? {} : { expiresAt: timestampFromDate(new Date(expiresAt)) };
  const commandId = commandIdOf(intake, caller, idempotencyKey);
  const request = { agencyId, label, commandId, reason, ...end };
  return shown(await intake.directory.createAgencyKey(request, { caller }));
}

export async function rotateAgencyKey(
  intake: Intake,
  token: string,
  wanted: AgencyKeyRotation,
  idempotencyKey: string | undefined,
): Promise<ShownAgencyKey> {
  const caller = await callerOf(intake, token);
  const { keyId, graceSeconds, reason } = wanted;
  const grace = graceSeconds === undefined ? {} : { graceSeconds };
  const commandId = commandIdOf(intake, caller, idempotencyKey);
  return shown(await intake.directory.rotateAgencyKey({ keyId, commandId, reason, ...grace }, { caller }));
}

export async function revokeAgencyKey(
  intake: Intake,
  token: string,
  keyId: string,
  reason: string,
): Promise<AgencyKeyInfo> {
  const caller = await callerOf(intake, token);
  const { agencyKey } = await intake.directory.revokeAgencyKey({ keyId, reason }, { caller });
  return keyInfo(agencyKey);
}

/** What was done with the key, newest first. */
export async function listAgencyKeyChanges(
  intake: Intake,
  token: string,
  keyId: string,
): Promise<readonly RecordedChange[]> {
  const caller = await callerOf(intake, token);
  const { changes } = await intake.directory.listAgencyKeyChanges({ keyId }, { caller });
  return changes.map(recordedChange);
}

/** Empty: nobody will ask for the same again. */
function commandIdOf(intake: Intake, { officerId }: Caller, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return '';
  return deriveCommandKey(intake.mac, `agency-key\n${officerId}`, idempotencyKey);
}

function shown(answer: { readonly agencyKey?: AgencyKey | undefined; readonly key: string }): ShownAgencyKey {
  return { agencyKey: keyInfo(answer.agencyKey), key: answer.key };
}

function keyInfo(key: AgencyKey | undefined): AgencyKeyInfo {
  if (key === undefined) throw new AppError('internal', 'the directory answered without the key');
  const { keyId, agencyId, label, status } = key;
  const times = {
    expiresAt: isoOf(key.expiresAt),
    rotatedAt: isoOf(key.rotatedAt),
    previousUntil: isoOf(key.previousUntil),
    revokedAt: isoOf(key.revokedAt),
  };
  const known = Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined));
  return { keyId, agencyId, label, status, createdAt: isoOf(key.createdAt) ?? '', ...known };
}
