import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDoorCity } from '../fixtures/door-city.ts';
import type { AgencySystem, DoorCity } from '../fixtures/door-city.ts';
import { BATAM, NATIONAL_ADMIN } from '../fixtures/test-directory.ts';

const STREAM = 'AGENCY_FEED';

let city: DoorCity;
let routing: NatsConnection;
let batam: AgencySystem;
beforeAll(async () => {
  city = await startDoorCity(3);
  routing = await city.asService('routing');
  batam = await city.createKey(BATAM);
});
afterAll(async () => {
  await routing.close();
  await city.stop();
});

async function read(connection: NatsConnection, most: number): Promise<string[]> {
  const consumer = await jetstream(connection, { domain: 'lapor' }).consumers.get(STREAM, batam.keyId);
  const subjects: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: most, expires: 2_000 })) {
    subjects.push(message.subject);
    await message.ackAck();
  }
  return subjects;
}

it('a system reads through any server of the cluster, many messages in one pull', async () => {
  for (const [n, server] of city.urls.entries()) {
    const wanted = Array.from({ length: 20 }, (_, at) => `feed.${BATAM}.CaseDisposed.n${n}at${at}`);
    for (const subject of wanted) await jetstream(routing).publish(subject, '{}');
    const connection = await city.asSystem(batam.key, { servers: server, ignoreClusterUpdates: true });
    expect(await read(connection, wanted.length)).toEqual(wanted);
    expect(await read(connection, 1)).toEqual([]);
    await connection.close();
  }
});

it('a revoked key is cut on every server', async () => {
  const system = await city.createKey(BATAM);
  const connections = await Promise.all(
    city.urls.map((server) =>
      city.asSystem(system.key, { servers: server, ignoreClusterUpdates: true, reconnect: false }),
    ),
  );
  const from = performance.now();
  await city.directory.revokeAgencyKey({ keyId: system.keyId, reason: 'Bocor' }, NATIONAL_ADMIN);
  await Promise.all(connections.map((connection) => connection.closed()));
  expect(performance.now() - from).toBeLessThan(10_000);
});
