import type { AbsenceInfo, AwayOfficer, Colleague, OfficerInfo } from '@lapor/portal';
import type { Intake } from '../../intake.ts';
import { roles } from '../../names.ts';
import { absenceInfo, callerOf, colleagueInfo, officerInfo } from './officer-session.ts';

type AbsenceDays = Pick<AbsenceInfo, 'from' | 'to' | 'deputyId'>;
type EndedAbsence = { readonly ended: string | undefined };

/** Away on these days, or on those that begin so no more (without a day: on those of now). The directory decides who may say so. */
export async function setAbsence(
  intake: Intake,
  token: string,
  officerId: string,
  absence: AbsenceDays | EndedAbsence,
  reason = '',
): Promise<OfficerInfo> {
  const caller = await callerOf(intake, token);
  const { ended = '', from, to, deputyId = '' } = { from: '', to: '', deputyId: '', ended: '', ...absence };
  const { officer } = await intake.directory.setAbsence(
    { officerId, from, to, deputyId, ended, reason },
    { caller },
  );
  intake.sessions.clear();
  return officerInfo(officer);
}

export async function listDeputies(
  intake: Intake,
  token: string,
  officerId: string,
): Promise<readonly Colleague[]> {
  const caller = await callerOf(intake, token);
  const { deputies } = await intake.directory.listDeputies({ officerId }, { caller });
  return deputies.map(colleagueInfo);
}

/** Who of an agency is away, or going to be. */
export async function listAbsences(
  intake: Intake,
  token: string,
  agencyId: string,
): Promise<readonly AwayOfficer[]> {
  const caller = await callerOf(intake, token);
  const { away } = await intake.directory.listAbsences({ agencyId }, { caller });
  return away.flatMap(({ officerId: id, name, role, absence, now }) => {
    const days = absenceInfo(absence);
    return days === undefined ? [] : [{ id, name, role: roles.word(role) ?? 'liaison', now, ...days }];
  });
}
