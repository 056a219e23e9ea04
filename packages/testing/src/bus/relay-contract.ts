import { startRelay } from '@lapor/events';
import type { EventBus } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { describe, expect, test } from 'vitest';
import { busEvent, busEvents, pause, silentLog, until } from './bus-builders.ts';
import { memoryOutbox } from './memory-outbox.ts';
import { recorder } from './bus-recorder.ts';

export function relayContract(open: () => Promise<EventBus>): void {
  describe('the relay', () => {
    test('publishes what it is told of without reading documents, and marks it', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const relay = startRelay({ outbox: store.outbox, bus, log: silentLog });
      const consumer = recorder(bus);
      await consumer.start();
      for (let round = 0; round < 5; round++) {
        for (const id of ['A', 'B', 'C']) relay.notify(store.write(id, 2));
      }
      await relay.settled();
      await consumer.handledAll(['A:10', 'B:10', 'C:10']);
      expect(consumer.handled).toHaveLength(30);
      expect(store.counts.pending).toBe(0);
      await until(
        () => store.published('A') === 10,
        () => 'A marked up to 10',
      );
      await relay.stop();
    });

    test('reads the document when a hint does not join what it knows', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const relay = startRelay({ outbox: store.outbox, bus, log: silentLog });
      await relay.settled();
      const consumer = recorder(bus, {
        fetchMissing: () => Promise.reject(new Error('there must be no gap')),
      });
      await consumer.start();
      store.write('A', 2);
      const { head } = store.write('A', 1);
      relay.notify({ aggregateId: 'A', after: 2, head, events: [busEvent('A', 3)] });
      await consumer.handledAll(['A:3']);
      expect(consumer.handled).toEqual(['A:1', 'A:2', 'A:3']);
      expect(store.counts.pending).toBe(1);
      await relay.stop();
    });

    test('what a crash left unpublished, or published and unmarked, is taken up at the next start', async () => {
      const bus = await open();
      const store = memoryOutbox();
      store.write('A', 3);
      store.write('B', 1);
      // Published, then killed before the mark.
      await bus.publish(busEvents('A', 1, 2));
      const consumer = recorder(bus);
      await consumer.start();
      const relay = startRelay({ outbox: store.outbox, bus, log: silentLog });
      await relay.settled();
      await consumer.handledAll(['A:3', 'B:1']);
      expect(consumer.handled.filter((id) => id.startsWith('A'))).toEqual(['A:1', 'A:2', 'A:3']);
      await until(
        () => store.published('A') === 3 && store.published('B') === 1,
        () => 'A and B marked',
      );
      await relay.stop();
    });

    test('what nobody told of is found by the sweep', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const relay = startRelay({ outbox: store.outbox, bus, log: silentLog, sweepMilliseconds: 50 });
      const consumer = recorder(bus);
      await consumer.start();
      await relay.settled();
      store.write('A', 2);
      await consumer.handledAll(['A:2']);
      await relay.stop();
    });

    test('goes on by itself when the bus was away', async () => {
      const bus = await open();
      const store = memoryOutbox();
      let away = 3;
      const flaky: EventBus = {
        ...bus,
        publish: (events) => (away-- > 0 ? Promise.reject(new Error('no connection')) : bus.publish(events)),
      };
      const relay = startRelay({ outbox: store.outbox, bus: flaky, log: silentLog });
      const consumer = recorder(bus);
      await consumer.start();
      relay.notify(store.write('A', 2));
      await relay.settled();
      await consumer.handledAll(['A:1', 'A:2']);
      await relay.stop();
    });

    test('what the bus refuses for good is told, and holds up nothing but what follows it', async () => {
      const bus = await open();
      const store = memoryOutbox();
      let mended = false;
      const picky: EventBus = {
        ...bus,
        publish: (events) =>
          mended || events.every(({ id }) => id !== 'A:2')
            ? bus.publish(events)
            : Promise.reject(new AppError('too_large', 'too much', { extra: { eventId: 'A:2' } })),
      };
      const relay = startRelay({ outbox: store.outbox, bus: picky, log: silentLog, sweepMilliseconds: 20 });
      const consumer = recorder(bus);
      await consumer.start();
      relay.notify(store.write('A', 1));
      relay.notify(store.write('A', 3));
      relay.notify(store.write('B', 2));
      await relay.settled();
      await consumer.handledAll(['A:1', 'B:2']);
      const [letter, ...others] = relay.refused();
      expect(others).toEqual([]);
      expect(letter).toMatchObject({
        id: 'routing.publication.A',
        durable: 'routing',
        event: busEvent('A', 2),
        reason: 'too_large: too much',
        attempts: 1,
        waitingBehind: 2,
      });
      // The sweep comes by again and again, and leaves it alone.
      const { pending } = store.counts;
      await pause(200);
      expect(store.counts.pending).toBe(pending);

      expect(relay.retry('routing.publication.A')).toBe(true);
      await relay.settled();
      expect(relay.refused().map(({ attempts }) => attempts)).toEqual([2]);
      mended = true;
      expect(relay.retry('routing.publication.B')).toBe(false);
      expect(relay.retry('routing.publication.A')).toBe(true);
      await consumer.handledAll(['A:4']);
      expect(consumer.handled.filter((id) => id.startsWith('A'))).toEqual(['A:1', 'A:2', 'A:3', 'A:4']);
      await relay.settled();
      expect(relay.refused()).toEqual([]);
      await relay.stop();
    });

    test('more refused ones than are looked at at once hide nobody, and are forgotten once they are published', async () => {
      const bus = await open();
      const store = memoryOutbox();
      let mended = false;
      const picky: EventBus = {
        ...bus,
        publish: (events) =>
          mended || events.every(({ aggregateId }) => aggregateId === 'Z')
            ? bus.publish(events)
            : Promise.reject(new AppError('too_large', 'too much')),
      };
      const options = { outbox: store.outbox, log: silentLog, sweepMilliseconds: 20, mostSwept: 3 };
      for (const id of ['A', 'B', 'C', 'D', 'E', 'F', 'G']) store.write(id, 1);
      const relay = startRelay({ ...options, bus: picky });
      const consumer = recorder(bus);
      await consumer.start();
      await until(
        () => relay.refused().length === 7,
        () => `${relay.refused().length} of 7 refused`,
      );
      // The youngest, and nobody has told of it.
      store.write('Z', 1);
      await consumer.handledAll(['Z:1']);
      expect(relay.refused()).toHaveLength(7);
      mended = true;
      const other = startRelay({ ...options, bus: picky });
      await until(
        () => relay.refused().length === 0,
        () => `${relay.refused().length} still refused`,
      );
      await Promise.all([relay.stop(), other.stop()]);
    });

    test('what was refused here and published elsewhere is refused no more', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const refuse = () => Promise.reject(new AppError('too_large', 'too much'));
      const quick = { outbox: store.outbox, log: silentLog, sweepMilliseconds: 20 };
      const older = startRelay({ ...quick, bus: { ...bus, publish: refuse } });
      older.notify(store.write('A', 1));
      await until(
        () => older.refused().length === 1,
        () => 'refused',
      );
      const newer = startRelay({ ...quick, bus });
      await newer.settled();
      await until(
        () => older.refused().length === 0,
        () => 'forgotten',
      );
      await Promise.all([older.stop(), newer.stop()]);
    });

    test('a flood on one aggregate is read from its document, and comes out whole and in order', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const gate = Promise.withResolvers<void>();
      const slow: EventBus = { ...bus, publish: (events) => gate.promise.then(() => bus.publish(events)) };
      const relay = startRelay({ outbox: store.outbox, bus: slow, log: silentLog });
      await relay.settled();
      const consumer = recorder(bus);
      await consumer.start();
      for (let round = 0; round < 100; round++) relay.notify(store.write('A', 1));
      gate.resolve();
      await consumer.handledAll(['A:100']);
      expect(consumer.handled).toEqual(busEvents('A', 1, 100).map(({ id }) => id));
      expect(store.counts.pending).toBe(1);
      await relay.stop();
    });

    test('stopping waits for what is being published, and marks it', async () => {
      const { ackTrust: _ackTrust, ...bus } = await open();
      const store = memoryOutbox();
      const gate = Promise.withResolvers<void>();
      let publishing = false;
      const slow: EventBus = {
        ...bus,
        async publish(events) {
          publishing = true;
          await gate.promise;
          await bus.publish(events);
        },
      };
      const relay = startRelay({
        outbox: store.outbox,
        bus: slow,
        log: silentLog,
        markBatchMilliseconds: 60_000,
      });
      await relay.settled();
      relay.notify(store.write('A', 1));
      await until(
        () => publishing,
        () => 'publishing',
      );
      let stopped = false;
      const stopping = relay.stop().then(() => (stopped = true));
      await pause(50);
      expect(stopped).toBe(false);
      gate.resolve();
      await stopping;
      expect(store.published('A')).toBe(1);
    });

    test('stopping writes the marks that may be written and loses nothing', async () => {
      const bus = await open();
      const store = memoryOutbox();
      const relay = startRelay({ outbox: store.outbox, bus, log: silentLog });
      for (let round = 0; round < 20; round++) relay.notify(store.write(`agg${round}`, 1));
      await relay.stop();
      const next = startRelay({ outbox: store.outbox, bus, log: silentLog });
      await next.settled();
      const consumer = recorder(bus);
      await consumer.start();
      await consumer.handledAll(Array.from({ length: 20 }, (_, round) => `agg${round}:1`));
      expect(consumer.handled).toHaveLength(20);
      await next.stop();
    });
  });
}
