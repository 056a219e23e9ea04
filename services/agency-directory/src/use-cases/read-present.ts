import { agencyIdFor } from '@lapor/kernel';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { isNationalAdmin, mayManageInspectorate } from '../access.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import { unitKeyOf } from '../domain/import/imported-government.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { mapInParallel } from '../work-pool.ts';
import type { KnownOfficer, Present } from './import-plan.ts';
import { adminsOf } from './last-admin.ts';
import { isKeptByInspectors, readersOf } from './last-inspector.ts';
import { releasersOf } from './releasers.ts';
import { takenFrom } from './taken-from.ts';

/** Enough at once that the store reads without a pause. */
const WIDTH = 64;

/** What there is now of all that the files of a government speak of. */
export async function readPresent(
  parts: DirectoryParts,
  caller: Caller,
  body: KeyedAgency,
  files: GovernmentImport,
): Promise<Present> {
  const officers = await knownOfficers(
    parts,
    files.officers.map(({ username }) => username),
  );
  return {
    view: parts.view,
    rules: parts.rules.ofBody(body.agencyId),
    officers,
    releasers: await byAgency(withFourEyes(parts, files, body.key, officers), (id) => releasersOf(parts, id)),
    readers: await byAgency(inspectoratesOf(parts, officers), (id) => readersOf(parts, id)),
    agencyIdOf: agencyIdFor,
    callerPath: caller.agencyPath,
    takenFrom: (rule) => takenFrom(parts, caller, rule),
    national: isNationalAdmin(caller),
    bodyAdmins: await adminsOf(parts, body.agencyId),
    aboveBody: mayManageInspectorate(caller, { agency: body, body }),
  };
}

async function knownOfficers(
  parts: DirectoryParts,
  usernames: readonly string[],
): Promise<ReadonlyMap<string, KnownOfficer>> {
  const known = new Map<string, KnownOfficer>();
  await mapInParallel(usernames, WIDTH, async (username) => {
    const officerId = await parts.claims.find(username);
    const officer = officerId === undefined ? undefined : await parts.officers.find(officerId);
    // A claim without an officer is what a cut-off run has left: the officer is still to be entered.
    if (officer === undefined) return;
    const { name, email, phone } = await readProfile(parts.contents, officer);
    const { agencyId, role, status, scope } = officer.state;
    const left = status === 'deactivated';
    const scoped = scope === undefined ? {} : { scope };
    known.set(username, { officerId: officer.id, agencyId, role, left, name, email, phone, ...scoped });
  });
  return known;
}

/** Agencies that are to have four eyes, or have them and may lose who releases. */
function withFourEyes(
  { view }: DirectoryParts,
  { units }: GovernmentImport,
  bodyKey: string,
  officers: ReadonlyMap<string, KnownOfficer>,
): ReadonlySet<string> {
  const wanted = units.filter(({ fourEyes }) => fourEyes === true);
  const left = [...officers.values()].filter(({ agencyId }) => view.find(agencyId)?.fourEyes === true);
  return new Set([
    ...wanted.map(({ key }) => agencyIdFor(unitKeyOf(bodyKey, key))),
    ...left.map(({ agencyId }) => agencyId),
  ]);
}

/** Inspectorates that may lose somebody. */
function inspectoratesOf(
  { view }: DirectoryParts,
  officers: ReadonlyMap<string, KnownOfficer>,
): ReadonlySet<string> {
  const places = [...officers.values()].map(({ agencyId }) => agencyId);
  return new Set(places.filter((agencyId) => isKeptByInspectors(view, agencyId)));
}

async function byAgency(
  agencyIds: ReadonlySet<string>,
  find: (agencyId: string) => Promise<readonly string[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  await mapInParallel([...agencyIds], WIDTH, async (agencyId) => {
    found.set(agencyId, await find(agencyId));
  });
  return found;
}
