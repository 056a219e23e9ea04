import { formatTrackingId } from '@lapor/kernel';
import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork, Officer } from './city-at-work.ts';

// An answer is its own reporter's to judge, whatever becomes of the master; and it speaks of the report it is read on.

let city: CityAtWork;
let roads: Officer;
let admin: Officer;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
});
afterAll(() => city.close());

const file = (): Promise<Receipt> => city.file(aboutARoad(), { prefer: 'wait=5' });
const merge = ({ trackingId }: Receipt, { trackingId: masterId }: Receipt) =>
  admin.do(trackingId, { command: 'merge', masterId });
const promised = solved({ kind: 'promised', evidence: [], promisedDate: '2026-03-12' });

describe('an answer', () => {
  test('stays, with what was promised, when the case is merged and when it is let go again', async () => {
    const [mine, master] = [await file(), await file()];
    await roads.do(mine.trackingId, promised);
    await merge(mine, master);
    const follows = await city.view(mine.trackingId, mine.accessCode);
    expect(follows).toMatchObject({ status: 'answered' });
    await roads.do(master.trackingId, followUp());
    await admin.do(mine.trackingId, { command: 'unmerge' });
    const again = await city.view(mine.trackingId, mine.accessCode);
    expect(again).toMatchObject({ status: 'answered' });
    expect(again.timeline.map(({ type }) => type)).not.toContain('CaseFollowedUp');
    good(await city.reporter(mine, { command: 'solved', rating: 4 }), 200);
  });

  test('that came with the master stays when the case is let go', async () => {
    const [mine, master] = [await file(), await file()];
    await merge(mine, master);
    await roads.do(master.trackingId, promised);
    await admin.do(mine.trackingId, { command: 'unmerge' });
    expect(await city.view(mine.trackingId, mine.accessCode)).toMatchObject({ status: 'answered' });
    good(await city.reporter(mine, { command: 'not-solved', text: 'Masih berlubang' }), 200);
    expect(await roads.view(mine.trackingId)).toMatchObject({ status: 'in_progress', merged: false });
  });

  test('names to each reporter the number of their own report, and to none that of the master', async () => {
    const [mine, master] = [await file(), await file()];
    await merge(mine, master);
    const number = formatTrackingId(master.trackingId);
    const text = `Laporan ${number} sudah ditangani, lubangnya ditambal (${master.trackingId.toLowerCase()}).`;
    await roads.do(master.trackingId, solved({ text }));
    const said = async ({ trackingId, accessCode }: Receipt) =>
      (await city.view(trackingId, accessCode)).timeline.findLast(({ type }) => type === 'CaseAnswered')
        ?.text;
    const own = formatTrackingId(mine.trackingId);
    expect(await said(mine)).toBe(`Laporan ${own} sudah ditangani, lubangnya ditambal (${mine.trackingId}).`);
    expect(await said(master)).toBe(text);
  });
});
