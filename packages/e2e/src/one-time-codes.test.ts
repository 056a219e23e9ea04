import type { InvitedOfficer, OfficerInfo, ShownCode } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// A one-time password is told on paper and over the telephone. One that lies about opens for a week, and then a new one is asked for.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;
const signIn = (username: string, password: string) =>
  city.platform.request('POST', '/api/v1/sessions', { body: { username, password } });

async function asAdmin<T>(method: string, path: string, status: number, body?: object): Promise<T> {
  const { token } = await city.as('cityAdmin');
  const answer = await city.platform.request(method, `/api/v1${path}`, { token, ...(body && { body }) });
  return good<T>(answer, status);
}

const invite = (username: string) =>
  asAdmin<InvitedOfficer>('POST', '/officers', 201, {
    username,
    name: `Petugas ${username}`,
    role: 'liaison',
    agencyId: agencyId('roads'),
    reason: 'SK 3/2026',
  });

const browserOfAdmin = async () => {
  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  return browser;
};

test('an invitation opens for a week, and is made anew in one step on the page of officers', async () => {
  const { officer, oneTimePassword } = await invite('rina.pu');
  expect(Date.parse(officer.codeUntil ?? '')).toBe(city.now().getTime() + WEEK);
  await city.moveClock(WEEK - DAY);
  good(await signIn('rina.pu', oneTimePassword), 201);
  expect((await (await browserOfAdmin()).get('/petugas/pejabat?cari=rina.pu')).text).not.toContain(
    'kedaluwarsa',
  );

  await city.moveClock(DAY + MINUTE);
  const refused = await signIn('rina.pu', oneTimePassword);
  expect([refused.status, refused.text]).toEqual([401, expect.stringContaining('has run out')]);
  // Whoever guesses is told nothing.
  expect((await signIn('rina.pu', 'AAAA-BBBB-CCCC-DDDD')).text).not.toContain('run out');
  const own = openPages(city.platform.url, 'Firefox/128.0');
  const shut = await own.send('/masuk', { nama_pengguna: 'rina.pu', sandi: oneTimePassword });
  expect([shut.status, shut.text]).toEqual([401, expect.stringContaining('sudah kedaluwarsa')]);

  const browser = await browserOfAdmin();
  const list = await browser.get('/petugas/pejabat?cari=rina.pu');
  expect(list.text).toContain('Undangannya kedaluwarsa');
  const again = `/petugas/pejabat/${officer.id}/atur-ulang`;
  const [, reason = ''] = /name="alasan" value="([^"]+)"/.exec(list.text) ?? [];
  expect(list.text).toContain(`action="${again}"`);
  const made = await browser.send(again, { alasan: reason }, '/petugas/pejabat?cari=rina.pu');
  expect(made.text).toContain('Berlaku sampai');
  const [, code = ''] = /<dd class="code">(\w{4}(?:-\w{4}){3})</.exec(made.text) ?? [];
  const { token } = good<{ readonly token: string }>(await signIn('rina.pu', code), 201);
  const newPassword = 'kemarau panjang sekali';
  const set = { token, body: { oldPassword: code, newPassword } };
  expect((await city.platform.request('POST', '/api/v1/sessions/password', set)).status).toBe(204);

  // What is wrong with a new one is said as it is.
  await own.send('/masuk', { nama_pengguna: 'rina.pu', sandi: newPassword });
  for (const [typed, told] of [
    [newPassword, 'sama dengan yang lama'],
    ['rina.pu dan hujan', 'memuat nama pengguna'],
    ['pendek', 'Paling sedikit 10'],
  ] as const) {
    const asked = await own.send('/masuk/sandi', { sandi_lama: newPassword, sandi_baru: typed });
    expect([asked.status, asked.text]).toEqual([400, expect.stringContaining(told)]);
  }

  // A password of one's own has no end, and nothing is said of one.
  await city.moveClock(WEEK + DAY);
  good(await signIn('rina.pu', newPassword), 201);
  const { officers } = await asAdmin<{ readonly officers: readonly OfficerInfo[] }>('GET', '/officers', 200);
  expect(officers.find(({ id }) => id === officer.id)?.codeUntil).toBeUndefined();
});

test('a code given in a reset runs out too', async () => {
  const { officer } = await invite('tono.pu');
  const reset = await asAdmin<ShownCode>('POST', `/officers/${officer.id}/reset`, 200, { reason: 'Hilang' });
  expect(Date.parse(reset.codeUntil ?? '')).toBe(city.now().getTime() + WEEK);
  await city.moveClock(WEEK + MINUTE);
  expect((await signIn('tono.pu', reset.oneTimePassword)).status).toBe(401);
});

test('whose account is for others to look after is neither reset nor replaced by a typed address', async () => {
  const browser = await browserOfAdmin();
  const { officers } = await asAdmin<{ readonly officers: readonly OfficerInfo[] }>('GET', '/officers', 200);
  const inspector = officers.find(({ role }) => role === 'inspectorate');
  expect(inspector?.managed).toBe(false);
  for (const page of ['atur-ulang', 'ganti', 'cuti', 'riwayat'])
    expect((await browser.get(`/petugas/pejabat/${inspector?.id}/${page}`)).status, page).toBe(403);
});
