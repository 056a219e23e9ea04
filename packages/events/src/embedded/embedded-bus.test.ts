import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { EventBus, Subscription } from '../event-bus.ts';
import type { BusEvent } from '../bus-event.ts';
import { embeddedBus } from './embedded-bus.ts';
import { eventsWriterModule } from './events-writer.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const DAY = 86_400_000;

let folder: string;
let database: EmbeddedDatabase;
let bus: EventBus;

async function open(retryDelays: readonly number[] = [20]): Promise<void> {
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [eventsWriterModule] });
  bus = embeddedBus({ database, log, retryDelays });
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-events-'));
  await open();
});
afterEach(async () => {
  await bus.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function event(aggregateId: string, pubSeq: number): BusEvent {
  const type = 'lapor.routing.v1.CaseOpened';
  return {
    id: `${aggregateId}:${pubSeq}`,
    type,
    aggregateId,
    pubSeq,
    time: '2026-01-05T02:00:00Z',
    body: '{}',
  };
}

function subscription(handle: Subscription['handle']): Subscription {
  const at = new Map<string, number>();
  return {
    durable: 'reporting',
    context: 'routing',
    guard: {
      last: (id) => Promise.resolve(at.get(id) ?? 0),
      advance: (id, pubSeq) => Promise.resolve(void at.set(id, pubSeq)),
    },
    fetchMissing: () => Promise.resolve([]),
    handle,
  };
}

/** Well beyond what a busy machine needs. */
function soon(assertion: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(assertion, { timeout: 30_000, interval: 2 });
}

function count(table: string): number {
  return Number(database.reader.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
}

describe('the embedded log', () => {
  test('wakes a consumer at once, without waiting for a look around', async () => {
    // Looking around is the only thing here that happens at intervals: now it never does.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const handled: string[] = [];
    await bus.subscribe(subscription(({ id }) => Promise.resolve(void handled.push(id))));
    for (let seq = 1; seq <= 20; seq++) {
      await bus.publish([event('A', seq)]);
      while (handled.length < seq) await new Promise((done) => setTimeout(done, 2));
    }
    expect(handled).toHaveLength(20);
  });

  test('remembers attempts over a restart', async () => {
    await bus.close();
    await database.close();
    await open([60_000]);
    let attempts = 0;
    const failing = () => {
      attempts++;
      return Promise.reject(new Error('not now'));
    };
    const running = await bus.subscribe({ ...subscription(failing), maxDeliver: 2 });
    await bus.publish([event('A', 1)]);
    await soon(() => expect(count('bus_attempt')).toBe(1));
    await running.drain();
    await bus.close();
    await database.close();
    // As if the minute had gone by.
    const writer = new DatabaseSync(join(folder, 'lapor.db'));
    writer.exec('UPDATE bus_attempt SET not_before = 0');
    writer.close();
    await open();
    await bus.subscribe({ ...subscription(failing), maxDeliver: 2 });
    await soon(async () => expect(await bus.deadLetters()).toHaveLength(1));
    expect(attempts).toBe(2);
    await soon(() => expect(count('bus_attempt')).toBe(0));
  });

  test('buries what lay open at the end of start after start, and nothing else', async () => {
    const handled: string[] = [];
    const note = ({ id }: BusEvent) => Promise.resolve(void handled.push(id));
    const first = await bus.subscribe({ ...subscription(note), maxDeliver: 2 });
    await bus.publish([event('A', 1), event('B', 1)]);
    await soon(() => expect(handled).toHaveLength(2));
    await first.drain();
    await bus.publish([event('C', 1)]);
    // Each a process that took up work on C and was dead before it could say so.
    for (let start = 0; start < 6; start++)
      await database.call('events.subscribe', { durable: 'reporting', context: 'routing' });
    await bus.subscribe({ ...subscription(note), maxDeliver: 2 });
    await soon(async () => expect(await bus.deadLetters()).toMatchObject([{ event: { id: 'C:1' } }]));
    await bus.publish([event('D', 1)]);
    await soon(() => expect(handled.at(-1)).toBe('D:1'));
    expect(handled).toEqual(['A:1', 'B:1', 'D:1']);
  });

  test('waits out a delay that a restart cut in two', async () => {
    await bus.close();
    await database.close();
    await open([60_000]);
    const running = await bus.subscribe(subscription(() => Promise.reject(new Error('not now'))));
    await bus.publish([event('A', 1)]);
    await soon(() => expect(count('bus_attempt')).toBe(1));
    await running.drain();
    const handled: string[] = [];
    await bus.subscribe(subscription(({ id }) => Promise.resolve(void handled.push(id))));
    await bus.publish([event('B', 1)]);
    await soon(() => expect(handled).toEqual(['B:1']));
  });

  test('writes acks in batches, one number for all', async () => {
    let handled = 0;
    await bus.subscribe(subscription(() => Promise.resolve(void handled++)));
    const before = database.counters.operations;
    await bus.publish(Array.from({ length: 500 }, (_, index) => event('A', index + 1)));
    await soon(() => expect(handled).toBe(500));
    const floor = () => Number(database.reader.prepare('SELECT floor FROM bus_consumer').get()?.['floor']);
    await soon(() => expect(floor()).toBe(500));
    expect(database.counters.operations - before).toBeLessThan(100);
  });

  test('prunes what is old and had by every consumer, and nothing else', async () => {
    const running = await bus.subscribe(subscription(() => Promise.resolve()));
    await bus.publish([event('A', 1), event('A', 2)]);
    await soon(async () => expect(await running.lag()).toBe(0));
    await running.drain();
    await bus.publish([event('A', 3)]);
    const prune = (storedBefore: number) => database.call('events.prune', { storedBefore, limit: 1_000 });
    expect(await prune(Date.now() - 30 * DAY)).toBe(0);
    expect(await prune(Date.now() + DAY)).toBe(2);
    expect(count('bus_event')).toBe(1);
  });

  test('with an event its copies are pruned, and a reader who stopped before them is told so', async () => {
    const copies = [{ agencyId: 'CITY', feedSeq: 1 }];
    await bus.publish([
      { ...event('A', 1), copies },
      { ...event('B', 1), copies },
    ]);
    const read = async (after?: string) => {
      const ended = new AbortController();
      const reading = { signal: ended.signal, ...(after === undefined ? {} : { after }) };
      for await (const message of bus.feed.read('CITY', reading)) return message;
      return undefined;
    };
    const first = await read();
    await database.call('events.prune', { storedBefore: Date.now() + DAY, limit: 1 });
    expect([count('bus_event'), count('bus_copy')]).toEqual([1, 1]);
    await expect(read(first?.position)).rejects.toMatchObject({ code: 'illegal' });
    expect(await read()).toMatchObject({ id: 'B:1' });
  });

  test('only one consumer of a name is at work; the next takes over when it drains', async () => {
    const handled: string[] = [];
    const note = (who: string) =>
      subscription(({ id }) => Promise.resolve(void handled.push(`${who} ${id}`)));
    const first = await bus.subscribe(note('first'));
    const second = await bus.subscribe(note('second'));
    const third = await bus.subscribe(note('third'));
    await bus.publish([event('A', 1)]);
    await soon(() => expect(handled).toEqual(['first A:1']));
    await second.drain();
    await first.drain();
    await bus.publish([event('B', 1)]);
    await soon(() => expect(handled).toEqual(['first A:1', 'third B:1']));
    await third.drain();
  });

  test('a closed bus takes nothing', async () => {
    await bus.close();
    await expect(bus.publish([event('A', 1)])).rejects.toMatchObject({ code: 'unavailable' });
    await expect(bus.subscribe(subscription(() => Promise.resolve()))).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
