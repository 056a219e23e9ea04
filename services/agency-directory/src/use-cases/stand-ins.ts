import { invalid } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { mayStandIn } from '../domain/officer/absence.ts';
import type { Placed } from '../domain/officer/absence.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { DirectoryParts } from '../parts.ts';

/** `path`: of the agency served, itself last; of somebody who may stand in only that agency matters. */
export function placedIn(path: readonly string[], { id, state }: Loaded<OfficerState>): Placed {
  return { id, state, path };
}

/** @throws AppError invalid, naming `field` */
export async function requireMayStandIn(
  { officers }: Pick<DirectoryParts, 'officers'>,
  deputyId: string,
  officer: Placed,
  field: string,
): Promise<void> {
  const deputy = await officers.find(deputyId);
  if (deputy === undefined || !mayStandIn(placedIn([], deputy), officer))
    throw invalid(field, 'is somebody who works in the same agency, or an admin of one above it');
}
