import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork, Officer } from './city-at-work.ts';
import { until } from './until.ts';

// Who follows a case is counted from what is stored, and nobody who follows is lost when masters change.

let city: CityAtWork;
let roads: Officer;
let admin: Officer;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
});
afterAll(() => city.close());

const file = (): Promise<Receipt> => city.file(aboutARoad(), { prefer: 'wait=5' });
const merge = ({ trackingId }: Receipt, { trackingId: masterId }: Receipt) =>
  admin.try(trackingId, { command: 'merge', masterId });

async function merged(member: Receipt, master: Receipt): Promise<void> {
  expect((await merge(member, master)).status).toBe(200);
}

const leads = ({ trackingId }: Receipt, members: number, patienceMilliseconds?: number) =>
  until(
    async () => {
      const view = await roads.view(trackingId);
      return view.members === members ? view : undefined;
    },
    () => `${trackingId} does not lead ${members}`,
    patienceMilliseconds,
  );

describe('masters that are joined', () => {
  test('bring those along who followed each: every step of both, and the answer, once', async () => {
    const [one, two, first, second, third] = [
      await file(),
      await file(),
      await file(),
      await file(),
      await file(),
    ];
    await merged(first, one);
    await merged(second, one);
    await merged(third, two);
    await roads.do(one.trackingId, followUp());
    await merged(one, two);
    // At once for whoever looks; nobody waits until all have moved.
    expect(await roads.view(first.trackingId)).toMatchObject({ masterId: two.trackingId });
    await roads.do(two.trackingId, followUp());
    await leads(two, 4);
    await leads(one, 0);
    await roads.do(two.trackingId, solved());
    for (const [mine, followUps] of [
      [one, 2],
      [first, 2],
      [second, 2],
      [third, 1],
    ] as const) {
      const view = await city.view(mine.trackingId, mine.accessCode);
      expect(view.status).toBe('answered');
      const times = (type: string) => view.timeline.filter((step) => step.type === type).length;
      expect([times('CaseFollowedUp'), times('CaseAnswered')]).toEqual([followUps, 1]);
    }
  });

  test('also at the same moment and into each other: one leads, and all follow it', async () => {
    const pairs = await Promise.all([1, 2, 3, 4].map(async () => [await file(), await file()] as const));
    await Promise.all(pairs.flatMap(([one, two]) => [merge(one, two), merge(two, one)]));
    for (const pair of pairs) {
      const members = await until(
        async () => {
          const views = await Promise.all(pair.map(({ trackingId }) => roads.view(trackingId)));
          const followers = views.filter(({ merged: follows }) => follows).length;
          const counted = views.reduce((sum, view) => sum + view.members, 0);
          return followers < 2 && counted === followers ? followers : undefined;
        },
        () => `${pair.map(({ trackingId }) => trackingId).join(' and ')} count those who do not follow`,
      );
      const leader = (await roads.view(pair[0].trackingId)).merged ? pair[1] : pair[0];
      expect((await roads.view(leader.trackingId)).legal.includes('ask')).toBe(members === 0);
    }
  });
});

describe('a case that nobody follows any more', () => {
  test('is its own again: when the one that followed is withdrawn, and when it was let go just before a crash', async () => {
    const [master, only] = [await file(), await file()];
    await merged(only, master);
    await leads(master, 1);
    expect((await roads.view(master.trackingId)).legal).not.toContain('ask');
    expect((await city.reporter(only, { command: 'withdraw' })).status).toBe(200);
    expect((await leads(master, 0)).legal).toContain('ask');

    const other = await file();
    await merged(other, master);
    await leads(master, 1);
    await admin.do(other.trackingId, { command: 'unmerge' });
    await city.crash();
    // What was on its way when it died comes again after half a minute.
    expect((await leads(master, 0, 90_000)).legal).toContain('ask');
    const third = await file();
    await merged(master, third);
    await leads(third, 1);
  });
});
