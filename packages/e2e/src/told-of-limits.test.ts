import { freePort } from '@lapor/testing/free-port';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, forTriage } from './builders.ts';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import { openPages } from './fixtures/pages.ts';

// A page that says who was told of a missed limit says whom it was told to, and nobody else.

let city: CityAtWork;
let door: string;
beforeAll(async () => {
  door = `127.0.0.1:${await freePort()}`;
  city = await openCity(inject('installedCity'), { LAPOR_AGENCY_LISTEN: door });
});
afterAll(() => city.close());

const WEEK = 7 * 86_400_000;
const ABOVE = 'kini juga urusan tingkat di atasnya';
const FLAG = 'Sudah naik ke tingkat di atasnya';
const pageOf = async (name: OfficerName, path: string) => {
  const pages = openPages(city.platform.url, 'Firefox/128.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS[name], sandi: OFFICER_PASSWORD });
  return (await pages.get(path)).text;
};

test('above only where there is a tier, and it may know: not of a protected case, nor of one that the body itself has', async () => {
  const ordinary = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const hidden = await city.file(aboutARoad({ aboutOfficial: true, agency: agencyId('roads') }), {
    prefer: 'wait=5',
  });
  const own = await city.file(forTriage(), { prefer: 'wait=5' });
  await (
    await city.as('inspector')
  ).do(hidden.trackingId, {
    command: 'dispose',
    agencyId: agencyId('inspectorate'),
  });
  // All at once, as after days in which nothing ran: the miss and what lies beyond.
  await city.moveClock(3 * WEEK);

  const inTheUnit = await pageOf('roads', `/petugas/laporan/${ordinary.trackingId}`);
  expect(inTheUnit).toContain(FLAG);
  expect(inTheUnit).toContain(ABOVE);
  const inTheInspectorate = await pageOf('inspector', `/petugas/laporan/${hidden.trackingId}`);
  expect(inTheInspectorate).toContain('hanya yang menangani laporan ini yang diberi tahu');
  expect(inTheInspectorate).not.toContain(FLAG);
  expect(inTheInspectorate).not.toContain(ABOVE);
  const atTheBody = await pageOf('cityAdmin', `/petugas/laporan/${own.trackingId}`);
  const inPublic = (await openPages(city.platform.url, 'Firefox/128.0').get(`/lacak/${own.trackingId}`)).text;
  for (const page of [atTheBody, inPublic]) {
    expect(page).toContain('terlampaui: petugas dan admin instansi diberi tahu');
    expect(page).not.toContain(ABOVE);
  }
  expect(atTheBody).not.toContain(FLAG);

  // The unit's own system reads which clock it is, how far, and whom it was told to.
  const { token } = await city.as('national');
  const body = { agencyId: agencyId('roads'), label: 'e-office', reason: 'SPBE 4/2026' };
  const made = await city.platform.request('POST', '/api/v1/agency-keys', { token, body });
  const system = agencySystem(door, good<{ readonly key: string }>(made, 201).key);
  const read = await system.client.getCase({ caseId: ordinary.trackingId }, system.options);
  const late = read.case?.steps.find(({ type }) => type === 'ClockThresholdsPassed');
  expect(late).toMatchObject({ clock: 'response', kind: 'NOTICE_KIND_ABOVE' });
  expect(late?.percent).toBeGreaterThan(100);
  system.close();
});
