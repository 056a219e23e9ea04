import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followUp, solved } from './builders.ts';
import { good } from './city-at-work.ts';
import { openCityInContainers } from './fixtures/city-in-containers.ts';
import type { CityInContainers } from './fixtures/city-in-containers.ts';
import { whyNoCompose } from './fixtures/compose.ts';
import type { Composed } from './fixtures/compose.ts';
import { day } from './fixtures/people.ts';
import type { People } from './fixtures/people.ts';
import { whilePeopleComplain } from './fixtures/storm.ts';
import { until } from './until.ts';

const missing = whyNoCompose();
if (missing !== undefined) process.stdout.write(`Left out: docker compose up (${missing}).\n`);

const MINUTE = 60_000;
const SERVICES = ['intake', 'routing', 'directory', 'notification', 'reporting'] as const;

const REPLICAS = { routing: 3, intake: 2, directory: 2, notification: 2, reporting: 2 } as const;
const SCALE = Object.entries(REPLICAS).flatMap(([service, count]) => ['--scale', `${service}=${count}`]);
/** Are asked by intake with everything that people do. */
const ASKED = ['routing', 'directory', 'reporting'] as const;
const COMPLAINTS = 2_000;
const MORTAL = [...SERVICES, ...SERVICES, 'nats', 'mongo'] as const;

function anyOf<Item>(items: readonly Item[]): Item {
  const item = items[randomInt(items.length)];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}

const TRIES_TO_WRITE = `
  import { writeFileSync } from 'node:fs';
  const written = ['/app/x', '/run/lapor/x', '/etc/x', '/x'].filter((path) => {
    try { writeFileSync(path, ''); return true; } catch { return false; }
  });
  process.stdout.write(JSON.stringify({ user: process.getuid(), written }));`;

const KILLS_THE_SERVICE = `
  import { readFileSync, readdirSync } from 'node:fs';
  for (const pid of readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && name !== '1')) {
    if (readFileSync('/proc/' + pid + '/cmdline', 'utf8').includes('src/main.ts')) process.kill(Number(pid), 'SIGKILL');
  }`;

