import type { AgencyRecord } from '../stores/directory-view.ts';
import { asksFromAbove, sameAgency } from '../domain/agency/agency.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { ImportIssue } from '../domain/import/csv-table.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import { agenciesOf, isStaff, unitKeyOf } from '../domain/import/imported-government.ts';
import type { ScopeLine } from '../domain/import/parse-officers.ts';
import type { OverseerScope } from '../domain/officer/overseer-scope.ts';
import { sameScope } from '../domain/officer/overseer-scope.ts';
import { isNationalRole } from '../domain/officer/role.ts';
import { planRules } from './plan-rules.ts';
import type { ImportPlan, KnownOfficer, PlannedOfficer, Present } from './import-plan.ts';
import { LAST_ADMIN_RULE } from './last-admin.ts';
import { lastInspectorIssues } from './last-inspector.ts';
import { inspectorateByBodyIssues, inspectorateIssues } from './inspectorate-issues.ts';
import { secondEyesIssues } from './second-eyes-issues.ts';

/** What to do so that the files hold. Pure. What the files do not name stays as it is: they may be parts. */
export function planImport(files: GovernmentImport, body: KeyedAgency, present: Present): ImportPlan {
  const agencies = planAgencies(files, body, present);
  const officers = planOfficers(files, body, present);
  const { rulesRefused, ...rules } = planRules(files, body, present);
  const closed = closedIssues(files, body, present);
  const issues = [
    ...files.issues,
    ...closed,
    ...inspectorateIssues(files, body, present),
    ...inspectorateByBodyIssues(files, body, present, agencies.agencies, officers),
    ...secondEyesIssues(files, body, present, officers),
    ...officers.issues,
    ...lastAdminIssues(officers, body, present),
    ...lastInspectorIssues(officers, present),
    ...rulesRefused,
  ];
  return { ...agencies, ...officers, ...rules, issues };
}

/** What was closed has a successor or a tier above that goes on with its work: a file of yesterday does not open it again. */
function closedIssues(files: GovernmentImport, body: KeyedAgency, { view }: Present): ImportIssue[] {
  const wanted = new Map(agenciesOf(files, body).map((agency) => [agency.key, agency]));
  return files.units.flatMap(({ line, key }): ImportIssue[] => {
    const agency = wanted.get(unitKeyOf(body.key, key));
    if (agency === undefined || view.find(agency.agencyId)?.active !== false) return [];
    return [
      {
        file: 'units',
        line,
        field: 'key',
        rule: 'is a unit that was closed; a new one has a key of its own',
      },
    ];
  });
}

function planAgencies(files: GovernmentImport, body: KeyedAgency, { view }: Present) {
  const { key: _key, ...bodyRecord } = body;
  const units = agenciesOf(files, body).map(({ key: _key, ...unit }) => keepAsItIs(unit, body, view));
  const wanted = new Map(units.map((unit) => [unit.agencyId, unit]));
  const staffed = files.officers.some((officer) => officer.unitKey === '' && isStaff(officer));
  const joined = { ...bodyRecord, onboarded: body.onboarded || staffed };
  const moved: AgencyRecord[] = [];
  const paths = new Map([joined, ...units].map(({ agencyId, path }) => [agencyId, path]));
  for (const agency of view.subtree(body.agencyId)) {
    // Top down, so that a whole branch follows the one that has moved.
    if (paths.has(agency.agencyId)) continue;
    const path = [...(paths.get(agency.parentId) ?? body.path), agency.agencyId];
    paths.set(agency.agencyId, path);
    moved.push({ ...agency, path });
  }
  const isNew = ({ agencyId }: AgencyRecord) => view.find(agencyId) === undefined;
  const differs = (agency: AgencyRecord) => {
    const known = view.find(agency.agencyId);
    return known === undefined || !sameAgency(known, agency);
  };
  const agencies = [joined, ...wanted.values(), ...moved].filter(differs);
  const changedUnits = agencies.filter(({ agencyId }) => wanted.has(agencyId));
  const unitsAdded = changedUnits.filter(isNew).length;
  return { agencies, unitsAdded, unitsChanged: changedUnits.length - unitsAdded };
}

