import { randomBytes } from 'node:crypto';
import { startRelay } from '@lapor/events';
import type { EventBus, Relay } from '@lapor/events';
import { openAggregateStore, openSequenceGuard } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreUnderTest } from '../aggregates/counter-suite.ts';
import { silentLog, until } from './bus-builders.ts';
import { added, counterCommand, counterDefinition } from '../aggregates/counter-aggregate.ts';

export interface StoreAndBus extends StoreUnderTest {
  openBus(): Promise<EventBus>;
}

const AGGREGATES = 12;
const COMMANDS = 15;

/** Store, relay, bus and guard together: what was committed reaches a consumer, all of it and in order. */
export function describeOutboxToBus(profile: string, open: () => Promise<StoreAndBus>): void {
  describe(`from outbox to bus, ${profile}`, () => {
    let under: StoreAndBus;
    const connections: StoreConnection[] = [];
    const buses: EventBus[] = [];
    const relays: Relay[] = [];

    /** One replica of a service: store, bus and, unless it dies before it can publish, a relay. */
    async function replica(publishes: boolean) {
      const connection = await under.connect();
      const bus = await under.openBus();
      connections.push(connection);
      buses.push(bus);
      let relay: Relay | undefined;
      const store = openAggregateStore(counterDefinition, {
        connection,
        onWritten: (hint) => relay?.notify(hint),
      });
      const guard = openSequenceGuard(connection, 'reporting-testing');
      await connection.ready();
      if (publishes) {
        relay = startRelay({ outbox: store.outbox, bus, log: silentLog, sweepMilliseconds: 200 });
        relays.push(relay);
      }
      return { store, bus, guard };
    }

    beforeEach(async () => {
      under = await open();
    });
    afterEach(async () => {
      await Promise.all(relays.splice(0).map((relay) => relay.stop()));
      await Promise.all(buses.splice(0).map((bus) => bus.close()));
      await Promise.all(connections.splice(0).map((connection) => connection.close()));
      await under.dispose();
    });

    it('loses nothing and keeps each order, also when a replica dies between write and publication', async () => {
      const dying = await replica(false);
      const living = [await replica(true), await replica(true)];
      const handled = new Map<string, number[]>();
      // A bus may still know the ids of an earlier run, and would drop them.
      const run = randomBytes(4).toString('hex');
      const { bus, guard, store } = living[0]!;
      await bus.subscribe({
        durable: 'reporting',
        context: 'testing',
        guard,
        fetchMissing: (id, from, to) => store.publishedEvents(id, from, to),
        async handle({ aggregateId, pubSeq }) {
          if (!aggregateId.startsWith(run)) return;
          const seen = handled.get(aggregateId) ?? [];
          handled.set(aggregateId, seen);
          if (!seen.includes(pubSeq)) seen.push(pubSeq);
          await Promise.resolve();
        },
      });
      const sides = [dying, ...living].map((side) => side.store);
      const commands = Array.from({ length: AGGREGATES * COMMANDS }, (_, at) => at);
      await Promise.all(
        commands.map((at) =>
          sides[at % sides.length]!.execute(counterCommand(`${run}${at % AGGREGATES}`, `c${at}`), () =>
            at % 5 === 0 ? [added(1), { type: 'Noted', data: { ref: 'private' } }] : [added(1)],
          ),
        ),
      );
      const total = () => [...handled.values()].reduce((sum, seen) => sum + seen.length, 0);
      await until(
        () => total() === commands.length,
        () => `${total()} of ${commands.length} events`,
      );
      expect(handled.size).toBe(AGGREGATES);
      for (const seen of handled.values()) {
        expect(seen).toEqual(Array.from({ length: COMMANDS }, (_, at) => at + 1));
      }
      await until(
        async () => (await store.outbox.unpublishedIds(1)).length === 0,
        () => 'everything marked as published',
      );
      await until(
        async () => (await guard.last(`${run}0`)) === COMMANDS,
        () => 'the guard to have seen everything',
      );
    });
  });
}
