import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic } from './builders.ts';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// An inbox is narrowed by topic, place, danger, channel, type and day, on the page, over HTTP, and by a name to come back by.

let city: CityAtWork;
const filed: Record<'calm' | 'danger' | 'clinic', string> = { calm: '', danger: '', clinic: '' };
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const file = async (...[body]: Parameters<CityAtWork['file']>) =>
    (await city.file(body, { prefer: 'wait=5' })).trackingId;
  filed.calm = await file(aboutARoad({ body: 'Jalan retak panjang.', channel: 'app' }));
  filed.danger = await file(aboutARoad({ body: 'Jalan retak.', danger: true }));
  filed.clinic = await file(aboutTheClinic());
});
afterAll(() => city.close());

async function listed(query: string): Promise<readonly string[]> {
  const { token } = await city.as('cityAdmin');
  const answer = await city.platform.request('GET', `/api/v1/cases?${query}`, { token });
  return good<{ cases: readonly { id: string }[] }>(answer, 200).cases.map(({ id }) => id);
}

test('by topic or group of topics, by area, by danger and by channel, and by several of them', async () => {
  expect(await listed('category=puskesmas')).toEqual([filed.clinic]);
  expect(await listed('danger=true')).toEqual([filed.danger]);
  expect(await listed('channel=app')).toEqual([filed.calm]);
  expect(await listed('category=jalan-rusak&danger=true')).toEqual([filed.danger]);
  expect(new Set(await listed('area=21.71'))).toEqual(new Set(Object.values(filed)));
  expect(await listed('area=21.72')).toEqual([]);
  const { token } = await city.as('cityAdmin');
  const refused = await city.platform.request('GET', '/api/v1/cases?category=bukan-topik', { token });
  expect(refused).toMatchObject({ status: 400, json: { issues: [{ field: 'category' }] } });
});

test('on the page, where the filter is kept under a name', async () => {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const has = (text: string, id: string) => text.includes(`/petugas/laporan/${id}"`);
  const narrowed = await pages.get('/petugas?topik=puskesmas&kanal=web');
  expect(narrowed.text).toContain('Disaring: ');
  // The fields take a phone's whole screen: they are unfolded only where one of them says something.
  const unfolded = 'class="fold" open';
  expect(narrowed.text).toContain(unfolded);
  for (const path of [
    '/petugas',
    '/petugas?cari=jalan',
    '/petugas?keadaan=&unit=&topik=&kanal=',
    '/petugas?pesan=ya',
  ])
    expect((await pages.get(path)).text, path).not.toContain(unfolded);
  expect(has(narrowed.text, filed.clinic)).toBe(true);
  expect(has(narrowed.text, filed.calm)).toBe(false);
  const urgent = await pages.get('/petugas?bahaya=ya');
  expect(urgent.text).toContain('Hanya yang darurat');
  expect(has(urgent.text, filed.danger)).toBe(true);
  expect(has(urgent.text, filed.clinic)).toBe(false);
  await pages.send('/petugas/saringan', { nama: 'Darurat', saringan: 'bahaya=ya&wilayah=21.71' });
  const inbox = await pages.get('/petugas');
  expect(inbox.text).toContain('href="/petugas?wilayah=21.71&amp;bahaya=ya">Darurat</a>');
});

