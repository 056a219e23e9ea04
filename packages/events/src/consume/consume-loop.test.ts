import { AppError } from '@lapor/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subscription } from '../event-bus.ts';
import type { BusEvent } from '../bus-event.ts';
import { memoryParking } from '../fixtures/memory-parking.ts';
import { ConsumeLoop } from './consume-loop.ts';
import { EventWorker } from './event-worker.ts';
import type { Delivery } from './transport.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };

function event(aggregateId: string, pubSeq: number): BusEvent {
  return {
    id: `${aggregateId}:${pubSeq}`,
    type: 'lapor.routing.v1.CaseOpened',
    aggregateId,
    pubSeq,
    time: '2026-01-05T02:00:00Z',
    body: '{}',
  };
}

type Fate = { readonly flaky: number } | 'permanent';

/** A consumer over the core, fed by hand. */
function consumer(fates: ReadonlyMap<string, Fate>, returns: boolean) {
  const effects: string[] = [];
  const failures = new Map<string, number>();
  const healed = new Set<string>();
  const last = new Map<string, number>();
  const open = new Set<Delivery>();
  const busy = new Set<string>();
  let most = 0;
  let returning = 0;
  const parking = memoryParking();
  const subscription: Subscription = {
    durable: 'reporting',
    context: 'routing',
    guard: {
      last: (id) => Promise.resolve(last.get(id) ?? 0),
      advance: (id, pubSeq) => Promise.resolve(void last.set(id, pubSeq)),
    },
    fetchMissing: (id, from, to) =>
      Promise.resolve(Array.from({ length: to - from + 1 }, (_, index) => event(id, from + index))),
    async handle({ id, aggregateId }) {
      if (busy.has(aggregateId)) throw new AppError('internal', 'two at once', { retryable: false });
      busy.add(aggregateId);
      most = Math.max(most, busy.size);
      await Promise.resolve();
      busy.delete(aggregateId);
      const fate = fates.get(id);
      if (fate === 'permanent' && !healed.has(id)) throw new AppError('invalid', id);
      const failed = failures.get(id) ?? 0;
      if (fate !== undefined && fate !== 'permanent' && failed < fate.flaky) {
        failures.set(id, failed + 1);
        throw new Error('not now');
      }
      effects.push(id);
    },
  };
  const policy = { maxDeliver: 9, delays: [0] };
  const worker = new EventWorker({ subscription, parking, policy, patience: [0, 0], log });
  const loop = new ConsumeLoop({ worker, concurrency: 3, mostHeld: 5 });
  function deliver(one: BusEvent, attempt = 1): void {
    const delivery: Delivery = {
      event: one,
      attempt,
      ack: () => void open.delete(delivery),
      giveBack: () => void open.delete(delivery),
      retry() {
        if (!returns) return Promise.resolve('held');
        open.delete(delivery);
        returning++;
        setImmediate(() => {
          returning--;
          deliver(one, attempt + 1);
        });
        return Promise.resolve('returned');
      },
    };
    open.add(delivery);
    loop.accept(delivery);
  }
  /** Nothing is held, open, or on its way back. */
  const idle = async () => {
    for (let quiet = 0; quiet < 3; quiet = open.size + loop.held + returning > 0 ? 0 : quiet + 1) {
      await new Promise((done) => setImmediate(done));
    }
  };
  return { effects, parking, loop, open, healed, deliver, idle, most: () => most };
}

const streams = fc
  .record({
    lengths: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 5 }),
    order: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
    twice: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
    fates: fc.array(
      fc.option(
        fc.oneof(fc.record({ flaky: fc.integer({ min: 1, max: 2 }) }), fc.constant('permanent' as const)),
        {
          freq: 3,
        },
      ),
      { minLength: 60, maxLength: 60 },
    ),
    returns: fc.boolean(),
  })
  .map(({ lengths, order, twice, fates, returns }) => {
    const all = lengths.flatMap((length, index) =>
      Array.from({ length }, (_, at) => event(`agg${index}`, at + 1)),
    );
    const deliveries = all
      .flatMap((one, index) => (twice[index] ? [one, one] : [one]))
      .map((one, index) => ({ one, key: order[index % order.length] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
    const fate = new Map<string, Fate>();
    for (const [index, one] of all.entries()) {
      const drawn = fates[index];
      if (drawn) fate.set(one.id, drawn);
    }
    return { lengths, all, deliveries, fate, returns };
  });

describe('the consume core', () => {
  test('whatever comes, in whatever order: effects once and in order, up to the dead letter; all after the replay', async () => {
    await fc.assert(
      fc.asyncProperty(streams, async ({ lengths, all, deliveries, fate, returns }) => {
        const { effects, parking, open, healed, deliver, idle, loop, most } = consumer(fate, returns);
        for (const one of deliveries) {
          await loop.room();
          deliver(one);
        }
        await idle();
        expect(open.size).toBe(0);
        for (const [index, length] of lengths.entries()) {
          const ids = Array.from({ length }, (_, at) => `agg${index}:${at + 1}`);
          const dead = ids.findIndex((id) => fate.get(id) === 'permanent');
          const own = effects.filter((id) => id.startsWith(`agg${index}:`));
          expect(own).toEqual(dead === -1 ? ids : ids.slice(0, dead));
          expect(parking.letters.get(`agg${index}`)).toBe(ids[dead]);
        }
        for (const { id } of all) healed.add(id);
        for (const aggregateId of parking.letters.keys()) loop.replay(aggregateId);
        while (parking.letters.size > 0) await new Promise((done) => setImmediate(done));
        expect(effects.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        expect(most()).toBeLessThanOrEqual(3);
        await loop.drain();
      }),
      { numRuns: 500 },
    );
  });

  test('draining gives back what was not begun', async () => {
    const { effects, open, deliver, loop } = consumer(new Map(), false);
    for (let index = 0; index < 5; index++) deliver(event(`agg${index}`, 1));
    await loop.drain();
    expect(effects).toHaveLength(3);
    expect(open.size).toBe(0);
    deliver(event('late', 1));
    expect(open.size).toBe(0);
    expect(effects).toHaveLength(3);
  });

  test('what was delivered again and again without an outcome is buried unseen; what had its effect is not', async () => {
    const { effects, parking, open, deliver, idle } = consumer(new Map(), false);
    deliver(event('A', 1));
    await idle();
    // Three times the attempts an event has: its process must have ended each time.
    deliver(event('A', 1), 28);
    deliver(event('A', 2), 28);
    deliver(event('A', 3));
    deliver(event('B', 1), 27);
    await idle();
    expect(effects).toEqual(['A:1', 'B:1']);
    expect([...parking.letters]).toEqual([['A', 'A:2']]);
    expect(open.size).toBe(0);
  });

  test('room is there again when something is done', async () => {
    const { deliver, loop } = consumer(new Map(), false);
    for (let index = 0; index < 5; index++) deliver(event(`agg${index}`, 1));
    expect(loop.free).toBe(0);
    await loop.room();
    expect(loop.free).toBeGreaterThan(0);
  });
});
