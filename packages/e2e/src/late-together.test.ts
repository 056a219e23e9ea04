import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Receipt } from '@lapor/portal';
import { aboutARoad, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// Twenty late cases are one message and not twenty, nor are twenty new ones of one night; danger waits for no other.

const ROADS = 'petugas.pu@kota.example';
const ADMIN = 'admin.kota@kota.example';
const MISSED = 'batas waktu terlampaui';
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), {}, ['notification']);
});
afterAll(() => city.close());

const moveTo = (written: string) =>
  city.moveClock(Date.parse(`${written.replace(' ', 'T')}:00+07:00`) - city.now().getTime());

async function fileSome(count: number): Promise<Receipt[]> {
  const all: Receipt[] = [];
  for (let at = 0; at < count; at += 1) all.push(await city.file(aboutARoad(), { prefer: 'wait=5' }));
  return all;
}

/** Filed, and neither dangerous nor answered. */
const late: Receipt[] = [];

const missedTo = (address: string) =>
  city.mailbox.to(address).filter(({ subject }) => subject.endsWith(MISSED));
const codesIn = (text: string) =>
  new Set([...text.matchAll(/petugas\/laporan\/(\w+)/g)].map(([, code]) => code));
const idsOf = (receipts: readonly Receipt[]) => new Set(receipts.map(({ trackingId }) => trackingId));

test('what was missed over night is one message in the morning, without what was answered meanwhile', async () => {
  const [answered, ...others] = await fileSome(20);
  late.push(...others);
  await moveTo('2026-03-11 02:00');
  expect(missedTo(ROADS)).toEqual([]);
  await (await city.as('roads')).do(answered?.trackingId ?? '', solved());
  await moveTo('2026-03-11 07:00');
  for (const address of [ROADS, ADMIN]) {
    const mail = await city.mailbox.waitFor(address, `19 laporan: ${MISSED}`);
    expect(codesIn(mail.text)).toEqual(idsOf(late));
  }
  // Nothing comes twice with the rounds after it.
  await city.moveClock(60_000);
  expect(missedTo(ROADS)).toHaveLength(1);
  expect(missedTo(ADMIN)).toHaveLength(1);
});

test('by day too, and danger comes by itself', async () => {
  await moveTo('2026-03-12 09:00');
  late.push(...(await fileSome(4)));
  const danger = await city.file(aboutARoad({ danger: true }), { prefer: 'wait=5' });
  const before = missedTo(ROADS).length;
  // The older ones have missed their answer by now, the others their first follow-up too.
  await moveTo('2026-03-30 16:01');
  const together = await city.mailbox.waitFor(ROADS, `23 laporan: ${MISSED}`);
  expect(codesIn(together.text)).toEqual(idsOf(late));
  const alone = await city.mailbox.waitFor(ROADS, `${danger.trackingIdText}: ${MISSED}`);
  expect(alone.subject).toMatch(/^DARURAT /);
  expect(missedTo(ROADS).length).toBe(before + 2);
});

test('what came in over night is one message in the morning; by day each is told as it comes', async () => {
  await moveTo('2026-04-06 22:00');
  const night = await fileSome(5);
  const fresh = 'laporan baru untuk unit Anda';
  await moveTo('2026-04-07 07:00');
  const mail = await city.mailbox.waitFor(ROADS, `5 laporan: ${fresh}`);
  expect(codesIn(mail.text)).toEqual(idsOf(night));
  expect(mail.text).toContain('tindak lanjuti sebelum');
  const [alone] = await fileSome(1);
  await city.mailbox.waitFor(ROADS, `${alone!.trackingIdText}: ${fresh}`);
  const told = city.mailbox.to(ROADS).filter(({ subject }) => subject.endsWith(fresh));
  expect(told.filter(({ text }) => codesIn(text).has(night[0]!.trackingId))).toEqual([mail]);
});

test('an admin of several units has one message of all of them, each case with its unit', async () => {
  await moveTo('2026-04-08 10:00');
  const clinic = await city.file(aboutARoad({ agency: agencyId('clinic') }), { prefer: 'wait=5' });
  const [road] = await fileSome(1);
  await moveTo('2026-04-15 16:01');
  const told = await until(
    () => missedTo(ADMIN).find(({ text }) => codesIn(text).has(clinic.trackingId)),
    () => `nobody above was told of ${clinic.trackingIdText}`,
  );
  expect(codesIn(told.text)).toContain(road!.trackingId);
  expect(told.text).toMatch(new RegExp(`${clinic.trackingIdText}, .*Puskesmas`));
});
