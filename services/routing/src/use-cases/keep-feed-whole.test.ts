import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBus, eventsWriterModule } from '@lapor/events';
import type { AgencyFeed, OutgoingEvent } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { connectEmbedded, openSequenceGuard, storeWriterModule } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CASE_ID } from '../domain/fixtures/world.ts';
import { makeCases, searchParts } from '../fixtures/made-cases.ts';
import { feedRefusals } from './feed-refusals.ts';
import { keepFeedWhole } from './keep-feed-whole.ts';

let folder: string;
let database: EmbeddedDatabase;
let connection: StoreConnection;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-feed-'));
  const modules = [storeWriterModule, eventsWriterModule];
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules });
  connection = await connectEmbedded(database, 'routing');
});
afterEach(async () => {
  await connection.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One case, and the feed it is copied to; `said` is the log. */
async function opened() {
  const said: string[] = [];
  const log = pino({ base: null }, { write: (line) => void said.push(line) });
  const parts = { ...searchParts(connection), log };
  const bus = embeddedBus({ database, log });
  await connection.ready();
  await makeCases(connection, parts, []);
  // Whoever starts has a guard that remembers nothing yet.
  const start = async (feed: AgencyFeed) => {
    const refusals = feedRefusals(parts, feed);
    await keepFeedWhole({ parts, feed, filled: openSequenceGuard(connection, 'routing-feed'), refusals });
    return refusals;
  };
  return { bus, said, start };
}

test('a feed is filled once, however often a process starts; and once more when it was made anew', async () => {
  const { bus, said, start } = await opened();
  const { feed } = bus;
  const anew = { ...feed, madeAt: async () => (await feed.madeAt()) + 1 };
  const lines: number[] = [];
  for (const each of [feed, feed, anew, anew]) {
    await start(each);
    lines.push(said.length);
  }
  expect(lines).toEqual([1, 1, 2, 2]);
  await bus.close();
});

test('what the feed refuses is left out and told, holds up nothing, and is tried again when asked', async () => {
  const { bus, said, start } = await opened();
  let mended = false;
  const tried: string[] = [];
  const feed: AgencyFeed = {
    ...bus.feed,
    refill(events) {
      tried.push(...events.map(({ type }) => type));
      const isRefused = ({ pubSeq }: OutgoingEvent) => !mended && pubSeq === 1;
      const error = new AppError('too_large', 'too much');
      return Promise.resolve(events.filter(isRefused).map((event) => ({ event, error })));
    },
  };
  const refusals = await start(feed);
  const all = tried.length;
  expect(all).toBeGreaterThan(1);
  expect(said.some((line) => line.includes('left out'))).toBe(true);
  const [letter, ...others] = refusals.refused();
  expect([letter, others]).toMatchObject([
    { id: `routing.feed.${CASE_ID}`, durable: 'routing', reason: 'too_large: too much', attempts: 1 },
    [],
  ]);
  // It has been filled: nobody does it again for the sake of what it does not take.
  await start(feed);
  expect(tried).toHaveLength(all);

  expect(refusals.retry('nothing')).toBe(false);
  expect(refusals.retry(letter?.id ?? '')).toBe(true);
  await expect.poll(() => refusals.refused().map(({ attempts }) => attempts)).toEqual([2]);
  mended = true;
  expect(refusals.retry(letter?.id ?? '')).toBe(true);
  await expect.poll(() => refusals.refused()).toEqual([]);
  expect(tried).toHaveLength(all + 2);
  await bus.close();
});