/** What the file leaves open stays as it is. */
function keepAsItIs(unit: AgencyRecord, body: KeyedAgency, view: Present['view']): AgencyRecord {
  const known = view.find(unit.agencyId);
  const { fourEyes = known?.fourEyes, ...rest } = unit;
  // The files are the government's, whoever brings them in: what they ask for is ended there, or where it was asked for above.
  const isAsked = known?.fourEyes !== true || (unit.fourEyes === true && asksFromAbove(known, body.agencyId));
  const fourEyesBy = isAsked ? body.agencyId : known.fourEyesBy;
  const eyes = fourEyes === true ? { fourEyes, ...(fourEyesBy === undefined ? {} : { fourEyesBy }) } : {};
  if (known === undefined) return { ...rest, ...eyes };
  const kept = known.arranged === true ? { arranged: true, shortName: known.shortName } : {};
  return { ...rest, ...kept, ...eyes, onboarded: unit.onboarded || known.onboarded };
}

function planOfficers(files: GovernmentImport, body: KeyedAgency, present: Present) {
  const issues: ImportIssue[] = [];
  const officersAdded: PlannedOfficer[] = [];
  const officersChanged: { known: KnownOfficer; to: PlannedOfficer }[] = [];
  for (const line of files.officers) {
    const { scope, ...fields } = line;
    const agencyId = present.agencyIdOf(unitKeyOf(body.key, line.unitKey));
    const to = {
      ...fields,
      agencyId,
      ...(scope === undefined ? {} : { scope: scopeOf(scope, body, present) }),
    };
    const known = present.officers.get(line.username);
    if (isNationalRole(line.role) && !present.national)
      issues.push({ file: 'officers', line: line.line, field: 'role', rule: NATIONAL_RULE });
    if (known === undefined) {
      officersAdded.push(to);
      continue;
    }
    const rule = whyNot(known, body, present);
    if (rule !== undefined) issues.push({ file: 'officers', line: line.line, field: 'username', rule });
    else if (!sameOfficer(known, to)) officersChanged.push({ known, to });
  }
  return { issues, officersAdded, officersChanged };
}

/** A body keeps an admin: not even its own takes the role from the last one. */
function lastAdminIssues(
  { officersAdded, officersChanged }: Pick<ImportPlan, 'officersAdded' | 'officersChanged'>,
  { agencyId: bodyId }: KeyedAgency,
  { bodyAdmins }: Present,
): ImportIssue[] {
  const isAdmin = ({ agencyId, role }: Pick<KnownOfficer, 'agencyId' | 'role'>) =>
    agencyId === bodyId && role === 'agency_admin';
  const going = officersChanged.filter(({ known, to }) => isAdmin(known) && !isAdmin(to));
  const coming = officersAdded.some(isAdmin) || officersChanged.some(({ to }) => isAdmin(to));
  const gone = new Set(going.map(({ known }) => known.officerId));
  if (coming || going.length === 0 || bodyAdmins.some((id) => !gone.has(id))) return [];
  return going.map(({ to: { line } }) => ({ file: 'officers', line, field: 'role', rule: LAST_ADMIN_RULE }));
}

const NATIONAL_RULE = 'is given by the national admin alone';

function scopeOf(
  { unitKey, areaCode }: ScopeLine,
  body: KeyedAgency,
  { agencyIdOf }: Present,
): OverseerScope {
  return {
    ...(unitKey === undefined ? {} : { agencyId: agencyIdOf(unitKeyOf(body.key, unitKey)) }),
    ...(areaCode === undefined ? {} : { areaCode }),
  };
}

function whyNot(known: KnownOfficer, body: KeyedAgency, { view, national }: Present): string | undefined {
  if (isNationalRole(known.role) && !national) return 'is of somebody whom the national admin alone changes';
  if (known.left) return 'belongs to somebody who has left; a successor has a name of their own';
  const path = view.find(known.agencyId)?.path ?? [];
  return path.includes(body.agencyId) ? undefined : 'is taken by an officer of another government';
}

function sameOfficer(known: KnownOfficer, to: PlannedOfficer): boolean {
  return (
    known.agencyId === to.agencyId &&
    known.role === to.role &&
    known.name === to.name &&
    known.email === to.email &&
    known.phone === to.phone &&
    sameScope(known.scope, to.scope)
  );
}
