import { readCsv } from './csv-table.ts';
import type { CsvText, ImportIssue } from './csv-table.ts';
import { checkArea, isDay } from './field-rules.ts';
import type { ImportContext } from './import-context.ts';

/** One line of a competence table: this unit answers for this category in this area. */
export interface RuleLine {
  readonly line: number;
  /** Empty: the government itself, that is its admin. */
  readonly unitKey: string;
  /** A leaf or a group. */
  readonly categoryCode: string;
  readonly areaCode: string;
  readonly validFrom: string;
  /** Last day, included. */
  readonly validTo?: string;
}

export interface RulesParsed {
  readonly rules: readonly RuleLine[];
  readonly issues: readonly ImportIssue[];
}

type Column = 'unit_key' | 'category' | 'area_code' | 'valid_from' | 'valid_to';

/** Columns: unit_key, category, area_code, valid_from, valid_to. */
export function parseRules(
  text: CsvText,
  unitKeys: ReadonlySet<string>,
  context: ImportContext,
): RulesParsed {
  const table = readCsv<Column>('competence', text, {
    required: ['unit_key', 'category', 'valid_from'],
    optional: ['area_code', 'valid_to'],
  });
  const issues: ImportIssue[] = [...table.issues];
  const rules: RuleLine[] = [];
  for (const { line, fields } of table.rows) {
    const before = issues.length;
    const issue = (field: Column, rule: string) => issues.push({ file: 'competence', line, field, rule });
    if (fields.unit_key !== '' && !unitKeys.has(fields.unit_key)) {
      issue('unit_key', 'is the key of a unit, or empty for the government itself');
    }
    if (context.categories.lineage(fields.category).length === 0) {
      issue('category', 'is the code of a category or of a group');
    }
    const area = checkArea(fields.area_code, context);
    if ('rule' in area) issue('area_code', area.rule);
    if (!isDay(fields.valid_from)) issue('valid_from', 'is a day, written 2024-01-31');
    if (fields.valid_to !== '' && !isDay(fields.valid_to)) issue('valid_to', 'is a day, written 2024-01-31');
    else if (fields.valid_to !== '' && fields.valid_to < fields.valid_from) {
      issue('valid_to', 'is not before valid_from');
    }
    if (issues.length > before || 'rule' in area) continue;
    const rule: RuleLine = {
      line,
      unitKey: fields.unit_key,
      categoryCode: fields.category,
      areaCode: area.value,
      validFrom: fields.valid_from,
      ...(fields.valid_to === '' ? {} : { validTo: fields.valid_to }),
    };
    const rival = rules.find((other) => overlap(rule, other));
    // Two units for the same thing would send every such complaint to triage.
    if (rival !== undefined)
      issue('unit_key', `is the only one for this; line ${rival.line} names one already`);
    else rules.push(rule);
  }
  return { rules, issues };
}

const FOREVER = '9999-12-31';

function overlap(a: RuleLine, b: RuleLine): boolean {
  return (
    a.categoryCode === b.categoryCode &&
    a.areaCode === b.areaCode &&
    a.validFrom <= (b.validTo ?? FOREVER) &&
    b.validFrom <= (a.validTo ?? FOREVER)
  );
}
