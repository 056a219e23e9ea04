import type { PolicyView } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Limits are data, also in words: pages, help and mails say what the policy in force says, and what is said is what happens.

const DAY = 86_400_000;
const ME = 'lina@warga.example';
const reporter = { name: 'Lina', email: ME, language: 'id' } as const;
const LIMITS = {
  verificationDays: 2,
  replyDays: 3,
  silenceDays: 2,
  askAtMost: 1,
  reviveWithinDays: 20,
  reopenWithinDays: 7,
  reopenAtMost: 1,
  urgentHours: 6,
};

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const { policies } = good<PolicyView>(await city.platform.request('GET', '/api/v1/policies'), 200);
  const validFrom = new Date(city.now().getTime() + DAY).toISOString().slice(0, 10);
  const body = { ...policies[0], ...LIMITS, version: 'kota-1', validFrom, reason: 'Percobaan' };
  const { token } = await city.as('national');
  good(await city.platform.request('POST', '/api/v1/policies', { token, body }), 201);
  await city.moveClock(DAY);
});
afterAll(() => city.close());

const page = async (path: string) => (await openPages(city.platform.url, 'Firefox/128.0').get(path)).text;
/** As the reporter reads it, code in hand. */
const ownPage = async ({
  trackingId,
  accessCode,
}: {
  readonly trackingId: string;
  readonly accessCode: string;
}) => {
  const pages = openPages(city.platform.url, 'Firefox/128.0');
  await pages.send(`/lacak/${trackingId}/kode`, { kode: accessCode }, `/lacak/${trackingId}`);
  return (await pages.get(`/lacak/${trackingId}`)).text;
};
const mailOf = async (trackingIdText: string, subject: string) =>
  (await city.mailbox.waitFor(ME, `${trackingIdText}: ${subject}`)).text;

test('the help page says the limits that are in force', async () => {
  const text = await page('/bantuan');
  for (const said of [
    'Batasnya 2 hari kerja.',
    'Jawab dalam 2 hari kerja; sesudah diarsipkan, jawaban dalam 20 hari menghidupkan laporan lagi.',
    'Tanpa kabar, laporan ditutup setelah 3 hari kerja.',
    'Dapat dibuka lagi dalam 7 hari, paling banyak 1 kali.',
    'tindak lanjut dalam 6 jam',
  ])
    expect(text).toContain(said);
  expect(await page('/lapor')).not.toContain('dua jam');
});

test('an answer and what comes after it: each day that is named is the day on which it happens', async () => {
  const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  await (await city.as('roads')).do(receipt.trackingId, solved());
  await city.delivered(receipt.trackingId);
  // Wednesday the 4th: three working days.
  expect(await page(`/lacak/${receipt.trackingId}`)).toContain(
    'Tanpa kabar sampai Sen, 9 Mar 2026, 16.00 WIB, laporan ditutup.',
  );
  expect(await ownPage(receipt)).toContain(
    'Tanpa kabar dari Anda sampai Sen, 9 Mar 2026, 16.00 WIB, laporan ditutup.',
  );
  await city.moveClock(Date.parse('2026-03-09T09:00:00Z') - city.now().getTime());
  expect(await city.view(receipt.trackingId)).toMatchObject({
    status: 'closed',
    reopenUntil: '2026-03-16T09:00:00.000Z',
  });
  expect(await ownPage(receipt)).toContain('Sampai Sen, 16 Mar 2026, 16.00 WIB Anda dapat membukanya lagi.');
  expect(await mailOf(receipt.trackingIdText, 'selesai')).toContain(
    'Anda dapat membukanya lagi sampai 16 Mar 2026, 16.00.',
  );
  good(await city.reporter(receipt, { command: 'reopen', text: 'Berlubang lagi.' }), 200);

  // It was the one time there is.
  await (
    await city.as('roads')
  ).do(receipt.trackingId, solved({ text: 'Ditambal ulang, dipadatkan dua lapis.' }));
  good(await city.reporter(receipt, { command: 'solved' }), 200);
  const last = await ownPage(receipt);
  expect(last).toContain('Laporan ini selesai.');
  expect(last).not.toContain('membukanya lagi');
});

test('silence on a question: until when it is waited for, and until when an answer revives it, on the page and in the mail', async () => {
  const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  const roads = await city.as('roads');
  expect((await roads.view(receipt.trackingId)).questionsLeft).toBe(1);
  await roads.do(receipt.trackingId, { command: 'ask', question: 'Di depan toko yang mana?' });
  expect((await roads.view(receipt.trackingId)).questionsLeft).toBe(0);
  expect(await ownPage(receipt)).toMatch(
    /Jawab sebelum \w+, \d+ Mar 2026, 16\.00 WIB, supaya laporan tidak diarsipkan\./,
  );
  await city.moveClock(6 * DAY);
  const view = await city.view(receipt.trackingId, receipt.accessCode);
  expect(view.status).toBe('archived');
  expect(await ownPage(receipt)).toMatch(
    /Jawab pertanyaannya sampai \w+, \d+ Apr 2026, 16\.00 WIB, dan laporan berjalan lagi\./,
  );
  const mail = await mailOf(receipt.trackingIdText, 'diarsipkan, menunggu jawaban Anda');
  expect(mail).toMatch(/Jawab di halaman laporan sampai \d+ Apr 2026, 16\.00, dan laporan berjalan lagi\./);
  await city.moveClock(Date.parse(view.reviveUntil ?? '') - city.now().getTime());
  good(await city.reporter(receipt, { command: 'reply', text: 'Toko Sinar Jaya.' }), 200);
  expect(await city.view(receipt.trackingId)).toMatchObject({ status: 'assigned' });
});
