import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, forTriage, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const ME = 'siti@warga.example';

describe('a complaint goes all the way round', () => {
  test('filed, triaged, disposed, followed up, answered, closed, counted, and told at each step', async () => {
    const { mailbox } = city;
    const [admin, roads] = await Promise.all([city.as('cityAdmin'), city.as('roads')]);

    const receipt = await city.file(forTriage({ reporter: { name: 'Siti', email: ME, language: 'id' } }));
    expect(receipt.trackingId).toMatch(/^[0-9A-Z]{10}$/);
    expect(receipt.accessCode).toMatch(/^[0-9A-Z]{8}$/);
    expect(receipt.status).toBe('unverified');
    const { trackingId } = receipt;
    const received = await mailbox.waitFor(ME, 'sudah kami terima');
    expect(received.subject).toContain(receipt.trackingIdText);
    await mailbox.waitFor('admin.kota@kota.example', 'perlu dicarikan instansi');
    expect((await admin.inbox()).map(({ id }) => id)).toContain(trackingId);

    expect((await admin.do(trackingId, { command: 'dispose', agencyId: agencyId('roads') })).status).toBe(
      'assigned',
    );
    await mailbox.waitFor(ME, 'diteruskan ke Dinas Pekerjaan Umum');
    await mailbox.waitFor('petugas.pu@kota.example', 'laporan baru untuk unit Anda');

    expect((await roads.do(trackingId, followUp())).status).toBe('in_progress');
    await mailbox.waitFor(ME, 'sedang ditindaklanjuti');

    expect((await roads.do(trackingId, solved())).status).toBe('answered');
    const answered = await mailbox.waitFor(ME, 'sudah dijawab');
    // What the answer says is behind the link: a mail lies in clear on many machines.
    expect(answered.text).not.toContain('ditambal');
    await city.delivered(trackingId);

    const closed = good<{ status: string; rating: number; outcome: string }>(
      await city.reporter(receipt, { command: 'solved', rating: 4 }),
      200,
    );
    expect(closed).toMatchObject({ status: 'closed', rating: 4, outcome: 'confirmed' });
    await mailbox.waitFor(ME, 'selesai');

    const own = await city.view(trackingId, receipt.accessCode);
    expect(own.timeline.map(({ type }) => type)).toEqual([
      'ComplaintFiled',
      'CaseOpened',
      'CaseDisposed',
      'CaseFollowedUp',
      'CaseAnswered',
      'AnswerDelivered',
      'CaseClosed',
    ]);
    expect(own.timeline.at(-3)?.text).toContain('ditambal');

    const { figures } = await city.summaryOf({ received: 1, closed: 1 });
    expect(figures).toMatchObject({
      received: 1,
      done: 1,
      inProcess: 0,
      assigned: 1,
      followedUp: 1,
      closed: 1,
      completionPercent: 100,
    });
    expect(figures.closedByOutcome).toMatchObject({ confirmed: 1 });
    expect(mailbox.to(ME)).toHaveLength(5);
    expect(new Set(mailbox.all().map(({ messageId }) => messageId)).size).toBe(mailbox.all().length);
  });

  test('finds its unit by itself, comes back when not solved, and closes in silence', async () => {
    const roads = await city.as('roads');
    const phone = '+6281277700011';
    const receipt = await city.file(aboutARoad({ reporter: { phone: '0812-7770-0011' } }), {
      prefer: 'wait=5',
    });
    expect(receipt).toMatchObject({ status: 'assigned', agency: { name: 'Dinas Pekerjaan Umum' } });
    const { trackingId } = receipt;
    await city.sms.waitFor(phone, 'sudah kami terima');
    await roads.do(trackingId, solved());
    await city.sms.waitFor(phone, 'Katakan di halaman laporan');
    const back = good<{ status: string }>(await city.reporter(receipt, { command: 'not-solved' }), 200);
    expect(back.status).toBe('in_progress');
    await city.mailbox.waitFor('petugas.pu@kota.example', 'belum selesai menurut pelapor');
    await roads.do(trackingId, solved({ text: 'Lubang kedua di sebelahnya juga sudah ditambal.' }));
    await city.delivered(trackingId);

    await city.moveClock(30 * 24 * 3_600_000);
    expect(await city.view(trackingId)).toMatchObject({ status: 'closed', outcome: 'silent' });
    await city.sms.waitFor(phone, 'selesai.');
    const { figures } = await city.summaryOf({ received: 2, closed: 2 });
    expect(figures.closedByOutcome).toMatchObject({ confirmed: 1, silent: 1 });
  });

  test('survives kills between its steps', async () => {
    const roads = await city.as('roads');
    const receipt = await city.file(aboutARoad());
    await city.crash();
    await roads.do(receipt.trackingId, followUp({ nextDate: '2026-04-10' }));
    await roads.do(receipt.trackingId, solved());
    await city.crash();
    good(await city.reporter(receipt, { command: 'solved' }), 200);
    await city.crash();
    const { figures } = await city.summaryOf({ received: 3, closed: 3 });
    expect(figures).toMatchObject({ followedUp: 3, inProcess: 0 });
  });
});
