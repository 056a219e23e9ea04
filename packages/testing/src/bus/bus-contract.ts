import type { BusEvent, EventBus } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { busEvent, busEvents, memoryGuard, pause, until } from './bus-builders.ts';
import { recorder } from './bus-recorder.ts';
import { deadLetterContract } from './bus-contract-dead-letters.ts';
import { feedContract } from './feed-contract.ts';
import { crashContract } from './bus-contract-crash.ts';
import { relayContract } from './relay-contract.ts';
import { relayTrustContract } from './relay-contract-trust.ts';

/** One bus under test: every `open` is a further process (or a stand-in for one) on the same bus. */
export interface BusHarness {
  open(): Promise<EventBus>;
  /** How a child process opens the same bus: arguments of `fixtures/consume-until-killed.ts`. */
  readonly childArguments: readonly string[];
  dispose(): Promise<void>;
}

/** Milliseconds the harness must give as retry delays. */
export const CONTRACT_RETRY_DELAYS: readonly number[] = [60, 120, 120];

/** What every bus must do. */
export function busContract(name: string, start: () => Promise<BusHarness>): void {
  describe(name, () => {
    let harness: BusHarness;
    let opened: EventBus[];
    async function open(): Promise<EventBus> {
      const bus = await harness.open();
      opened.push(bus);
      return bus;
    }
    beforeEach(async () => {
      opened = [];
      harness = await start();
    });
    afterEach(async () => {
      await Promise.all(opened.map((bus) => bus.close()));
      await harness.dispose();
    });
    deliveryContract(open);
    deadLetterContract(open);
    crashContract(open, () => harness.childArguments);
    relayContract(open);
    feedContract(open);
    relayTrustContract(open);
  });
}

