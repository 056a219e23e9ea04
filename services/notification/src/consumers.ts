import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumWords, parseBusEvent, readBusEvent } from '@lapor/contracts';
import { Channel } from '@lapor/contracts/common/v1/common';
import { AlertKind, OfficerAlertedSchema } from '@lapor/contracts/directory/v1/events';
import {
  ComplaintFiledSchema,
  type ReporterMessageAdded,
  ReporterMessageAddedSchema,
} from '@lapor/contracts/intake/v1/events';
import { CaseStatus, type CaseSnapshot, CloseOutcome } from '@lapor/contracts/routing/v1/case';
import type { ThresholdPassed } from '@lapor/contracts/routing/v1/events';
import type { BusEvent } from '@lapor/events';
import { findAlertWord } from './domain/alert.ts';
import { noticedEvents } from './domain/notice-plan.ts';
import type { AccountAlert } from './use-cases/plan-alert.ts';
import type { NoticedEvent } from './use-cases/plan-deliveries.ts';

const statuses = enumWords(CaseStatus);

/** Event name without package. */
function nameOf(event: BusEvent): string {
  return event.type.slice(event.type.lastIndexOf('.') + 1);
}

/** What notices need of an intake event; undefined for those nobody is told of. */
export function readIntakeEvent(event: BusEvent): NoticedEvent | undefined {
  const written = parseBusEvent(ReporterMessageAddedSchema, event);
  if (written !== undefined) return readMessage(event, written);
  const filing = parseBusEvent(ComplaintFiledSchema, event)?.filing;
  if (!filing?.reachable) return undefined;
  return {
    id: event.id,
    name: 'ComplaintFiled',
    caseId: filing.trackingId,
    at: new Date(event.time),
    status: 'unverified',
    holderAgencyId: undefined,
    dueAt: undefined,
    areaCode: '',
    danger: filing.danger,
    urgent: false,
    urgentLate: false,
    secret: filing.secret || filing.protected,
    confined: filing.protected,
    bySms: filing.channel === Channel.SMS,
    facts: { answeredByChannel: filing.channel === Channel.SMS },
  };
}

/** Intake does not know who has the case: that is asked when the notices are planned. */
function readMessage(event: BusEvent, { trackingId, danger }: ReporterMessageAdded): NoticedEvent {
  // A complaint and its case share an id, and so do their second events: a notice of the one must not pass for the other's.
  const id = `intake:${event.id}`;
  const unknown = { holderAgencyId: undefined, dueAt: undefined, areaCode: '', status: '' };
  const plain = {
    danger: false,
    urgent: false,
    urgentLate: false,
    secret: false,
    confined: false,
    bySms: false,
  };
  return {
    id,
    name: 'ReporterMessageAdded',
    caseId: trackingId,
    at: new Date(event.time),
    ...unknown,
    ...plain,
    facts: { saysDanger: danger },
  };
}

const alertKinds = enumWords(AlertKind);

/** What the owner of an account is told of it; undefined for all else in the directory, and for what is newer than this. */
export function readDirectoryEvent(event: BusEvent): AccountAlert | undefined {
  const written = parseBusEvent(OfficerAlertedSchema, event);
  const kind = findAlertWord(alertKinds.word(written?.kind ?? AlertKind.UNSPECIFIED));
  if (written === undefined || kind === undefined) return undefined;
  const { officerId, device, profileId } = written;
  return { eventId: event.id, officerId, kind, device, profileId, at: new Date(event.time) };
}

interface RoutingEvent {
  readonly case?: CaseSnapshot;
  readonly triageReason?: string;
  readonly outcome?: CloseOutcome;
  /** Who had it before; empty where it stayed. */
  readonly fromAgencyId?: string;
  readonly byAgencyId?: string;
  readonly toAgencyId?: string;
  readonly deciderAgencyId?: string;
  readonly accepted?: boolean;
  /** How often the reporter has said so. */
  readonly times?: number;
  readonly dueAt?: Timestamp;
  readonly dueBefore?: Timestamp;
  readonly dueAfter?: Timestamp;
  readonly reopenUntil?: Timestamp;
  readonly reviveUntil?: Timestamp;
  readonly passed?: readonly ThresholdPassed[];
  readonly tierAgencyIds?: readonly string[];
  readonly dangerJoins?: boolean;
  readonly dangerFound?: boolean;
  readonly formerMasterCaseId?: string;
  readonly saysDanger?: boolean;
}

