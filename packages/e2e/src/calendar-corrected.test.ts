import type { CalendarView, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// A table of days off is entered by people: what they enter wrongly is put right, and nobody enters away what they missed.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const ROADS = 'petugas.pu@kota.example';
const OF_BATAM = '/api/v1/calendar/years/2026?area=21.71';
/** Wall clock of the city. */
const moveTo = (written: string) =>
  city.moveClock(Date.parse(`${written.replace(' ', 'T')}:00+07:00`) - city.now().getTime());
const put = async (who: 'national' | 'cityAdmin', csv: string) => {
  const { token } = await city.as(who);
  return city.platform.request('PUT', OF_BATAM, { token, body: { csv, reason: 'Keputusan wali kota' } });
};
const response = async ({ trackingId }: Receipt) =>
  (await (await city.as('roads')).view(trackingId)).clocks.find(({ name }) => name === 'response');
const told = ({ trackingIdText }: Receipt, subject: string) =>
  city.mailbox
    .to(ROADS)
    .filter((mail) => [trackingIdText, subject].every((part) => mail.subject.includes(part))).length;

test('a holiday that was entered wrongly and taken back silences no clock of the cases it moved', async () => {
  // Tuesday the 3rd of March at nine; due on the 10th at four: three quarters of it have run on Monday at a quarter past twelve.
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await moveTo('2026-03-09 12:20');
  expect(await response(receipt)).toMatchObject({ passed: 75, dueAt: '2026-03-10T09:00:00.000Z' });
  good(await put('national', '2026-03-04,holiday'), 200);
  await city.moveClock(1_000);
  expect(await response(receipt)).toMatchObject({ passed: 0, dueAt: '2026-03-11T09:00:00.000Z' });
  good(await put('national', '2026-12-01,holiday'), 200);
  await city.moveClock(1_000);
  await until(
    async () => ((await response(receipt))?.passed === 75 ? true : undefined),
    () => 'the warning that had been passed again was not',
  );
  await moveTo('2026-03-10 16:00');
  expect(await response(receipt)).toMatchObject({ passed: 100, missed: true });
  await until(
    () => (told(receipt, 'batas waktu terlampaui') === 1 ? true : undefined),
    () => 'the miss was told to nobody',
  );
});

test('whoever is judged by the days of a calendar does not change those that lie behind', async () => {
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await moveTo('2026-03-26 16:30');
  const missed = await response(receipt);
  expect(missed).toMatchObject({ missed: true });
  const refused = await put('cityAdmin', '2026-03-13,holiday\n2026-12-01,holiday');
  expect(refused).toMatchObject({
    status: 400,
    json: {
      issues: [{ field: 'days.0', rule: '2026-03-13 lies behind: only the national admin changes it' }],
    },
  });
  // Days to come move its limits too: it has a few, and none at short notice; more is for a tier above.
  const december = Array.from({ length: 31 }, (_, at) => `2026-12-${String(at + 1).padStart(2, '0')}`);
  expect(await put('cityAdmin', december.join('\n'))).toMatchObject({
    status: 400,
    json: {
      issues: [
        { field: 'days', rule: 'are 10 of a year at the most: an admin above this government enters it' },
      ],
    },
  });
  const soon = await put('cityAdmin', '2026-04-01,holiday');
  expect([soon.status, JSON.stringify(soon.json)]).toEqual([
    400,
    expect.stringContaining('2026-04-01 comes in less than 7 days'),
  ]);
  good(await put('national', '2026-04-01,holiday'), 200);
  const { token } = await city.as('cityAdmin');
  const week = { weekend: [0, 1, 2, 3, 6], reason: 'Dua hari kerja' };
  const path = '/api/v1/calendar/weekend?area=21.71';
  expect((await city.platform.request('PUT', path, { token, body: week })).status).toBe(400);
  const entered = good<CalendarView>(await put('cityAdmin', '2026-04-01,holiday\n2026-12-18,holiday'), 200);
  expect(entered.years[0]?.days.map(({ date }) => date)).toEqual(['2026-04-01', '2026-12-18']);
  await city.moveClock(1_000);
  expect(await response(receipt)).toMatchObject({ missed: true, dueAt: missed?.dueAt });
});
