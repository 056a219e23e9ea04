import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { SYSTEM_CALLER } from '@lapor/contracts';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { mongoUrl, natsUrl, removeStreams } from '@lapor/testing/servers';
import type { TestServer } from '@lapor/testing/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FIRST_PASSWORD, settleAdmin, signIn } from './city.ts';
import { runLaporCommand } from './cli-run.ts';
import { startOnServers } from './fixtures/on-servers.ts';
import type { OnServers } from './fixtures/on-servers.ts';

let mongo: TestServer;
let nats: TestServer;
let folder: string;
let running: OnServers;
const at = (...names: readonly string[]) => join(folder, ...names);

const tlsOf = (service: string, from = service) => ({
  LAPOR_GRPC_TLS_CERT: at('tls', from, 'tls.crt'),
  LAPOR_GRPC_TLS_KEY: at('tls', from, 'tls.key'),
  LAPOR_GRPC_TLS_CA: at('tls', service, 'ca.crt'),
});

async function makeCertificates(to: string): Promise<void> {
  const made = await runLaporCommand(['certificates', '--to', at(to)]);
  expect(made, made.err).toMatchObject({
    code: 0,
    out: expect.stringContaining('intake, routing, directory'),
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-tls-'));
  [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  await Promise.all([makeCertificates('tls'), makeCertificates('other')]);
  mkdirSync(at('keys'));
  writeFileSync(at('keys', 'master.key'), `${randomBytes(32).toString('hex')}\n`);
  await removeStreams(nats.url);
  const url = new URL(mongo.url);
  url.pathname = `/tls${randomBytes(4).toString('hex')}`;
  running = await startOnServers({
    mongoUrl: url.href,
    natsUrl: nats.url,
    keysFolder: at('keys'),
    env: { LAPOR_ADMIN_PASSWORD: FIRST_PASSWORD },
    // Reporting shows the certificate of another: who asks it for something is to notice.
    envOf: (service) => tlsOf(service, service === 'reporting' ? 'notification' : service),
  });
}, 240_000);
afterAll(async () => {
  await running.stop();
  await Promise.all([mongo.stop(), nats.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

function tls(ca: string, own?: readonly [folder: string, service: string]): ChannelCredentials {
  const read = (...names: readonly string[]) => readFileSync(at(...names));
  if (own === undefined) return credentials.createSsl(read(ca, 'ca.crt'));
  return credentials.createSsl(read(ca, 'ca.crt'), read(...own, 'tls.key'), read(...own, 'tls.crt'));
}

/** Asks routing for the events of a case there is not. */
async function ask(creds: ChannelCredentials, serverName = 'routing'): Promise<unknown> {
  const channel = openChannel({ address: running.grpcAddress('routing'), credentials: creds, serverName });
  try {
    const client = createClient(EventsService, channel);
    const request = { aggregateId: 'none', fromPubSeq: 1, toPubSeq: 0 };
    return await client.getEvents(request, { caller: SYSTEM_CALLER, timeoutMilliseconds: 5_000 });
  } finally {
    channel.close();
  }
}

test('services that hold certificates of one authority work together', async () => {
  await settleAdmin(running);
  expect(await signIn(running, 'national')).toMatch(/./);
  expect(await ask(tls('tls', ['tls', 'notification']))).toMatchObject({ events: [] });
});

test('who has no certificate, one of another authority, or speaks in plain text is refused', async () => {
  await expect(ask(tls('tls'))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(ask(tls('tls', ['other', 'notification']))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(ask(credentials.createInsecure())).rejects.toMatchObject({ code: 'unavailable' });
});

test('a server of another authority or of another name is not believed', async () => {
  await expect(ask(tls('other', ['tls', 'notification']))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(ask(tls('tls', ['tls', 'notification']), 'directory')).rejects.toMatchObject({
    code: 'unavailable',
  });
  // The same between services: intake gets no figures from what calls itself reporting and is not.
  const query = 'from=2020-01-01&to=2099-12-31';
  const { status } = await running.request('GET', `/api/v1/reports/summary?${query}`);
  expect(status).toBe(503);
});

test('run again it leaves what is good alone, and makes what is missing or near its end', async () => {
  const before = readFileSync(at('tls', 'routing', 'tls.crt'), 'utf8');
  expect(await runLaporCommand(['certificates', '--to', at('tls')])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Nothing to do'),
  });
  rmSync(at('other', 'intake', 'tls.crt'));
  expect(await runLaporCommand(['certificates', '--to', at('other')])).toMatchObject({
    out: expect.stringContaining(': intake.'),
  });
  expect(
    await runLaporCommand(['certificates', '--to', at('other'), '--days', '800', 'routing']),
  ).toMatchObject({
    out: expect.stringContaining(': routing.'),
  });
  expect(readFileSync(at('tls', 'routing', 'tls.crt'), 'utf8')).toBe(before);
  for (const file of [at('tls', 'ca.key'), at('tls', 'routing', 'tls.key')])
    expect(statSync(file).mode & 0o077).toBe(0);
});
