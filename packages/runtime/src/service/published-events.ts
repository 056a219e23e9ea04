import { create } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type Client, type ServiceImplementation, SYSTEM_CALLER } from '@lapor/contracts';
import { type Caller, CallerKind } from '@lapor/contracts/common/v1/common';
import type { PublishedEvent } from '@lapor/contracts/events/v1/events';
import { EventsService, PublishedEventSchema } from '@lapor/contracts/events/v1/events';
import type { BusEvent, SequenceGuard, Subscription } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import type { Platform, ServiceName } from './platform.ts';

/** What the events service asks of an aggregate store. */
export interface EventSource {
  publishedEvents(aggregateId: string, from: number, to: number): Promise<readonly BusEvent[]>;
  replay(): AsyncIterable<BusEvent>;
}

/** As it goes over gRPC. */
export function publishedEventOf(event: BusEvent): PublishedEvent {
  return create(PublishedEventSchema, {
    id: event.id,
    type: event.type,
    aggregateId: event.aggregateId,
    pubSeq: event.pubSeq,
    time: timestampFromDate(new Date(event.time)),
    body: event.body,
  });
}

function fromWire(event: PublishedEvent): BusEvent {
  return {
    id: event.id,
    type: event.type,
    aggregateId: event.aggregateId,
    pubSeq: event.pubSeq,
    time: (event.time ? timestampDate(event.time) : new Date(0)).toISOString(),
    body: event.body,
  };
}

function requireService(caller: Caller): void {
  if (caller.kind !== CallerKind.SYSTEM) throw new AppError('forbidden', 'events are for services');
}

/** The implementation every owner of events serves: gap repair and replay over its aggregate stores. */
export function eventsService(sources: readonly EventSource[]): ServiceImplementation<typeof EventsService> {
  return {
    async getEvents({ aggregateId, fromPubSeq, toPubSeq }, { caller }) {
      requireService(caller);
      for (const source of sources) {
        const events = await source.publishedEvents(aggregateId, fromPubSeq, toPubSeq);
        if (events.length > 0) return { events: events.map(publishedEventOf) };
      }
      return { events: [] };
    },
    async *replayEvents(_request, { caller }) {
      requireService(caller);
      for (const source of sources)
        for await (const event of source.replay()) yield { event: publishedEventOf(event) };
    },
  };
}

/** Everything an owner ever published, asked of the owner itself. For rebuilds. */
export async function* replayFrom(owner: Client<typeof EventsService>): AsyncIterable<BusEvent> {
  for await (const { event } of owner.replayEvents(
    {},
    { caller: SYSTEM_CALLER, timeoutMilliseconds: 3_600_000 },
  )) {
    if (event) yield fromWire(event);
  }
}

/** All events one aggregate has published so far. */
export async function eventsOf(
  owner: Client<typeof EventsService>,
  aggregateId: string,
  from = 1,
  to = 0,
): Promise<readonly BusEvent[]> {
  const { events } = await owner.getEvents(
    { aggregateId, fromPubSeq: from, toPubSeq: to },
    { caller: SYSTEM_CALLER },
  );
  return events.map(fromWire);
}

/** A subscription of this service to all events of a context, with gaps repaired from the owner. */
export function subscriptionTo(
  platform: Platform,
  context: Exclude<ServiceName, 'notification' | 'reporting'>,
  guard: SequenceGuard,
  handle: (event: BusEvent) => Promise<void>,
): Subscription {
  const owner = platform.client(context, EventsService);
  return {
    durable: platform.service,
    context,
    guard,
    handle,
    fetchMissing: (aggregateId, from, to) => eventsOf(owner, aggregateId, from, to),
  };
}
