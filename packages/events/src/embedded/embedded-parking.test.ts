import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BusEvent } from '../event-bus.ts';
import { embeddedDeadLetters, embeddedParking } from './embedded-parking.ts';
import { eventsWriterModule } from './events-writer.ts';

let folder: string;
let database: EmbeddedDatabase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-parking-'));
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [eventsWriterModule] });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const parking = () => embeddedParking(database, { durable: 'reporting', context: 'routing' }, systemClock);

function event(pubSeq: number): BusEvent {
  const type = 'lapor.routing.v1.CaseOpened';
  return { id: `A:${pubSeq}`, type, aggregateId: 'A', pubSeq, time: '2026-01-05T02:00:00Z', body: '{}' };
}

test('nothing waits behind a letter that is gone: it would be acked and never handled', async () => {
  const one = parking();
  await one.bury(event(1), 'invalid', 1);
  const stale = parking();
  await one.remove('A', 1);
  expect(await one.release('A')).toBe(true);
  expect(stale.has('A')).toBe(true);
  expect(await stale.wait(event(2))).toBe(false);
  expect(stale.has('A')).toBe(false);
  expect(await stale.first('A')).toBeUndefined();
});

test('a letter is not released while something waits behind it', async () => {
  const replaying = parking();
  await replaying.bury(event(1), 'invalid', 1);
  await replaying.remove('A', 1);
  expect(await replaying.first('A')).toBeUndefined();
  // Comes in between the look and the release.
  expect(await parking().wait(event(2))).toBe(true);
  expect(await replaying.release('A')).toBe(false);
  expect((await replaying.first('A'))?.pubSeq).toBe(2);
  expect(embeddedDeadLetters(database, 'reporting')).toHaveLength(1);
  await replaying.remove('A', 2);
  expect(await replaying.release('A')).toBe(true);
  expect(embeddedDeadLetters(database, undefined)).toEqual([]);
});

test('what waits comes out in order, and each once', async () => {
  const one = parking();
  await one.bury(event(2), 'invalid', 1);
  for (const seq of [11, 3, 10, 3]) expect(await one.wait(event(seq))).toBe(true);
  const order: number[] = [];
  for (let next = await one.first('A'); next; next = await one.first('A')) {
    order.push(next.pubSeq);
    await one.remove('A', next.pubSeq);
  }
  expect(order).toEqual([2, 3, 10, 11]);
});