describe.skipIf(missing !== undefined)('docker compose up', () => {
  let city: CityInContainers;
  let lapor: Composed;
  let people: People;

  beforeAll(async () => {
    city = await openCityInContainers();
    ({ lapor, people } = city);
  }, 15 * MINUTE);

  afterAll(() => city?.remove(), 2 * MINUTE);

  /** Docker's own patience with what dies again and again. */
  const allAreBack = () => lapor.compose('up', '--detach', '--wait', '--no-recreate', '--no-build', ...SCALE);

  test('five small images that share what they can, and run as nobody on a disk they cannot write', async () => {
    const images = await Promise.all(SERVICES.map((service) => lapor.image(service)));
    const [first] = images;
    const shared =
      first?.layers.filter((layer) => images.every(({ layers }) => layers.includes(layer))) ?? [];
    for (const { layers } of images) expect(layers.length - shared.length).toBeLessThanOrEqual(2);
    // The steps from the service's own sources on are its own; all before are there once for all five.
    const own = images.map(({ steps }) => steps.findIndex(({ did }) => did.startsWith('COPY services/')) + 1);
    const bytes = (steps: readonly { readonly bytes: number }[]) =>
      steps.reduce((sum, step) => sum + step.bytes, 0);
    const total =
      bytes(first?.steps.slice(own[0]) ?? []) +
      images.reduce((sum, { steps }, index) => sum + bytes(steps.slice(0, own[index])), 0);
    process.stdout.write(`Five images: ${(total / 1e6).toFixed(0)} MB over the base.\n`);
    expect(total).toBeGreaterThan(1e6);
    expect(total).toBeLessThan(300e6);

    for (const service of SERVICES) {
      const [container = ''] = await lapor.containers(service);
      const said = await lapor.inside(container, TRIES_TO_WRITE);
      expect(JSON.parse(said), service).toEqual({ user: 1000, written: [] });
      // Nothing of what only tests and builds are made of.
      const brought = (await lapor.run(container, 'ls', '/app/node_modules')).split('\n');
      expect(brought).toContain('fastify');
      for (const name of ['vitest', 'vite', 'testcontainers', 'typescript'])
        expect(brought).not.toContain(name);
    }
  });

  test('one door: nothing else is published, and what operators ask is not for the world', async () => {
    const published = JSON.parse(
      `[${(await lapor.compose('ps', '--format', 'json')).trim().split('\n').join(',')}]`,
    ) as {
      readonly Service: string;
      readonly Publishers: readonly { readonly PublishedPort: number }[] | null;
    }[];
    const open = published.filter(({ Publishers }) =>
      Publishers?.some(({ PublishedPort }) => PublishedPort > 0),
    );
    expect(open.map(({ Service }) => Service)).toEqual(['web']);
    for (const path of ['/metrics', '/readyz']) expect((await lapor.request('GET', path)).status).toBe(404);
    expect((await lapor.request('GET', '/')).text).toContain('/aset/');
  });

  test('the second start keeps the secrets of the first', async () => {
    const show = () => lapor.compose('run', '--rm', '--no-deps', 'secrets', 'show', 'LAPOR_MASTER_KEY');
    const key = await show();
    expect(key).toMatch(/^[0-9a-f]{64}\s*$/);
    expect(await lapor.compose('run', '--rm', '--no-deps', 'secrets')).toBe('');
    expect(await show()).toBe(key);
  });

  test('a complaint goes all the way round', async () => {
    const receipt = await people.file('round');
    await people.reachesItsUnit([receipt]);
    const { trackingId, accessCode } = receipt;
    const officer = async ({ command, ...body }: { readonly command: string }) =>
      good<{ status: string }>(
        await lapor.request('POST', `/api/v1/cases/${trackingId}/${command}`, { token: people.roads, body }),
        200,
      );
    expect((await officer(followUp({ nextDate: day(7) }))).status).toBe('in_progress');
    expect((await officer(solved())).status).toBe('answered');
    const path = `/api/v1/complaints/${trackingId}/solved`;
    const closed = good(await lapor.request('POST', path, { accessCode, body: { rating: 4 } }), 200);
    expect(closed).toMatchObject({ status: 'closed', outcome: 'confirmed', rating: 4 });
    expect(await people.counted(1)).toMatchObject({ received: 1, closed: 1 });
  });

  test('more replicas share the work', async () => {
    await allAreBack();
    for (const service of SERVICES)
      expect(await lapor.containers(service), service).toHaveLength(REPLICAS[service]);
    const asked = (await Promise.all(ASKED.map((service) => lapor.containers(service)))).flat();
    const routing = await lapor.containers('routing');

    // A photo that one replica took in is shown by the other.
    const [receipt] = people.filed;
    const photo = new FormData();
    const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#777' } })
      .png()
      .toBuffer();
    photo.append('image', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'lubang.png');
    const own = { accessCode: receipt?.accessCode ?? '' };
    const attachments = `/api/v1/complaints/${receipt?.trackingId}/attachments`;
    const added = good<{ attachments: { id: string }[] }>(
      await lapor.request('POST', attachments, { ...own, body: photo }),
      201,
    );
    for (let look = 0; look < 6; look += 1) {
      const { status } = await lapor.request('GET', `${attachments}/${added.attachments[0]?.id}`, own);
      expect(status).toBe(200);
    }

    // Calls find the new replicas when the old connections are of age: within half a minute.
    let round = 0;
    let idle: readonly string[] = [];
    await until(
      async () => {
        round += 1;
        const more = Array.from({ length: 8 }, (_, index) => people.file(`shared-${round}-${index}`));
        // Whoever looks at a complaint asks routing, and directory what its codes mean; figures are reporting's.
        await people.reachesItsUnit(await Promise.all(more));
        await people.counted(people.filed.length);
        const work = await Promise.all(asked.map((container) => lapor.workDone(container)));
        idle = asked.filter((container, index) => {
          const { calls = 0, published = 0 } = work[index] ?? {};
          return calls === 0 || (routing.includes(container) && published === 0);
        });
        return idle.length > 0 ? delay(2_000, undefined) : true;
      },
      () => `replicas have nothing to do: ${idle.join(', ')}`,
      2 * MINUTE,
    );
    await people.reachesItsUnit(people.filed.slice(1));
    await people.counted(people.filed.length);
  });

  test(
    `nothing that was accepted is lost while ${COMPLAINTS} complaints come in and anything may die`,
    async () => {
      const killed: string[] = [];
      const storm = { name: 'storm', phones: 12, pauseMilliseconds: 20 };
      await whilePeopleComplain(people, storm, async () => {
        const enough = people.filed.length + COMPLAINTS;
        while (people.filed.length < enough) {
          // Each at least once; after that, whoever it hits.
          const spared = MORTAL.filter((name) => !killed.includes(name));
          const victim = anyOf(spared.length > 0 ? spared : MORTAL);
          const container = anyOf(await lapor.containers(victim));
          killed.push(victim);
          const known = people.filed.length;
          await lapor.kill9(container);
          await delay(randomInt(2_000));
          await lapor.start(container);
          await until(
            () => (people.filed.length > known + COMPLAINTS / 25 ? true : delay(100, undefined)),
            () => `${victim} was killed, and nothing is accepted any more`,
            2 * MINUTE,
          );
        }
        // Comes back by itself.
        const [routing = ''] = await lapor.containers('routing');
        await lapor.inside(routing, KILLS_THE_SERVICE).catch(() => undefined);
      });
      process.stdout.write(`Killed: ${killed.join(', ')}.\n`);
      expect(killed.length).toBeGreaterThan(10);
      expect(new Set(killed)).toEqual(new Set(MORTAL));
      await allAreBack();
    },
    30 * MINUTE,
  );

  test(
    'what a power cut takes from the disk of the broker is published again',
    async () => {
      const [nats = ''] = await lapor.containers('nats');
      const storm = { name: 'power-cut', phones: 4, pauseMilliseconds: 50 };
      const acceptsMore = async (count: number) => {
        const known = people.filed.length;
        await until(
          () => (people.filed.length >= known + count ? true : delay(50, undefined)),
          () => 'nothing is accepted any more',
          MINUTE,
        );
      };
      await whilePeopleComplain(people, storm, async () => {
        await acceptsMore(20);
        await lapor.kill9(nats);
        await lapor.onVolume('nats', 'rm -rf /volume/kept; cp -a /volume/jetstream /volume/kept');
        await lapor.start(nats);
        await acceptsMore(20);
        // Less than the sync interval later: what was acknowledged since then may never have reached the disk.
        await delay(2_000);
        const { lastSequence: before } = await lapor.stream('routing');
        await lapor.kill9(nats);
        await lapor.onVolume('nats', 'rm -rf /volume/jetstream; mv /volume/kept /volume/jetstream');
        await lapor.start(nats);
        await until(
          async () =>
            ((await lapor.stream('routing').catch(() => undefined))?.lastSequence ?? 0) > before
              ? true
              : delay(200, undefined),
          () => 'the events of before the power cut are not published again',
          MINUTE,
        );
      });
      await allAreBack();
    },
    5 * MINUTE,
  );

  test(
    'replicas that stood still in the middle of their work go on without doing any of it twice',
    async () => {
      const storm = { name: 'stands-still', phones: 4, pauseMilliseconds: 50 };
      const still = (
        await Promise.all(
          (['routing', 'notification', 'reporting', 'directory'] as const).map((service) =>
            lapor.containers(service),
          ),
        )
      ).map(([first = '']) => first);
      await whilePeopleComplain(
        people,
        storm,
        async () => {
          await delay(1_000);
          await Promise.all(still.map((container) => lapor.pause(container)));
          // Longer than deadlines, leases and the time after which the broker delivers again.
          await delay(40_000);
        },
        async () => {
          for (const container of still) await lapor.resume(container);
        },
      );
      await allAreBack();
    },
    6 * MINUTE,
  );

  test('after all that, everybody was told once', () => city.expectAllToldOnce(), 10 * MINUTE);
});
