import { create, toJsonString } from '@bufbuild/protobuf';
import {
  AlertKind,
  OfficerAlertedSchema,
  OfficerDeactivatedSchema,
  OfficerInvitedSchema,
  OfficerSignedInSchema,
} from '@lapor/contracts/directory/v1/events';
import { enumWords } from '@lapor/contracts';
import type { AggregateDefinition } from '@lapor/store';
import { evolveOfficer } from '../domain/officer/officer.ts';
import type { OfficerEvent, OfficerState } from '../domain/officer/officer.ts';

/** Those that leave the store, and as what. The others are between the officer and the directory. */
const PUBLISHED: Partial<Record<OfficerEvent['type'], PublishedSchema>> = {
  OfficerInvited: OfficerInvitedSchema,
  OfficerDeactivated: OfficerDeactivatedSchema,
  OfficerSignedIn: OfficerSignedInSchema,
  OfficerAlerted: OfficerAlertedSchema,
};
type PublishedSchema =
  | typeof OfficerInvitedSchema
  | typeof OfficerDeactivatedSchema
  | typeof OfficerSignedInSchema
  | typeof OfficerAlertedSchema;

const kinds = enumWords(AlertKind);

function bodyOf(
  event: OfficerEvent,
  schema: PublishedSchema,
  who: { readonly officerId: string; readonly agencyId: string },
) {
  if (event.type === 'OfficerDeactivated')
    return create(OfficerDeactivatedSchema, { ...who, successorId: event.data.successorId ?? '' });
  if (event.type !== 'OfficerAlerted') return create(schema, who);
  const { kind, device = '', profileId = '' } = event.data;
  return create(OfficerAlertedSchema, { ...who, kind: kinds.value(kind), device, profileId });
}

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
    return { type: schema.typeName, body: toJsonString(schema, bodyOf(event, schema, who)) };
  },
  indexes: [
    { fields: { 'state.agencyId': 1 } },
    // Few are: who is told when a reporter hands a case over.
    { fields: { 'state.role': 1 }, partial: { 'state.role': 'overseer' } },
  ],
};
