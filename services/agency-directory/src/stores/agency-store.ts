import { create, toJsonString } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { AgencyChangedSchema, AgencyRegisteredSchema } from '@lapor/contracts/directory/v1/events';
import type { AgencySummarySchema } from '@lapor/contracts/directory/v1/events';
import type { AggregateDefinition } from '@lapor/store';
import type { AgencyRecord } from './directory-view.ts';
import { evolveAgency } from '../domain/agency/agency.ts';
import type { AgencyEvent, AgencyState } from '../domain/agency/agency.ts';

const SCHEMAS = { AgencyRegistered: AgencyRegisteredSchema, AgencyChanged: AgencyChangedSchema };

/** How agencies are stored and published. */
export const AGENCIES: AggregateDefinition<AgencyState, AgencyEvent> = {
  name: 'agencies',
  context: 'directory',
  schema: 1,
  evolve: evolveAgency,
  isPublished: () => true,
  publish(event, state, { aggregateId }) {
    const schema = SCHEMAS[event.type];
    const agency = summaryOf({ agencyId: aggregateId, ...state });
    return { type: schema.typeName, body: toJsonString(schema, create(schema, { agency })) };
  },
};

/** An agency as others may know it. */
export function summaryOf(agency: AgencyRecord): MessageInitShape<typeof AgencySummarySchema> {
  return { ...agency, path: [...agency.path] };
}
