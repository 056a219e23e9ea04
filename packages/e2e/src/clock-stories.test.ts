import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, forTriage, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

/** Wall clock of the city. */
const moveTo = (written: string) =>
  city.moveClock(Date.parse(`${written.replace(' ', 'T')}:00+07:00`) - city.now().getTime());
/** Subjects of what this officer was sent about this report, without whose and which it is. */
const told = (receipt: Receipt, address: string): readonly string[] =>
  city.mailbox
    .to(address)
    .filter(({ subject }) => subject.includes(receipt.trackingIdText))
    .map(({ subject }) =>
      subject.slice(subject.indexOf(receipt.trackingIdText) + receipt.trackingIdText.length + 2),
    );

const hears = async (receipt: Receipt, address: string, subjects: readonly string[]) => {
  const all = () => told(receipt, address);
  await until(
    () => (all().length >= subjects.length ? true : undefined),
    () => `${address} heard ${JSON.stringify(all())} instead of ${JSON.stringify(subjects)}`,
  );
  expect(all()).toEqual(subjects);
};

const ROADS = 'petugas.pu@kota.example';
const CLINIC = 'petugas.puskesmas@kota.example';
const ADMIN = 'admin.kota@kota.example';
const NEAR = 'batas waktu mendekat';
const MISSED = 'batas waktu terlampaui';
const ABOVE = 'terlambat, perlu perhatian Anda';

