import { AppError, worksOnCases } from '@lapor/kernel';
import type { ImportIssue } from '../domain/import/csv-table.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';
import type { ImportPlan, Present } from './import-plan.ts';
import { staffOf } from './staff.ts';

export const LAST_INSPECTOR_RULE =
  'is the last who reads what the inspectorate holds: another one is entered first';

type Place = Pick<OfficerState, 'agencyId' | 'role'>;
type View = Pick<DirectoryParts['view'], 'find'>;

/** Nobody above looks into what an inspectorate holds. Of one that was closed its successor holds it. */
export function isKeptByInspectors(view: View, agencyId: string): boolean {
  const agency = view.find(agencyId);
  return agency?.kind === 'inspectorate' && agency.active;
}

/** The ids of those who read, and decide on, what an agency holds. */
export async function readersOf(
  parts: Pick<DirectoryParts, 'officers'>,
  agencyId: string,
): Promise<readonly string[]> {
  const there = await staffOf(parts, agencyId);
  return there.filter(({ state }) => worksOnCases(state.role)).map(({ id }) => id);
}

/**
 * An inspectorate keeps somebody who reads its cases: they would lie where nobody sees them. `comes`: where the officer goes on, or who
 * comes instead.
 * @throws AppError illegal
 */
export async function requireInspectorLeft(
  parts: Pick<DirectoryParts, 'officers' | 'view'>,
  officerId: string,
  { agencyId, role }: Place,
  comes?: Place,
): Promise<void> {
  if (!worksOnCases(role) || !isKeptByInspectors(parts.view, agencyId)) return;
  if (comes?.agencyId === agencyId && worksOnCases(comes.role)) return;
  if ((await readersOf(parts, agencyId)).some((id) => id !== officerId)) return;
  throw new AppError('illegal', `whoever is to go ${LAST_INSPECTOR_RULE}`, {
    extra: { legal: ['invite'], why: 'last_inspector' },
  });
}

/** The same of those whom files take from an inspectorate: by the officers as they are once the files hold. */
export function lastInspectorIssues(
  { officersAdded, officersChanged }: Pick<ImportPlan, 'officersAdded' | 'officersChanged'>,
  { view, readers }: Pick<Present, 'view' | 'readers'>,
): ImportIssue[] {
  const comes = [...officersAdded, ...officersChanged.map(({ to }) => to)].filter(({ role }) =>
    worksOnCases(role),
  );
  const staffed = new Set(comes.map(({ agencyId }) => agencyId));
  const changed = new Set(officersChanged.map(({ known }) => known.officerId));
  return officersChanged.flatMap(({ known: { agencyId, role }, to }): ImportIssue[] => {
    if (!worksOnCases(role) || !isKeptByInspectors(view, agencyId) || staffed.has(agencyId)) return [];
    if (readers.get(agencyId)?.some((id) => !changed.has(id)) === true) return [];
    const field = to.agencyId === agencyId ? 'role' : 'unit_key';
    return [{ file: 'officers', line: to.line, field, rule: LAST_INSPECTOR_RULE }];
  });
}
