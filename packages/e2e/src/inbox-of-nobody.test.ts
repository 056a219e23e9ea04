import type { InvitedOfficer } from '@lapor/portal';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { AREA, OFFICER_PASSWORD, OFFICERS, VILLAGE, agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { rebuildFigures } from './fixtures/rebuild-figures.ts';
import { until } from './until.ts';

// A unit where nobody works, though cases find their way to it: somebody has them all the same.

const UNIT = `${AREA}/lampu`;
const ADMIN = 'admin.kota@kota.example';
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const { token } = await city.as('national');
  const body = {
    area: AREA,
    units: 'key,name,kind\nlampu,Unit Lampu Jalan,unit',
    competence: `unit_key,category,area_code,valid_from,valid_to\nlampu,lampu-jalan,${AREA},2020-01-01,`,
    reason: 'Unit baru',
  };
  good(await city.platform.request('POST', '/api/v1/directory/import', { token, body }), 200);
});
afterAll(() => city.close());

const aboutALamp = () =>
  aboutARoad({
    body: 'Lampu jalan di gang ini mati sejak pekan lalu.',
    category: 'lampu-jalan',
    area: VILLAGE,
  });

test('cases for a unit where nobody works never get there: the tier above has them, is told, and has to decide (pain 15)', async () => {
  const receipt = await city.file(aboutALamp(), { prefer: 'wait=5' });
  const { trackingId: id, trackingIdText } = receipt;
  expect(receipt.status).toBe('unverified');
  const told = await city.mailbox.waitFor(ADMIN, trackingIdText);
  expect(told.subject).toContain('perlu dicarikan instansi');

  const admin = await city.as('cityAdmin');
  expect((await admin.inbox()).map((each) => each.id)).toContain(id);
  expect(await admin.view(id)).toMatchObject({ triageReason: 'not_onboarded' });
  const there = await admin.try(id, { command: 'dispose', agencyId: agencyIdFor(UNIT) });
  expect(there).toMatchObject({ status: 400, json: { issues: [{ field: 'agencyId' }] } });
  await admin.do(id, { command: 'dispose', agencyId: agencyId('roads') });
  await city.mailbox.waitFor('petugas.pu@kota.example', trackingIdText);
  expect((await (await city.as('roads')).do(id, followUp())).status).toBe('in_progress');
});

test('left alone there it is missed, in sight of everybody, and counts against whoever had to decide (pain 15)', async () => {
  const { trackingId, trackingIdText } = await city.file(aboutALamp(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ADMIN, trackingIdText);
  await city.moveClock(8 * 86_400_000);
  await city.mailbox.waitFor(ADMIN, `${trackingIdText}: batas waktu terlampaui`);
  const item = (await (await city.as('cityAdmin')).inbox()).find(({ id }) => id === trackingId);
  expect(item).toMatchObject({ overdue: true, nextClock: 'verification' });
  const clockOf = async (name: 'city' | 'roads', clock: string) =>
    (await city.summary(`from=2026-03-01&to=2026-12-31&agency=${agencyId(name)}`)).figures.clocks.find(
      (each) => each.clock === clock,
    );
  await city.summaryOf({ received: 2, followedUp: 1 });
  expect(await clockOf('city', 'verification')).toMatchObject({
    met: 1,
    missed: 1,
    open: 0,
    onTimePercent: 50,
  });
  // The unit that got the other one has nothing to do with it.
  expect(await clockOf('roads', 'response')).toMatchObject({ met: 1, missed: 0 });
  expect(await clockOf('roads', 'verification')).toBeUndefined();

  const before = await city.summary();
  expect(await rebuildFigures(city.platform)).toBe(2);
  expect((await city.summary()).figures).toEqual(before.figures);
});

test('a unit has cases only while somebody who can act is there; what the last one left is passed on by the admin above (pain 15)', async () => {
  const unit = agencyIdFor(UNIT);
  const { token } = await city.as('cityAdmin');
  const admin = await city.as('cityAdmin');
  const ask = (path: string, body: object) =>
    city.platform.request('POST', `/api/v1/officers${path}`, { token, body: { ...body, reason: 'Mutasi' } });
  const invite = async (username: string, role: string) => {
    const person = { username, name: `Petugas ${username}`, role, agencyId: unit };
    return good<InvitedOfficer>(await ask('', person), 201).officer;
  };
  const filed = () => city.file(aboutALamp(), { prefer: 'wait=5' });
  const goesTo = (status: string) =>
    until(
      async () => {
        const receipt = await filed();
        return receipt.status === status ? receipt : undefined;
      },
      () => `a case for the unit never was ${status}`,
    );

  await invite('pimpinan.lampu', 'leader');
  expect((await filed()).status).toBe('unverified');
  const last = await invite('petugas.lampu', 'liaison');
  const { trackingId: id } = await goesTo('assigned');
  // The admin above sees to it that they do not leave unawares.
  const pages = openPages(city.platform.url, 'Firefox/128.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const itsPage = async () => (await pages.get(`/petugas/instansi/${unit}`)).text;
  expect(await itsPage()).toContain(`${last.name} (`);
  const ending = `/petugas/pejabat/${last.id}/ganti`;
  expect((await pages.get(ending)).text).toContain(`${last.name} orang terakhir yang dapat menindaklanjuti`);
  const elsewhere = { command: 'dispose', agencyId: agencyId('roads') } as const;
  expect(await admin.try(id, elsewhere)).toMatchObject({ status: 409 });

  good(await ask(`/${last.id}/replace`, {}), 200);
  expect((await goesTo('unverified')).status).toBe('unverified');
  await until(
    async () => ((await admin.try(id, elsewhere)).status === 200 ? true : undefined),
    () => 'the admin above could not pass it on',
  );
  expect((await (await city.as('roads')).inbox()).map((each) => each.id)).toContain(id);
});

test('whoever has left is told of nothing that comes after', async () => {
  const { token } = await city.as('cityAdmin');
  const email = 'cadangan.pu@kota.example';
  const person = { username: 'cadangan.pu', name: 'Cadangan', role: 'liaison', email, reason: 'Bantuan' };
  const ask = (path: string, body: object) =>
    city.platform.request('POST', `/api/v1/officers${path}`, { token, body });
  const invited = good<InvitedOfficer>(await ask('', { ...person, agencyId: agencyId('roads') }), 201);
  await city.moveClock(60_000);
  const before = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(email, before.trackingIdText);
  good(await ask(`/${invited.officer.id}/replace`, { reason: 'Selesai' }), 200);
  await city.moveClock(60_000);
  const after = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor('petugas.pu@kota.example', after.trackingIdText);
  const told = city.mailbox.to(email).filter(({ subject }) => subject.includes(after.trackingIdText));
  expect(told).toEqual([]);
});
