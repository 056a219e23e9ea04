import { AppError } from '@lapor/kernel';
import { headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';
import { contextOf } from '../event-address.ts';
import type { BusEvent } from '../event-bus.ts';

/** `lapor.<context>.v1.<EventName>.<aggregateId>` */
export function subjectOf(event: BusEvent): string {
  return `${event.type}.${event.aggregateId}`;
}

/** CloudEvents 1.0 attributes in the binary mode of its NATS binding, `pubseq` as an extension; W3C trace context as it is. */
export function headersOf(event: BusEvent): MsgHdrs {
  const head = headers();
  head.set('ce-specversion', '1.0');
  head.set('ce-id', event.id);
  head.set('ce-type', event.type);
  head.set('ce-source', `/lapor/${contextOf(event)}`);
  head.set('ce-subject', event.aggregateId);
  head.set('ce-time', event.time);
  head.set('ce-pubseq', String(event.pubSeq));
  head.set('content-type', 'application/json');
  if (event.traceparent !== undefined) head.set('traceparent', event.traceparent);
  return head;
}

/** @throws AppError invalid when the message is not an event of ours. */
export function eventOf(message: { readonly headers?: MsgHdrs | undefined; string(): string }): BusEvent {
  const head = message.headers;
  const pubSeq = Number(head?.get('ce-pubseq'));
  const traceparent = head?.get('traceparent');
  if (!head?.get('ce-id') || !Number.isSafeInteger(pubSeq) || pubSeq < 1) {
    throw new AppError('invalid', 'the message has no CloudEvents headers');
  }
  return {
    id: head.get('ce-id'),
    type: head.get('ce-type'),
    aggregateId: head.get('ce-subject'),
    pubSeq,
    time: head.get('ce-time'),
    body: message.string(),
    ...(traceparent ? { traceparent } : {}),
  };
}
