import type { Caller } from '@lapor/contracts/common/v1/common';
import type { Command } from '@lapor/store';
import { digest, freshCommand, SYSTEM } from '../commands.ts';
import { alertOf } from '../domain/officer/alerts.ts';
import type { InspectorateAlert } from '../domain/officer/alerts.ts';
import type { DirectoryParts } from '../parts.ts';
import { staffOf } from './staff.ts';

/**
 * Tells the inspectors what is about to be done with their inspectorate: before it is done, so that nothing is done behind their
 * backs, whatever fails in between. Whoever does it knows. Of another agency nobody is told. `commandId`: by what it is done, so that
 * they are told once however often that is decided on or asked for again; undefined where nobody will.
 */
export async function tellInspectors(
  parts: Pick<DirectoryParts, 'officers' | 'view'>,
  { officerId }: Pick<Caller, 'officerId'>,
  agencyId: string,
  kind: InspectorateAlert,
  commandId?: string,
): Promise<void> {
  if (parts.view.find(agencyId)?.kind !== 'inspectorate') return;
  const there = await staffOf(parts, agencyId);
  const told = there.filter(({ id, state }) => state.role === 'inspectorate' && id !== officerId);
  for (const { id } of told)
    await parts.officers.execute(commandTo(id, kind, commandId && `${commandId}:${agencyId}`), (state) =>
      state === undefined || state.status === 'deactivated' ? [] : [alertOf(state.agencyId, kind)],
    );
}

function commandTo(aggregateId: string, kind: InspectorateAlert, cause: string | undefined): Command {
  if (cause === undefined) return freshCommand(aggregateId, SYSTEM, kind);
  const commandId = `told:${kind}:${cause}`;
  return { aggregateId, commandId, bodyHash: digest(commandId), actor: SYSTEM };
}
