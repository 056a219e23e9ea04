import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { createLogger } from '@lapor/runtime';
import { startDistributed } from '@lapor/runtime/distributed';
import type { RunningHost, ServiceName } from '@lapor/runtime';
import { countingServices } from '@lapor/runtime/fixtures';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from './free-port.ts';
import { mongoUrl, natsUrl } from './servers.ts';
import type { TestServer } from './servers.ts';

let mongo: TestServer;
let nats: TestServer;
let folder: string;
let env: Record<string, string>;
const hosts: RunningHost[] = [];
const counting = countingServices();

beforeAll(async () => {
  [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  folder = mkdtempSync(join(tmpdir(), 'lapor-one-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'master.key'), `${randomBytes(32).toString('hex')}\n`);
  const url = new URL(mongo.url);
  // A database of its own: the server may have been given to us.
  url.pathname = `/one${randomBytes(4).toString('hex')}`;
  env = {
    LAPOR_MONGO_URL: url.href,
    LAPOR_NATS_URL: nats.url,
    LAPOR_KEYS: join(folder, 'keys'),
    LAPOR_FILES: join(folder, 'files'),
  };
  for (const name of ['INTAKE', 'ROUTING', 'REPORTING'])
    env[`LAPOR_GRPC_${name}`] = `127.0.0.1:${await freePort()}`;
});

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

afterAll(async () => {
  await Promise.all([mongo.stop(), nats.stop()]);
  rmSync(folder, { recursive: true });
});

async function start(service: 'intake' | 'routing' | 'reporting', opsPort = 0): Promise<RunningHost> {
  const host = await startDistributed({
    service,
    start: counting[service],
    env: {
      ...env,
      LAPOR_GRPC_LISTEN: env[`LAPOR_GRPC_${service.toUpperCase()}`],
      LAPOR_OPS_PORT: String(opsPort),
    },
    log: createLogger({ level: 'error' }),
  });
  hosts.push(host);
  return host;
}

test('services apart from each other work as they do in one process', async () => {
  const opsPort = await freePort();
  // Any order: a call waits for its server.
  const [intake, routing] = await Promise.all([
    start('intake'),
    start('routing'),
    start('reporting', opsPort),
  ]);
  const channel = openChannel({ address: intake.address('intake' satisfies ServiceName) });
  const client = createClient(IntakeService, channel);
  const id = `D${randomBytes(4).toString('hex')}`;
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const answer = await client.getSubmission(
    { trackingId: id },
    { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  );
  expect(answer.title).toBe('1');
  const mine = () => counting.heard.filter((heard) => heard.id === id);
  await vi.waitFor(() => expect(mine()).toMatchObject([{ pubSeq: 1, traceId }]), { timeout: 10_000 });

  const base = `http://127.0.0.1:${opsPort}`;
  expect((await fetch(`${base}/livez`)).status).toBe(200);
  const ready = await fetch(`${base}/readyz`);
  expect(await ready.json()).toMatchObject({ ready: true, services: [{ service: 'reporting' }] });
  expect(await (await fetch(`${base}/metrics`)).text()).toContain('lapor_ready{service="reporting"} 1');

  // A rolling restart of routing: the next call waits for it instead of failing.
  await routing.stop();
  const waiting = client.getSubmission({ trackingId: id });
  await start('routing');
  expect((await waiting).title).toBe('2');
  await vi.waitFor(() => expect(mine().map(({ pubSeq }) => pubSeq)).toEqual([1, 2]), { timeout: 10_000 });
  channel.close();
});

test('while it starts, which takes as long as it takes, it is alive and not ready', async () => {
  const opsPort = await freePort();
  const { promise: made, resolve: make } = Promise.withResolvers<void>();
  const starting = startDistributed({
    service: 'reporting',
    async start(platform) {
      await made;
      return counting.reporting(platform);
    },
    env: { ...env, LAPOR_GRPC_LISTEN: env['LAPOR_GRPC_REPORTING'], LAPOR_OPS_PORT: String(opsPort) },
    log: createLogger({ level: 'error' }),
  });
  const ask = (path: string) => fetch(`http://127.0.0.1:${opsPort}${path}`);
  await vi.waitFor(async () => expect((await ask('/livez')).status).toBe(200), { timeout: 10_000 });
  const ready = await ask('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ services: [{ checks: [{ reason: 'is starting' }] }] });
  make();
  hosts.push(await starting);
  expect((await ask('/readyz')).status).toBe(200);
});

test('without the master key no container starts', async () => {
  env['LAPOR_KEYS'] = join(folder, 'nothing');
  await expect(start('routing')).rejects.toThrow('master.key is missing');
});
