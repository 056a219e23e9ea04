import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { good, MORNING, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// An answer is not a solution, and "closed" is not "fixed": what the reporter says decides, and what nobody said is counted apart.

const BAD_TEXT = { status: 400, json: { issues: [{ field: 'text' }] } };
const DAY = 86_400_000;
const ADMIN = 'admin.kota@kota.example';
const ME = 'lina@warga.example';
const reporter = { name: 'Lina', email: ME, language: 'id' } as const;
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

test('an answer needs something to show, and is neither done nor completed before the reporter has spoken (pain 3)', async () => {
  const roads = await city.as('roads');
  const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  const { trackingId: id } = receipt;
  expect((await roads.try(id, solved({ evidence: [] }))).status).toBe(400);
  expect(
    (await roads.try(id, followUp({ text: 'Terima kasih, laporan diterima.', nextStep: '' }))).status,
  ).toBe(400);
  for (const text of [
    'Sudah kami catat dan akan segera ditindaklanjuti oleh petugas',
    'Terima kasih atas laporannya, akan kami koordinasikan dengan pihak terkait',
    'Laporan diteruskan ke bidang terkait',
  ])
    expect(await roads.try(id, followUp({ text }))).toMatchObject(BAD_TEXT);
  for (const nothing of ['-', '.', '👍', 'terlampir']) {
    expect((await roads.try(id, solved({ text: 'Sudah ditambal', evidence: [nothing] }))).status).toBe(400);
    const dateless = { ...followUp({ evidence: [nothing] }), nextDate: undefined };
    expect((await roads.try(id, dateless)).status).toBe(400);
  }
  const farOff = await roads.try(id, followUp({ nextDate: '2027-02-01' }));
  expect(farOff).toMatchObject({ status: 400, json: { issues: [{ field: 'nextDate' }] } });
  expect((await roads.view(id)).status).toBe('assigned');
  await roads.do(id, solved());
  const answered = await city.summaryOf({ received: 1, followedUp: 1 });
  expect(answered.figures).toMatchObject({ done: 0, inProcess: 1, closed: 0, completionPercent: 0 });
  good(await city.reporter(receipt, { command: 'not-solved', text: 'Lubangnya masih ada.' }), 200);
  await city.mailbox.waitFor('petugas.pu@kota.example', 'belum selesai menurut pelapor');
  expect(await roads.view(id)).toMatchObject({ status: 'in_progress' });
  expect(city.mailbox.to(ADMIN).filter(({ subject }) => subject.includes('belum selesai'))).toEqual([]);
  // The second time it is the admin's to look at.
  await roads.do(id, solved({ text: 'Ditambal ulang setelah diperiksa pengawas.' }));
  good(await city.reporter(receipt, { command: 'not-solved', text: 'Ambles lagi.' }), 200);
  expect((await city.view(id, receipt.accessCode)).status).toBe('in_progress');
  const told = await city.mailbox.waitFor(ADMIN, 'dua kali belum selesai menurut pelapor');
  expect(told.text).toContain('mengambil alih');
  const admin = await city.as('cityAdmin');
  expect(await admin.view(id)).toMatchObject({
    notSolved: 2,
    legal: expect.arrayContaining(['follow-up', 'answer']) as string[],
  });
  // Also where nobody was written to: in the lists of all tiers above.
  const { token } = await city.as('national');
  const headers = { accept: 'text/html', cookie: `lapor_petugas=${token}` };
  const list = await city.platform.request('GET', '/petugas', { headers });
  expect(list.text).toContain('2 kali dinyatakan belum selesai');
});

test('silence is not consent: it closes, is counted apart, and is taken up again with one word (pain 10)', async () => {
  const roads = await city.as('roads');
  const silent = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  const spoken = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  for (const { trackingId } of [silent, spoken]) {
    await roads.do(trackingId, solved({ text: `Sudah ditambal: ${trackingId}.` }));
    await city.delivered(trackingId);
  }
  good(await city.reporter(spoken, { command: 'solved', rating: 4 }), 200);
  await city.moveClock(25 * DAY);
  expect(await city.view(silent.trackingId)).toMatchObject({ status: 'closed', outcome: 'silent' });
  const { figures } = await city.summaryOf({ closed: 2 });
  expect(figures.closedByOutcome).toMatchObject({ confirmed: 1, silent: 1 });
  good(await city.reporter(silent, { command: 'reopen', text: 'Sudah berlubang lagi.' }), 200);
  expect(await city.view(silent.trackingId)).toMatchObject({ status: 'in_progress' });
  const again = await city.summaryOf({ closed: 1 });
  expect(again.figures).toMatchObject({ reopened: 1, inProcess: 2 });
});

test('a promise for a day whose office hours are over is none: nothing is due before it was made', async () => {
  const { trackingId } = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  const sinceNine = (city.now().getTime() - MORNING.getTime()) % DAY;
  await city.moveClock(10 * 3_600_000 - sinceNine);
  const today = new Date(city.now().getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  const promise = solved({ kind: 'promised', text: 'Lubang ditambal regu malam.', evidence: [] });
  const roads = await city.as('roads');
  const refused = await roads.try(trackingId, { ...promise, promisedDate: today });
  expect(refused).toMatchObject({ status: 400, json: { issues: [{ field: 'promisedDate' }] } });
  const tomorrow = new Date(city.now().getTime() + 31 * 3_600_000).toISOString().slice(0, 10);
  await roads.do(trackingId, { ...promise, promisedDate: tomorrow });
});
