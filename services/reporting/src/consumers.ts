import { type DescMessage, fromJsonString } from '@bufbuild/protobuf';
import { type Timestamp, timestampMs } from '@bufbuild/protobuf/wkt';
import { enumWords } from '@lapor/contracts';
import { Channel, ComplaintType } from '@lapor/contracts/common/v1/common';
import * as directory from '@lapor/contracts/directory/v1/events';
import { type CaseSnapshot, CaseStatus, CloseOutcome } from '@lapor/contracts/routing/v1/case';
import * as routing from '@lapor/contracts/routing/v1/events';
import type { BusEvent } from '@lapor/events';
import type { FactEvent } from './domain/fact.ts';
import type { KnownAgency } from './store.ts';

const statuses = enumWords(CaseStatus);
const channels = enumWords(Channel);
const types = enumWords(ComplaintType);
const outcomes = enumWords(CloseOutcome);

const SCHEMAS: Readonly<Record<string, DescMessage>> = {
  CaseOpened: routing.CaseOpenedSchema,
  CaseDisposed: routing.CaseDisposedSchema,
  QuestionAsked: routing.QuestionAskedSchema,
  QuestionAnswered: routing.QuestionAnsweredSchema,
  CaseArchived: routing.CaseArchivedSchema,
  CaseRevived: routing.CaseRevivedSchema,
  CaseReferred: routing.CaseReferredSchema,
  CaseReturned: routing.CaseReturnedSchema,
  CaseFollowedUp: routing.CaseFollowedUpSchema,
  CaseAnswered: routing.CaseAnsweredSchema,
  CaseNotSolved: routing.CaseNotSolvedSchema,
  CaseClosed: routing.CaseClosedSchema,
  CaseRated: routing.CaseRatedSchema,
  CaseReopened: routing.CaseReopenedSchema,
  CaseWithdrawn: routing.CaseWithdrawnSchema,
  CaseReclassified: routing.CaseReclassifiedSchema,
  CasePrivacyChanged: routing.CasePrivacyChangedSchema,
};

interface RoutingEvent {
  readonly case?: CaseSnapshot;
  readonly automatic?: boolean;
  readonly outcome?: CloseOutcome;
  readonly rating?: number;
}

function nameOf(event: BusEvent): string {
  return event.type.slice(event.type.lastIndexOf('.') + 1);
}

function milliseconds(at: Timestamp | undefined): number {
  return at === undefined ? 0 : timestampMs(at);
}

/** A routing event in the words of this service; undefined for types that figures do not look at. */
export function readCaseEvent(event: BusEvent): FactEvent | undefined {
  const name = nameOf(event);
  const schema = SCHEMAS[name];
  if (schema === undefined) return undefined;
  const message = fromJsonString(schema, event.body, {
    ignoreUnknownFields: true,
  }) as unknown as RoutingEvent;
  const snapshot = message.case;
  const status = snapshot && statuses.word(snapshot.status);
  if (snapshot === undefined || status === undefined) return undefined;
  const outcome = outcomes.word(message.outcome ?? 0);
  return {
    name,
    pubSeq: event.pubSeq,
    at: Date.parse(event.time),
    caseId: event.aggregateId,
    status,
    holderPath: snapshot.holderPath,
    submittedAt: milliseconds(snapshot.submittedAt),
    channel: channels.word(snapshot.channel) ?? 'partner',
    type: types.word(snapshot.type) ?? 'complaint',
    categoryCode: snapshot.categoryCode,
    areaCode: snapshot.areaCode,
    sensitive: snapshot.secret || snapshot.anonymous || snapshot.protected,
    reachable: snapshot.reachable,
    ...(message.automatic === undefined ? {} : { automatic: message.automatic }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(message.rating ? { rating: message.rating } : {}),
  };
}

/** The agency a directory event speaks of; undefined for events about officers. */
export function readAgencyEvent(event: BusEvent): KnownAgency | undefined {
  const name = nameOf(event);
  if (name !== 'AgencyRegistered' && name !== 'AgencyChanged') return undefined;
  const schema =
    name === 'AgencyRegistered' ? directory.AgencyRegisteredSchema : directory.AgencyChangedSchema;
  const { agency } = fromJsonString(schema, event.body, { ignoreUnknownFields: true });
  if (agency === undefined) return undefined;
  return {
    _id: agency.agencyId,
    name: agency.name,
    kind: agency.kind,
    parentId: agency.parentId,
    path: agency.path,
    onboarded: agency.onboarded && agency.active,
  };
}
