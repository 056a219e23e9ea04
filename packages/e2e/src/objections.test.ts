import type { ComplaintView } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, forTriage } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// A wrong category is no dead end, and nobody who sets a case aside has the last word.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const DAY = 24 * 3_600_000;
const ME = 'rahmat@warga.example';
const reporter = { name: 'Rahmat', email: ME, language: 'id' } as const;

const officers = async () => ({ admin: await city.as('cityAdmin'), national: await city.as('national') });

describe('a reclassification', () => {
  test('is told with the old and the new limit, objected to once, and decided one tier up (pain 6)', async () => {
    const [admin, national] = await Promise.all([city.as('cityAdmin'), city.as('national')]);
    const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
    const { trackingId: id, accessCode } = receipt;
    const before = (await city.view(id, accessCode)).due?.caseDueAt;
    await admin.do(id, { command: 'reclassify', type: 'information', reason: 'Ini sebenarnya pertanyaan.' });

    const told = await city.mailbox.waitFor(ME, 'jenis atau topiknya diubah');
    const view = await city.view(id, accessCode);
    const step = view.timeline.findLast(({ type }) => type === 'CaseReclassified');
    expect(step).toMatchObject({ dueBefore: before, dueAt: view.due?.caseDueAt });
    for (const at of [before, view.due?.caseDueAt]) expect(told.text).toContain(inBatam(at));
    expect(view.private?.legal).toContain('object');

    good(await city.reporter(receipt, { command: 'object', text: 'Lubang itu bukan pertanyaan.' }), 200);
    expect((await city.reporter(receipt, { command: 'object', text: 'Sekali lagi.' })).status).toBe(409);
    await city.mailbox.waitFor('petugas.pu@kota.example', 'laporan baru untuk unit Anda');
    const decide = {
      command: 'objection',
      accept: true,
      text: 'Benar, jalan rusak adalah pengaduan.',
    } as const;
    expect((await admin.try(id, decide)).status).toBe(403);
    await national.do(id, decide);
    await city.mailbox.waitFor(ME, 'keberatan Anda diterima');
    expect(await city.view(id, accessCode)).toMatchObject({ type: 'complaint', due: { caseDueAt: before } });
  });

  test('that an objection undoes takes its limit along, also when that had run out; a refusal says that it is one', async () => {
    const { admin } = await officers();
    const [receipt, refused] = [
      await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' }),
      await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' }),
    ];
    const due = async ({ trackingId, accessCode }: typeof receipt) =>
      (await city.view(trackingId, accessCode)).due?.caseDueAt;
    const before = await due(receipt);
    for (const each of [receipt, refused]) {
      await admin.do(each.trackingId, { command: 'reclassify', type: 'information', reason: 'Pertanyaan.' });
      good(await city.reporter(each, { command: 'object', text: 'Lubang itu bukan pertanyaan.' }), 200);
    }
    const short = await due(receipt);
    await city.moveClock(8 * DAY);
    const { national } = await officers();
    const text = 'Jalan rusak adalah pengaduan.';
    await national.do(receipt.trackingId, { command: 'objection', accept: true, text });
    expect(await due(receipt)).toBe(before);
    await national.do(refused.trackingId, { command: 'objection', accept: false, text });
    expect(await due(refused)).toBe(short);
    const told = await city.mailbox.waitFor(ME, 'keberatan Anda tidak diterima');
    expect(told.subject).toContain(refused.trackingIdText);
  });
});

describe('an objection to the archive', () => {
  test('brings the case to the tier above, to be looked at anew, once', async () => {
    const [admin, national] = await Promise.all([city.as('cityAdmin'), city.as('national')]);
    const receipt = await city.file(forTriage({ reporter }));
    const archive = { command: 'archive', reason: 'not_a_public_service', text: 'Bukan layanan.' } as const;
    await admin.do(receipt.trackingId, archive);
    await city.mailbox.waitFor(ME, 'diarsipkan');
    const back = good<ComplaintView>(
      await city.reporter(receipt, { command: 'object', text: 'Ini layanan kota.' }),
      200,
    );
    expect(back.status).toBe('unverified');
    expect((await admin.try(receipt.trackingId, archive)).status).toBe(403);
    await national.do(receipt.trackingId, archive);
    const again = await city.reporter(receipt, { command: 'object', text: 'Masih keberatan.' });
    expect(again).toMatchObject({ status: 409, json: { code: 'illegal', legal: expect.any(Array) } });
  });
});

describe('a message of the reporter', () => {
  test('is told to whoever has the case, and changes no state', async () => {
    const receipt = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
    const { trackingId, accessCode } = receipt;
    const path = `/api/v1/complaints/${trackingId}/messages`;
    const body = { text: 'Pagi ini lubangnya bertambah lebar.' };
    expect((await city.platform.request('POST', path, { accessCode, body })).status).toBe(201);
    const told = await city.mailbox.waitFor('petugas.pu@kota.example', 'pesan dari pelapor');
    expect(told.text).not.toContain('bertambah lebar');
    expect((await city.view(trackingId, accessCode)).status).toBe('assigned');
  });
});

function inBatam(at: string | undefined): string {
  const format = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Jakarta' } as const;
  return new Intl.DateTimeFormat('id', format).format(new Date(at ?? 0));
}
