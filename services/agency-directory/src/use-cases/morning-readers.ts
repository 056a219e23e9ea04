import { create } from '@bufbuild/protobuf';
import { type Caller, CallerKind, CallerSchema } from '@lapor/contracts/common/v1/common';
import type { Loaded } from '@lapor/store';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { calendarTiers } from '../domain/calendar/calendar.ts';
import { beginningDay, localMoment } from '../domain/calendar/morning.ts';
import { isAway } from '../domain/officer/absence.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import { scopeNow } from '../domain/officer/overseer-scope.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { roleOf } from '../role-names.ts';
import { readCalendars } from './manage-calendars.ts';

/** Agencies looked at for one page, and at most so many officers of them. */
const AGENCIES_PER_PAGE = 100;
const MOST_OFFICERS = 5_000;

/** Who works on cases, decides on them, or looks over them: the last ones are told once a week. */
const READERS: ReadonlySet<RoleName> = new Set<RoleName>([
  'liaison',
  'supervisor',
  'inspectorate',
  'agency_admin',
  'national_admin',
  'overseer',
]);

export interface MorningReader {
  readonly caller: Caller;
  readonly language: string;
  readonly day: string;
}

/** Officers whose working day begins about now, agency by agency in the order of their ids. */
export async function listMorningReaders(
  parts: DirectoryParts,
  at: Date,
  after: string,
): Promise<{ readonly readers: readonly MorningReader[]; readonly nextPageToken: string }> {
  const days = await beginningDays(parts, at);
  const agencies = [...days.keys()]
    .filter(({ agencyId }) => agencyId > after)
    .sort((a, b) => (a.agencyId < b.agencyId ? -1 : 1));
  const page = agencies.slice(0, AGENCIES_PER_PAGE);
  if (page.length === 0) return { readers: [], nextPageToken: '' };
  const byId = new Map(page.map((agency) => [agency.agencyId, agency]));
  const found = await parts.officers.query(
    { 'state.agencyId': { $in: [...byId.keys()] } },
    { limit: MOST_OFFICERS },
  );
  const readers = await Promise.all(
    found.map(async (officer) => {
      const agency = byId.get(officer.state.agencyId);
      const day = agency === undefined ? undefined : days.get(agency);
      return agency === undefined || day === undefined ? [] : readerOf(parts, officer, agency, day);
    }),
  );
  const last = page.at(-1)?.agencyId ?? '';
  return { readers: readers.flat(), nextPageToken: agencies.length > page.length ? last : '' };
}

/** By agency, the day that begins there now. Most of the day there are none. */
async function beginningDays(parts: DirectoryParts, at: Date): Promise<ReadonlyMap<AgencyRecord, string>> {
  const days = new Map<AgencyRecord, string>();
  const calendars = await readCalendars(parts);
  const known = new Map<string, string | undefined>();
  for (const agency of parts.view.all()) {
    if (!agency.active || !agency.onboarded) continue;
    const key = `${calendarTiers(agency.areaCode).at(-1)} ${agency.timeZone}`;
    if (!known.has(key))
      known.set(key, beginningDay(localMoment(at, agency.timeZone), calendars.of(agency.areaCode)));
    const day = known.get(key);
    if (day !== undefined) days.set(agency, day);
  }
  return days;
}

async function readerOf(
  { contents, view }: DirectoryParts,
  officer: Loaded<OfficerState>,
  { agencyId, path }: AgencyRecord,
  day: string,
): Promise<readonly MorningReader[]> {
  const { role, status } = officer.state;
  const away = isAway(officer.state, day);
  // Whoever was only invited cannot open anything yet.
  if (status !== 'active' || away || !READERS.has(role)) return [];
  const { email, language } = await readProfile(contents, officer);
  if (email === '') return [];
  const scope = scopeNow(officer.state.scope, (id) => view.find(id));
  const caller = create(CallerSchema, {
    kind: CallerKind.OFFICER,
    officerId: officer.id,
    role: roleOf(role),
    agencyId,
    agencyPath: [...path],
    scopeAgencyId: scope.agencyId ?? '',
    scopeAreaCode: scope.areaCode ?? '',
  });
  return [{ caller, language, day }];
}
