import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import type { Mail } from './mailbox.ts';
import { until } from './until.ts';

// What was announced is held against whoever announced it: by when the next step happens, and who is competent instead.

const ME = 'rahmat@warga.example';
const DAY = 86_400_000;
const PASSED = 'Hari itu sudah lewat, dan belum ada kabar kelanjutannya.';
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

async function signedIn(name: 'roads' | 'cityAdmin') {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS[name], sandi: OFFICER_PASSWORD });
  return pages;
}

test('the day of the next step is read by whoever reads the step, and once it has passed without news, that too', async () => {
  const { trackingId: id, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const followed = await (await city.as('roads')).do(id, followUp({ nextDate: '2026-03-06' }));
  const step = followed.timeline.findLast(({ type }) => type === 'CaseFollowedUp');
  expect(step?.nextDate).toBe('2026-03-06');
  const nextDate = async (code?: string) =>
    (await city.view(id, code)).timeline.findLast(({ type }) => type === 'CaseFollowedUp')?.nextDate;
  expect(await nextDate(accessCode)).toBe('2026-03-06');
  // The public reads it with the words of the step, and not before.
  expect(await nextDate()).toBeUndefined();
  const { token } = await city.as('cityAdmin');
  const body = { report: false, steps: [step?.seq ?? 0] };
  good(await city.platform.request('POST', `/api/v1/cases/${id}/release`, { token, body }), 200);
  expect(await nextDate()).toBe('2026-03-06');

  const shown = async () => (await openPages(city.platform.url, 'curl').get(`/lacak/${id}`)).text;
  expect(await shown()).toContain('Paling lambat 6 Maret 2026');
  expect(await shown()).not.toContain(PASSED);
  await city.moveClock(4 * DAY);
  expect(await shown()).toContain(PASSED);
  await city.mailbox.waitFor('petugas.pu@kota.example', 'hari langkah berikutnya lewat');
  const officers = await (await signedIn('roads')).get(`/petugas/laporan/${id}`);
  expect(officers.text).toContain(PASSED);
  const again = followUp({ nextDate: '2026-03-20', text: 'Aspal datang, penggalian dimulai.' });
  await (await city.as('roads')).do(id, again);
  expect(await shown()).not.toContain(PASSED);
});

test('whoever named the day is told when it is over without a step, once, and no more after one', async () => {
  const { trackingId: id, trackingIdText } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const roads = await city.as('roads');
  const day = (days: number) => new Date(city.now().getTime() + days * DAY).toISOString().slice(0, 10);
  await roads.do(id, followUp({ nextDate: day(2) }));
  const told = () =>
    city.mailbox
      .all()
      .filter(({ subject }) => subject.endsWith(`${trackingIdText}: hari langkah berikutnya lewat`));
  await city.moveClock(DAY);
  expect(told()).toEqual([]);
  expect((await roads.view(id)).nextStepMissed).toBeUndefined();
  await city.moveClock(2 * DAY);
  const notice = await city.mailbox.waitFor(
    'petugas.pu@kota.example',
    `${trackingIdText}: hari langkah berikutnya lewat`,
  );
  expect(notice.text).toContain('16.00');
  expect(await roads.view(id)).toMatchObject({ status: 'in_progress', nextStepMissed: day(-1) });
  const inbox = await (await signedIn('roads')).get('/petugas');
  expect(inbox.text).toContain('langkah berikutnya lewat harinya:');
  await city.moveClock(2 * DAY);
  expect(told().map(({ to }) => to)).toEqual(['petugas.pu@kota.example']);
  const again = await roads.do(id, followUp({ nextDate: day(5), text: 'Aspal datang, penggalian dimulai.' }));
  expect(again.nextStepMissed).toBeUndefined();
});

test('who a unit says is competent instead is read by whoever must decide, and chosen from the start', async () => {
  const { trackingId: id, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const health = agencyId('health');
  await (
    await city.as('roads')
  ).do(id, { command: 'return', reason: 'Ini halaman puskesmas.', betterAgencyId: health });
  const seen = await (await city.as('cityAdmin')).view(id);
  expect(seen.timeline.findLast(({ type }) => type === 'CaseReturned')?.betterAgency).toEqual({
    code: health,
    name: 'Dinas Kesehatan',
  });
  const page = await (await signedIn('cityAdmin')).get(`/petugas/laporan/${id}`);
  expect(page.text).toContain('Unit yang mengembalikan menyebut: Dinas Kesehatan.');
  const option = new RegExp(`<option[^>]*value="${health}"[^>]*>`).exec(page.text)?.[0];
  expect(option).toContain('selected');
  // Between offices.
  expect(JSON.stringify(await city.view(id, accessCode))).not.toContain('betterAgency');
});

test('what its reporter withdrew the office may go on with: no clock runs, and the reporter hears no more of it', async () => {
  const receipt = await city.file(aboutARoad({ reporter: { name: 'Rahmat', email: ME } }), {
    prefer: 'wait=5',
  });
  const { trackingId: id } = receipt;
  await city.mailbox.waitFor(ME, 'diteruskan ke');
  good(await city.reporter(receipt, { command: 'withdraw' }), 200);
  await city.mailbox.waitFor(ME, 'dicabut');
  const roads = await city.as('roads');
  expect((await roads.view(id)).legal).toEqual(['follow-up', 'note']);
  const page = await (await signedIn('roads')).get(`/petugas/laporan/${id}`);
  expect(page.text).toContain('Anda boleh melanjutkan');
  const before = city.mailbox.to(ME).length;
  await roads.do(id, { command: 'note', text: 'Lubangnya tetap berbahaya.' });
  const nextDate = new Date(city.now().getTime() + 7 * DAY).toISOString().slice(0, 10);
  const after = await roads.do(id, followUp({ nextDate }));
  expect(after).toMatchObject({ status: 'withdrawn', legal: ['follow-up', 'note'], overdue: false });
  expect(after.timeline.findLast(({ type }) => type === 'CaseFollowedUp')?.nextDate).toBe(nextDate);
  // A later word to the same reporter comes, and none of this came before it.
  const other = await city.file(aboutARoad({ reporter: { name: 'Rahmat', email: ME } }), {
    prefer: 'wait=5',
  });
  await city.mailbox.waitFor(ME, other.trackingIdText);
  const told = city.mailbox.to(ME).slice(before);
  expect(told.filter(({ subject }) => subject.includes(receipt.trackingIdText))).toEqual([]);
  // The day it named itself is held against the office all the same.
  await city.moveClock(8 * DAY);
  await toldToRoads(receipt);
  expect((await (await city.as('roads')).view(id)).nextStepMissed).toBe(nextDate);
  expect((await (await signedIn('roads')).get(`/petugas/laporan/${id}`)).text).toContain(PASSED);
  expect(
    city.mailbox
      .to(ME)
      .slice(before)
      .map(({ text }) => text)
      .join(),
  ).not.toContain(receipt.trackingIdText);
});

test('"no news" that could not be sent at once is not told of what was followed up meanwhile', async () => {
  const [quiet, busy] = [
    await city.file(aboutARoad(), { prefer: 'wait=5' }),
    await city.file(aboutARoad(), { prefer: 'wait=5' }),
  ];
  const day = (days: number) => new Date(city.now().getTime() + days * DAY).toISOString().slice(0, 10);
  for (const { trackingId } of [quiet, busy])
    await (await city.as('roads')).do(trackingId, followUp({ nextDate: day(2) }));
  city.mailbox.turnAway(451);
  await city.moveClock(3 * DAY);
  await until(
    async () => ((await standing(busy.trackingId)) === 'waiting' ? true : undefined),
    () => 'nobody tried to tell it',
  );
  const news = followUp({ nextDate: day(5), text: 'Aspal datang, penggalian dimulai.' });
  await (await city.as('roads')).do(busy.trackingId, news);
  city.mailbox.turnAway(undefined);
  await city.moveClock(120_000);
  await toldToRoads(quiet);
  await until(
    async () => ((await standing(busy.trackingId)) === 'skipped' ? true : undefined),
    () => 'it is to be told still',
  );
  const all = city.mailbox
    .to('petugas.pu@kota.example')
    .filter(({ text }) => text.includes(busy.trackingIdText));
  expect(all.filter(({ subject }) => subject.includes('langkah berikutnya'))).toEqual([]);
});

/** That the day of its next step has passed; perhaps with others of which the same is told. */
function toldToRoads({ trackingIdText }: Pick<Receipt, 'trackingIdText'>): Promise<Mail> {
  return until(
    () =>
      city.mailbox
        .to('petugas.pu@kota.example')
        .find(({ subject, text }) => subject.includes('langkah berikutnya') && text.includes(trackingIdText)),
    () => `nobody was told that the day of ${trackingIdText} has passed`,
  );
}

/** Of the notice that the day of its next step has passed, once it has been tried. */
async function standing(id: string): Promise<string | undefined> {
  const { deliveries } = good<{
    deliveries: readonly { eventType: string; status: string; attempts: number }[];
  }>(await (await city.as('roads')).get(`/api/v1/cases/${id}/deliveries`), 200);
  return deliveries.find(({ eventType, attempts }) => eventType === 'NextStepDue' && attempts > 0)?.status;
}
