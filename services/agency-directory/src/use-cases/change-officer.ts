import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { contactIssues } from '../domain/officer/contact.ts';
import { present } from '../domain/officer/decide-officer.ts';
import type { OfficerState, Place, ProfileRef } from '../domain/officer/officer.ts';
import { sameScope } from '../domain/officer/overseer-scope.ts';
import { isReachedElsewhere, putProfile, readProfile } from '../officer-profiles.ts';
import type { OfficerProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { changeStaff, requireStillAt } from './change-staff.ts';
import { checkedReason, keepReason } from './change-with-reason.ts';
import { requireAdminLeft } from './last-admin.ts';
import { requireInspectorLeft } from './last-inspector.ts';
import { checkedPlace, managedOfficer } from './manage-officers.ts';
import type { Asked } from './manage-officers.ts';
import { officerCommand, wasDone } from './officer-command.ts';
import type { OfficerCommand } from './officer-command.ts';
import { requireReleaserLeft } from './releasers.ts';
import { tellInspectors } from './tell-inspectors.ts';

/** All that is to hold from then on: who somebody is, how they are reached, where they serve and as what. */
export type Corrected = Pick<OfficerProfile, 'name' | 'email' | 'phone'> & Place;

/**
 * Corrects, moves or promotes an officer. With other rights every session of before ends. What they held is their unit's, and stays
 * there; what they look for is theirs, and goes with nobody to another unit.
 * @throws AppError forbidden, not_found, illegal (has left, last admin, last inspector, last who releases), invalid (reason too), unprocessable
 */
export async function changeOfficer(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  typed: Corrected,
  { why, commandId }: Asked,
): Promise<Loaded<OfficerState>> {
  const { state } = await managedOfficer(parts, caller, officerId);
  const command = officerCommand(caller, commandId, ['change', officerId, typed, why]);
  checkedReason(why);
  await changeStaff(parts, state.agencyId, async () =>
    (await wasDone(parts, officerId, command))
      ? undefined
      : decideChange(parts, caller, officerId, { typed: corrected(typed), why, at: state.agencyId }, command),
  );
  return parts.officers.get(officerId);
}

async function decideChange(
  parts: DirectoryParts,
  caller: Caller,
  officerId: string,
  { typed, why, at: guarded }: { readonly typed: Corrected; readonly why: string; readonly at: string },
  command: OfficerCommand,
) {
  const officer = await managedOfficer(parts, caller, officerId);
  const state = present(officer.state);
  requireStillAt(guarded, state);
  const { agencyId, role } = typed;
  // An overseer without a scope looks over everything: said as such, or what was said before would go on.
  const scope = typed.scope ?? (role === 'overseer' ? {} : undefined);
  const to = { ...typed, ...(scope === undefined ? {} : { scope }) };
  await checkedPlace(parts, caller, to);
  await requireAdminLeft(parts, officerId, state, to);
  await requireInspectorLeft(parts, officerId, state, to);
  await requireReleaserLeft(parts, officerId, state, to);
  await parts.officerCommands.claim(command.commandId, command.bodyHash);
  const { profile, reachedElsewhere } = await profileOf(parts, officer, to);
  const moves = agencyId !== state.agencyId || role !== state.role || !sameScope(scope, state.scope);
  if (!moves && profile.id === state.profile.id) return undefined;
  const reason = await keepReason(parts, officerId, command.commandId, why);
  for (const at of new Set([state.agencyId, agencyId]))
    await tellInspectors(parts, caller, at, 'inspectorate_officers', command.commandId);
  const from = { agencyId: state.agencyId, role: state.role, ...scopeIn(state) };
  const goes = {
    kind: 'moves' as const,
    to: { agencyId, role, ...scopeIn(to), profile, reason },
    reachedElsewhere,
  };
  const { commandId: changeId, bodyHash, actor } = command;
  return { officerId, from, goes, changeId, bodyHash, actor };
}

function scopeIn({ scope }: Pick<Place, 'scope'>): Pick<Place, 'scope'> {
  return scope === undefined ? {} : { scope };
}

/** The one there is where nothing of it changes. */
async function profileOf(
  parts: DirectoryParts,
  officer: Loaded<OfficerState>,
  { name, email, phone }: Corrected,
): Promise<{ readonly profile: ProfileRef; readonly reachedElsewhere: boolean }> {
  const before = await readProfile(parts.contents, officer);
  const reachedElsewhere = isReachedElsewhere(before, { email, phone });
  if (before.name === name && !reachedElsewhere) return { profile: officer.state.profile, reachedElsewhere };
  return {
    profile: await putProfile(parts, officer.id, { ...before, name, email, phone }),
    reachedElsewhere,
  };
}

/** @throws AppError invalid */
function corrected(typed: Corrected): Corrected {
  const [name, email, phone] = [typed.name.trim(), typed.email.trim(), typed.phone.trim()];
  const issues = contactIssues({ name, email, phone });
  const [issue] = issues;
  if (issue !== undefined) throw new AppError('invalid', `${issue.field}: ${issue.rule}`, { issues });
  return { ...typed, name, email, phone };
}
