import type { Caller } from '@lapor/contracts/common/v1/common';
import { SYSTEM, freshCommand } from '../commands.ts';
import { alertOf } from '../domain/officer/alerts.ts';
import type { InspectorateAlert } from '../domain/officer/alerts.ts';
import type { DirectoryParts } from '../parts.ts';
import { staffOf } from './staff.ts';

/**
 * Tells the inspectors what is about to be done with their inspectorate: before it is done, so that nothing is done behind their
 * backs, whatever fails in between. Whoever does it knows. Of another agency nobody is told.
 */
export async function tellInspectors(
  parts: Pick<DirectoryParts, 'officers' | 'view'>,
  { officerId }: Pick<Caller, 'officerId'>,
  agencyId: string,
  kind: InspectorateAlert,
): Promise<void> {
  if (parts.view.find(agencyId)?.kind !== 'inspectorate') return;
  const there = await staffOf(parts, agencyId);
  const told = there.filter(({ id, state }) => state.role === 'inspectorate' && id !== officerId);
  for (const { id } of told)
    await parts.officers.execute(freshCommand(id, SYSTEM, kind), (state) =>
      state === undefined || state.status === 'deactivated' ? [] : [alertOf(state.agencyId, kind)],
    );
}
