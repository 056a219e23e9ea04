import { startRelay } from '@lapor/events';
import type { EventBus } from '@lapor/events';
import { describe, expect, test } from 'vitest';
import { pause, silentLog, until } from './bus-builders.ts';
import { recorder } from './bus-recorder.ts';
import { memoryOutbox } from './memory-outbox.ts';

/** What the relay does about a broker that acknowledges before its disk does. */
export function relayTrustContract(open: () => Promise<EventBus>): void {
  describe('the relay and acks that are not to be trusted at once', () => {
    test('what the broker acknowledged and lost is published again, and no mark is written before its time', async () => {
      const bus = await open();
      const store = memoryOutbox();
      let doubt = () => {};
      let losing = true;
      const forgetful: EventBus = {
        ...bus,
        ackTrust: {
          afterMilliseconds: 1_500,
          confirm: () => bus.ping(),
          onDoubt(listener) {
            doubt = listener;
            return () => {};
          },
        },
        publish: (events) => (losing ? Promise.resolve() : bus.publish(events)),
      };
      const relay = startRelay({ outbox: store.outbox, bus: forgetful, log: silentLog });
      const consumer = recorder(bus);
      await consumer.start();
      relay.notify(store.write('A', 2));
      await relay.settled();
      relay.notify(store.write('A', 1));
      await relay.settled();
      await pause(200);
      expect(store.published('A')).toBe(0);
      losing = false;
      doubt();
      await consumer.handledAll(['A:3']);
      expect(consumer.handled).toEqual(['A:1', 'A:2', 'A:3']);
      await pause(200);
      expect(store.published('A')).toBe(0);
      await until(
        () => store.published('A') === 3,
        () => 'A marked',
      );
      await relay.stop();
    });

    test('while the connection does not answer, nothing is marked', async () => {
      const bus = await open();
      const store = memoryOutbox();
      let answers = false;
      const mute: EventBus = {
        ...bus,
        ackTrust: {
          afterMilliseconds: 50,
          confirm: () => (answers ? Promise.resolve() : Promise.reject(new Error('no answer'))),
          onDoubt: () => () => {},
        },
      };
      const relay = startRelay({
        outbox: store.outbox,
        bus: mute,
        log: silentLog,
        markBatchMilliseconds: 20,
      });
      relay.notify(store.write('A', 2));
      await relay.settled();
      await pause(300);
      expect(store.published('A')).toBe(0);
      answers = true;
      await until(
        () => store.published('A') === 2,
        () => 'A marked',
      );
      await relay.stop();
    });

    test('a doubt in the middle of a publication: who knows where the ack was, so it goes out again', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const gate = Promise.withResolvers<void>();
      let doubt = () => {};
      let publications = 0;
      const cut: EventBus = {
        ...bus,
        ackTrust: {
          afterMilliseconds: 60_000,
          confirm: () => bus.ping(),
          onDoubt(listener) {
            doubt = listener;
            return () => {};
          },
        },
        // The first is acknowledged, and lost.
        publish: (events) => (publications++ === 0 ? gate.promise : bus.publish(events)),
      };
      const relay = startRelay({ outbox: store.outbox, bus: cut, log: silentLog });
      const consumer = recorder(bus);
      await consumer.start();
      await relay.settled();
      relay.notify(store.write('A', 2));
      await until(
        () => publications === 1,
        () => 'publishing',
      );
      doubt();
      gate.resolve();
      await consumer.handledAll(['A:1', 'A:2']);
      expect(publications).toBe(2);
      await relay.stop();
      expect(store.published('A')).toBe(0);
    });

    test('each mark trails its own ack, also one that comes shortly after another', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const trail = 500;
      const acked = new Map<string, number>();
      const trusting: EventBus = {
        ...bus,
        ackTrust: { afterMilliseconds: trail, confirm: () => bus.ping(), onDoubt: () => () => {} },
        async publish(events) {
          await bus.publish(events);
          for (const { id } of events) acked.set(id, performance.now());
        },
      };
      const relay = startRelay({
        outbox: store.outbox,
        bus: trusting,
        log: silentLog,
        markBatchMilliseconds: 10,
      });
      for (const id of ['A', 'B', 'C']) {
        relay.notify(store.write(id, 1));
        await relay.settled();
        await pause(trail / 2);
      }
      await until(
        () => store.marked.size === 3,
        () => 'all marked',
      );
      for (const [id, at] of store.marked) expect(at - acked.get(id)!, id).toBeGreaterThanOrEqual(trail);
      await relay.stop();
    });

    test('an aggregate that is written to all the time is marked all the same', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const trusting: EventBus = {
        ...bus,
        ackTrust: { afterMilliseconds: 300, confirm: () => bus.ping(), onDoubt: () => () => {} },
      };
      const relay = startRelay({ outbox: store.outbox, bus: trusting, log: silentLog });
      const start = performance.now();
      let written = 0;
      while (store.published('A') === undefined || store.published('A') === 0) {
        expect(performance.now() - start, 'no mark while it is written to').toBeLessThan(20_000);
        relay.notify(store.write('A', 1));
        written += 1;
        await relay.settled();
        await pause(20);
      }
      await until(
        () => store.published('A') === written,
        () => `marked up to ${written}`,
      );
      // By its own mark, not because a sweep found it again.
      expect(store.counts.pending).toBe(0);
      await relay.stop();
    });

    test('the sweep looks beyond what is published and only waits for its mark', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const mute: EventBus = {
        ...bus,
        ackTrust: {
          afterMilliseconds: 0,
          confirm: () => Promise.reject(new Error('no answer')),
          onDoubt: () => () => {},
        },
      };
      const relay = startRelay({ outbox: store.outbox, bus: mute, log: silentLog, sweepMilliseconds: 50 });
      for (let at = 0; at < 600; at++) relay.notify(store.write(`agg${at}`, 1));
      await relay.settled();
      const consumer = recorder(bus);
      await consumer.start();
      // Written by a replica that died: nobody tells of it.
      store.write('last', 1);
      await consumer.handledAll(['last:1']);
      await relay.stop();
    });
  });
}
