import { create, toJsonString } from '@bufbuild/protobuf';
import {
  OfficerDeactivatedSchema,
  OfficerInvitedSchema,
  OfficerSignedInSchema,
} from '@lapor/contracts/directory/v1/events';
import type { AggregateDefinition } from '@lapor/store';
import { evolveOfficer } from './domain/officer/officer.ts';
import type { OfficerEvent, OfficerState } from './domain/officer/officer.ts';

/** Those that leave the store, and as what. The others are between the officer and the directory. */
const PUBLISHED: Partial<Record<OfficerEvent['type'], PublishedSchema>> = {
  OfficerInvited: OfficerInvitedSchema,
  OfficerDeactivated: OfficerDeactivatedSchema,
  OfficerSignedIn: OfficerSignedInSchema,
};
type PublishedSchema =
  | typeof OfficerInvitedSchema
  | typeof OfficerDeactivatedSchema
  | typeof OfficerSignedInSchema;

/** How officers are stored and published: no name, no address, no hash. */
export const OFFICERS: AggregateDefinition<OfficerState, OfficerEvent> = {
  name: 'officers',
  context: 'directory',
  schema: 1,
  evolve: evolveOfficer,
  isPublished: (type) => PUBLISHED[type] !== undefined,
  publish(event, state, { aggregateId }) {
    const schema = PUBLISHED[event.type];
    if (schema === undefined) return undefined;
    const who = { officerId: aggregateId, agencyId: state.agencyId };
    const body =
      event.type === 'OfficerDeactivated'
        ? create(OfficerDeactivatedSchema, { ...who, successorId: event.data.successorId ?? '' })
        : create(schema, who);
    return { type: schema.typeName, body: toJsonString(schema, body) };
  },
  indexes: [{ fields: { 'state.agencyId': 1 } }],
};
