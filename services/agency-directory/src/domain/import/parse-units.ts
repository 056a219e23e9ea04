import type { AgencyKind } from '../agency/agency.ts';
import { contactIssues } from '../officer/contact.ts';
import { readCsv } from './csv-table.ts';
import type { CsvRow, CsvText, ImportIssue } from './csv-table.ts';
import { checkArea } from './field-rules.ts';
import type { ImportContext } from './import-context.ts';

/** One unit of a government, as its file tells it. */
export interface UnitLine {
  readonly line: number;
  /** Short and stable: "dinkes". Unique within the government. */
  readonly key: string;
  readonly name: string;
  readonly kind: UnitKind;
  /** Empty: directly below the government itself. */
  readonly parentKey: string;
  readonly areaCode: string;
  readonly email: string;
  /** Its liaisons draft answers, a supervisor releases them. Absent: as it is. */
  readonly fourEyes?: boolean;
}

export type UnitKind = Extract<AgencyKind, 'unit' | 'subunit' | 'inspectorate'>;

export interface UnitsParsed {
  /** Parents before their children. */
  readonly units: readonly UnitLine[];
  /** Of all lines, wrong ones too: who names such a unit has made no mistake. */
  readonly keys: ReadonlySet<string>;
  readonly issues: readonly ImportIssue[];
}

type Column = 'key' | 'name' | 'kind' | 'parent_key' | 'area_code' | 'email' | 'four_eyes';

const KINDS: readonly UnitKind[] = ['unit', 'subunit', 'inspectorate'];
const KEY = /^[a-z0-9](?:[a-z0-9.-]{0,46}[a-z0-9])?$/;
const LONGEST_NAME = 160;

/** Columns: key, name, kind, parent_key, area_code, email, four_eyes ("yes", "no", or empty: as it is). */
export function parseUnits(text: CsvText, context: Pick<ImportContext, 'areaCode' | 'areas'>): UnitsParsed {
  const table = readCsv<Column>('units', text, {
    required: ['key', 'name', 'kind'],
    optional: ['parent_key', 'area_code', 'email', 'four_eyes'],
  });
  const issues: ImportIssue[] = [...table.issues];
  const lineOfKey = new Map<string, number>();
  for (const { line, fields } of table.rows) {
    if (!lineOfKey.has(fields.key)) lineOfKey.set(fields.key, line);
  }
  const units = table.rows.flatMap((row) => {
    const issue = (field: Column, rule: string) =>
      issues.push({ file: 'units', line: row.line, field, rule });
    const before = issues.length;
    const unit = readUnit(row, context, lineOfKey, issue);
    return issues.length === before ? [unit] : [];
  });
  const sorted = parentsFirst(units);
  const placed = new Set(sorted);
  for (const unit of units) {
    // A missing parent is named where it is asked for; what is left over here goes round in a circle.
    if (placed.has(unit) || isBelowDropped(unit, units)) continue;
    issues.push({
      file: 'units',
      line: unit.line,
      field: 'parent_key',
      rule: 'does not lead back to itself',
    });
  }
  return { units: sorted, keys: new Set(lineOfKey.keys()), issues: issues.sort((a, b) => a.line - b.line) };
}

function readUnit(
  { line, fields }: CsvRow<Column>,
  context: Pick<ImportContext, 'areaCode' | 'areas'>,
  lineOfKey: ReadonlyMap<string, number>,
  issue: (field: Column, rule: string) => void,
): UnitLine {
  const first = lineOfKey.get(fields.key) ?? line;
  if (!KEY.test(fields.key)) issue('key', 'has up to 48 lower-case letters, digits, dots and dashes');
  else if (first !== line) issue('key', `is used once; line ${first} has it too`);
  if (fields.name === '' || fields.name.length > LONGEST_NAME) {
    issue('name', `has 1 to ${LONGEST_NAME} characters`);
  }
  const kind = KINDS.find((each) => each === fields.kind);
  if (kind === undefined) issue('kind', `is one of ${KINDS.join(', ')}`);
  if (fields.parent_key !== '' && !lineOfKey.has(fields.parent_key)) {
    issue('parent_key', 'is the key of a unit in this file, or empty for the government itself');
  }
  if (kind === 'subunit' && fields.parent_key === '') issue('parent_key', 'is given for a subunit');
  if (!['', 'yes', 'no'].includes(fields.four_eyes)) issue('four_eyes', 'is yes, no or empty');
  const area = checkArea(fields.area_code, context);
  if ('rule' in area) issue('area_code', area.rule);
  for (const broken of contactIssues({ name: 'x', email: fields.email, phone: '' }))
    issue('email', broken.rule);
  return {
    line,
    key: fields.key,
    name: fields.name,
    kind: kind ?? 'unit',
    parentKey: fields.parent_key,
    areaCode: 'value' in area ? area.value : '',
    email: fields.email,
    ...(fields.four_eyes === '' ? {} : { fourEyes: fields.four_eyes === 'yes' }),
  };
}

function parentsFirst(units: readonly UnitLine[]): readonly UnitLine[] {
  const sorted: UnitLine[] = [];
  const done = new Set(['']);
  let left = units;
  for (;;) {
    const ready = left.filter((unit) => done.has(unit.parentKey));
    if (ready.length === 0) return sorted;
    for (const unit of ready) {
      done.add(unit.key);
      sorted.push(unit);
    }
    left = left.filter((unit) => !done.has(unit.key));
  }
}

/** Is one of the units above left out because its own line is wrong? */
function isBelowDropped(unit: UnitLine, units: readonly UnitLine[]): boolean {
  const byKey = new Map(units.map((each) => [each.key, each]));
  const seen = new Set<string>();
  for (let at: UnitLine | undefined = unit; at !== undefined; at = byKey.get(at.parentKey)) {
    if (seen.has(at.key)) return false;
    seen.add(at.key);
  }
  return true;
}