test('silence: a report that nobody verifies warns, is missed, and says so to everybody (pain 2)', async () => {
  const receipt = await city.file(forTriage(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ADMIN, 'perlu dicarikan instansi');
  // Filed on Tuesday the 3rd at nine: 31 office hours until Friday at four, a quarter of them left at a quarter past eight.
  const first = told(receipt, ADMIN);
  await moveTo('2026-03-06 08:14');
  expect(told(receipt, ADMIN)).toEqual(first);
  await moveTo('2026-03-06 08:15');
  await hears(receipt, ADMIN, [...first, NEAR]);
  await moveTo('2026-03-06 15:59');
  await hears(receipt, ADMIN, [...first, NEAR, NEAR]);
  await moveTo('2026-03-06 16:01');
  await hears(receipt, ADMIN, [...first, NEAR, NEAR, MISSED]);

  const admin = await city.as('cityAdmin');
  const item = (await admin.inbox()).find(({ id }) => id === receipt.trackingId);
  expect(item).toMatchObject({ overdue: true, status: 'unverified', nextClock: 'verification' });
  expect(item?.clocks.find((clock) => clock.name === 'verification')).toMatchObject({
    state: 'running',
    missed: true,
    passed: 100,
    policyVersion: 'id-2018-1',
  });
  // The citizen sees the miss, but not what the office was reminded of.
  const seen = (await city.view(receipt.trackingId)).timeline.filter(
    ({ type }) => type === 'ClockThresholdsPassed',
  );
  expect(seen.map(({ clock, percent }) => [clock, percent])).toEqual([['verification', 100]]);
});

test('escalation climbs the tiers of the body, one by one, and stops at its head', async () => {
  const receipt = await city.file(aboutTheClinic(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(CLINIC, receipt.trackingIdText);
  // Filed on Friday the 6th after four: 40 office hours until Friday the 13th at four.
  await moveTo('2026-03-13 15:59');
  expect(told(receipt, CLINIC)).not.toContain(MISSED);
  await moveTo('2026-03-13 16:00');
  // The clinic has no admin, nor has the health office above it: the city's is told of the miss.
  await hears(receipt, ADMIN, [MISSED]);
  // Both warnings had come due when the clock was moved to a minute before: they were one notice.
  await hears(receipt, CLINIC, ['laporan baru untuk unit Anda', NEAR, MISSED]);
  await moveTo('2026-03-16 17:00');
  expect(told(receipt, ADMIN)).toEqual([MISSED]);
  // Half the limit later, over a holiday week: 16 office hours more.
  await moveTo('2026-03-17 17:00');
  expect(told(receipt, ADMIN)).toEqual([MISSED]);
  await moveTo('2026-03-25 16:30');
  await hears(receipt, ADMIN, [MISSED, ABOVE]);
  const admin = await city.as('cityAdmin');
  expect(await admin.view(receipt.trackingId)).toMatchObject({ status: 'assigned' });
  expect(city.mailbox.to('admin@nasional.example')).toEqual([]);
});

test('after a day away: one notice for all that was passed, and never at night (pain 8)', async () => {
  await moveTo('2026-03-30 09:00');
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ROADS, receipt.trackingIdText);
  const before = told(receipt, ROADS);
  // Both warnings, the miss, and a tier above: all at once, at two in the morning.
  await moveTo('2026-04-14 02:00');
  expect(told(receipt, ROADS)).toEqual(before);
  await moveTo('2026-04-14 06:59');
  expect(told(receipt, ROADS)).toEqual(before);
  await moveTo('2026-04-14 07:00');
  await hears(receipt, ROADS, [...before, MISSED]);
  // As the admin who learns of each miss, and as the tier above by now: once.
  await hears(receipt, ADMIN, [ABOVE]);
  const roads = await city.as('roads');
  await roads.do(receipt.trackingId, followUp({ nextDate: '2026-04-20' }));
  await roads.do(receipt.trackingId, solved());
});

test('nobody is told that it is late once the agency has answered (pain 9)', async () => {
  await moveTo('2026-05-04 09:00');
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ROADS, receipt.trackingIdText);
  const before = told(receipt, ROADS).length;
  // Late since four; the notice of it was made at night and waits.
  await moveTo('2026-05-11 22:00');
  const roads = await city.as('roads');
  expect(await roads.view(receipt.trackingId)).toMatchObject({ overdue: true });
  expect(told(receipt, ROADS)).toHaveLength(before);
  await roads.do(receipt.trackingId, solved());
  await moveTo('2026-05-12 08:00');
  await moveTo('2026-05-20 08:00');
  const late = [...told(receipt, ROADS), ...told(receipt, ADMIN)];
  expect(late.filter((subject) => [NEAR, MISSED, ABOVE].includes(subject))).toEqual([]);
  // Met late all the same: the clock that was missed says so, and is due no more.
  const view = await roads.view(receipt.trackingId);
  expect(view.clocks.find((clock) => clock.name === 'response')).toMatchObject({
    state: 'stopped',
    missed: true,
  });
  expect(view.due.responseDueAt).toBeUndefined();
  expect(view.due.resolutionDueAt).toBeUndefined();
});

test('danger does not wait for the morning, nor for the office (pain 17)', async () => {
  await moveTo('2026-06-06 23:30'); // a Saturday
  const receipt = await city.file(aboutARoad({ danger: true }), { prefer: 'wait=5' });
  await city.mailbox.waitFor(ROADS, receipt.trackingIdText);
  await moveTo('2026-06-07 01:00');
  await hears(receipt, ROADS, ['laporan baru untuk unit Anda', NEAR]);
  await moveTo('2026-06-07 01:29');
  expect(told(receipt, ROADS)).not.toContain(MISSED);
  await moveTo('2026-06-07 01:30');
  await hears(receipt, ROADS, ['laporan baru untuk unit Anda', NEAR, NEAR, MISSED]);
  expect(city.mailbox.to(ROADS).at(-1)?.subject).toMatch(/^DARURAT /);
  expect((await (await city.as('roads')).inbox())[0]).toMatchObject({
    id: receipt.trackingId,
    nextClock: 'urgent',
  });
});

test('the chain of a report tells which limits were kept, when time stood still, and what lies ahead', async () => {
  await moveTo('2026-07-06 09:00');
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const page = async () => {
    const shown = await fetch(`${city.platform.url}/lacak/${receipt.trackingId}`, {
      headers: { 'accept-language': 'id' },
    });
    return shown.text();
  };
  const steps = async () =>
    (await city.view(receipt.trackingId)).timeline.flatMap(({ type, clockSteps = [] }) =>
      clockSteps.map(({ clock, change }) => `${type}: ${clock} ${change}`),
    );
  expect(await page()).toContain('Batas penyelesaian');
  const roads = await city.as('roads');
  await roads.do(receipt.trackingId, { command: 'ask', question: 'Di depan rumah nomor berapa?' });
  expect(await page()).toContain('berhenti dihitung sekarang');
  await moveTo('2026-07-08 09:00');
  good(await city.reporter(receipt, { command: 'reply', text: 'Nomor 12' }), 200);
  // Five working days, and the two that the question took.
  await moveTo('2026-07-16 09:00');
  expect(await page()).toContain('Batas tindak lanjut pertama sudah lewat');
  await roads.do(receipt.trackingId, followUp({ nextDate: '2026-07-20' }));
  await roads.do(receipt.trackingId, solved());
  expect(await steps()).toEqual(
    expect.arrayContaining([
      'QuestionAsked: case paused',
      'QuestionAnswered: case resumed',
      'CaseFollowedUp: response met_late',
      'CaseAnswered: case met',
    ]),
  );
  const shown = await page();
  for (const words of [
    'Terlambat: batas tindak lanjut pertama',
    'Tepat waktu: batas ',
    'Batas penilaian pelapor',
  ])
    expect(shown).toContain(words);
});
