import type { BusEvent, EventBus } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { describe, expect, test } from 'vitest';
import { busEvent, busEvents, memoryGuard, pause, until } from './bus-builders.ts';
import { recorder } from './bus-recorder.ts';

/** Fails permanently on the events named until they are taken out. */
function failing(...ids: readonly string[]) {
  const bad = new Set(ids);
  return {
    bad,
    handle: (event: { readonly id: string }) =>
      bad.has(event.id)
        ? Promise.reject(new AppError('invalid', `cannot read ${event.id}`))
        : Promise.resolve(),
  };
}

async function lettersWaiting(bus: EventBus, waiting: number): Promise<void> {
  await until(
    async () => (await bus.deadLetters())[0]?.waitingBehind === waiting,
    () => `one dead letter with ${waiting} behind it`,
  );
}

export function deadLetterContract(open: () => Promise<EventBus>): void {
  describe('dead letters', () => {
    test('a permanent failure is not tried again and parks what comes after, in order, until the replay', async () => {
      const bus = await open();
      const { bad, handle } = failing('A:2');
      const consumer = recorder(bus, { handle });
      await consumer.start();
      await bus.publish([...busEvents('A', 1, 3), busEvent('B', 1)]);
      await bus.publish([busEvent('A', 4)]);
      await lettersWaiting(bus, 2);
      await consumer.handledAll(['A:1', 'B:1']);
      expect(consumer.handled.toSorted()).toEqual(['A:1', 'B:1']);
      const [letter] = await bus.deadLetters();
      expect(letter).toMatchObject({
        durable: 'reporting',
        event: busEvent('A', 2),
        reason: 'invalid: cannot read A:2',
        attempts: 1,
      });
      expect(await bus.deadLetters('reporting')).toHaveLength(1);
      expect(await bus.deadLetters('notification')).toEqual([]);
      bad.clear();
      await bus.replayDeadLetter(letter!.id);
      await consumer.handledAll(['A:4']);
      await bus.publish([busEvent('A', 5)]);
      await consumer.handledAll(['A:5']);
      expect(consumer.handled.filter((id) => id.startsWith('A'))).toEqual([
        'A:1',
        'A:2',
        'A:3',
        'A:4',
        'A:5',
      ]);
      await until(
        async () => (await bus.deadLetters()).length === 0,
        () => 'no dead letter',
      );
    });

    test('a retryable failure becomes one after the last attempt', async () => {
      const bus = await open();
      let attempts = 0;
      const consumer = recorder(bus, {
        maxDeliver: 3,
        handle: ({ id }) => {
          if (id !== 'A:1') return Promise.resolve();
          attempts++;
          return Promise.reject(new Error('boom'));
        },
      });
      await consumer.start();
      await bus.publish([...busEvents('A', 1, 2), busEvent('B', 1)]);
      await lettersWaiting(bus, 1);
      expect(attempts).toBe(3);
      expect((await bus.deadLetters())[0]).toMatchObject({ attempts: 3, reason: 'Error: boom (attempt 3)' });
      await consumer.handledAll(['B:1']);
    });

    test('a gap that the owner cannot fill becomes one', async () => {
      const bus = await open();
      const consumer = recorder(bus, { maxDeliver: 2, fetchMissing: () => Promise.resolve([]) });
      await consumer.start();
      await bus.publish([busEvent('A', 3)]);
      await lettersWaiting(bus, 0);
      expect((await bus.deadLetters())[0]?.event.id).toBe('A:3');
    });

    test('a missing event that fails is the letter, and the one that showed the gap waits behind it', async () => {
      const bus = await open();
      const { bad, handle } = failing('A:2');
      const consumer = recorder(bus, { handle });
      await consumer.start();
      await bus.publish([busEvent('A', 1), busEvent('A', 4)]);
      await lettersWaiting(bus, 1);
      const [letter] = await bus.deadLetters();
      expect(letter?.event.id).toBe('A:2');
      bad.clear();
      await bus.replayDeadLetter(letter!.id);
      await consumer.handledAll(['A:4']);
      expect(consumer.handled).toEqual(['A:1', 'A:2', 'A:3', 'A:4']);
    });

    test('a replay stops at the next failure and keeps what is left', async () => {
      const bus = await open();
      const { bad, handle } = failing('A:1', 'A:3');
      const consumer = recorder(bus, { handle });
      await consumer.start();
      await bus.publish(busEvents('A', 1, 5));
      await lettersWaiting(bus, 4);
      bad.delete('A:1');
      await bus.replayDeadLetter((await bus.deadLetters())[0]!.id);
      await lettersWaiting(bus, 2);
      expect((await bus.deadLetters())[0]?.event.id).toBe('A:3');
      expect(consumer.handled).toEqual(['A:1', 'A:2']);
      bad.clear();
      await bus.replayDeadLetter((await bus.deadLetters())[0]!.id);
      await consumer.handledAll(['A:5']);
      expect(consumer.handled).toEqual(['A:1', 'A:2', 'A:3', 'A:4', 'A:5']);
    });

    test('parking outlives its consumer; a replay may be asked for before it is back, from anywhere', async () => {
      const guard = memoryGuard();
      const bus = await open();
      const first = recorder(bus, { guard, ...failing('A:1') });
      const running = await first.start();
      await bus.publish(busEvents('A', 1, 2));
      await lettersWaiting(bus, 1);
      await running.drain();
      await bus.publish([busEvent('A', 3)]);
      const second = recorder(bus, { guard, ...failing('A:1') });
      const again = await second.start();
      await lettersWaiting(bus, 2);
      expect(second.handled).toEqual([]);
      await again.drain();
      await (await open()).replayDeadLetter((await bus.deadLetters())[0]!.id);
      const third = recorder(bus, { guard });
      await third.start();
      await third.handledAll(['A:3']);
      expect(third.handled).toEqual(['A:1', 'A:2', 'A:3']);
    });

    test('events that come in during a replay wait for it', async () => {
      const bus = await open();
      const { bad, handle } = failing('A:1');
      const consumer = recorder(bus, { handle: (event) => pause(2).then(() => handle(event)) });
      await consumer.start();
      await bus.publish(busEvents('A', 1, 10));
      await lettersWaiting(bus, 9);
      bad.clear();
      await bus.replayDeadLetter((await bus.deadLetters())[0]!.id);
      for (let seq = 11; seq <= 30; seq++) await bus.publish([busEvent('A', seq)]);
      await consumer.handledAll(['A:30']);
      expect(consumer.handled).toEqual(busEvents('A', 1, 30).map(({ id }) => id));
      await until(
        async () => (await bus.deadLetters()).length === 0,
        () => 'no dead letter',
      );
    });

    test('events that come in during a replay wait for it, whichever replica they come to', async () => {
      const guard = memoryGuard();
      const { bad, handle } = failing('A:1');
      const slowly = { guard, handle: (event: BusEvent) => pause(2).then(() => handle(event)) };
      const buses = [await open(), await open()];
      const replicas = buses.map((bus) => recorder(bus, slowly));
      for (const replica of replicas) await replica.start();
      const bus = buses[0]!;
      await bus.publish(busEvents('A', 1, 10));
      await lettersWaiting(bus, 9);
      bad.clear();
      await bus.replayDeadLetter((await bus.deadLetters())[0]!.id);
      // Every other one lies in the lane of the replica that replays, behind the replay.
      for (let seq = 11; seq <= 90; seq++) await bus.publish([busEvent('A', seq)]);
      await until(
        () => guard.at.get('A') === 90,
        () => `the guard at 90, not ${guard.at.get('A')}`,
      );
      await until(
        async () => (await bus.deadLetters()).length === 0,
        () => 'no dead letter',
      );
      const all = replicas.flatMap(({ handled }) => handled);
      expect(new Set(all)).toEqual(new Set(busEvents('A', 1, 90).map(({ id }) => id)));
    });

    test('replaying what is not there says so', async () => {
      const bus = await open();
      await expect(bus.replayDeadLetter('reporting.routing.none')).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });
}
