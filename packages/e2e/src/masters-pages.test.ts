import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Receipt } from '@lapor/portal';
import { aboutARoad } from './builders.ts';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// What officers read on the pages of a master, of those that follow it, and beside what may be the same.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const HOLE = 'Lubang di depan pasar makin dalam, dua motor jatuh pagi ini.';
const file = (fields: Parameters<typeof aboutARoad>[0] = {}): Promise<Receipt> =>
  city.file(aboutARoad({ body: HOLE, ...fields }), { prefer: 'wait=5' });

async function pagesOf(who: OfficerName) {
  const pages = openPages(city.platform.url, 'Mozilla/5.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS[who], sandi: OFFICER_PASSWORD });
  return async ({ trackingId }: Receipt) => (await pages.get(`/petugas/laporan/${trackingId}`)).text;
}

test('a master shows what those say that follow it; of these none is said to hide a name or to wait in a queue', async () => {
  const reporter = { name: 'Siti Rahmawati', email: 'siti@warga.example', language: 'id' } as const;
  const [master, follower] = [await file(), await file({ body: 'Lubangnya kini selebar ember.', reporter })];
  await (
    await city.as('cityAdmin')
  ).do(follower.trackingId, { command: 'merge', masterId: master.trackingId });
  const { trackingId, accessCode } = follower;
  const text = 'Sudah ada yang jatuh lagi tadi malam.';
  good(
    await city.platform.request('POST', `/api/v1/complaints/${trackingId}/messages`, {
      accessCode,
      body: { text },
    }),
    201,
  );
  const look = await pagesOf('cityAdmin');
  const led = await until(
    async () => [await look(master)].find((page) => page.includes('pesan: 1')),
    () => 'the master does not show the message',
  );
  expect(led).toContain('Lubangnya kini selebar ember.');
  expect(led).toContain(text);
  expect(led).not.toContain('Siti');
  const followed = await look(follower);
  expect(followed).toContain('tidak ditampilkan pada laporan yang digabung');
  expect(followed).toContain('yang tampil adalah laporan induk');
  expect(followed).not.toContain('nama disembunyikan');
  expect(followed).not.toContain('menunggu diperiksa');
});

test('a merger names the report that goes on; who may not merge is not told to look before passing it on', async () => {
  const body = 'Jembatan penyeberangan di terminal berlubang, papan injakannya lepas dua.';
  const [first, second] = [await file({ body }), await file({ body })];
  const [admin, liaison] = [await pagesOf('cityAdmin'), await pagesOf('roads')];
  const page = await until(
    async () => [await admin(second)].find((text) => text.includes('Mungkin hal yang sama')),
    () => 'nothing is found to be alike',
  );
  expect(page).toContain(`Gabungkan ke ${first.trackingIdText}`);
  expect(page).toContain('Periksa sebelum mendisposisi');
  const seen = await liaison(second);
  expect(seen).toContain('Mungkin hal yang sama');
  expect(seen).not.toContain('Periksa sebelum mendisposisi');
});
