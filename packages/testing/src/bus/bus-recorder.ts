import type { EventBus, Subscription } from '@lapor/events';
import { busEvents, memoryGuard, until } from './bus-builders.ts';

/** Handles by noting down, unless told otherwise. */
export function recorder(bus: EventBus, changes: Partial<Subscription> = {}) {
  const handled: string[] = [];
  const subscription: Subscription = {
    durable: 'reporting',
    context: 'routing',
    guard: memoryGuard(),
    fetchMissing: (aggregateId, from, to) => Promise.resolve(busEvents(aggregateId, from, to)),
    maxDeliver: 4,
    ...changes,
    async handle(event) {
      await changes.handle?.(event);
      handled.push(event.id);
    },
  };
  return {
    handled,
    subscription,
    start: () => bus.subscribe(subscription),
    handledAll: (ids: readonly string[]) =>
      until(
        () => ids.every((id) => handled.includes(id)),
        () => `${ids.join()} of ${handled.join()}`,
      ),
  };
}
