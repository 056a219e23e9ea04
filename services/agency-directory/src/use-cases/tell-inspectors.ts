import type { Caller } from '@lapor/contracts/common/v1/common';
import { SYSTEM, freshCommand } from '../commands.ts';
import { alertOf } from '../domain/officer/alerts.ts';
import type { InspectorateAlert } from '../domain/officer/alerts.ts';
import type { DirectoryParts } from '../parts.ts';

const MOST_OFFICERS = 2_000;

/**
 * Tells the inspectors what is about to be done with their inspectorate: before it is done, so that nothing is done behind their
 * backs, whatever fails in between. Whoever does it knows. Of another agency nobody is told.
 */
export async function tellInspectors(
  { officers, view }: Pick<DirectoryParts, 'officers' | 'view'>,
  { officerId }: Pick<Caller, 'officerId'>,
  agencyId: string,
  kind: InspectorateAlert,
): Promise<void> {
  if (view.find(agencyId)?.kind !== 'inspectorate') return;
  const there = await officers.query({ 'state.agencyId': agencyId }, { limit: MOST_OFFICERS });
  const told = there.filter(
    ({ id, state: { role, status } }) =>
      role === 'inspectorate' && status !== 'deactivated' && id !== officerId,
  );
  for (const { id } of told)
    await officers.execute(freshCommand(id, SYSTEM, kind), (state) =>
      state === undefined || state.status === 'deactivated' ? [] : [alertOf(state.agencyId, kind)],
    );
}
