import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Role } from '@lapor/contracts/common/v1/common';
import type { InviteOfficerRequest } from '@lapor/contracts/directory/v1/directory_service';
import { invalid } from '@lapor/kernel';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import { describeOfficer } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { roleNameOf, roleOf } from '../role-names.ts';
import { changeOfficer } from '../use-cases/change-officer.ts';
import type { EnteredOfficer } from '../use-cases/enter-officer.ts';
import { listOfficerChanges } from '../use-cases/list-officer-changes.ts';
import { listOfficers } from '../use-cases/list-officers.ts';
import { inviteOfficer, managesOfficer, resetOfficer } from '../use-cases/manage-officers.ts';
import type { Invitee } from '../use-cases/manage-officers.ts';
import { endOfficerSessions, listOfficerSessions } from '../use-cases/officer-sessions.ts';
import { replaceOfficer } from '../use-cases/replace-officer.ts';
import { changeMessages } from './change-messages.ts';
import type { DirectoryCalls } from './directory-calls.ts';
import { sessionMessages } from './session-calls.ts';

type AccountCall =
  | 'listOfficers'
  | 'inviteOfficer'
  | 'resetOfficer'
  | 'replaceOfficer'
  | 'changeOfficer'
  | 'listOfficerSessions'
  | 'endOfficerSessions'
  | 'listOfficerChanges';

/** What admins and inspectors do with the accounts they look after. */
export function accountCalls(parts: DirectoryParts): Pick<DirectoryCalls, AccountCall> {
  return {
    async listOfficers({ agencyId, ownOnly, presentOnly, limit }, { caller }) {
      const officers = await listOfficers(parts, caller, agencyId, { ownOnly, presentOnly, limit });
      const shownTo = async (officer: (typeof officers)[number]) => ({
        ...(await describeOfficer(parts, officer)),
        managed: managesOfficer(parts, caller, officer.state),
      });
      return { officers: await Promise.all(officers.map(shownTo)) };
    },
    async inviteOfficer(request, { caller }) {
      const { reason: why, commandId } = request;
      return entered(parts, await inviteOfficer(parts, caller, inviteeOf(request), { why, commandId }));
    },
    async resetOfficer({ officerId, reason: why, commandId }, { caller }) {
      const { oneTimePassword, codeUntil } = await resetOfficer(parts, caller, officerId, { why, commandId });
      return { oneTimePassword, codeUntil: timestampFromDate(new Date(codeUntil)) };
    },
    async listOfficerChanges({ officerId }, { caller }) {
      return { changes: changeMessages(await listOfficerChanges(parts, caller, officerId)) };
    },
    async replaceOfficer({ officerId, successor, successorOfficerId, reason, commandId }, { caller }) {
      const invitee = ({ agencyId, role, scope }: OfficerState) =>
        successor === undefined
          ? undefined
          : inviteeOf(successor, { agencyId, role: roleOf(role), ...(scope === undefined ? {} : { scope }) });
      const takesOver = successorOfficerId === '' ? undefined : successorOfficerId;
      const succession = { successor: invitee, takesOver, why: reason, commandId };
      const officer = await replaceOfficer(parts, caller, officerId, succession);
      if (officer === undefined) return {};
      const { officer: successorShown, oneTimePassword } = await entered(parts, officer);
      return { successor: successorShown, oneTimePassword };
    },
    async changeOfficer(request, { caller }) {
      const { officerId, name, email, phone, agencyId, reason: why, commandId } = request;
      const to = { name, email, phone, agencyId, role: roleNameOf(request.role), ...scopeOf(request) };
      const officer = await changeOfficer(parts, caller, officerId, to, { why, commandId });
      return { officer: await describeOfficer(parts, officer) };
    },
    async listOfficerSessions({ officerId }, { caller }) {
      return { sessions: sessionMessages(await listOfficerSessions(parts, caller, officerId)) };
    },
    async endOfficerSessions({ officerId, sessionId, reason: why, commandId }, { caller }) {
      await endOfficerSessions(parts, caller, { officerId, sessionId }, { why, commandId });
      return {};
    },
  };
}

async function entered(parts: DirectoryParts, { officerId, oneTimePassword = '' }: EnteredOfficer) {
  return { officer: await describeOfficer(parts, await parts.officers.get(officerId)), oneTimePassword };
}

/** A successor takes the predecessor's place unless another one is named. */
function inviteeOf(
  request: InviteOfficerRequest,
  place: { readonly agencyId: string; readonly role: Role; readonly scope?: OverseerScope } = {
    agencyId: '',
    role: Role.UNSPECIFIED,
  },
): Invitee {
  const { username, name, email, phone, returning } = request;
  const agencyId = request.agencyId === '' ? place.agencyId : request.agencyId;
  if (agencyId === '') throw invalid('agency_id', 'is needed');
  const role = request.role === Role.UNSPECIFIED ? place.role : request.role;
  const { scope = place.scope } = scopeOf(request);
  const scoped = scope === undefined ? {} : { scope };
  const person = { username, name, email, phone, returning };
  return { ...person, agencyId, role: roleNameOf(role), ...scoped };
}

function scopeOf({
  scopeAgencyId,
  scopeAreaCode,
}: Pick<InviteOfficerRequest, 'scopeAgencyId' | 'scopeAreaCode'>): { readonly scope?: OverseerScope } {
  const scope = {
    ...(scopeAgencyId === '' ? {} : { agencyId: scopeAgencyId }),
    ...(scopeAreaCode === '' ? {} : { areaCode: scopeAreaCode }),
  };
  return Object.keys(scope).length === 0 ? {} : { scope };
}
