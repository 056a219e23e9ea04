import { randomUUID } from 'node:crypto';
import type { Inbox } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// An office with hundreds of cases is merged, and the machine dies in the middle of it.

/** More than are looked at in one go. */
const CASES = 600;
const AT_ONCE = 50;
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

async function inBatches<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE)
    await Promise.all(items.slice(at, at + AT_ONCE).map(work));
}

async function openCasesOf(agency: string): Promise<readonly string[]> {
  const admin = await city.as('cityAdmin');
  const ids: string[] = [];
  let token = '';
  do {
    const query = `agency=${agency}&ownOnly=true&pageSize=200${token === '' ? '' : `&pageToken=${token}`}`;
    const page = good<Inbox>(await admin.get(`/api/v1/cases?${query}`), 200);
    ids.push(...page.cases.map(({ id }) => id));
    token = page.nextPageToken ?? '';
  } while (token !== '');
  return ids;
}

test('every case comes to the successor, each once, whenever the machine dies', async () => {
  const filed: string[] = [];
  await inBatches(Array.from({ length: CASES }), async () => {
    filed.push((await city.file(aboutARoad(), { prefer: 'wait=5' })).trackingId);
  });
  expect((await openCasesOf(agencyId('roads'))).toSorted()).toEqual(filed.toSorted());

  const { token } = await city.as('cityAdmin');
  const headers = { 'idempotency-key': randomUUID() };
  const body = { successorId: agencyId('health'), reason: 'Perda 3/2026' };
  const path = `/api/v1/agencies/${agencyId('roads')}/close`;
  good(await city.platform.request('POST', path, { token, headers, body }), 200);
  await until(
    async () => ((await openCasesOf(agencyId('health'))).length > 0 ? true : undefined),
    () => 'nothing came to the successor',
  );
  await city.crash();
  // Sent again, it is the same change.
  good(await city.platform.request('POST', path, { token, headers, body }), 200);
  await until(
    async () => ((await openCasesOf(agencyId('health'))).length === CASES ? true : undefined),
    () => 'some cases stayed behind',
    120_000,
  );
  expect(await openCasesOf(agencyId('roads'))).toEqual([]);
  expect((await openCasesOf(agencyId('health'))).toSorted()).toEqual(filed.toSorted());
  const admin = await city.as('cityAdmin');
  let steps = 0;
  await inBatches(filed, async (id) => {
    const { timeline } = await admin.view(id);
    const taken = timeline.filter(({ type }) => type === 'CaseTakenOver');
    expect(taken).toHaveLength(1);
    steps += taken.length;
  });
  expect(steps).toBe(CASES);
}, 400_000);
