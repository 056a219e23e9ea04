import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { credentials } from '@grpc/grpc-js';
import type { Inbox } from '@lapor/portal';
import { freePort } from '@lapor/testing/free-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { good } from './city-at-work.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import { composeUp, whyNoCompose } from './fixtures/compose.ts';
import type { Composed } from './fixtures/compose.ts';
import { readFeed } from './fixtures/feed-on-nats.ts';
import { peopleAt } from './fixtures/people.ts';
import type { People } from './fixtures/people.ts';
import { pastedFrom } from './fixtures/readme.ts';
import { whilePeopleComplain } from './fixtures/storm.ts';
import { until } from './until.ts';

// An installation as the documents have a newcomer make it, word for word; then its doors for agencies; then it grows into a
// cluster with what is in it, and loses a server.

const missing = whyNoCompose();
if (missing !== undefined)
  process.stdout.write(`Left out: the tour of the containers, a cluster (${missing}).\n`);

const MINUTE = 60_000;
const DOORS = ['deploy/docker/agencies.yml', 'deploy/nats/agencies.yml'];
const CLUSTER = 'deploy/nats/cluster.yml';
const ROOT = new URL('../../..', import.meta.url).pathname;

describe.skipIf(missing !== undefined)('containers as the documents say', () => {
  let lapor: Composed;
  let people: People;
  let folder: string;
  let token = '';
  let agency = '';
  const ports = { grpc: 0, nats: 0 };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lapor-cluster-'));
    makeCertificate(folder);
    ports.grpc = await freePort();
    ports.nats = await freePort();
    lapor = await composeUp({
      port: await freePort(),
      files: DOORS,
      env: {
        LAPOR_LIMITS: 'off',
        LAPOR_AGENCY_TLS: folder,
        LAPOR_AGENCY_PORT: `127.0.0.1:${ports.grpc}`,
        LAPOR_NATS_TLS: folder,
        LAPOR_NATS_PORT: `127.0.0.1:${ports.nats}`,
      },
    });
  }, 15 * MINUTE);
  afterAll(async () => {
    await lapor?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 2 * MINUTE);

  test(
    'the tour of the README is gone as it is pasted, from nothing to a closed complaint',
    async () => {
      const city = pastedFrom('As containers');
      // Its own session of the officer comes first, as it says.
      const minutes = pastedFrom('Five minutes with curl').replace(/^TOKEN=.*\n/m, '');
      const script = [city, `cd ${folder}`, minutes, 'echo "token $TOKEN"'].join('\n');
      const { stdout } = await promisify(execFile)(
        'bash',
        ['-eu', '-o', 'pipefail', '-c', script.replaceAll('http://localhost:8080', lapor.url)],
        { cwd: ROOT, env: lapor.environment, timeout: 3 * MINUTE },
      );
      expect(stdout).toContain('"accessCode"');
      expect(stdout).toContain('bare acknowledgement');
      expect(stdout).toMatch(/^in_progress\nanswered\nclosed$/m);
      expect(stdout).toMatch(/received: 1\b/);
      token = /^token (\S+)$/m.exec(stdout)?.[1] ?? '';
      people = peopleAt(lapor, token, 1);
      const inbox = await lapor.request('GET', '/api/v1/cases?status=closed', { token });
      const [closed] = good<Inbox>(inbox, 200).cases;
      agency = closed?.agency?.code ?? '';
      expect(agency).not.toBe('');
    },
    4 * MINUTE,
  );

  test('both doors for systems of agencies open over TLS, and that of NATS to nobody in the clear', async () => {
    const password = 'pagi ini hujan deras';
    const session = { body: { username: 'admin', password } };
    const admin = good<{ token: string }>(await lapor.request('POST', '/api/v1/sessions', session), 201);
    const asked = {
      token: admin.token,
      body: { agencyId: agency, label: 'e-office', reason: 'SPBE 4/2026' },
    };
    const { key } = good<{ key: string }>(await lapor.request('POST', '/api/v1/agency-keys', asked), 201);
    const authority = readFileSync(join(folder, 'cert.pem'));
    const system = agencySystem(`localhost:${ports.grpc}`, key, credentials.createSsl(authority));
    const reader = await readFeed(`tls://localhost:${ports.nats}`, key, authority.toString());
    const { trackingId } = await people.file('through-the-doors');
    await reader.got(trackingId, 'CaseDisposed 1');
    const found = await system.client.getCase({ caseId: trackingId }, system.options);
    expect(found.case?.snapshot?.holderAgencyId).toBe(agency);
    await expect(readFeed(`nats://localhost:${ports.nats}`, key, null)).rejects.toThrow(/authorization/i);
    await reader.stop();
    system.close();
  });

  test(
    'grown into a cluster it has everything, and goes on while one of three servers of NATS is dead',
    async () => {
      await lapor.become(CLUSTER);
      for (const context of ['intake', 'routing'])
        expect((await lapor.stream(context)).replicas, context).toBe(3);
      const acceptsMore = async (count: number) => {
        const known = people.filed.length;
        await until(
          () => (people.filed.length >= known + count ? true : delay(100, undefined)),
          () => 'nothing is accepted any more',
          MINUTE,
        );
      };
      for (const victim of ['nats-2', 'nats'] as const) {
        const storm = { name: `without ${victim}`, phones: 4, pauseMilliseconds: 50 };
        const [container = ''] = await lapor.containers(victim);
        await whilePeopleComplain(
          people,
          storm,
          async () => {
            await acceptsMore(20);
            await lapor.kill9(container);
            await acceptsMore(60);
            // What is accepted is also told and counted while it is dead.
            const [receipt] = people.filed.slice(-1);
            if (receipt !== undefined) await people.reachesItsUnit([receipt]);
          },
          () => lapor.start(container),
        );
        await lapor.become(CLUSTER);
      }
    },
    8 * MINUTE,
  );
});

/** One that stands for itself, for the name that this machine has for itself; the containers' own users can read the key. */
function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost';
  execFileSync('openssl', [...words.split(' '), '-addext', 'subjectAltName=DNS:localhost', ...files], {
    stdio: 'pipe',
  });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'key.pem'), 0o644);
}
