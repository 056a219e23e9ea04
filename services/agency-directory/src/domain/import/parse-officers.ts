import { normalizeAreaCode } from '../areas/area-code.ts';
import { contactIssues } from '../officer/contact.ts';
import type { RoleName } from '../officer/role.ts';
import { USERNAME_RULE, isUsername, normalizeUsername } from '../officer/username.ts';
import { readCsv } from './csv-table.ts';
import type { CsvText, ImportIssue } from './csv-table.ts';
import type { ImportContext } from './import-context.ts';

/** One officer, as the file tells it. Passwords are never in a file. */
export interface OfficerLine {
  readonly line: number;
  readonly username: string;
  readonly name: string;
  readonly role: RoleName;
  /** Empty: an officer of the government itself. */
  readonly unitKey: string;
  readonly email: string;
  readonly phone: string;
  /** Of an overseer. */
  readonly scope?: ScopeLine;
}

/** What an overseer looks over: a branch of the government, an area of the country, or what is in both. */
export interface ScopeLine {
  /** Empty: the government itself, with everything below it. */
  readonly unitKey?: string;
  readonly areaCode?: string;
}

export interface OfficersParsed {
  readonly officers: readonly OfficerLine[];
  readonly issues: readonly ImportIssue[];
}

type ScopeColumn = 'scope_agency' | 'scope_area';
type Column = 'username' | 'name' | 'role' | 'unit_key' | 'email' | 'phone' | ScopeColumn;

/** Roles a government gives to its own people, and the overseers of its ground. National admins are in no file. */
const ROLES: readonly RoleName[] = [
  'agency_admin',
  'liaison',
  'clerk',
  'coordinator',
  'inspectorate',
  'leader',
  'supervisor',
  'overseer',
];

/**
 * Columns: username, name, role, unit_key, email, phone; of overseers scope_agency, scope_area. `unitKeys` are the keys of the
 * units file.
 */
export function parseOfficers(
  text: CsvText,
  unitKeys: ReadonlySet<string>,
  context: Pick<ImportContext, 'areas' | 'bodyKey'>,
): OfficersParsed {
  const table = readCsv<Column>('officers', text, {
    required: ['username', 'name', 'role'],
    optional: ['unit_key', 'email', 'phone', 'scope_agency', 'scope_area'],
  });
  const issues: ImportIssue[] = [...table.issues];
  const lineOfName = new Map<string, number>();
  const officers = table.rows.flatMap(({ line, fields }): OfficerLine[] => {
    const before = issues.length;
    const issue = (field: string, rule: string) => issues.push({ file: 'officers', line, field, rule });
    const username = normalizeUsername(fields.username);
    const first = lineOfName.get(username);
    if (!isUsername(username)) issue('username', USERNAME_RULE);
    else if (first !== undefined) issue('username', `is used once; line ${first} has it too`);
    else lineOfName.set(username, line);
    const role = ROLES.find((each) => each === fields.role);
    if (role === undefined) issue('role', `is one of ${ROLES.join(', ')}`);
    if (fields.unit_key !== '' && !unitKeys.has(fields.unit_key)) {
      issue('unit_key', 'is the key of a unit, or empty for the government itself');
    }
    for (const broken of contactIssues(fields)) issue(broken.field, broken.rule);
    const scope = readScope(fields, unitKeys, context, issue);
    if (issues.length > before || role === undefined) return [];
    const { name, unit_key: unitKey, email, phone } = fields;
    return [{ line, username, name, role, unitKey, email, phone, ...(scope === undefined ? {} : { scope }) }];
  });
  return { officers, issues };
}

/** A file says what its overseers look over: one who was forgotten to be given a part would read the whole country. */
function readScope(
  fields: Readonly<Record<ScopeColumn | 'role', string>>,
  unitKeys: ReadonlySet<string>,
  { areas, bodyKey }: Pick<ImportContext, 'areas' | 'bodyKey'>,
  issue: (field: ScopeColumn, rule: string) => void,
): ScopeLine | undefined {
  const { role, scope_agency: agency, scope_area: area } = fields;
  if (role !== 'overseer') {
    if (agency !== '') issue('scope_agency', 'is given to overseers only');
    if (area !== '') issue('scope_area', 'is given to overseers only');
    return undefined;
  }
  if (agency === '' && area === '') issue('scope_area', 'or scope_agency is given for an overseer');
  const isUnit = unitKeys.has(agency);
  if (agency !== '' && !isUnit && agency !== bodyKey)
    issue('scope_agency', `is the key of a unit, or ${bodyKey} for the government itself`);
  const areaCode = normalizeAreaCode(area);
  if (area !== '' && (areaCode === undefined || areas.find(areaCode) === undefined))
    issue('scope_area', 'is the code of an area');
  return {
    ...(agency === '' ? {} : { unitKey: isUnit ? agency : '' }),
    ...(area === '' || areaCode === undefined ? {} : { areaCode }),
  };
}
