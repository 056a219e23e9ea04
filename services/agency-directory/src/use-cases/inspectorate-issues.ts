import { INSPECTORATE_RULE, isInspectorateOf } from '../access.ts';
import { isBody } from '../domain/agency/agency.ts';
import { SECOND_INSPECTORATE_RULE } from '../domain/agency/tree-change.ts';
import type { KeyedAgency } from '../domain/government/governments.ts';
import type { ImportIssue } from '../domain/import/csv-table.ts';
import type { GovernmentImport } from '../domain/import/government-import.ts';
import { agenciesOf, unitKeyOf } from '../domain/import/imported-government.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import type { ImportPlan, Present } from './import-plan.ts';

/** Inspectors serve an inspectorate of the body, and what has been one stays one: its officers have read what they have. */
export function inspectorateIssues(
  files: GovernmentImport,
  body: KeyedAgency,
  { view }: Present,
): ImportIssue[] {
  const wanted = new Map(agenciesOf(files, body).map((agency) => [agency.key, agency]));
  const inspected = isBody(body) ? body : undefined;
  const agencyAt = (unitKey: string) => wanted.get(unitKeyOf(body.key, unitKey)) ?? body;
  const misplaced = files.officers
    .filter(({ role, unitKey }) => role === 'inspectorate' && !isInspectorateOf(agencyAt(unitKey), inspected))
    .map(({ line }): ImportIssue => ({ file: 'officers', line, field: 'role', rule: INSPECTORATE_RULE }));
  const changed = files.units.flatMap(({ line, key }): ImportIssue[] => {
    const agency = agencyAt(key);
    if (view.find(agency.agencyId)?.kind !== 'inspectorate') return [];
    if (agency.kind !== 'inspectorate')
      return [{ file: 'units', line, field: 'kind', rule: 'stays inspectorate' }];
    if (agency.parentId === body.agencyId) return [];
    return [{ file: 'units', line, field: 'parent_key', rule: 'stays empty for an inspectorate' }];
  });
  return [...changed, ...misplaced];
}

const BY_BODY_RULE = 'is for the inspectorate, or for a tier above the body that it inspects';

/** One inspectorate for a body; neither it nor who serves it is said by whom it inspects. What stays as it is may be named. */
export function inspectorateByBodyIssues(
  files: GovernmentImport,
  body: KeyedAgency,
  { view, agencyIdOf, aboveBody }: Present,
  changed: readonly AgencyRecord[],
  { officersAdded, officersChanged }: Pick<ImportPlan, 'officersAdded' | 'officersChanged'>,
): ImportIssue[] {
  const wanted = new Map(changed.map((agency) => [agency.agencyId, agency]));
  const inspects = (id: string) => (view.find(id) ?? wanted.get(id))?.kind === 'inspectorate';
  const known = view.subtree(body.agencyId).filter(({ kind, active, parentId }) => {
    return kind === 'inspectorate' && active && parentId === body.agencyId;
  });
  const made: string[] = known.map(({ agencyId }) => agencyId);
  const units = files.units.flatMap(({ line, key }): ImportIssue[] => {
    const agency = wanted.get(agencyIdOf(unitKeyOf(body.key, key)));
    if (agency === undefined || agency.kind !== 'inspectorate') return [];
    const isNew = view.find(agency.agencyId) === undefined && agency.parentId === body.agencyId;
    if (!aboveBody) return [{ file: 'units', line, field: 'kind', rule: BY_BODY_RULE }];
    if (isNew && made.length > 0)
      return [{ file: 'units', line, field: 'kind', rule: SECOND_INSPECTORATE_RULE }];
    if (isNew) made.push(agency.agencyId);
    return [];
  });
  if (aboveBody) return units;
  const officers = [
    ...officersAdded.filter(({ agencyId }) => inspects(agencyId)),
    ...officersChanged
      .filter(({ known: before, to }) => inspects(before.agencyId) || inspects(to.agencyId))
      .map(({ to }) => to),
  ].map(({ line }): ImportIssue => ({ file: 'officers', line, field: 'username', rule: BY_BODY_RULE }));
  return [...units, ...officers];
}
