import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMongo } from '@lapor/store';
import { dropDatabases, mongoUrl, natsUrl, removeStreams } from '@lapor/testing/servers';
import { expect, test } from 'vitest';
import { startOnServers } from './fixtures/on-servers.ts';
import { droppedOf, everMade, makeIndexes, recordedIndexes } from './golden/kept-indexes.ts';
import { until } from './until.ts';

test('services start on MongoDB where all indexes are that were ever made, and name those that nobody declares any more', async () => {
  const [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  const folder = mkdtempSync(join(tmpdir(), 'lapor-indexes-'));
  const keysFolder = join(folder, 'keys');
  mkdirSync(keysFolder);
  writeFileSync(join(keysFolder, 'master.key'), `${randomBytes(32).toString('hex')}\n`);
  const database = `indexes${randomBytes(4).toString('hex')}`;
  const url = new URL(mongo.url);
  url.pathname = `/${database}`;
  try {
    const recorded = recordedIndexes();
    expect(await makeIndexes((service) => connectMongo(url.href, service), everMade(recorded))).toEqual([]);
    await removeStreams(nats.url);
    const running = await startOnServers({
      mongoUrl: url.href,
      natsUrl: nats.url,
      keysFolder,
    });
    const dropped = droppedOf(recorded).map((name) => name.replace(' ', '.'));
    try {
      expect(dropped.length).toBeGreaterThan(0);
      await until(
        () => (namedIn(running.said()).length >= dropped.length ? true : undefined),
        () => running.said(),
      );
      expect(namedIn(running.said()).toSorted()).toEqual(dropped.toSorted());
    } finally {
      await running.stop();
    }
  } finally {
    await dropDatabases(mongo.url, database);
    await Promise.all([mongo.stop(), nats.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** "service.collection.index" of all that the services say they do not declare. */
function namedIn(said: string): readonly string[] {
  const lines = said.split('\n').filter((line) => line.includes('that this version does not declare'));
  return lines.flatMap((line) => {
    const { service, indexes } = JSON.parse(line) as {
      readonly service: string;
      readonly indexes: readonly string[];
    };
    return indexes.map((name) => `${service}.${name}`);
  });
}
