import { contactIssues } from '../officer/contact.ts';
import type { RoleName } from '../officer/role.ts';
import { USERNAME_RULE, isUsername, normalizeUsername } from '../officer/username.ts';
import { readCsv } from './csv-table.ts';
import type { CsvText, ImportIssue } from './csv-table.ts';

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
}

export interface OfficersParsed {
  readonly officers: readonly OfficerLine[];
  readonly issues: readonly ImportIssue[];
}

type Column = 'username' | 'name' | 'role' | 'unit_key' | 'email' | 'phone';

/** Roles a government gives to its own people; the others are given at the national level. */
const ROLES: readonly RoleName[] = [
  'agency_admin',
  'liaison',
  'clerk',
  'coordinator',
  'inspectorate',
  'leader',
  'supervisor',
];

/** Columns: username, name, role, unit_key, email, phone. `unitKeys` are the keys of the units file. */
export function parseOfficers(text: CsvText, unitKeys: ReadonlySet<string>): OfficersParsed {
  const table = readCsv<Column>('officers', text, {
    required: ['username', 'name', 'role'],
    optional: ['unit_key', 'email', 'phone'],
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
    if (issues.length > before || role === undefined) return [];
    const { name, unit_key: unitKey, email, phone } = fields;
    return [{ line, username, name, role, unitKey, email, phone }];
  });
  return { officers, issues };
}