test('a place that is none, or may be several, is said to be so; what no form offers narrows nothing', async () => {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  for (const typed of ['99.99', 'Atlantis', 'batam', '<b>']) {
    const { text, status } = await pages.get(`/petugas?wilayah=${encodeURIComponent(typed)}`);
    expect(status).toBe(200);
    expect(text).toContain('id="wilayah-error">Pilih satu dari daftar.');
    expect(text).toContain('Tidak ada satu wilayah dengan nama atau kode');
    expect(text).not.toContain('<b>”');
    expect(text).not.toContain('Tidak ada laporan yang cocok');
    expect(text).not.toContain('Disaring: ');
  }
  const named = await pages.get('/petugas?wilayah=Kota+Batam');
  expect(named.text).toContain('Disaring: Kota Batam');
  for (const unknown of [
    'kanal=fax',
    'topik=bukan-topik',
    'keadaan=entah',
    'topik=%3Cscript%3E',
    'jenis=entah',
    'dari=2026-02-31',
  ]) {
    const { text, status } = await pages.get(`/petugas?${unknown}`);
    expect(status).toBe(200);
    expect(text).not.toContain('Disaring: ');
    expect(text).toContain(`/petugas/laporan/${filed.clinic}"`);
  }
  const { token } = await city.as('cityAdmin');
  const refused = await city.platform.request('GET', '/api/v1/cases?area=99.99', { token });
  expect(refused).toMatchObject({ status: 400, json: { issues: [{ field: 'area' }] } });
});

test('only what narrows an inbox is kept under a name', async () => {
  const { token } = await city.as('cityAdmin');
  const keep = (query: string) =>
    city.platform.request('POST', '/api/v1/filters', { token, body: { name: 'Saringan', query } });
  for (const query of [
    'lanjut=zzz',
    'topik=%3Cscript%3E',
    'kanal=fax',
    'bahaya=tidak',
    'jenis=entah',
    'sampai=besok',
    'zzz',
    'constructor=x',
  ])
    expect(await keep(query), query).toMatchObject({ status: 400, json: { issues: [{ field: 'query' }] } });
  const several =
    'cari=pasar&topik=jalan-rusak&wilayah=21.71&kanal=sms&jenis=aspiration&dari=2026-01-01&sampai=2026-03-31';
  expect((await keep(several)).status).toBe(204);
});

test('keys for ticking are named to those who have something to tick', async () => {
  const inboxOf = async (name: 'cityAdmin' | 'roads') => {
    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS[name], sandi: OFFICER_PASSWORD });
    return (await pages.get('/petugas')).text;
  };
  const roads = await inboxOf('roads');
  expect(roads).toContain('Papan ketik: / cari');
  expect(roads).not.toContain('x pilih');
  expect(await inboxOf('cityAdmin')).toContain('x pilih');
});

test('by type and by the day it was sent, as days are counted where the platform stands', async () => {
  const wish = await city.file(aboutARoad({ body: 'Usul: trotoar di depan sekolah.', type: 'aspiration' }), {
    prefer: 'wait=5',
  });
  // Half past midnight of the fourth, in Batam.
  await city.moveClock(15.5 * 3_600_000);
  const late = await city.file(aboutARoad({ body: 'Jalan retak lagi.' }), { prefer: 'wait=5' });
  expect(await listed('type=aspiration')).toEqual([wish.trackingId]);
  expect(await listed('submittedFrom=2026-03-03T17:00:00Z')).toEqual([late.trackingId]);
  const before = await listed('submittedBefore=2026-03-03T17:00:00Z');
  expect(new Set(before)).toEqual(new Set([...Object.values(filed), wish.trackingId]));
  expect(await listed('type=aspiration&submittedFrom=2026-03-03T17:00:00Z')).toEqual([]);
  expect(await listed('q=retak&submittedFrom=2026-03-03T17:00:00Z')).toEqual([late.trackingId]);

  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const shown = async (query: string) => {
    const { text } = await pages.get(`/petugas?${query}`);
    return [wish, late].map(({ trackingId }) => text.includes(`/petugas/laporan/${trackingId}"`));
  };
  expect(await shown('dari=2026-03-04')).toEqual([false, true]);
  expect(await shown('sampai=2026-03-03')).toEqual([true, false]);
  expect(await shown('dari=2026-03-03&sampai=2026-03-04&jenis=complaint')).toEqual([false, true]);
  const told = await pages.get('/petugas?jenis=aspiration&dari=2026-03-03');
  expect(told.text).toContain('Disaring: Aspirasi, dikirim dari 3 Maret 2026');
});
