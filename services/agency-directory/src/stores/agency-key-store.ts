import type { AggregateDefinition } from '@lapor/store';
import { evolveAgencyKey } from '../domain/agency-key/agency-key.ts';
import type { AgencyKeyEvent, AgencyKeyState } from '../domain/agency-key/agency-key.ts';

/** How keys are stored. Nothing of them leaves the directory. */
export const AGENCY_KEYS: AggregateDefinition<AgencyKeyState, AgencyKeyEvent> = {
  name: 'agency_keys',
  context: 'directory',
  schema: 1,
  evolve: evolveAgencyKey,
  isPublished: () => false,
  publish: () => undefined,
  indexes: [{ fields: { 'state.agencyId': 1 } }, { fields: { 'state.revoked': 1 } }],
};
