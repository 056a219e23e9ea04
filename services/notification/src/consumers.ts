import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumWords, parseBusEvent, readBusEvent } from '@lapor/contracts';
import { Channel } from '@lapor/contracts/common/v1/common';
import { ComplaintFiledSchema } from '@lapor/contracts/intake/v1/events';
import { CaseStatus, type CaseSnapshot, CloseOutcome } from '@lapor/contracts/routing/v1/case';
import type { BusEvent } from '@lapor/events';
import { noticedEvents } from './domain/notice-plan.ts';
import type { NoticedEvent } from './use-cases/plan-deliveries.ts';

const statuses = enumWords(CaseStatus);

/** Event name without package. */
function nameOf(event: BusEvent): string {
  return event.type.slice(event.type.lastIndexOf('.') + 1);
}

/** What notices need of an intake event; undefined for those nobody is told of. */
export function readIntakeEvent(event: BusEvent): NoticedEvent | undefined {
  const filing = parseBusEvent(ComplaintFiledSchema, event)?.filing;
  if (!filing?.reachable) return undefined;
  return {
    id: event.id,
    name: 'ComplaintFiled',
    caseId: filing.trackingId,
    status: 'unverified',
    holderAgencyId: undefined,
    dueAt: undefined,
    danger: filing.danger,
    secret: filing.secret || filing.protected,
    confined: filing.protected,
    bySms: filing.channel === Channel.SMS,
    facts: { answeredByChannel: filing.channel === Channel.SMS },
  };
}

interface RoutingEvent {
  readonly case?: CaseSnapshot;
  readonly triageReason?: string;
  readonly outcome?: CloseOutcome;
  /** Who had it before; empty where it stayed. */
  readonly fromAgencyId?: string;
  readonly byAgencyId?: string;
  readonly toAgencyId?: string;
}

/** What notices need of a routing event; undefined for those nobody is told of. */
export function readRoutingEvent(event: BusEvent): NoticedEvent | undefined {
  const name = nameOf(event);
  if (!noticedEvents.has(name)) return undefined;
  const message = (readBusEvent(event) ?? {}) as RoutingEvent;
  const snapshot = message.case;
  if (snapshot === undefined) return undefined;
  return {
    id: event.id,
    name,
    caseId: snapshot.caseId,
    status: statuses.word(snapshot.status) ?? '',
    holderAgencyId: snapshot.holderAgencyId || undefined,
    ...addresseeOf(message, snapshot),
    dueAt: nextDue(snapshot),
    danger: snapshot.danger,
    secret: snapshot.secret || snapshot.protected || snapshot.supervisory,
    confined: snapshot.protected,
    bySms: snapshot.channel === Channel.SMS,
    facts: {
      ...(message.triageReason ? { triageReason: message.triageReason } : {}),
      byReporter: message.outcome === CloseOutcome.CONFIRMED,
      changedHands: Boolean(message.fromAgencyId) && message.fromAgencyId !== snapshot.holderAgencyId,
    },
  };
}

/** Whom a note is for: the agency named, else whoever has the case, unless they wrote it themselves. */
function addresseeOf(
  { byAgencyId, toAgencyId }: RoutingEvent,
  { holderAgencyId }: CaseSnapshot,
): { readonly addressedAgencyId?: string } {
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
