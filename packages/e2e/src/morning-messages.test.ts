import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// One message for each officer at the start of the working day where they are: three cases, no words of any, and none where none waits.

const HOUR = 3_600_000;
const SUBJECT = 'paling mendesak pagi ini';
const WORDS = 'Lubang sedalam lutut di depan rumah makan Sederhana.';
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), {}, ['notification']);
});
afterAll(() => city.close());

const mornings = () => city.mailbox.all().filter(({ subject }) => subject.includes(SUBJECT));

/** What was planned in one round has left by the end of the next. */
async function moveOn(milliseconds: number): Promise<void> {
  await city.moveClock(milliseconds - 1_000);
  await city.moveClock(1_000);
}

/** Whoever was invited alone reads nothing yet. */
const signInBoth = () => Promise.all([city.as('roads'), city.as('health')]);

test('tells the officer of the three most pressing, once, on working days, and nobody for whom nothing waits', async () => {
  await signInBoth();
  for (const danger of [false, false, false, true])
    await city.file(aboutARoad({ title: 'Lubang', body: WORDS, danger }), { prefer: 'wait=5' });
  // Nine in the morning: today's hour is over.
  await moveOn(60_000);
  expect(mornings()).toEqual([]);

  // Wednesday, half past eight.
  await moveOn(23.5 * HOUR - 60_000);
  const [first, ...others] = mornings();
  expect(others).toEqual([]);
  expect(first?.to).toBe('petugas.pu@kota.example');
  expect(first?.text.match(/petugas\/laporan\/\w+/g)).toHaveLength(3);
  expect(first?.text).toMatch(/1\. DARURAT/);
  expect(first?.text).not.toMatch(/Lubang|Sederhana/);
  await moveOn(10 * 60_000);
  expect(mornings()).toHaveLength(1);

  // A restart does not tell it twice; the next day is another one.
  await city.crash();
  await moveOn(5 * 60_000);
  expect(mornings()).toHaveLength(1);
  await moveOn(23.75 * HOUR);
  expect(mornings()).toHaveLength(2);
  // Saturday.
  await moveOn(48 * HOUR);
  expect(mornings()).toHaveLength(2);
});

test('is not sent to whoever wants none', async () => {
  const { token } = await city.as('roads');
  const ask = (method: string, body?: object) =>
    city.platform.request(method, '/api/v1/preferences', { token, ...(body === undefined ? {} : { body }) });
  expect((await ask('GET')).json).toEqual({ morningMessage: true });
  good(await ask('PUT', { morningMessage: false }), 200);
  expect((await ask('GET')).json).toEqual({ morningMessage: false });
  const before = mornings().length;
  // Monday.
  await moveOn(48 * HOUR);
  expect(mornings()).toHaveLength(before);
});

test('is switched off and on on the page of one’s account', async () => {
  const { token } = await city.as('health');
  const cookie = `lapor_petugas=${token}`;
  const look = () =>
    city.platform.request('GET', '/petugas/keamanan', { headers: { accept: 'text/html', cookie } });
  expect((await look()).text).toContain('Setiap hari kerja pukul delapan');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'text/html',
    origin: city.platform.url,
    cookie,
  };
  await city.platform.request('POST', '/petugas/keamanan/pesan-pagi', { body: 'pesan=tidak', headers });
  expect((await look()).text).toContain('Anda tidak menerima pesan pagi.');
});