function deliveryContract(open: () => Promise<EventBus>): void {
  test('delivers what was published before and after the subscription, in order per aggregate', async () => {
    const bus = await open();
    await bus.ping();
    await bus.publish([...busEvents('A', 1, 3), busEvent('B', 1)]);
    const consumer = recorder(bus);
    await consumer.start();
    await bus.publish([
      busEvent('A', 4, { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }),
    ]);
    await consumer.handledAll(['A:1', 'A:2', 'A:3', 'A:4', 'B:1']);
    expect(consumer.handled.filter((id) => id.startsWith('A'))).toEqual(['A:1', 'A:2', 'A:3', 'A:4']);
  });

  test('hands over an event exactly as it was published', async () => {
    const bus = await open();
    const seen: BusEvent[] = [];
    const consumer = recorder(bus, {
      handle: async (event) => void seen.push(event),
    });
    await consumer.start();
    const event = busEvent('A', 1, {
      body: JSON.stringify({ case: { caseId: 'A' }, note: 'Jl. Raya – “é” 道' }),
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    await bus.publish([event, busEvent('B', 1)]);
    await consumer.handledAll(['A:1', 'B:1']);
    expect(seen.find((one) => one.id === 'A:1')).toEqual(event);
    expect(seen.find((one) => one.id === 'B:1')).toEqual(busEvent('B', 1));
  });

  test('brings only the events of the context subscribed to', async () => {
    const bus = await open();
    const consumer = recorder(bus);
    await consumer.start();
    // A complaint and its case have one id: their events differ in nothing but the context.
    const filed = { type: 'lapor.intake.v1.ComplaintFiled' };
    await bus.publish([busEvent('X', 1, filed), busEvent('A', 1, filed), busEvent('A', 1)]);
    await consumer.handledAll(['A:1']);
    expect(consumer.handled).toEqual(['A:1']);
  });

  test('brings only the types asked for, and goes on where it was when these change', async () => {
    const bus = await open();
    const anyOrder = { last: async (_id: string, incoming = 1) => incoming - 1, advance: async () => {} };
    const wanted = { type: 'lapor.routing.v1.CaseDisposed' };
    const before = recorder(bus, { guard: anyOrder });
    const running = await before.start();
    await bus.publish(busEvents('A', 1, 2));
    await before.handledAll(['A:1', 'A:2']);
    await running.drain();
    const consumer = recorder(bus, { guard: anyOrder, types: [wanted.type] });
    await consumer.start();
    await bus.publish([
      busEvent('A', 3),
      busEvent('A', 4, wanted),
      busEvent('B', 1),
      busEvent('B', 2, wanted),
    ]);
    await consumer.handledAll(['A:4', 'B:2']);
    expect(consumer.handled.toSorted()).toEqual(['A:4', 'B:2']);
  });

  test('every durable gets every event', async () => {
    const bus = await open();
    const one = recorder(bus, { durable: 'reporting' });
    const other = recorder(bus, { durable: 'notification' });
    await one.start();
    await other.start();
    await bus.publish(busEvents('A', 1, 3));
    await one.handledAll(['A:1', 'A:2', 'A:3']);
    await other.handledAll(['A:1', 'A:2', 'A:3']);
  });

  test('works across aggregates in parallel, within one never at once and in order', async () => {
    const bus = await open();
    const busy = new Set<string>();
    let most = 0;
    let overlapped = false;
    const consumer = recorder(bus, {
      concurrency: 4,
      async handle({ aggregateId, pubSeq }) {
        overlapped ||= busy.has(aggregateId);
        busy.add(aggregateId);
        most = Math.max(most, busy.size);
        await pause((pubSeq * 7) % 5);
        busy.delete(aggregateId);
      },
    });
    const aggregates = Array.from({ length: 12 }, (_, index) => `agg${index}`);
    await consumer.start();
    await bus.publish(aggregates.flatMap((id) => busEvents(id, 1, 8)));
    await consumer.handledAll(aggregates.map((id) => `${id}:8`));
    for (const id of aggregates) {
      const own = consumer.handled.filter((one) => one.startsWith(`${id}:`));
      expect(own).toEqual(busEvents(id, 1, 8).map((event) => event.id));
    }
    expect(overlapped).toBe(false);
    expect(most).toBe(4);
  });

  test('drops a second publication of the same id', async () => {
    const bus = await open();
    const consumer = recorder(bus);
    await consumer.start();
    await bus.publish([busEvent('A', 1)]);
    // Another sequence, so that not the guard but the bus must drop it.
    await bus.publish([busEvent('A', 2, { id: 'A:1' }), busEvent('B', 1)]);
    await consumer.handledAll(['B:1']);
    await pause(50);
    expect(consumer.handled.filter((id) => id === 'A:1')).toHaveLength(1);
  });

  test('passes over what the consumer has had already', async () => {
    const bus = await open();
    const consumer = recorder(bus);
    await consumer.subscription.guard.advance('A', 2);
    await consumer.start();
    await bus.publish(busEvents('A', 1, 3));
    await consumer.handledAll(['A:3']);
    expect(consumer.handled).toEqual(['A:3']);
  });

  test('a durable goes on where it was', async () => {
    const bus = await open();
    const first = recorder(bus);
    const running = await first.start();
    await bus.publish(busEvents('A', 1, 3));
    await first.handledAll(['A:3']);
    await running.drain();
    await bus.publish(busEvents('B', 1, 2));
    // A guard that knows nothing: only the stored acks keep A from coming again.
    const second = recorder(await open());
    await second.start();
    await second.handledAll(['B:2']);
    await pause(50);
    expect(second.handled).toEqual(['B:1', 'B:2']);
  });

  test('fills a gap from the owner, in order, even when the owner is away for a moment', async () => {
    const bus = await open();
    const asked: string[] = [];
    const consumer = recorder(bus, {
      maxDeliver: 1,
      fetchMissing: (aggregateId, from, to) => {
        asked.push(`${from}-${to}`);
        if (asked.length === 1) return Promise.reject(new AppError('unavailable', 'the owner restarts'));
        return Promise.resolve(busEvents(aggregateId, from, to).toReversed());
      },
    });
    await consumer.start();
    await bus.publish([busEvent('A', 1), busEvent('A', 4)]);
    await consumer.handledAll(['A:4']);
    expect(consumer.handled).toEqual(['A:1', 'A:2', 'A:3', 'A:4']);
    expect(asked).toEqual(['2-3', '2-3']);
    expect(await bus.deadLetters()).toEqual([]);
  });

  test('tries again after the delay, while the aggregate waits and others go on', async () => {
    const bus = await open();
    const tries: number[] = [];
    const consumer = recorder(bus, {
      async handle(event) {
        if (event.id !== 'A:1') return;
        tries.push(performance.now());
        if (tries.length < 3) throw new AppError('unavailable', 'not now');
      },
    });
    await consumer.start();
    await bus.publish([...busEvents('A', 1, 2), busEvent('B', 1)]);
    await consumer.handledAll(['A:2', 'B:1']);
    expect(consumer.handled).toEqual(['B:1', 'A:1', 'A:2']);
    const [first = 0, second = 0, third = 0] = tries;
    expect(tries).toHaveLength(3);
    expect(second - first).toBeGreaterThanOrEqual(55);
    expect(third - second).toBeGreaterThanOrEqual(115);
  });

  test('draining finishes what is being worked on and leaves the rest to the next', async () => {
    const bus = await open();
    const gate = Promise.withResolvers<void>();
    const guard = memoryGuard();
    const first = recorder(bus, { guard, concurrency: 1, handle: () => gate.promise });
    const running = await first.start();
    await bus.publish([busEvent('A', 1), busEvent('B', 1), busEvent('C', 1)]);
    await until(
      async () => (await running.lag()) === 3,
      () => 'lag of 3',
    );
    await pause(20);
    const drained = running.drain();
    await pause(20);
    gate.resolve();
    await drained;
    expect(first.handled).toHaveLength(1);
    const second = recorder(await open(), { guard });
    await second.start();
    await second.handledAll(['A:1', 'B:1', 'C:1'].filter((id) => id !== first.handled[0]));
    expect(second.handled).toHaveLength(2);
  });

  test('two replicas keep the order, do nothing twice, and one carries on alone', async () => {
    const guard = memoryGuard();
    const handle = () => pause(1);
    const buses = [await open(), await open()];
    const replicas = buses.map((bus) => recorder(bus, { guard, handle, concurrency: 4 }));
    const running = [];
    for (const replica of replicas) running.push(await replica.start());
    const aggregates = Array.from({ length: 10 }, (_, index) => `agg${index}`);
    for (let seq = 1; seq <= 6; seq++) await buses[0]!.publish(aggregates.map((id) => busEvent(id, seq)));
    const all = () => replicas.flatMap((replica) => replica.handled);
    await until(
      () => aggregates.every((id) => all().includes(`${id}:6`)),
      () => all().join(),
    );
    expect(all()).toHaveLength(60);
    expect([...guard.at.values()]).toEqual(aggregates.map(() => 6));
    await running[0]!.drain();
    await buses[1]!.publish([busEvent('late', 1)]);
    await replicas[1]!.handledAll(['late:1']);
  });

  test('refuses events that no transport could carry', async () => {
    const bus = await open();
    for (const bad of [
      busEvent('a.b', 1),
      busEvent('a*', 1),
      busEvent('', 1),
      busEvent('A', 0),
      busEvent('A', 1, { type: 'CaseOpened' }),
      busEvent('A', 1, { id: '' }),
    ]) {
      await expect(bus.publish([bad])).rejects.toMatchObject({ code: 'invalid' });
    }
  });
}
