import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Why a case is urgent is read on its page; and what its reporter says later is read for danger as the report was, as a hint.

const ROADS = 'petugas.pu@kota.example';
const HINT = 'pesan pelapor mungkin berarti bahaya';
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

async function pageOf(id: string): Promise<string> {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.roads, sandi: OFFICER_PASSWORD });
  return (await pages.get(`/petugas/laporan/${id}`)).text;
}

test('an officer reads why a case is urgent: its words, its tick', async () => {
  const roads = await city.as('roads');
  const words = await city.file(aboutARoad({ body: 'Kabel listrik menjuntai di atas jalan.' }), {
    prefer: 'wait=5',
  });
  expect(await roads.view(words.trackingId)).toMatchObject({
    danger: true,
    dangerReasons: [{ why: 'words', words: ['kabel', 'menjuntai'] }],
  });
  expect(await pageOf(words.trackingId)).toContain('Darurat karena: laporan menyebut “kabel” … “menjuntai”.');
  const ticked = await city.file(aboutARoad({ body: 'Jalan retak panjang.', danger: true }), {
    prefer: 'wait=5',
  });
  expect(await pageOf(ticked.trackingId)).toContain('Darurat karena: pelapor menandai ada bahaya.');
  const calm = await city.file(aboutARoad({ body: 'Jalan retak panjang.' }), { prefer: 'wait=5' });
  expect(await pageOf(calm.trackingId)).not.toContain('Darurat karena');
});

test('a later message that reads like danger reaches the officer at night, with the words that say so, and changes nothing else', async () => {
  const receipt = await city.file(aboutARoad({ body: 'Lampu jalan padam sejak Senin.' }), {
    prefer: 'wait=5',
  });
  const { trackingId: id, trackingIdText, accessCode } = receipt;
  await city.mailbox.waitFor(ROADS, `${trackingIdText}: laporan baru`);
  await city.moveClock(14 * 3_600_000);
  const write = (text: string) =>
    city.platform.request('POST', `/api/v1/complaints/${id}/messages`, { accessCode, body: { text } });
  good(await write('Terima kasih, masih menunggu.'), 201);
  good(await write('Tiangnya roboh, kabel listrik menjuntai ke jalan.'), 201);
  const mail = await city.mailbox.waitFor(ROADS, `${trackingIdText}: ${HINT}`);
  expect(mail.subject).toMatch(/^DARURAT /);
  expect(mail.text).not.toContain('menjuntai');
  const view = await (await city.as('roads')).view(id);
  expect(view).toMatchObject({
    danger: false,
    dangerReasons: [],
    laterDanger: [{ words: ['kabel', 'menjuntai'] }],
  });
  expect(await pageOf(id)).toContain('Kata pelapor kemudian: “kabel” … “menjuntai”.');
  // The other one waits for the morning, as messages do.
  const told = () => city.mailbox.to(ROADS).filter(({ subject }) => subject.includes(trackingIdText));
  expect(told().filter(({ subject }) => subject.endsWith('pesan dari pelapor'))).toEqual([]);
});
