import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Health, createClient, openChannel } from '@lapor/contracts/grpc';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { systemClock } from '@lapor/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countingServices } from '../fixtures/counting-services.ts';
import type { CountingServices } from '../fixtures/counting-services.ts';
import { hostAll } from './host-all.ts';
import type { HostAllOptions } from './host-all.ts';
import { createLogger } from '../logger.ts';
import type { RunningHost } from './running-host.ts';
import { simulatedClock } from './simulated-clock.ts';

/** A busy machine takes its time. */
const PATIENT = { timeout: 30_000 };

let folder: string;
let counting: CountingServices;
const running: RunningHost[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-host-'));
  counting = countingServices();
});

afterEach(async () => {
  for (const host of running.splice(0)) await host.stop();
  rmSync(folder, { recursive: true });
});

async function host(options: Partial<HostAllOptions> = {}): Promise<RunningHost> {
  const { intake, routing, reporting } = counting;
  const host = await hostAll({
    services: { intake, routing, reporting },
    dataFolder: join(folder, 'data'),
    keysFolder: join(folder, 'keys'),
    env: {},
    clock: systemClock,
    log: createLogger({ level: 'silent' }),
    ...options,
  });
  running.push(host);
  return host;
}

async function count(host: RunningHost, id: string, traceparent?: string): Promise<number> {
  const channel = openChannel({ address: host.address('intake') });
  const client = createClient(IntakeService, channel);
  const options = traceparent === undefined ? {} : { traceparent };
  const { title } = await client.getSubmission({ trackingId: id }, options);
  channel.close();
  return Number(title);
}

test('services call each other, keep what they did, and hear of it, all in one trace', async () => {
  const hosted = await host();
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  expect(await count(hosted, 'A', `00-${traceId}-00f067aa0ba902b7-01`)).toBe(1);
  expect(await count(hosted, 'A')).toBe(2);
  await vi.waitFor(() => expect(counting.heard.length).toBe(2), PATIENT);
  expect(counting.heard).toMatchObject([
    { id: 'A', pubSeq: 1, traceId },
    { id: 'A', pubSeq: 2 },
  ]);
  expect(counting.traces[0]).toBe(traceId);
  expect(counting.heard[1]?.traceId).toBe(counting.traces[1]);
  expect(counting.traces[1]).not.toBe(traceId);
});

test('everything is there after a restart, and nothing is heard twice', async () => {
  const first = await host();
  for (let round = 1; round <= 20; round++) expect(await count(first, 'A')).toBe(round);
  await first.stop();
  const second = await host();
  expect(await count(second, 'A')).toBe(21);
  await vi.waitFor(() => expect(counting.heard.length).toBe(21), PATIENT);
  expect(counting.heard.map(({ pubSeq }) => pubSeq)).toEqual(
    Array.from({ length: 21 }, (_, index) => index + 1),
  );
});

test('it stops intake first, removes its sockets, and lets go of the folder', async () => {
  const hosted = await host();
  await count(hosted, 'A');
  const socket = hosted.address('intake').slice('unix:'.length);
  expect(existsSync(socket)).toBe(true);
  await hosted.stop();
  expect(counting.stopped[0]).toBe('intake');
  expect(counting.stopped.toSorted()).toEqual(['intake', 'reporting', 'routing']);
  expect(existsSync(socket)).toBe(false);
});

test('a data folder has one process, and says which', async () => {
  await host();
  await expect(host()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${process.pid}`),
  });
  expect(readFileSync(join(folder, 'data', 'lapor.pid'), 'utf8')).toBe(`${process.pid}\n`);
});

test('folders and keys are private to their owner', async () => {
  const hosted = await host();
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect(mode(join(folder, 'data'))).toBe(0o700);
  expect(mode(join(folder, 'data', 'run'))).toBe(0o700);
  expect(mode(join(folder, 'keys'))).toBe(0o700);
  expect(mode(join(folder, 'keys', 'master.key'))).toBe(0o600);
  await hosted.stop();
});

test('a missing or wrong master key stops the start and makes no new one', async () => {
  await (await host()).stop();
  const keyFile = join(folder, 'keys', 'master.key');
  const key = readFileSync(keyFile, 'utf8');
  rmSync(keyFile);
  await expect(host()).rejects.toThrow('is missing');
  expect(existsSync(keyFile)).toBe(false);
  writeFileSync(keyFile, `${'0'.repeat(64)}\n`);
  await expect(host()).rejects.toThrow('is not the key');
  writeFileSync(keyFile, key);
  await host();
});

test('one service that does not start takes back the others', async () => {
  const refusing = () => Promise.reject(new Error('no such port'));
  const { routing, reporting } = counting;
  await expect(host({ services: { intake: refusing, routing, reporting } })).rejects.toThrow('no such port');
  expect(counting.stopped.toSorted()).toEqual(['reporting', 'routing']);
  expect(await count(await host(), 'A')).toBe(1);
});

test('a data folder too deep for a socket gets its sockets elsewhere', async () => {
  const hosted = await host({ dataFolder: join(folder, 'd'.repeat(120)) });
  expect(hosted.address('notification').length).toBeLessThan(108);
  expect(await count(hosted, 'A')).toBe(1);
  const socketFolder = join(hosted.address('intake').slice('unix:'.length), '..');
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  await hosted.stop();
  expect(existsSync(socketFolder)).toBe(false);
});

test('a simulated clock settles: recurring work has run and all events were heard', async () => {
  const clock = simulatedClock(new Date('2020-01-02T01:00:00Z'));
  const hosted = await host({ clock });
  await Promise.all(Array.from({ length: 50 }, (_, index) => count(hosted, `C${index}`)));
  clock.set(new Date('2020-03-04T05:00:00Z'));
  await clock.settled();
  expect(counting.ticks).toEqual(['2020-03-04T05:00:00.000Z']);
  expect(counting.heard.length).toBe(50);
});

test('it tells how it is: health, readiness, metrics', async () => {
  const hosted = await host();
  await count(hosted, 'A');
  const channel = openChannel({ address: hosted.address('routing') });
  const health = createClient(Health, channel);
  expect((await health.check({ service: 'lapor.routing.v1.RoutingService' })).status).toBe(1);
  channel.close();
  const report = await hosted.report();
  expect([...report.values()].every(({ ready }) => ready)).toBe(true);
  await vi.waitFor(
    async () =>
      expect(await hosted.metrics.metrics()).toContain(
        'lapor_events_lag{service="reporting",context="routing"} 0',
      ),
    PATIENT,
  );
  const metrics = await hosted.metrics.metrics();
  expect(metrics).toContain('lapor_ready{service="routing"} 1');
  expect(metrics).toMatch(/lapor_grpc_calls_total\{.*method="ListMembers",code="ok"\} 1/);
  expect(metrics).toContain('process_resident_memory_bytes');
  expect(metrics).toMatch(/lapor_events_published_total\{context="routing"\} [1-9]/);
  const [operations, commits] = ['operations', 'commits'].map((what) =>
    Number(new RegExp(`lapor_sqlite_${what}_total (\\d+)`).exec(metrics)?.[1]),
  );
  expect(commits).toBeGreaterThan(0);
  expect(operations).toBeGreaterThanOrEqual(commits ?? 0);
});
