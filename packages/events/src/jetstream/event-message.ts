import { AppError } from '@lapor/kernel';
import { headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';
import { contextOf } from '../event-address.ts';
import type { FeedMessage } from '../agency-feed.ts';
import type { BusEvent, FeedCopy } from '../bus-event.ts';

/** `lapor.<context>.v1.<EventName>.<aggregateId>` */
export function subjectOf(event: BusEvent): string {
  return `${event.type}.${event.aggregateId}`;
}

/** CloudEvents 1.0 attributes in the binary mode of its NATS binding, `pubseq` as an extension; W3C trace context as it is. */
export function headersOf(event: BusEvent): MsgHdrs {
  const head = cloudEventHeaders(event);
  head.set('ce-pubseq', String(event.pubSeq));
  return head;
}

/** `feed.<agencyId>.<EventName>.<aggregateId>` */
export function feedSubjectOf(event: BusEvent, { agencyId }: FeedCopy): string {
  const name = event.type.slice(event.type.lastIndexOf('.') + 1);
  return `feed.${agencyId}.${name}.${event.aggregateId}`;
}

/** The same event, numbered for the agency: `pubseq` would tell it of what it has no copy of. */
export function feedHeadersOf(event: BusEvent, { agencyId, feedSeq }: FeedCopy): MsgHdrs {
  const head = cloudEventHeaders(event);
  head.set('ce-agency', agencyId);
  head.set('ce-feedseq', String(feedSeq));
  return head;
}

/** @throws AppError invalid when the message is no copy of an event. */
export function feedCopyOf(message: EventMessage): Omit<FeedMessage, 'position'> {
  const head = message.headers;
  const feedSeq = Number(head?.get('ce-feedseq'));
  if (!head?.get('ce-agency') || !Number.isSafeInteger(feedSeq) || feedSeq < 1) {
    throw new AppError('invalid', 'the message is no copy for an agency');
  }
  return { ...cloudEventOf(head, message), agencyId: head.get('ce-agency'), feedSeq };
}

function cloudEventHeaders(event: BusEvent): MsgHdrs {
  const head = headers();
  head.set('ce-specversion', '1.0');
  head.set('ce-id', event.id);
  head.set('ce-type', event.type);
  head.set('ce-source', `/lapor/${contextOf(event)}`);
  head.set('ce-subject', event.aggregateId);
  head.set('ce-time', event.time);
  head.set('content-type', 'application/json');
  if (event.traceparent !== undefined) head.set('traceparent', event.traceparent);
  return head;
}

interface EventMessage {
  readonly headers?: MsgHdrs | undefined;
  string(): string;
}

/** @throws AppError invalid when the message is not an event of ours. */
export function eventOf(message: EventMessage): BusEvent {
  const head = message.headers;
  const pubSeq = Number(head?.get('ce-pubseq'));
  if (!head?.get('ce-id') || !Number.isSafeInteger(pubSeq) || pubSeq < 1) {
    throw new AppError('invalid', 'the message has no CloudEvents headers');
  }
  return { ...cloudEventOf(head, message), pubSeq };
}

function cloudEventOf(head: MsgHdrs, message: EventMessage): Omit<BusEvent, 'pubSeq'> {
  const traceparent = head.get('traceparent');
  return {
    id: head.get('ce-id'),
    type: head.get('ce-type'),
    aggregateId: head.get('ce-subject'),
    time: head.get('ce-time'),
    body: message.string(),
    ...(traceparent ? { traceparent } : {}),
  };
}
