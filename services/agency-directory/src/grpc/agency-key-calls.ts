import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AgencyKeySchema } from '@lapor/contracts/directory/v1/directory_service';
import type { Loaded } from '@lapor/store';
import { requireSystem } from '../access.ts';
import { statusOf } from '../domain/agency-key/agency-key.ts';
import type { AgencyKeyState } from '../domain/agency-key/agency-key.ts';
import type { DirectoryParts } from '../parts.ts';
import {
  createAgencyKey,
  listAgencyKeyChanges,
  listAgencyKeys,
  resolveAgencyKey,
  revokeAgencyKey,
  rotateAgencyKey,
} from '../use-cases/manage-agency-keys.ts';
import type { ShownKey } from '../use-cases/manage-agency-keys.ts';
import { changeMessages } from './change-messages.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type AgencyKeyCall =
  | 'createAgencyKey'
  | 'rotateAgencyKey'
  | 'revokeAgencyKey'
  | 'listAgencyKeyChanges'
  | 'listAgencyKeys'
  | 'resolveAgencyKey';

/** Keys of agencies' systems. */
export function agencyKeyCalls(parts: DirectoryParts): Pick<DirectoryCalls, AgencyKeyCall> {
  const described = (key: Loaded<AgencyKeyState>) => describeKey(key, parts.clock.now());
  const withText = ({ key, text }: ShownKey) => ({ agencyKey: described(key), key: text });
  return {
    async createAgencyKey({ agencyId, label, expiresAt, commandId, reason }, { caller }) {
      const until = expiresAt === undefined ? undefined : timestampDate(expiresAt);
      const typed = { agencyId, label, expiresAt: until, commandId, reason };
      return withText(await createAgencyKey(parts, caller, typed));
    },
    async rotateAgencyKey({ keyId, graceSeconds, commandId, reason }, { caller }) {
      return withText(await rotateAgencyKey(parts, caller, { keyId, graceSeconds, commandId, reason }));
    },
    async revokeAgencyKey({ keyId, reason }, { caller }) {
      return { agencyKey: described(await revokeAgencyKey(parts, caller, keyId, reason)) };
    },
    async listAgencyKeyChanges({ keyId }, { caller }) {
      return { changes: changeMessages(await listAgencyKeyChanges(parts, caller, keyId)) };
    },
    async listAgencyKeys({ agencyId }, { caller }) {
      return { agencyKeys: (await listAgencyKeys(parts, caller, agencyId)).map(described) };
    },
    async resolveAgencyKey({ key }, { caller }) {
      requireSystem(caller);
      const { keyId, state, agency, until } = await resolveAgencyKey(parts, key);
      return {
        keyId,
        agencyId: agency.agencyId,
        agencyPath: [...agency.path],
        label: state.label,
        ...(until === undefined ? {} : { expiresAt: timestampFromDate(until) }),
      };
    },
  };
}

function describeKey(
  { id, state }: Loaded<AgencyKeyState>,
  now: Date,
): MessageInitShape<typeof AgencyKeySchema> {
  const { agencyId, label, createdAt, expiresAt, rotatedAt, previous, revokedAt } = state;
  const status = statusOf(state, now);
  const previousOpens = status === 'active' && previous !== undefined && new Date(previous.until) > now;
  return {
    keyId: id,
    agencyId,
    label,
    status,
    createdAt: timestampFromDate(new Date(createdAt)),
    ...(expiresAt === undefined ? {} : { expiresAt: timestampFromDate(new Date(expiresAt)) }),
    ...(rotatedAt === undefined ? {} : { rotatedAt: timestampFromDate(new Date(rotatedAt)) }),
    ...(previousOpens ? { previousUntil: timestampFromDate(new Date(previous.until)) } : {}),
    ...(revokedAt === undefined ? {} : { revokedAt: timestampFromDate(new Date(revokedAt)) }),
  };
}