/** What notices need of a routing event; undefined for those nobody is told of. */
export function readRoutingEvent(event: BusEvent): NoticedEvent | undefined {
  const name = nameOf(event);
  if (!noticedEvents.has(name)) return undefined;
  const message = (readBusEvent(event) ?? {}) as RoutingEvent;
  const snapshot = message.case;
  if (snapshot === undefined) return undefined;
  const late = furthest(message.passed ?? []);
  const dueAfter = late?.dueAt ?? message.dueAfter ?? message.dueAt;
  const until = message.reopenUntil ?? message.reviveUntil;
  return {
    id: event.id,
    name,
    caseId: snapshot.caseId,
    at: new Date(event.time),
    status: statuses.word(snapshot.status) ?? '',
    holderAgencyId: snapshot.holderAgencyId || undefined,
    areaCode: snapshot.areaCode,
    ...addresseeOf(message, snapshot),
    dueAt: dueAfter ? timestampDate(dueAfter) : nextDue(snapshot),
    ...(late === undefined
      ? {}
      : { late: { clock: late.clock, percent: late.percent, tierIds: message.tierAgencyIds ?? [] } }),
    ...(message.dueBefore ? { dueBefore: timestampDate(message.dueBefore) } : {}),
    ...(until ? { until: timestampDate(until) } : {}),
    danger: snapshot.danger,
    urgent: snapshot.danger && !snapshot.urgentMet,
    urgentLate: message.passed?.some(({ clock }) => clock === 'urgent') ?? false,
    secret: snapshot.secret || snapshot.protected || snapshot.supervisory,
    confined: snapshot.protected,
    bySms: snapshot.channel === Channel.SMS,
    facts: {
      ...(message.triageReason ? { triageReason: message.triageReason } : {}),
      followsMaster: snapshot.masterCaseId !== '',
      answered: snapshot.status === CaseStatus.ANSWERED,
      movesAlong: Boolean(message.formerMasterCaseId),
      dangerJoins: message.dangerJoins ?? false,
      dangerFound: message.dangerFound ?? false,
      saysDanger: message.saysDanger ?? false,
      missedNow: message.passed?.some(({ missedNow }) => missedNow) ?? false,
      toldAbove: (message.tierAgencyIds?.length ?? 0) > 0,
      revivable: message.reviveUntil !== undefined,
      withdrawn: snapshot.status === CaseStatus.WITHDRAWN,
      accepted: message.accepted ?? false,
      again: (message.times ?? 0) >= 2,
      byReporter: message.outcome === CloseOutcome.CONFIRMED,
      takenOn: snapshot.protected && message.fromAgencyId === snapshot.holderAgencyId,
      goesOn: snapshot.status === CaseStatus.ASSIGNED,
      changedHands: Boolean(message.fromAgencyId) && message.fromAgencyId !== snapshot.holderAgencyId,
    },
  };
}

/** The clock that has run furthest: of several, that one is told of. */
function furthest(passed: readonly ThresholdPassed[]): ThresholdPassed | undefined {
  return passed.reduce<ThresholdPassed | undefined>(
    (most, each) => (most === undefined || each.percent > most.percent ? each : most),
    undefined,
  );
}

/** Whom it is for besides the holder. Of a note: the agency named, else whoever has the case, unless they wrote it themselves. */
function addresseeOf(
  { byAgencyId, toAgencyId, deciderAgencyId }: RoutingEvent,
  { holderAgencyId }: CaseSnapshot,
): { readonly addressedAgencyId?: string } {
  if (deciderAgencyId) return { addressedAgencyId: deciderAgencyId };
  if (!byAgencyId) return {};
  const addressedAgencyId = toAgencyId || holderAgencyId;
  return addressedAgencyId === byAgencyId ? {} : { addressedAgencyId };
}

/** The clock that the holder must heed next. Due dates stay in the snapshot when a clock was met, so the status says which. */
function nextDue(snapshot: CaseSnapshot): Date | undefined {
  const at = dueOf(snapshot);
  return at === undefined ? undefined : timestampDate(at);
}

function dueOf(snapshot: CaseSnapshot): Timestamp | undefined {
  switch (snapshot.status) {
    case CaseStatus.UNVERIFIED:
      return snapshot.verificationDueAt;
    case CaseStatus.ASSIGNED:
      return snapshot.urgentDueAt ?? snapshot.responseDueAt;
    default:
      return snapshot.resolutionDueAt;
  }
}
