import { type Timestamp, timestampMs } from '@bufbuild/protobuf/wkt';
import { enumWords, parseBusEvent, readBusEvent } from '@lapor/contracts';
import { Channel, ComplaintType } from '@lapor/contracts/common/v1/common';
import { AgencyChangedSchema, AgencyRegisteredSchema } from '@lapor/contracts/directory/v1/events';
import { type CaseSnapshot, CaseStatus, CloseOutcome } from '@lapor/contracts/routing/v1/case';
import type { BusEvent } from '@lapor/events';
import type { FactEvent } from './domain/fact.ts';
import type { Dues } from './domain/terms.ts';
import type { KnownAgency } from './store.ts';

const statuses = enumWords(CaseStatus);
const channels = enumWords(Channel);
const types = enumWords(ComplaintType);
const outcomes = enumWords(CloseOutcome);

interface RoutingEvent {
  readonly case?: CaseSnapshot;
  readonly automatic?: boolean;
  readonly fromPath?: readonly string[];
  readonly outcome?: CloseOutcome;
  readonly rating?: number;
}

function nameOf(event: BusEvent): string {
  return event.type.slice(event.type.lastIndexOf('.') + 1);
}

function milliseconds(at: Timestamp | undefined): number {
  return at === undefined ? 0 : timestampMs(at);
}

function duesOf(snapshot: CaseSnapshot): Dues {
  const dues = {
    verification: snapshot.verificationDueAt,
    response: snapshot.responseDueAt,
    resolution: snapshot.resolutionDueAt,
    urgent: snapshot.urgentDueAt,
    case: snapshot.caseDueAt,
  };
  return Object.fromEntries(
    Object.entries(dues).flatMap(([clock, at]) => (at === undefined ? [] : [[clock, timestampMs(at)]])),
  );
}

/** A routing event in the words of this service; undefined for one that carries no case. */
export function readCaseEvent(event: BusEvent): FactEvent | undefined {
  const message = (readBusEvent(event) ?? {}) as RoutingEvent;
  const snapshot = message.case;
  const status = snapshot && statuses.word(snapshot.status);
  if (snapshot === undefined || status === undefined) return undefined;
  const outcome = outcomes.word(message.outcome ?? 0);
  return {
    name: nameOf(event),
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
    dues: duesOf(snapshot),
    merged: snapshot.masterCaseId !== '',
    ...(message.automatic === undefined ? {} : { automatic: message.automatic }),
    ...(message.fromPath?.length ? { fromPath: message.fromPath } : {}),
    ...(outcome === undefined ? {} : { outcome }),
    ...(message.rating ? { rating: message.rating } : {}),
  };
}

/** The agency a directory event speaks of; undefined for events about officers. */
export function readAgencyEvent(event: BusEvent): KnownAgency | undefined {
  const registered = parseBusEvent(AgencyRegisteredSchema, event);
  const agency = (registered ?? parseBusEvent(AgencyChangedSchema, event))?.agency;
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
