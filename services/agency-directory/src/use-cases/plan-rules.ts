import { dayBefore } from '../domain/days.ts';
import { FOREVER } from '../domain/competence/rows-taken.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { ImportIssue } from '../domain/import/csv-table.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import { entriesOf } from '../domain/import/imported-government.ts';
import type { Rule } from '../rules/rule-book.ts';
import type { Present } from './import-plan.ts';
import { takenRule } from './taken-from.ts';

/** What becomes of the body's table. A row that was entered by hand is the same row: it keeps its id. */
export function planRules(files: GovernmentImport, body: KeyedAgency, present: Present) {
  const known = new Map(present.rules.map((rule) => [rule.id, rule]));
  const ids = new Map(present.rules.map((rule) => [placeOf(rule), rule.id]));
  const wanted = entriesOf(files, body.key).map((entry): Rule => {
    const id = known.has(entry.id) ? entry.id : (ids.get(placeOf(entry)) ?? entry.id);
    return { ...entry, id, bodyId: body.agencyId };
  });
  const issues = wanted.flatMap((rule, at): readonly ImportIssue[] => {
    const from = present.takenFrom(rule);
    const line = files.rules[at]?.line ?? 0;
    return from === undefined
      ? []
      : [{ file: 'competence', line, field: 'area_code', rule: takenRule(from) }];
  });
  const wantedIds = new Set(wanted.map(({ id }) => id));
  const wantedFor = Map.groupBy(wanted, thingOf);
  const rulesAdded = wanted.filter(({ id }) => !known.has(id));
  const changed = wanted.filter(({ id, validTo }) => known.has(id) && known.get(id)?.validTo !== validTo);
  const ended = present.rules.flatMap((rule) => {
    const others = wantedIds.has(rule.id) ? [] : (wantedFor.get(thingOf(rule)) ?? []);
    const successor = others.find((other) => replaces(other, rule));
    return successor === undefined ? [] : [{ ...rule, validTo: dayBefore(successor.validFrom) }];
  });
  return { rulesAdded, rulesChanged: [...changed, ...ended], rulesRefused: issues };
}

function placeOf({ agencyId, categoryCode, areaCode, validFrom }: Omit<Rule, 'id' | 'bodyId'>): string {
  return [agencyId, categoryCode, areaCode, validFrom].join(' ');
}

/** What it answers for, and where. */
function thingOf({ categoryCode, areaCode }: Rule): string {
  return `${categoryCode} ${areaCode}`;
}

/** A new rule for the same thing ends the old one: two at once would send every such complaint to triage. */
function replaces(newer: Rule, older: Rule): boolean {
  const inForce = older.validFrom <= (older.validTo ?? FOREVER);
  return (
    inForce && newer.validFrom <= (older.validTo ?? FOREVER) && older.validFrom <= (newer.validTo ?? FOREVER)
  );
}
