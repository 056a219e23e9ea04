import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

interface SmsAnswer {
  readonly reply: string;
  readonly trackingId: string;
}

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const PHONE = '+6281277700033';
let sent = 0;
const deliver = (text: string, id = `m${(sent += 1)}`) =>
  city.sms.deliver(city.platform, { id, from: '081277700033', text }, city.now());
const sms = async (text: string, id?: string) => good<SmsAnswer>(await deliver(text, id), 200);

test('a complaint goes all the way round by text message alone, and thanks change nothing (pain 18)', async () => {
  const national = await city.as('national');
  const roads = await city.as('roads');
  const filed = await sms('Jembatan kayu di Kampung Tua putus, anak sekolah tidak bisa lewat');
  const { trackingId } = filed;
  const accessCode = /kode akses ([0-9A-Z]{8})/.exec(filed.reply)?.[1] ?? '';
  const tracked = /Nomor ([0-9A-Z-]+),/.exec(filed.reply)?.[1] ?? '';
  expect(tracked.replaceAll('-', '')).toBe(trackingId);
  const own = await city.view(tracked.toLowerCase(), accessCode);
  expect(own.private?.body).toContain('Jembatan kayu');
  expect(own.private?.reporter?.phone).toBe(PHONE);

  // Free text names no place: a person decides.
  expect((await national.view(trackingId)).triageReason).toBeDefined();
  await national.do(trackingId, { command: 'dispose', agencyId: agencyId('roads') });
  await city.sms.waitFor(PHONE, 'diteruskan ke Dinas Pekerjaan Umum');
  await roads.do(trackingId, solved());
  await city.sms.waitFor(PHONE, 'Balas 1 (selesai) atau 2 (belum)');
  await city.delivered(trackingId);

  const before = await roads.view(trackingId);
  expect((await sms('Terima kasih banyak pak')).reply).toContain('Statusnya tidak berubah');
  const after = await roads.view(trackingId);
  expect({ status: after.status, version: after.version }).toEqual({
    status: 'answered',
    version: before.version,
  });
  expect(after.messages.map(({ text }) => text)).toEqual(['Terima kasih banyak pak']);

  await sms('2');
  expect((await roads.view(trackingId)).status).toBe('in_progress');
  await roads.do(trackingId, solved({ text: 'Papan jembatan kini diganti seluruhnya.' }));
  await sms('1 4');
  expect(await city.view(trackingId)).toMatchObject({ status: 'closed', outcome: 'confirmed', rating: 4 });

  // The moment at which users were annoyed: thanks after the end.
  expect((await sms('makasih ya')).reply).toContain('Statusnya tidak berubah');
  expect(await city.view(trackingId)).toMatchObject({ status: 'closed' });
  const { figures } = await city.summaryOf({ received: 1, closed: 1 });
  expect(figures).toMatchObject({ closed: 1, reopened: 0 });
  // Filing was answered on the spot; then: passed on, answered twice, closed.
  await city.sms.waitFor(PHONE, 'selesai.');
  expect(city.sms.to(PHONE)).toHaveLength(4);
});

test('a question is answered by text message', async () => {
  const national = await city.as('national');
  const { trackingId } = await sms('Pungutan di loket pasar tanpa karcis sudah sebulan');
  await national.do(trackingId, { command: 'ask', question: 'Pasar mana?' });
  await city.sms.waitFor(PHONE, 'bertanya satu hal');
  expect((await sms('Pasar Mitra Raya, loket depan')).trackingId).toBe(trackingId);
  const view = await national.view(trackingId);
  expect(view.status).toBe('unverified');
  expect(view.timeline.some(({ text }) => text === 'Pasar Mitra Raya, loket depan')).toBe(true);
});

test('the gateway may deliver a message twice; it counts once, before and after a kill', async () => {
  const text = 'Pohon tumbang menutup gang sejak tadi malam di belakang puskesmas';
  const first = await sms(text, 'twice');
  expect(await sms(text, 'twice')).toEqual(first);
  await city.crash();
  expect(await sms(text, 'twice')).toEqual(first);
  await city.summaryOf({ received: 3 });
});

test('danger is answered with whom to call', async () => {
  const { reply, trackingId } = await sms('Tolong ada kebakaran di ruko Nagoya');
  expect(reply).toContain('112');
  expect((await city.view(trackingId)).danger).toBe(true);
});

test('a message not signed as agreed, or too old, is refused and leaves nothing', async () => {
  const body = JSON.stringify({ id: 'forged', from: '081277700033', text: 'Palsu' });
  const answers = await Promise.all([
    city.platform.request('POST', '/channels/sms', { body }),
    city.platform.request('POST', '/channels/sms', {
      body,
      headers: { 'lapor-timestamp': '1', 'lapor-signature': 'v1=00' },
    }),
    city.sms.deliver(
      city.platform,
      { id: 'old', from: '081277700033', text: 'Lama' },
      new Date(city.now().getTime() - 3_600_000),
    ),
  ]);
  for (const { status, json } of answers) {
    expect(status).toBe(401);
    expect(json).toMatchObject({ issues: [{ field: 'Lapor-Signature' }] });
  }
  await city.summaryOf({ received: 4 });
});

test('who answers in words is understood, asked back where it is unclear, and never filed anew for it (pain 18)', async () => {
  const national = await city.as('national');
  const roads = await city.as('roads');
  const { trackingId } = await sms('Aspal di simpang Kabil mengelupas dekat halte, banyak motor tergelincir');
  const to = (text: string) => expect(sms(text)).resolves.toMatchObject({ trackingId });
  await to('kapan diperbaiki pak?');
  await national.do(trackingId, { command: 'dispose', agencyId: agencyId('roads') });
  await roads.do(trackingId, solved());

  expect(await sms('\u{1f44d}')).toMatchObject({
    trackingId,
    reply: expect.stringContaining('Balas 1') as string,
  });
  await to('sudah diperbaiki tapi miring');
  expect((await roads.view(trackingId)).status).toBe('answered');
  await to('Belum selesai pak, masih bergelombang');
  const back = await roads.view(trackingId);
  expect(back.status).toBe('in_progress');
  expect(back.timeline.map(({ text }) => text)).toContain('Belum selesai pak, masih bergelombang');

  await roads.do(trackingId, solved({ text: 'Aspal di simpang kini diratakan seluruhnya.' }));
  await to('Terima kasih, jalannya sudah bagus \u{1f64f}');
  expect(await city.view(trackingId)).toMatchObject({ status: 'closed', outcome: 'confirmed' });
  const { messages } = await roads.view(trackingId);
  expect(messages.map(({ text }) => text)).toEqual([
    'kapan diperbaiki pak?',
    '\u{1f44d}',
    'sudah diperbaiki tapi miring',
  ]);
  const anew = await sms('LAPOR lampu mati');
  expect(anew.trackingId).not.toBe(trackingId);
});
