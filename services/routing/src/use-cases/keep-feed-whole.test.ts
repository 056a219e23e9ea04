import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBus, eventsWriterModule } from '@lapor/events';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, openSequenceGuard, storeWriterModule } from '@lapor/store';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makeCases, searchParts } from '../fixtures/made-cases.ts';
import { keepFeedWhole } from './keep-feed-whole.ts';

test('a feed is filled once, however often a process starts; and once more when it was made anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-feed-'));
  const modules = [storeWriterModule, eventsWriterModule];
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules });
  const connection = await connectEmbedded(database, 'routing');
  try {
    const said: string[] = [];
    const log = pino({ base: null }, { write: (line) => void said.push(line) });
    const parts = { ...searchParts(connection), log };
    const bus = embeddedBus({ database, log });
    const { feed } = bus;
    // Whoever starts has a guard that remembers nothing yet.
    const start = async (madeAt: () => Promise<number>) => {
      const filled = openSequenceGuard(connection, 'routing-feed');
      await keepFeedWhole({ parts, feed: { ...feed, madeAt }, filled });
      return said.length;
    };
    await connection.ready();
    await makeCases(connection, parts, []);
    const madeAt = () => feed.madeAt();
    expect([await start(madeAt), await start(madeAt)]).toEqual([1, 1]);
    const later = async () => (await madeAt()) + 1;
    expect([await start(later), await start(later)]).toEqual([2, 2]);
    await bus.close();
  } finally {
    await connection.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
