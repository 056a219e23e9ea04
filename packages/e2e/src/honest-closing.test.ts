import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// An answer without a solution is not done, and a promise is asked about on its day.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const DAY = 86_400_000;
const ME = 'dewi@warga.example';
const reporter = { name: 'Dewi', email: ME, language: 'id' } as const;

describe('the same words on case after case', () => {
  test('are flagged to those above, and never kept (pain 3)', async () => {
    const [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
    const text = 'Sedang kami jadwalkan pengaspalan ulang pada triwulan berikutnya sesuai anggaran.';
    const flags: (number | undefined)[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { trackingId, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
      await roads.do(trackingId, followUp({ text: i % 2 === 0 ? text : text.toUpperCase() }));
      const steps = [await admin.view(trackingId), await city.view(trackingId, accessCode)].map(
        ({ timeline }) => timeline.find(({ type }) => type === 'CaseFollowedUp'),
      );
      flags.push(steps[0]?.reusedOn);
      expect(steps[1]).not.toHaveProperty('reusedOn');
    }
    expect(flags).toEqual([undefined, undefined, undefined, 4, 5]);
    // The same case again is no further use of them.
    expect(city.platform.said()).not.toContain('pengaspalan');
  });
});

describe('a promise', () => {
  test('closes as promised, is asked about on its day, and counts as kept when the reporter says so (pain 10)', async () => {
    const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
    const { trackingId: id, accessCode } = receipt;
    const promise = solved({
      kind: 'promised',
      evidence: [],
      promisedDate: '2026-03-20',
      text: 'Aspal dikirim dari Batu Ampar.',
    });
    await (await city.as('roads')).do(id, promise);
    good(await city.reporter(receipt, { command: 'solved' }), 200);
    expect(await city.view(id, accessCode)).toMatchObject({ status: 'closed', outcome: 'promised' });
    expect((await city.reporter(receipt, { command: 'promise-kept' })).status).toBe(409);

    await city.moveClock(18 * DAY);
    await city.mailbox.waitFor(ME, 'hari yang dijanjikan tiba');
    await city.mailbox.waitFor('petugas.pu@kota.example', 'hari yang dijanjikan tiba');
    const roads = await city.as('roads');
    expect((await roads.view(id)).legal).toContain('promise');
    expect((await roads.try(id, { command: 'promise', text: 'Sudah diaspal.', evidence: [] })).status).toBe(
      400,
    );
    await roads.do(id, {
      command: 'promise',
      text: 'Sudah diaspal.',
      evidence: ['https://kota.example/a.jpg'],
    });
    await city.mailbox.waitFor(ME, 'janji dinyatakan ditepati');
    good(await city.reporter(receipt, { command: 'promise-kept' }), 200);
    const { figures } = await city.summaryOf({ closed: 1, promisesKept: 1 });
    expect(figures.closedByOutcome.promised).toBe(1);
    expect(figures).toMatchObject({ promisesDue: 1, promisesKept: 1, keptPromisesPercent: 100 });
  });

  test('that was broken is taken up again', async () => {
    const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
    const promisedDate = new Date(city.now().getTime() + 5 * DAY).toISOString().slice(0, 10);
    const promise = solved({
      kind: 'promised',
      evidence: [],
      promisedDate,
      text: 'Marka dicat ulang pekan depan.',
    });
    await (await city.as('roads')).do(receipt.trackingId, promise);
    await city.moveClock(20 * DAY);
    expect(await city.view(receipt.trackingId)).toMatchObject({ status: 'closed', outcome: 'promised' });
    const back = good(await city.reporter(receipt, { command: 'reopen', text: 'Belum dicat.' }), 200);
    expect(back).toMatchObject({ status: 'in_progress' });
  });
});

describe('a case that rots', () => {
  test('may be handed over to an overseer by its reporter, who agrees by doing it', async () => {
    const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
    const { trackingId: id, accessCode } = receipt;
    const early = await city.reporter(receipt, { command: 'hand-over' });
    expect(early).toMatchObject({ status: 409, json: { code: 'illegal' } });
    await city.moveClock(15 * DAY);
    expect((await city.view(id, accessCode)).private?.legal).toContain('hand-over');
    good(await city.reporter(receipt, { command: 'hand-over' }), 200);
    await city.mailbox.waitFor('petugas.pu@kota.example', 'diserahkan ke pengawas');
    expect(await (await city.as('cityAdmin')).view(id)).toMatchObject({
      status: 'assigned',
      handedOver: true,
    });
    expect((await city.reporter(receipt, { command: 'hand-over' })).status).toBe(409);
  });
});

describe('short words', () => {
  test('are told of where one agency says them again and again, and not where two say the same by chance', async () => {
    const [roads, clinic] = await Promise.all([city.as('roads'), city.as('clinic')]);
    const flags: (number | undefined)[] = [];
    const answer = solved({ text: 'Sudah kami perbaiki.' });
    for (let i = 0; i < 4; i += 1) {
      const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
      const { timeline } = await roads.do(trackingId, answer);
      flags.push(timeline.find(({ type }) => type === 'CaseAnswered')?.reusedOn);
    }
    expect(flags).toEqual([undefined, undefined, undefined, 4]);
    const { trackingId } = await city.file(aboutTheClinic(), { prefer: 'wait=5' });
    const { timeline } = await clinic.do(trackingId, answer);
    expect(timeline.find(({ type }) => type === 'CaseAnswered')).not.toHaveProperty('reusedOn');
  });
});
