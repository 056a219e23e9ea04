import type { AggregateDefinition } from '@lapor/store';
import type { Decided } from './change-guard.ts';
import { evolveAgencyChange } from '../domain/agency/agency-change.ts';
import type { AgencyChangeEvent, AgencyChangeState } from '../domain/agency/agency-change.ts';

/** Each change of the tree with its reason. What came of it is published by the agencies it changed. */
export const AGENCY_CHANGES: AggregateDefinition<AgencyChangeState, AgencyChangeEvent> = {
  name: 'agency_changes',
  context: 'directory',
  schema: 1,
  evolve: evolveAgencyChange,
  isPublished: () => false,
  publish: () => undefined,
  indexes: [{ fields: { 'state.concerns': 1, 'state.number': 1 } }],
};

/** A change that has been decided and is being made: whoever finds it goes on with it. */
export type PendingChange = AgencyChangeEvent['data'] & Decided;

/** What the guard of changes calls the tree. */
export const TREE = 'tree';
