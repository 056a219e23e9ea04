import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), {}, ['notification']);
});
afterAll(() => city.close());

interface Told {
  readonly eventType: string;
  readonly recipient: string;
  readonly status: string;
  readonly attempts: number;
}

async function deliveriesOf(trackingId: string): Promise<readonly Told[]> {
  const roads = await city.as('roads');
  const path = `/api/v1/cases/${trackingId}/deliveries`;
  return good<{ deliveries: readonly Told[] }>(await roads.get(path), 200).deliveries;
}

/** What officers are told of these events, once each of them has been planned. */
function untilDelivered(trackingId: string, eventTypes: readonly string[]): Promise<readonly Told[]> {
  return until(
    async () => {
      const deliveries = await deliveriesOf(trackingId);
      const found = eventTypes.flatMap(
        (type) => deliveries.find(({ eventType }) => eventType === type) ?? [],
      );
      return found.length === eventTypes.length ? found : undefined;
    },
    () => `nobody is to be told of ${eventTypes.join(', ')}`,
  );
}

/** How telling the reporter of an event stands, once it has been tried so often. */
function told(trackingId: string, eventType: string, attempts: number): Promise<Told> {
  let last: Told | undefined;
  return until(
    async () => {
      const deliveries = await deliveriesOf(trackingId);
      last = deliveries.find((one) => one.eventType === eventType && one.recipient === 'reporter');
      return last !== undefined && last.attempts >= attempts && last.status !== 'sending' ? last : undefined;
    },
    () => `${eventType} should have been tried ${attempts} times: ${JSON.stringify(last)}`,
  );
}

test('one that was refused in the evening is not brought at night, but in the morning, once (pain 8)', async () => {
  const me = 'malam@warga.example';
  const { trackingId } = await city.file(aboutARoad({ reporter: { email: me } }), { prefer: 'wait=5' });
  await city.mailbox.waitFor(me, 'diteruskan ke');
  // From nine in the morning to ten to eight.
  await city.moveClock(10 * HOUR + 50 * MINUTE);
  city.mailbox.turnAway(451);
  await (await city.as('roads')).do(trackingId, followUp());
  expect(await told(trackingId, 'CaseFollowedUp', 1)).toMatchObject({ status: 'waiting', attempts: 1 });
  city.mailbox.turnAway(undefined);
  await city.moveClock(40 * MINUTE);
  expect(await told(trackingId, 'CaseFollowedUp', 1)).toMatchObject({ status: 'waiting', attempts: 1 });
  expect(city.mailbox.to(me).map(({ subject }) => subject)).not.toContainEqual(
    expect.stringContaining('ditindaklanjuti'),
  );
  await city.moveClock(10 * HOUR + 31 * MINUTE);
  await city.mailbox.waitFor(me, 'sedang ditindaklanjuti');
  expect(await told(trackingId, 'CaseFollowedUp', 2)).toMatchObject({ status: 'sent', attempts: 2 });
  expect(city.mailbox.to(me)).toHaveLength(3);
});

test('a question that was answered in the night is asked of nobody in the morning', async () => {
  const me = 'lekas@warga.example';
  const receipt = await city.file(aboutARoad({ reporter: { email: me } }), { prefer: 'wait=5' });
  const { trackingId } = receipt;
  await city.mailbox.waitFor(me, 'diteruskan ke');
  // To eleven in the evening.
  const evening = Date.parse(`${city.now().toISOString().slice(0, 10)}T16:00:00Z`);
  await city.moveClock(evening - city.now().getTime());
  await (await city.as('roads')).do(trackingId, { command: 'ask', question: 'Di depan toko yang mana?' });
  await told(trackingId, 'QuestionAsked', 0);
  good(await city.reporter(receipt, { command: 'reply', text: 'Toko Sinar Jaya.' }), 200);
  await city.moveClock(10 * HOUR);
  expect(await told(trackingId, 'QuestionAsked', 1)).toMatchObject({ status: 'skipped' });
  expect(city.mailbox.to(me).map(({ subject }) => subject)).not.toContainEqual(
    expect.stringContaining('pertanyaan'),
  );
});

