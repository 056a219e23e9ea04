import { AppError } from '@lapor/kernel';
import type { KindAndArea, KindAndAreaPreview } from '@lapor/portal';
import type { Intake } from '../../intake.ts';
import { rowOf } from './competence.ts';
import { agencyInfo, readAgency } from './directory-queries.ts';
import { callerOf } from './officer-session.ts';

/** More open cases than these are not counted. */
const MOST_COUNTED = 200;

/** What another kind or area of an agency would change. Stores nothing. @throws AppError as the change itself */
export async function previewKindAndArea(
  intake: Intake,
  token: string,
  { agencyId, agencyKind, areaCode = '' }: KindAndArea,
): Promise<KindAndAreaPreview> {
  const caller = await callerOf(intake, token);
  const change = { agencyId, kind: agencyKind, areaCode };
  const { agency, following, followingInAll, ending, endingInAll } =
    await intake.directory.previewKindAndArea({ change }, { caller });
  if (agency === undefined) throw new AppError('internal', 'the directory answered without the agency');
  const before = await readAgency(intake, agencyId);
  const counted = { agencyId, ownOnly: true, pageSize: MOST_COUNTED };
  const { cases, nextPageToken } = await intake.routing.listCases(counted, { caller });
  const calendar = calendarOf(agency.areaCode);
  return {
    agency: agencyInfo(agency),
    following: following.map(agencyInfo),
    followingInAll,
    ending: await Promise.all(ending.map((row) => rowOf(intake, row))),
    endingInAll,
    open: cases.length,
    more: nextPageToken !== '',
    ...(calendar === calendarOf(before.areaCode)
      ? {}
      : { calendar: (await intake.places.nameArea(calendar)) ?? { code: '', name: '' } }),
  };
}

/** Of its regency or city, or of its province; empty: the nation's. */
function calendarOf(areaCode = ''): string {
  return areaCode.split('.').slice(0, 2).join('.');
}
