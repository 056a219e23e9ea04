import type { ReasonRef } from '../reason-ref.ts';
import type { AgencyDetails } from './agency.ts';
import type { TreeChange } from './tree-change.ts';

/** A government that was brought in from files, or changed so; what of it was added or changed is counted. */
export type GovernmentImported = {
  readonly kind: 'import';
  /** The body itself. */
  readonly agencyId: string;
  readonly units: number;
  readonly officers: number;
  readonly rules: number;
};

/** A change of the tree as it was made: who and when is in the envelope. */
export type AgencyChangeState = {
  readonly change: TreeChange | GovernmentImported;
  /** As it was called before. */
  readonly nameBefore: string;
  /** As it was before, where the change is of its kind and area. */
  readonly before?: Pick<AgencyDetails, 'kind' | 'areaCode'>;
  /** Agencies whose admins may read of it: all that stood above the agency, above where it went, and itself. Indexed. */
  readonly concerns: readonly string[];
  readonly reason: ReasonRef;
  /** One more with each change of the tree: the order in which they were made. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
};

export type AgencyChangeEvent = {
  readonly type: 'AgencyTreeChanged';
  readonly data: Omit<AgencyChangeState, 'at'>;
};

export function evolveAgencyChange(
  _state: AgencyChangeState | undefined,
  event: AgencyChangeEvent,
  { at }: { readonly at: string },
): AgencyChangeState {
  return { ...event.data, at: Date.parse(at) };
}
