import type { DeliveryInfo, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { rebuildFigures } from './fixtures/rebuild-figures.ts';
import { expectToldOnce } from './fixtures/told-once.ts';
import type { ToldDelivery } from './fixtures/told-once.ts';
import { inParallel, stubbornClient } from './stubborn-client.ts';

// 300 complaints, each filed and answered by clients that send again until they are heard, while the process is killed
// with -9 twenty times in the middle of it.

const COMPLAINTS = 300;
const KILLS = 20;
const AT_A_TIME = 12;
/** Longer than an attempt may stay open (two minutes), so that what a kill left half sent is settled. */
const LEASE = 3 * 60_000;
const ROADS = 'petugas.pu@kota.example';

let city: CityAtWork;
const receipts: Receipt[] = [];
let kills = 0;
let sentAgain = 0;

const emailOf = (number: number) => `warga${number}@warga.example`;
const complaintOf = (number: number) =>
  aboutARoad({
    title: `Lubang nomor ${number}`,
    reporter: { name: `Warga ${number}`, email: emailOf(number) },
  });
const keyOf = (number: number) => `filing-of-complaint-${number}`;

beforeAll(async () => {
  city = await openCity(inject('installedCity'), { LAPOR_LOG_LEVEL: 'warn' });
  const { platform } = city;
  const { token } = await city.as('roads');
  const client = stubbornClient(platform);
  let done = 0;
  let killing: Promise<void> | undefined;
  const step = () => {
    done += 1;
    // Two steps per complaint: the kills come evenly, and always while others are under way.
    if (killing !== undefined || kills >= KILLS || done < ((kills + 1) * COMPLAINTS * 2) / (KILLS + 1))
      return;
    kills += 1;
    killing = city.crash().finally(() => {
      killing = undefined;
    });
  };
  await inParallel(COMPLAINTS, AT_A_TIME, async (number) => {
    const filed = await client.post('/api/v1/complaints', keyOf(number), { body: complaintOf(number) });
    const receipt = good<Receipt>(filed, 201);
    receipts[number] = receipt;
    step();
    const { command: _command, ...body } = solved();
    const path = `/api/v1/cases/${receipt.trackingId}/answer`;
    good(await client.post(path, `answer-to-complaint-${number}`, { token, body }), 200);
    step();
  });
  await killing;
  ({ sentAgain } = client);
  // What was left in the middle of an attempt is tried again when its lease is over.
  for (let round = 0; round < 3; round += 1) await city.moveClock(LEASE);
}, 400_000);
afterAll(() => city.close());

describe(`${COMPLAINTS} complaints and ${KILLS} kills`, () => {
  test('the kills hit', () => {
    expect(kills).toBe(KILLS);
    expect(sentAgain).toBeGreaterThan(KILLS);
  });

  test('every 201 is there, and the same request again has the same number and code', async () => {
    expect(new Set(receipts.map(({ trackingId }) => trackingId)).size).toBe(COMPLAINTS);
    await inParallel(COMPLAINTS, AT_A_TIME, async (number) => {
      const { trackingId, accessCode } = receipts[number] ?? { trackingId: '', accessCode: '' };
      const own = await city.view(trackingId, accessCode);
      expect(own).toMatchObject({ status: 'answered', private: { title: `Lubang nomor ${number}` } });
      expect(own.timeline.filter(({ type }) => type === 'CaseAnswered')).toHaveLength(1);
      const again = await city.file(complaintOf(number), { 'idempotency-key': keyOf(number) });
      expect(again).toMatchObject({ trackingId, accessCode });
    });
  });

  test('every notice came: once, and twice only where the platform itself says that it does not know', async () => {
    const admin = await city.as('cityAdmin');
    const planned: ToldDelivery[] = [];
    for (const [number, { trackingId }] of receipts.entries()) {
      const answer = await admin.get(`/api/v1/cases/${trackingId}/deliveries`);
      const { deliveries } = good<{ deliveries: readonly DeliveryInfo[] }>(answer, 200);
      // Received, passed on and answered to the reporter; new work to the officer.
      expect(deliveries.map(({ eventType }) => eventType).toSorted()).toEqual([
        'CaseAnswered',
        'CaseDisposed',
        'CaseDisposed',
        'ComplaintFiled',
      ]);
      for (const delivery of deliveries) {
        expect(delivery.status, `${delivery.id} after ${delivery.attempts} attempts`).toBe('sent');
        planned.push({ ...delivery, to: delivery.recipient === 'reporter' ? emailOf(number) : ROADS });
      }
    }
    const { ambiguous, twice } = expectToldOnce(city.mailbox.all(), planned);
    // At most what can be under way at a kill: one batch.
    expect(ambiguous).toBeLessThanOrEqual(KILLS * 64);
    const figure = `${planned.length} notices, ${ambiguous} with an attempt nobody knows the end of, ${twice} came twice`;
    process.stdout.write(`${KILLS} kills, ${sentAgain} requests sent again: ${figure}\n`);
  });

  test('the figures match, and a rebuild from the histories gives the same', async () => {
    const before = await city.summaryOf({ received: COMPLAINTS, followedUp: COMPLAINTS });
    expect(before.figures).toMatchObject({
      received: COMPLAINTS,
      assigned: COMPLAINTS,
      followedUp: COMPLAINTS,
      done: 0,
      inProcess: COMPLAINTS,
      autoRouted: COMPLAINTS,
      answeredReachable: COMPLAINTS,
    });
    expect(before.figures.byStatus).toMatchObject({ answered: COMPLAINTS });
    expect(await rebuildFigures(city.platform)).toBe(COMPLAINTS);
    expect((await city.summary()).figures).toEqual(before.figures);
  });
});
