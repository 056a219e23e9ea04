import type { OfficerInfo } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// Whoever has left is told of nothing more; whoever came instead, of all from the first case on.

const MINUTE = 60_000;
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

test('a minute after a liaison was replaced, the successor alone is told', async () => {
  const [goes, comes] = ['petugas.pu@kota.example', 'baru.pu@kota.example'];
  const before = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(goes, before.trackingIdText);

  const { token } = await city.as('cityAdmin');
  const { officers } = good<{ readonly officers: readonly OfficerInfo[] }>(
    await city.platform.request('GET', '/api/v1/officers', { token }),
    200,
  );
  const liaison = officers.find(({ email }) => email === goes);
  const successor = {
    username: 'baru.pu',
    name: 'Baru',
    email: comes,
    role: 'liaison',
    agencyId: agencyId('roads'),
  };
  const body = { successor, reason: 'Mutasi' };
  const path = `/api/v1/officers/${liaison?.id}/replace`;
  good(await city.platform.request('POST', path, { token, body }), 200);
  await city.moveClock(MINUTE);

  const after = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(comes, after.trackingIdText);
  expect(city.mailbox.to(goes).filter(({ text }) => text.includes(after.trackingIdText))).toEqual([]);
});
