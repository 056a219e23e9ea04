import { fromJsonString, type DescMessage, type JsonReadOptions } from '@bufbuild/protobuf';
import { timestampDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { enumWords } from '@lapor/contracts';
import { Channel } from '@lapor/contracts/common/v1/common';
import { ComplaintFiledSchema } from '@lapor/contracts/intake/v1/events';
import { CaseStatus, type CaseSnapshot, CloseOutcome } from '@lapor/contracts/routing/v1/case';
import * as routing from '@lapor/contracts/routing/v1/events';
import type { BusEvent } from '@lapor/events';
import { noticedEvents } from './domain/notice-plan.ts';
import type { NoticedEvent } from './use-cases/plan-deliveries.ts';

const statuses = enumWords(CaseStatus);
const READ: Partial<JsonReadOptions> = { ignoreUnknownFields: true };

/** Event name without package. */
function nameOf(event: BusEvent): string {
  return event.type.slice(event.type.lastIndexOf('.') + 1);
}

/** What notices need of an intake event; undefined for those nobody is told of. */
export function readIntakeEvent(event: BusEvent): NoticedEvent | undefined {
  if (nameOf(event) !== 'ComplaintFiled') return undefined;
  const { filing } = fromJsonString(ComplaintFiledSchema, event.body, READ);
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
    facts: { answeredByChannel: filing.channel === Channel.SMS },
  };
}

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
  CaseReopened: routing.CaseReopenedSchema,
  CaseWithdrawn: routing.CaseWithdrawnSchema,
};

interface RoutingEvent {
  readonly case?: CaseSnapshot;
  readonly triageReason?: string;
  readonly outcome?: CloseOutcome;
}

/** What notices need of a routing event; undefined for those nobody is told of. */
export function readRoutingEvent(event: BusEvent): NoticedEvent | undefined {
  const name = nameOf(event);
  const schema = SCHEMAS[name];
  if (schema === undefined || !noticedEvents.has(name)) return undefined;
  const message = fromJsonString(schema, event.body, READ) as unknown as RoutingEvent;
  const snapshot = message.case;
  if (snapshot === undefined) return undefined;
  return {
    id: event.id,
    name,
    caseId: snapshot.caseId,
    status: statuses.word(snapshot.status) ?? '',
    holderAgencyId: snapshot.holderAgencyId || undefined,
    dueAt: nextDue(snapshot),
    danger: snapshot.danger,
    secret: snapshot.secret || snapshot.protected || snapshot.supervisory,
    facts: {
      ...(message.triageReason ? { triageReason: message.triageReason } : {}),
      byReporter: message.outcome === CloseOutcome.CONFIRMED,
    },
  };
}

/** The first of the holder's clocks. */
function nextDue(snapshot: CaseSnapshot): Date | undefined {
  const candidates: readonly (Timestamp | undefined)[] =
    snapshot.status === CaseStatus.UNVERIFIED
      ? [snapshot.verificationDueAt]
      : [snapshot.urgentDueAt, snapshot.responseDueAt, snapshot.resolutionDueAt];
  return candidates
    .filter((at) => at !== undefined)
    .map(timestampDate)
    .sort((a, b) => a.getTime() - b.getTime())[0];
}
