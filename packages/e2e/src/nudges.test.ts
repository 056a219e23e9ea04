import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, solved } from './builders.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

/** Of a busy machine. */
const PATIENCE = { timeout: 30_000 };

// Who coordinates a body decides nothing, and still a case must not lie: they nudge whoever has it (pains 2 and 15).

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const DAY = 86_400_000;
const WORDS = 'Sudah dua minggu; mohon tanggal yang pasti dari regu jalan.';
const SUBJECT = 'ditunggu tim koordinasi';
const toRoads = () =>
  city.mailbox.to('petugas.pu@kota.example').filter(({ subject }) => subject.includes(SUBJECT));

describe('a coordinator', () => {
  test('nudges the unit once a day; it is told, and nothing else changes', async () => {
    const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const id = receipt.trackingId;
    const coordinator = await city.as('coordinator');
    const before = await coordinator.view(id);
    expect(before.legal.toSorted()).toEqual(['note', 'nudge']);

    const after = await coordinator.do(id, { command: 'nudge', text: WORDS });
    expect(after).toMatchObject({ status: before.status, due: before.due, clocks: before.clocks });
    expect(after.legal).toEqual(['note']);
    const again = await coordinator.try(id, { command: 'nudge' });
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'illegal', legal: ['note'] });

    const mail = await city.mailbox.waitFor('petugas.pu@kota.example', SUBJECT);
    expect(mail.text).not.toContain(WORDS);
    const seen = (await (await city.as('roads')).view(id)).timeline;
    expect(seen.find(({ type }) => type === 'CaseNudged')).toMatchObject({ text: WORDS });
    expect(city.platform.said()).not.toContain(WORDS);

    await city.moveClock(DAY);
    await (await city.as('coordinator')).do(id, { command: 'nudge' });
    await expect.poll(() => toRoads().length, PATIENCE).toBe(2);
    await (await city.as('roads')).do(id, solved());
    expect((await (await city.as('coordinator')).try(id, { command: 'nudge' })).status).toBe(409);

    const path = `/api/v1/complaints/${id}`;
    for (const accessCode of [undefined, receipt.accessCode]) {
      const outside = await city.platform.request('GET', path, { ...(accessCode && { accessCode }) });
      expect(outside.status).toBe(200);
      expect(outside.text).not.toContain('Nudged');
    }
  });

  test('sent twice is done once', async () => {
    const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const coordinator = await city.as('coordinator');
    const headers = { 'idempotency-key': `nudge-${trackingId}` };
    for (let time = 0; time < 2; time += 1)
      expect((await coordinator.try(trackingId, { command: 'nudge', text: WORDS }, headers)).status).toBe(
        200,
      );
    const { timeline } = await coordinator.view(trackingId);
    expect(timeline.filter(({ type }) => type === 'CaseNudged')).toHaveLength(1);
  });
});
