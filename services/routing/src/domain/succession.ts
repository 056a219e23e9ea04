import { type Agencies, type KnownAgency, withHeirs } from './agency.ts';
import type { CaseState, Succession } from './case.ts';
import { remember } from './chain.ts';

type Addressed = Pick<CaseState, 'addressedIds' | 'successions'>;

/** Who reads today what was written to this agency, or by it. */
export function readerOf({ successions = [] }: Addressed, agencyId: string): string {
  // Each came after those before it, so that one walk follows them all.
  return successions.reduce((id, { fromId, toId }) => (id === fromId ? toId : id), agencyId);
}

/** The messages to the one are for the other from here on. */
export function messagesMoved<State extends Addressed>(state: State, succession: Succession): State {
  const { addressedIds = [], successions = [] } = state;
  const { fromId, toId } = succession;
  const ids = addressedIds.map((id) => (id === fromId ? toId : id));
  const addressed = [...new Set(ids)];
  return { ...state, addressedIds: addressed, successions: remember(successions, { fromId, toId }) };
}

/** The agency itself, or who goes on with its work at the end of a chain of mergers. */
export function heirIn(agencies: Agencies, agencyId: string): KnownAgency | undefined {
  return agencies.get(withHeirs([agencyId], agencies).at(-1) ?? agencyId);
}
