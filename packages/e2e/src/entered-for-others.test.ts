import type { NewComplaint, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const enter = async (viewer: OfficerName | undefined, complaint: NewComplaint, key?: string) =>
  city.platform.request('POST', '/api/v1/complaints', {
    body: complaint,
    ...(viewer === undefined ? {} : { token: (await city.as(viewer)).token }),
    headers: { prefer: 'wait=5', ...(key === undefined ? {} : { 'idempotency-key': key }) },
  });

test('a clerk enters what somebody told at the counter; nobody else can say it came that way', async () => {
  const told = aboutARoad({ channel: 'face_to_face' });
  const { trackingId, accessCode } = good<Receipt>(await enter('clerk', told), 201);
  expect(accessCode).toMatch(/^[0-9A-Z]{8}$/);
  expect((await (await city.as('roads')).view(trackingId)).channel).toBe('face_to_face');
  expect((await enter(undefined, told)).status).toBe(401);
  expect((await enter('leader', told)).status).toBe(403);
  expect((await enter('coordinator', told)).status).toBe(403);
  good(await enter(undefined, aboutARoad({ channel: 'app' })), 201);
  await city.summaryOf({ received: 2 });
});

test('the same key of two officers, and of somebody without a session, files three', async () => {
  const key = 'one-key-for-everybody';
  const told = aboutARoad({ body: 'Lubang di tikungan, diceritakan di loket.', channel: 'face_to_face' });
  const receipts = [
    good<Receipt>(await enter('clerk', told, key), 201),
    good<Receipt>(await enter('cityAdmin', told, key), 201),
    good<Receipt>(await enter(undefined, { ...told, channel: 'web' }, key), 201),
  ];
  expect(new Set(receipts.map(({ trackingId }) => trackingId)).size).toBe(3);
  const again = good<Receipt>(await enter('clerk', told, key), 201);
  expect(again.accessCode).toBe(receipts[0]?.accessCode);
  expect((await enter('clerk', { ...told, body: 'Lain' }, key)).status).toBe(422);
});

test('a number typed into a form gives nobody a say, in either direction', async () => {
  const sms = async (id: string, text: string) => {
    const message = { id, from: '0812 7770 0044', text };
    return good<{ readonly reply: string; readonly trackingId?: string }>(
      await city.sms.deliver(city.platform, message, city.now()),
      200,
    );
  };
  const strange = await city.file(aboutARoad({ reporter: { phone: '0812 7770 0044' } }), {
    prefer: 'wait=5',
  });
  const roads = await city.as('roads');
  await roads.do(strange.trackingId, { command: 'ask', question: 'Di sebelah mana?' });
  // The owner of the number has a complaint of their own: it is no answer to the stranger's question.
  const own = await sms('n1', 'Banjir setinggi lutut di simpang pasar');
  expect(own.trackingId).not.toBe(strange.trackingId);
  expect((await roads.view(strange.trackingId)).status).toBe('held');
  expect((await sms('n2', '1')).reply).toContain('Tidak ada laporan');
});
