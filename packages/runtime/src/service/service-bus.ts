import type { BusEvent, EventBus, Outbox, OutboxHint, Relay, RunningConsumer } from '@lapor/events';
import { spanEnded } from '../telemetry/spans.ts';
import { currentTrace, currentTraceparent, parseTraceparent, runInTrace } from '../telemetry/trace.ts';

/** The bus as one service sees it: its consumers are drained by the host, and handlers run in their event's trace. */
export interface ServiceBus extends EventBus {
  /** Events waiting or being worked on, per context. */
  lags(): Promise<ReadonlyMap<string, number>>;
  drain(): Promise<void>;
}

export function serviceBus(bus: EventBus, service: string): ServiceBus {
  const consumers: { readonly context: string; readonly consumer: RunningConsumer }[] = [];
  const drain = async () => {
    await Promise.all(consumers.map(({ consumer }) => consumer.drain()));
  };
  return {
    ...(bus.ackTrust === undefined ? {} : { ackTrust: bus.ackTrust }),
    publish: (events) => bus.publish(events),
    feed: bus.feed,
    async subscribe(subscription) {
      const consumer = await bus.subscribe({
        ...subscription,
        handle: (event) => handled(service, event, subscription.handle),
      });
      consumers.push({ context: subscription.context, consumer });
      return consumer;
    },
    deadLetters: (durable) => bus.deadLetters(durable),
    replayDeadLetter: (id) => bus.replayDeadLetter(id),
    ping: () => bus.ping(),
    // The connection belongs to the host, and in one process to all services.
    close: drain,
    drain,
    async lags() {
      const lags = new Map<string, number>();
      for (const { context, consumer } of consumers) {
        lags.set(context, (lags.get(context) ?? 0) + (await consumer.lag()));
      }
      return lags;
    },
  };
}

/** In the trace of the command that made the event, and a span of it. */
function handled(
  service: string,
  event: BusEvent,
  handle: (event: BusEvent) => Promise<void>,
): Promise<void> {
  return runInTrace(event.traceparent, async () => {
    const startedAt = performance.timeOrigin + performance.now();
    let failed = true;
    try {
      await handle(event);
      failed = false;
    } finally {
      spanEnded(currentTrace(), () => ({
        parentSpanId: parseTraceparent(event.traceparent)?.spanId,
        service,
        name: event.type,
        kind: 'consumer',
        startedAt,
        endedAt: performance.timeOrigin + performance.now(),
        failed,
      }));
    }
  });
}

/** A relay that gives the events of a command the trace the command ran in. */
export function tracedRelay(relay: Relay): Relay {
  return {
    notify: (hint) => relay.notify(withTrace(hint)),
    settled: () => relay.settled(),
    refused: () => relay.refused(),
    retry: (letterId) => relay.retry(letterId),
    stop: () => relay.stop(),
  };
}

function withTrace(hint: OutboxHint): OutboxHint {
  const traceparent = currentTraceparent();
  if (traceparent === undefined) return hint;
  return { ...hint, events: hint.events.map((event) => ({ traceparent, ...event })) };
}

export type StartRelay = (outbox: Outbox) => Relay;