test('a reporter is told by day as it is where the report is about, and not where the office is', async () => {
  const me = 'timur@warga.example';
  // Two hours ahead of the unit that has it.
  const report = aboutARoad({ area: '91.71', agency: agencyId('roads'), reporter: { email: me } });
  const { trackingId } = await city.file(report, { prefer: 'wait=5' });
  await city.mailbox.waitFor(me, 'diteruskan ke');
  const day = city.now().toISOString().slice(0, 10);
  const moveTo = (time: string, days = 0) =>
    city.moveClock(Date.parse(`${day}T${time}:00+07:00`) + days * 24 * HOUR - city.now().getTime());
  // Half past nine in the evening there.
  await moveTo('19:30');
  await (await city.as('roads')).do(trackingId, followUp());
  expect(await told(trackingId, 'CaseFollowedUp', 0)).toMatchObject({ status: 'waiting', attempts: 0 });
  await moveTo('04:59', 1);
  expect(await told(trackingId, 'CaseFollowedUp', 0)).toMatchObject({ status: 'waiting', attempts: 0 });
  await moveTo('05:00', 1);
  await city.mailbox.waitFor(me, 'sedang ditindaklanjuti');
});

test('of a danger in the night goes what is urgent, and the rest of it waits for the morning once somebody has come', async () => {
  const [me, officer] = ['bahaya@warga.example', 'petugas.pu@kota.example'];
  const night = Date.parse(`${city.now().toISOString().slice(0, 10)}T18:30:00Z`);
  await city.moveClock((night - city.now().getTime() + 24 * HOUR) % (24 * HOUR));
  const report = aboutARoad({ danger: true, reporter: { name: 'Ratri', email: me } });
  const receipt = await city.file(report, { prefer: 'wait=5' });
  const { trackingId, trackingIdText } = receipt;
  const [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
  await city.mailbox.waitFor(officer, `${trackingIdText}: laporan baru`);
  await roads.do(trackingId, { command: 'ask', question: 'Di depan toko yang mana?' });
  await city.mailbox.waitFor(me, 'pertanyaan');
  good(await city.reporter(receipt, { command: 'reply', text: 'Toko Sinar Jaya.' }), 200);
  await city.mailbox.waitFor(officer, `${trackingIdText}: pelapor sudah menjawab`);

  await roads.do(trackingId, followUp());
  await admin.do(trackingId, { command: 'note', text: 'Mohon pagar pengaman dipasang juga.' });
  await (await city.as('coordinator')).do(trackingId, { command: 'nudge', text: 'Mohon tanggal pasti.' });
  const reveal = { purpose: 'protect_life', reason: 'Pelapor terjebak di dekat kabel.' };
  const { token } = admin;
  good(
    await city.platform.request('POST', `/api/v1/cases/${trackingId}/reveal`, { token, body: reveal }),
    200,
  );
  expect(await told(trackingId, 'CaseFollowedUp', 0)).toMatchObject({ status: 'waiting', attempts: 0 });
  expect(await told(trackingId, 'CaseIdentityRevealed', 0)).toMatchObject({ status: 'waiting', attempts: 0 });
  const waiting = await untilDelivered(trackingId, ['CaseNoteAdded', 'CaseNudged']);
  expect(waiting.map(({ status, attempts }) => [status, attempts])).toEqual([
    ['waiting', 0],
    ['waiting', 0],
  ]);
  await city.moveClock(6 * HOUR);
  await city.mailbox.waitFor(officer, `${trackingIdText}: ditunggu tim koordinasi`);
  await city.mailbox.waitFor(me, 'sedang ditindaklanjuti');
});

test('a text message is tried again under the same id', async () => {
  const phone = '+6281277700055';
  city.sms.answerWith(503);
  const { trackingId } = await city.file(aboutARoad({ reporter: { phone, language: 'en' } }));
  await told(trackingId, 'ComplaintFiled', 1);
  city.sms.answerWith(202);
  await city.moveClock(2 * MINUTE);
  const { id } = await city.sms.waitFor(phone, 'We have received report');
  expect(city.sms.refused()).toContain(id);
  expect(await told(trackingId, 'ComplaintFiled', 2)).toMatchObject({ status: 'sent' });
});

test('one that is refused for two days is given up, and kept as such', async () => {
  const me = 'penuh@warga.example';
  city.mailbox.turnAway(452);
  const { trackingId } = await city.file(aboutARoad({ reporter: { email: me } }));
  let last = await told(trackingId, 'ComplaintFiled', 1);
  while (last.status === 'waiting') {
    // Longer than the longest wait between two tries.
    await city.moveClock(6 * HOUR + MINUTE);
    last = await told(trackingId, 'ComplaintFiled', last.attempts + 1);
  }
  expect(last).toMatchObject({ status: 'dead', attempts: 16 });
  city.mailbox.turnAway(undefined);
  await city.moveClock(24 * HOUR);
  expect(city.mailbox.to(me).map(({ subject }) => subject)).not.toContainEqual(
    expect.stringContaining('sudah kami terima'),
  );
});
