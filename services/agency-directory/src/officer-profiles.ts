import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  AbsenceSchema,
  ColleagueSchema,
  OfficerSchema,
} from '@lapor/contracts/directory/v1/directory_service';
import { newId } from '@lapor/kernel';
import type { ContentStore, Loaded } from '@lapor/store';
import { dayIn } from './domain/officer/absence.ts';
import type { OfficerState, ProfileRef } from './domain/officer/officer.ts';
import { scopeNow } from './domain/officer/overseer-scope.ts';
import { absencesFrom } from './domain/officer/planned-absences.ts';
import type { Absence } from './domain/officer/planned-absences.ts';
import type { OfficerEmails } from './stores/officer-emails.ts';
import type { DirectoryParts } from './parts.ts';
import { roleOf } from './role-names.ts';

/** What is personal about an officer: encrypted under the officer's own key, never in an event. */
export interface OfficerProfile {
  readonly username: string;
  readonly name: string;
  /** Empty when unknown. */
  readonly email: string;
  /** Empty when unknown. */
  readonly phone: string;
  /** "id" or "en": what notices to the officer are written in. */
  readonly language: string;
}

/** Stores a new version; which one counts is said by the officer's next event. */
export async function putProfile(
  { contents, emails }: { readonly contents: ContentStore; readonly emails: OfficerEmails },
  officerId: string,
  profile: OfficerProfile,
): Promise<ProfileRef> {
  await emails.note(profile.email, officerId);
  const { id, digest } = await contents.put(officerId, prefixOf(officerId) + newId(), profile);
  return { id, digest };
}

/** Upper and lower case included: a mended letter is told of rather than another address passed over. */
export function isReachedElsewhere(
  before: Pick<OfficerProfile, 'email' | 'phone'>,
  after: Pick<OfficerProfile, 'email' | 'phone'>,
): boolean {
  return before.email !== after.email || before.phone !== after.phone;
}

const ERASED: OfficerProfile = { username: '', name: '', email: '', phone: '', language: 'id' };

/** Blank when it was erased: the officer's deeds stay, the person is gone. */
export function readProfile(contents: ContentStore, officer: Loaded<OfficerState>): Promise<OfficerProfile> {
  return readVersion(contents, officer.id, officer.state.profile.id);
}

/** As it was before, or is. Nothing else of what is kept under the officer's key is read as a profile. */
export async function readVersion(
  contents: ContentStore,
  officerId: string,
  profileId: string,
): Promise<OfficerProfile> {
  if (!profileId.startsWith(prefixOf(officerId))) return ERASED;
  return (await contents.read<OfficerProfile>(officerId, profileId)) ?? ERASED;
}

function prefixOf(officerId: string): string {
  return `${officerId}:profile:`;
}

/** An officer as admins see them. */
export async function describeOfficer(
  parts: Pick<DirectoryParts, 'contents' | 'view' | 'officers' | 'clock' | 'oneTimeCodes'>,
  officer: Loaded<OfficerState>,
): Promise<MessageInitShape<typeof OfficerSchema>> {
  const { agencyId, role, status, lastSignedInAt, successorId = '' } = officer.state;
  const scope = scopeNow(officer.state.scope, (id) => parts.view.find(id));
  const zone = parts.view.find(agencyId)?.timeZone ?? 'Asia/Jakarta';
  const today = dayIn(zone, parts.clock.now());
  const absences = await Promise.all(
    absencesFrom(officer.state, today).map((each) => describeAbsence(parts, each)),
  );
  const [absence] = absences;
  // Whoever signs in at the provider needs no code any more.
  const linked = officer.state.providerSubject !== undefined;
  const codeEnd = linked ? undefined : parts.oneTimeCodes.endOf(officer.state);
  const { username, name, email, phone } = await readProfile(parts.contents, officer);
  return {
    officerId: officer.id,
    username,
    name,
    role: roleOf(role),
    agencyId,
    agencyName: parts.view.find(agencyId)?.name ?? '',
    email,
    phone,
    scopeAgencyId: scope.agencyId ?? '',
    scopeAreaCode: scope.areaCode ?? '',
    status,
    successorId,
    absences,
    ...(absence === undefined ? {} : { absence }),
    ...(codeEnd === undefined ? {} : { codeUntil: timestampFromDate(new Date(codeEnd)) }),
    ...(lastSignedInAt === undefined ? {} : { lastSignedInAt: timestampFromDate(new Date(lastSignedInAt)) }),
  };
}

/** With the name of the deputy: people are told who, not which id. */
export async function describeAbsence(
  { officers, contents }: Pick<DirectoryParts, 'officers' | 'contents'>,
  { from, to, deputyId = '' }: Absence,
): Promise<MessageInitShape<typeof AbsenceSchema>> {
  const deputy = deputyId === '' ? undefined : await officers.find(deputyId);
  const deputyName = deputy === undefined ? '' : (await readProfile(contents, deputy)).name;
  return { from, to, deputyId, deputyName };
}

/** An officer as others choose one. */
export async function colleagueOf(
  { contents, view }: Pick<DirectoryParts, 'contents' | 'view'>,
  officer: Loaded<OfficerState>,
): Promise<MessageInitShape<typeof ColleagueSchema>> {
  const { role, agencyId } = officer.state;
  const { name } = await readProfile(contents, officer);
  return {
    officerId: officer.id,
    name,
    role: roleOf(role),
    agencyName: view.find(agencyId)?.name ?? '',
  };
}
