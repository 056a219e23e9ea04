import type { AgencyChange, AgencyChangeInfo, AgencyInfo } from '@lapor/portal';
import { AppError } from '@lapor/kernel';
import { deriveCommandKey } from '../../stores/identifiers.ts';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { agencyInfo } from './directory-queries.ts';
import { callerOf } from './officer-session.ts';

/** Changes the agency tree. The directory decides who may. @throws AppError unauthenticated, forbidden, invalid, conflict */
export async function changeAgency(
  intake: Intake,
  token: string,
  change: AgencyChange,
  idempotencyKey: string | undefined,
): Promise<AgencyInfo> {
  const caller = await callerOf(intake, token);
  const { reason } = change;
  const commandId =
    idempotencyKey === undefined
      ? ''
      : deriveCommandKey(intake.mac, `agency-change\n${caller.officerId}`, idempotencyKey);
  const { agency } = await intake.directory.changeAgency(
    { change: messageOf(change), reason, commandId },
    { caller },
  );
  if (agency === undefined) throw new AppError('internal', 'the directory answered without the agency');
  // Whoever changed it sees it changed.
  intake.places.forgetAgencies();
  return agencyInfo(agency);
}

function messageOf(change: AgencyChange) {
  switch (change.kind) {
    case 'register': {
      const { parentId, key, name, shortName = '', agencyKind: kind, areaCode = '' } = change;
      return { case: 'register' as const, value: { parentId, key, name, shortName, kind, areaCode } };
    }
    case 'rename': {
      const { agencyId, name, shortName = '' } = change;
      return { case: 'rename' as const, value: { agencyId, name, shortName } };
    }
    case 'four-eyes':
      return { case: 'fourEyes' as const, value: { agencyId: change.agencyId, wanted: change.wanted } };
    case 'move':
      return { case: 'move' as const, value: { agencyId: change.agencyId, parentId: change.parentId } };
    case 'kind-and-area': {
      const { agencyId, agencyKind: kind, areaCode = '' } = change;
      return { case: 'kindAndArea' as const, value: { agencyId, kind, areaCode } };
    }
    case 'close': {
      const { agencyId, successorId = '', keepOfficers = false, inspectorateId = '' } = change;
      return { case: 'close' as const, value: { agencyId, successorId, keepOfficers, inspectorateId } };
    }
  }
}

/** Of the agency and all that is below it, newest first. @throws AppError unauthenticated, forbidden, not_found */
export async function listAgencyChanges(
  intake: Intake,
  token: string,
  agencyId: string,
): Promise<readonly AgencyChangeInfo[]> {
  const caller = await callerOf(intake, token);
  const { changes } = await intake.directory.listAgencyChanges({ agencyId }, { caller });
  return changes.map(({ at, what, agencyId: id, agencyName, toName, officerName, reason, ...more }) => ({
    at: isoOf(at) ?? '',
    what,
    agencyId: id,
    agencyName,
    to: toName || undefined,
    officerName: officerName || undefined,
    reason,
    ...(what === 'imported' ? { units: more.units, officers: more.officers, rules: more.rules } : {}),
    kindBefore: more.kindBefore || undefined,
    areaBefore: more.areaBefore || undefined,
    kind: more.kind || undefined,
    area: more.areaCode || undefined,
  }));
}
