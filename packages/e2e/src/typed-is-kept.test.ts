import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, forTriage, solved } from './builders.ts';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Whoever has written something does not write it twice: a form that is refused comes back with its words, and where it cannot
// come back the words are there to be copied.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const browser = () => openPages(city.platform.url, 'Firefox/128.0');
const pagesOf = async (name: OfficerName) => {
  const pages = browser();
  await pages.send('/masuk', { nama_pengguna: OFFICERS[name], sandi: OFFICER_PASSWORD });
  return pages;
};
const KEPT = 'Belum terkirim, dan langkah itu tidak lagi bisa dilakukan';

test('an officer answers while a colleague asks: the answer is there to be copied', async () => {
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const pages = await pagesOf('roads');
  const at = `/petugas/laporan/${trackingId}`;
  const roads = await city.as('roads');
  const { version } = await roads.view(trackingId);
  await roads.do(trackingId, { command: 'ask', question: 'Di depan toko yang mana?' });
  const form = {
    versi: String(version),
    jenis: 'solved',
    teks: 'Lubang ditambal dua lapis.\nDijaga sampai kering.',
    bukti: 'BA-77/2026',
  };
  const refused = await pages.send(`${at}/jawaban`, form, at);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain(KEPT);
  expect(refused.text).toContain(
    '<a href="#tulisan-teks">Laporan ini baru saja diubah orang lain, dan langkah',
  );
  expect(refused.text).toContain('Lubang ditambal dua lapis.\nDijaga sampai kering.</textarea>');
  expect(refused.text).toContain('BA-77/2026</textarea>');
  // Where the form is still offered the words are in it, and nowhere else.
  const other = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await roads.do(other.trackingId, followUp());
  const again = await pages.send(
    `/petugas/laporan/${other.trackingId}/jawaban`,
    { ...form, versi: '1' },
    `/petugas/laporan/${other.trackingId}`,
  );
  expect(again.status).toBe(409);
  expect(again.text.split('Lubang ditambal dua lapis.')).toHaveLength(2);
  expect(again.text).not.toContain(KEPT);
});

test('a form without its reference comes back with the words, and the error stands at the reference', async () => {
  const { trackingId } = await city.file(forTriage(), { prefer: 'wait=5' });
  const pages = await pagesOf('cityAdmin');
  const at = `/petugas/laporan/${trackingId}`;
  const referral = { lembaga: 'Polresta Barelang', kontak: '110', rujukan: '', teks: 'Ini perkara pidana.' };
  // Only what was passed on can be worked on, or sent further up: the form says how to take it on.
  expect((await pages.get(at)).text).toContain('Ditangani sendiri? Pilih instansi Anda.');
  const refused = await pages.send(`${at}/rujuk`, referral, at);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('<a href="#rujuk-rujukan">Nomor rujukan: Tidak boleh kosong.</a>');
  expect(refused.text).toContain('Ini perkara pidana.</textarea>');
  const sent = await pages.send(`${at}/rujuk`, { ...referral, rujukan: 'LP/9' }, at);
  expect(sent.status).toBe(303);
  expect((await city.view(trackingId)).status).toBe('referred');
});

test('a reporter writes what is still wrong while the report is closed elsewhere: the words are there to be copied', async () => {
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const at = `/lacak/${receipt.trackingId}`;
  const pages = browser();
  await pages.send(`${at}/kode`, { kode: receipt.accessCode }, at);
  await (await city.as('roads')).do(receipt.trackingId, solved());
  good(await city.reporter(receipt, { command: 'solved' }), 200);
  const refused = await pages.send(`${at}/belum`, { teks: 'Masih ambles di ujung.' }, at);
  expect(refused.status).toBe(409);
  expect(refused.text).toContain(KEPT);
  expect(refused.text).toContain('<a href="#tulisan-teks">');
  expect(refused.text).toContain('Masih ambles di ujung.</textarea>');
});
