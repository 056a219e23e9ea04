import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connectMongo } from '@lapor/store';
import { dropDatabases, mongoUrl } from '@lapor/testing/servers';
import { expect, inject, test } from 'vitest';
import { droppedOf, everMade, indexesIn, makeIndexes, recordedIndexes } from './golden/kept-indexes.ts';

test('MongoDB makes the indexes of today beside all that were ever made, and those nobody declares any more are named', async () => {
  const server = await mongoUrl();
  const database = `indexes${randomBytes(4).toString('hex')}`;
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  const connect = (service: string) => connectMongo(url.href, service);
  try {
    const recorded = recordedIndexes();
    expect(await makeIndexes(connect, everMade(recorded))).toEqual([]);
    const today = indexesIn(join(inject('installedCity').folder, 'data', 'lapor.db'));
    const old = await makeIndexes(connect, today);
    expect(old.length).toBeGreaterThan(0);
    expect(old.toSorted()).toEqual(droppedOf(recorded).toSorted());
  } finally {
    await dropDatabases(server.url, database);
    await server.stop();
  }
});
