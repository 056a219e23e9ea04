import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@lapor/testing/free-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCityInContainers } from './fixtures/city-in-containers.ts';
import type { CityInContainers } from './fixtures/city-in-containers.ts';
import { whyNoCompose } from './fixtures/compose.ts';
import type { Composed } from './fixtures/compose.ts';
import type { People } from './fixtures/people.ts';
import { whilePeopleComplain } from './fixtures/storm.ts';
import { layWays, SERVICES, WAY_SECRETS } from './fixtures/ways.ts';
import type { Service, Side, WayControl, Ways } from './fixtures/ways.ts';
import { until } from './until.ts';

// Cables are pulled out and put back while people complain. Nothing they were told is accepted may be lost, nobody is
// told anything twice, each service says truly what it misses, and all come back by themselves.

const missing = whyNoCompose();
if (missing !== undefined) process.stdout.write(`Left out: faults (${missing}).\n`);

const MINUTE = 60_000;
const PHONES = 3;
/** What readiness calls the side that was cut off; the others may come and go without it. */
const CHECKS: Readonly<Record<Side, string | undefined>> = {
  broker: 'bus',
  store: 'store',
  peers: undefined,
};

describe.skipIf(missing !== undefined)('cut and heal', () => {
  let city: CityInContainers;
  let lapor: Composed;
  let people: People;
  let ways: Ways;
  let control: WayControl;

  beforeAll(async () => {
    const controlPort = await freePort();
    ways = layWays(controlPort);
    control = ways.control(controlPort);
    city = await openCityInContainers({ files: ways.files, env: WAY_SECRETS });
    ({ lapor, people } = city);
  }, 15 * MINUTE);

  afterAll(async () => {
    await city?.remove();
    ways?.remove();
  }, 2 * MINUTE);

  /** Intake asks routing for it. */
  const lookUp = async () => {
    const [receipt] = people.filed;
    return (await lapor.request('GET', `/api/v1/complaints/${receipt?.trackingId}`)).status;
  };

  const readiness = async (service: Service) => {
    const [container = ''] = await lapor.containers(service);
    return lapor.readiness(container);
  };

  const whileCut = (name: string, happens: () => Promise<void>) =>
    whilePeopleComplain(people, { name, phones: PHONES, pauseMilliseconds: 150 }, happens, () =>
      control.heal(),
    );

  const acceptsMore = async (count: number) => {
    const known = people.filed.length;
    await until(
      () => (people.filed.length >= known + count ? true : delay(200, undefined)),
      () => 'nothing is accepted any more',
      MINUTE,
    );
  };

  test.each(SERVICES)(
    '%s, cut off from the broker, then the store, then the others',
    async (service) => {
      for (const side of ['broker', 'store', 'peers'] as const) {
        await whileCut(`${service} without ${side}`, async () => {
          await control.cut(service, side);
          const check = CHECKS[side];
          if (check === undefined) {
            // Long enough for calls to run into their deadlines.
            await delay(6_000);
            if (service === 'intake') expect(await lookUp()).toBeGreaterThanOrEqual(503);
            expect(await readiness(service)).toEqual({ ready: true, missing: [] });
          } else
            await until(
              async () => ((await readiness(service)).missing.includes(check) ? true : delay(500, undefined)),
              () => `${service} does not say that it misses its ${side}`,
              MINUTE / 2,
            );
          await control.heal();
          await until(
            async () => ((await readiness(service)).ready ? true : delay(500, undefined)),
            () => `${service} does not find its ${side} again`,
            MINUTE,
          );
        });
      }
    },
    12 * MINUTE,
  );

  test(
    'half a second more on every way of every service',
    async () => {
      await whileCut('slow', async () => {
        for (const service of SERVICES) await control.slow(service, 500);
        await acceptsMore(2 * PHONES);
      });
    },
    8 * MINUTE,
  );

  test(
    'MongoDB without a primary for a while',
    async () => {
      const [mongo = ''] = await lapor.containers('mongo');
      const url = `mongodb://root:${WAY_SECRETS['LAPOR_MONGO_ROOT_PASSWORD']}@127.0.0.1/admin?directConnection=true`;
      await whileCut('stepped down', async () => {
        await acceptsMore(2);
        // By force: there is no other member to take over.
        const stepDown =
          'db.adminCommand({replSetStepDown: 4, secondaryCatchUpPeriodSecs: 0, force: true}).ok';
        const said = await lapor.run(mongo, 'mongosh', '--quiet', url, '--eval', stepDown);
        expect(said.trim()).toBe('1');
        await acceptsMore(2 * PHONES);
      });
    },
    8 * MINUTE,
  );

  test(
    'a full disk under the broker: complaints are accepted, and go on when there is room again',
    async () => {
      const [nats = ''] = await lapor.containers('nats');
      const healthy = async () => (await lapor.compose('ps', 'nats', '--format', '{{.Health}}')).trim();
      await whileCut('full disk', async () => {
        await acceptsMore(2);
        const fill = 'dd if=/dev/zero of=/data/filler bs=64k 2>&1; df -P /data | tail -1';
        expect(await lapor.run(nats, 'sh', '-c', fill)).toContain('100%');
        await acceptsMore(10 * PHONES);
        await until(
          async () => ((await healthy()) === 'unhealthy' ? true : delay(500, undefined)),
          () => 'the broker does not say that it cannot write',
          2 * MINUTE,
        );
        await acceptsMore(2);
        await lapor.run(nats, 'rm', '/data/filler');
        await until(
          async () => ((await healthy()) === 'healthy' ? true : delay(500, undefined)),
          () => 'the broker does not find the room there is again',
          2 * MINUTE,
        );
      });
    },
    8 * MINUTE,
  );

  test('nobody was told anything twice', () => city.expectAllToldOnce(), 10 * MINUTE);
});
