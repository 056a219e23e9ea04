import { notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { dayIn, mayStandIn } from '../domain/officer/absence.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { looksOver, scopeNow } from '../domain/officer/overseer-scope.ts';
import { standInOf } from '../domain/officer/stand-in.ts';
import { readProfile, readVersion } from '../officer-profiles.ts';
import type { OfficerProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { placedIn } from './stand-ins.ts';
import { officersOf } from './list-officers.ts';
import { agencyOf } from './manage-officers.ts';

export interface Recipient {
  readonly officerId: string;
  readonly profile: OfficerProfile;
  /** Those in whose place alone this one is told: away, or gone. */
  readonly standsFor: readonly string[];
}

export interface Recipients {
  readonly recipients: readonly Recipient[];
  readonly timeZone: string;
}

/**
 * Whom to tell about an agency's work: its liaisons (an inspectorate's own officers), else its admins, else the admins of the
 * nearest agency above, always those who can be written to. So nothing lies in an inbox nobody owns. `confined`: work that nobody
 * above may know of.
 */
export async function listRecipients(
  parts: DirectoryParts,
  agencyId: string,
  confined = false,
): Promise<Recipients> {
  const agency = await agencyOf(parts, agencyId);
  const left: string[] = [];
  for (const id of confined ? [agencyId] : agency.path.toReversed()) {
    const at = agencyAt(parts, id);
    const officers = await officersOf(parts, [at]);
    for (const roles of id === agencyId ? [WORKERS, ADMINS] : [ADMINS]) {
      const chosen = officers.filter(({ state }) => roles.has(state.role));
      const recipients = await whoIsTold(parts, at, chosen, confined);
      if (recipients.length > 0)
        return { recipients: inPlaceOf(left, recipients), timeZone: agency.timeZone };
      left.push(...chosen.map((officer) => officer.id));
    }
  }
  return { recipients: [], timeZone: agency.timeZone };
}

/** Kinds of agencies that are parts of a body. */
const PARTS: ReadonlySet<string> = new Set(['unit', 'subunit', 'inspectorate']);

/**
 * The admins to tell that something is late at an agency: its own, else those of the nearest tier above that is still in its body.
 * `alone`: its own or nobody's.
 */
export async function listAdmins(
  parts: DirectoryParts,
  agencyId: string,
  alone = false,
): Promise<Recipients> {
  const { path, timeZone } = await agencyOf(parts, agencyId);
  const left: string[] = [];
  for (const id of path.toReversed()) {
    const at = agencyAt(parts, id);
    const officers = await officersOf(parts, [at]);
    const admins = officers.filter(({ state }) => ADMINS.has(state.role));
    const recipients = await whoIsTold(parts, at, admins, alone);
    if (recipients.length > 0) return { recipients: inPlaceOf(left, recipients), timeZone };
    left.push(...admins.map((officer) => officer.id));
    if (alone || !PARTS.has(at.kind)) break;
  }
  return { recipients: [], timeZone };
}

/**
 * How to reach one officer about their own account, or under an earlier version of their profile; undefined fields once they have left.
 * @throws AppError not_found
 */
export async function findContact(
  parts: DirectoryParts,
  officerId: string,
  profileId = '',
): Promise<
  Partial<Pick<OfficerProfile, 'email' | 'phone' | 'language'>> & {
    readonly agencyId?: string;
    readonly timeZone?: string;
  }
> {
  const officer = await parts.officers.get(officerId);
  if (officer.state.status === 'deactivated') return {};
  const { agencyId, profile } = officer.state;
  const version = profileId === '' ? profile.id : profileId;
  const { email, phone, language } = await readVersion(parts.contents, officerId, version);
  return { email, phone, language, agencyId, timeZone: (await agencyOf(parts, agencyId)).timeZone };
}

export interface OverseerToTell extends Pick<OfficerProfile, 'email' | 'phone' | 'language'> {
  readonly officerId: string;
  readonly agencyId: string;
  readonly timeZone: string;
}

/** The overseers who look over this place and this agency, and can be written to. @throws AppError not_found (agency) */
export async function listOverseers(
  parts: DirectoryParts,
  areaCode: string,
  agencyId: string,
): Promise<readonly OverseerToTell[]> {
  const { path } = await agencyOf(parts, agencyId);
  const all = await parts.officers.query({ 'state.role': 'overseer' }, { limit: MOST_OVERSEERS });
  const theirs = all.filter(
    // Whoever was only invited can open nothing yet.
    ({ state: { status, scope } }) =>
      status === 'active' &&
      looksOver(
        scopeNow(scope, (id) => parts.view.find(id)),
        areaCode,
        path,
      ),
  );
  const found = await Promise.all(
    theirs.map(async (officer) => {
      const { email, phone, language } = await readProfile(parts.contents, officer);
      const { timeZone } = await agencyOf(parts, officer.state.agencyId);
      return { officerId: officer.id, agencyId: officer.state.agencyId, email, phone, language, timeZone };
    }),
  );
  return found.filter(({ email, phone }) => email !== '' || phone !== '');
}

/** More than any country has; whoever comes after is told by nobody, and finds the case in the list. */
const MOST_OVERSEERS = 2_000;

const WORKERS: ReadonlySet<RoleName> = new Set<RoleName>(['liaison', 'supervisor', 'inspectorate']);
const ADMINS: ReadonlySet<RoleName> = new Set<RoleName>(['agency_admin', 'national_admin']);

function agencyAt({ view }: DirectoryParts, agencyId: string): AgencyRecord {
  const agency = view.find(agencyId);
  if (agency === undefined) throw notFound('agency', agencyId);
  return agency;
}

/**
 * Of these officers of an agency those who are there, and whoever stands in for the others, nobody twice. When all are away and
 * nobody stands in they are told themselves: better late than nobody. `within`: nobody of another agency stands in.
 */
async function whoIsTold(
  parts: DirectoryParts,
  agency: AgencyRecord,
  officers: readonly Loaded<OfficerState>[],
  within: boolean,
): Promise<readonly Recipient[]> {
  const today = dayIn(agency.timeZone, parts.clock.now());
  const told = new Map<string, Recipient>();
  const standIns: (readonly [string, Recipient])[] = [];
  for (const officer of officers) {
    const recipient = await recipientFor(parts, officer, { today, path: agency.path, within });
    if (recipient?.officerId === officer.id) told.set(officer.id, recipient);
    else if (recipient !== undefined) standIns.push([officer.id, recipient]);
  }
  for (const [officerId, recipient] of standIns) {
    const { standsFor, ...known } = told.get(recipient.officerId) ?? recipient;
    // Whoever is told anyhow needs not be told again in somebody's place.
    const inOwnRight = told.has(known.officerId) && standsFor.length === 0;
    told.set(known.officerId, { ...known, standsFor: inOwnRight ? [] : [...standsFor, officerId] });
  }
  if (told.size > 0) return [...told.values()];
  const present = officers.filter(({ state }) => state.status !== 'deactivated');
  return (await Promise.all(present.map((officer) => reachable(parts, officer)))).filter(
    (recipient) => recipient !== undefined,
  );
}

interface Where {
  readonly today: string;
  readonly path: readonly string[];
  readonly within: boolean;
}

/** Whom to tell in order to tell this officer; undefined: nobody in particular, or nobody who can be written to. */
async function recipientFor(
  parts: DirectoryParts,
  officer: Loaded<OfficerState>,
  { today, path, within }: Where,
): Promise<Recipient | undefined> {
  const find = async (id: string) => (await parts.officers.find(id))?.state;
  const standInId = await standInOf(officer.id, find, today);
  if (standInId === officer.id) return reachable(parts, officer);
  const standIn = standInId === undefined ? undefined : await parts.officers.find(standInId);
  // Since it was said who stands in, either may have moved elsewhere.
  const may = standIn !== undefined && mayStandIn(placedIn([], standIn), placedIn(path, officer));
  if (!may || (within && standIn.state.agencyId !== officer.state.agencyId)) return undefined;
  return reachable(parts, standIn);
}

async function reachable(
  { contents }: DirectoryParts,
  officer: Loaded<OfficerState>,
): Promise<Recipient | undefined> {
  const profile = await readProfile(contents, officer);
  if (profile.email === '' && profile.phone === '') return undefined;
  return { officerId: officer.id, profile, standsFor: [] };
}

/** What was on its way to those further down, of whom nobody is left, is for the first of these. */
function inPlaceOf(left: readonly string[], recipients: readonly Recipient[]): readonly Recipient[] {
  return recipients.map((recipient, at) =>
    at === 0 ? { ...recipient, standsFor: [...recipient.standsFor, ...left] } : recipient,
  );
}
