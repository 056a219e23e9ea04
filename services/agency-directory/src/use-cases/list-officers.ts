import type { Caller } from '@lapor/contracts/common/v1/common';
import { notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { AgencyRecord } from '../directory-view.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { RoleName } from '../domain/officer/role.ts';
import { readProfile } from '../officer-profiles.ts';
import type { OfficerProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { agencyOf, managedAgency } from './manage-officers.ts';

/** How many agencies are asked for at once: an index walk each. */
const AGENCIES_PER_QUERY = 200;
/** More officers than any government has by far; the national admin picks a government. */
const MOST_OFFICERS = 5_000;

/** Officers of an agency's subtree: in the order of the tree, by name within an agency. */
export async function listOfficers(
  parts: DirectoryParts,
  caller: Caller,
  agencyId: string,
): Promise<readonly Loaded<OfficerState>[]> {
  const agency = await managedAgency(parts, caller, agencyId);
  return officersOf(parts, parts.view.subtree(agency.agencyId));
}

async function officersOf(
  parts: Pick<DirectoryParts, 'officers'>,
  agencies: readonly AgencyRecord[],
): Promise<readonly Loaded<OfficerState>[]> {
  const order = new Map(agencies.map(({ agencyId }, at) => [agencyId, at]));
  const found: Loaded<OfficerState>[] = [];
  const ids = [...order.keys()];
  for (let at = 0; at < ids.length && found.length < MOST_OFFICERS; at += AGENCIES_PER_QUERY) {
    const some = ids.slice(at, at + AGENCIES_PER_QUERY);
    const limit = MOST_OFFICERS - found.length;
    found.push(...(await parts.officers.query({ 'state.agencyId': { $in: some } }, { limit })));
  }
  const place = (officer: Loaded<OfficerState>): number => order.get(officer.state.agencyId) ?? 0;
  return found.sort((a, b) => place(a) - place(b));
}

export interface Recipients {
  readonly recipients: readonly { readonly officerId: string; readonly profile: OfficerProfile }[];
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
  for (const id of confined ? [agencyId] : agency.path.toReversed()) {
    const at = parts.view.find(id);
    if (at === undefined) throw notFound('agency', id);
    const officers = (await officersOf(parts, [at])).filter(({ state }) => state.status !== 'deactivated');
    for (const roles of id === agencyId ? [WORKERS, ADMINS] : [ADMINS]) {
      const chosen = officers.filter(({ state }) => roles.has(state.role));
      const recipients = await reachable(parts, chosen);
      if (recipients.length > 0) return { recipients, timeZone: agency.timeZone };
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
  for (const id of path.toReversed()) {
    const at = parts.view.find(id);
    if (at === undefined) throw notFound('agency', id);
    const officers = await officersOf(parts, [at]);
    const admins = officers.filter(({ state }) => state.status !== 'deactivated' && ADMINS.has(state.role));
    const recipients = await reachable(parts, admins);
    if (recipients.length > 0) return { recipients, timeZone };
    if (alone || !PARTS.has(at.kind)) break;
  }
  return { recipients: [], timeZone };
}

const WORKERS: ReadonlySet<RoleName> = new Set<RoleName>(['liaison', 'supervisor', 'inspectorate']);
const ADMINS: ReadonlySet<RoleName> = new Set<RoleName>(['agency_admin', 'national_admin']);

async function reachable(
  { contents }: DirectoryParts,
  officers: readonly Loaded<OfficerState>[],
): Promise<Recipients['recipients']> {
  const known = await Promise.all(
    officers.map(async (officer) => ({
      officerId: officer.id,
      profile: await readProfile(contents, officer),
    })),
  );
  return known.filter(({ profile: { email, phone } }) => email !== '' || phone !== '');
}
