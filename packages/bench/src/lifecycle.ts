import type { Call } from './call.ts';
import type { City } from './city.ts';
import type { Latencies } from './latencies.ts';
import type { Work } from './load.ts';

export const CALLS = ['create', 'dispose', 'answer', 'search'] as const;

/** Name of the whole in the latencies, and of a complaint alone. */
export const LIFECYCLE = 'lifecycle';
export const COMPLAINT = 'complaint';

/** Told of each complaint when it was answered, by `performance.now()`. */
export type Filed = (trackingId: string, at: number) => void;

/** Somebody complains, with name and address for the answer. */
export function newComplaint(city: City, index: number): object {
  return {
    title: `Lubang di Jalan Laksamana Bintan nomor ${index}`,
    body:
      `Laporan ${index}: di depan halte ada lubang selebar satu meter, dalamnya sejengkal, dan sudah tiga minggu. ` +
      'Kalau hujan tidak kelihatan, dua pengendara motor sudah jatuh. Mohon segera ditambal sebelum ada korban lagi.',
    category: 'jalan-rusak',
    area: '21.71.02.1002',
    agency: city.bodyId,
    address: 'Depan halte Sungai Panas, arah Simpang Kara',
    channel: 'web',
    reporter: { name: 'Wahyu Prasetyo', email: `pelapor${index}@contoh.example`, language: 'id' },
  };
}

/** create → dispose → answer → search, each call as soon as the one before is answered. */
export function lifecycles(call: Call, city: City, latencies: Latencies, filed?: Filed): Work {
  return async (index, since) => {
    const unit = city.units[index % city.units.length];
    if (unit === undefined) throw new Error('the city has no liaisons');
    const timed = timer(latencies, since);
    const { trackingId } = (await timed(
      'create',
      call('POST', '/api/v1/complaints', { body: newComplaint(city, index) }),
    )) as { readonly trackingId: string };
    filed?.(trackingId, performance.now());
    await timed(
      'dispose',
      call('POST', `/api/v1/cases/${trackingId}/dispose`, {
        token: city.adminToken,
        body: { agencyId: unit.agencyId, note: 'Mohon ditangani dalam minggu ini.' },
      }),
    );
    await timed(
      'answer',
      call('POST', `/api/v1/cases/${trackingId}/answer`, {
        token: unit.token,
        body: {
          kind: 'solved',
          text: `Lubang pada laporan ${index} sudah ditambal regu lapangan hari ini dan dipadatkan.`,
          evidence: [`foto-sesudah-${index}.jpg`],
        },
      }),
    );
    await timed('search', call('GET', '/api/v1/cases?ownOnly=true&pageSize=20', { token: unit.token }));
    latencies.add(LIFECYCLE, performance.now() - since);
  };
}

/** Notes each step's time; the first counts from when the whole was due. */
function timer(latencies: Latencies, since: number) {
  let last = since;
  return async <Answer>(name: (typeof CALLS)[number], answer: Promise<Answer>): Promise<Answer> => {
    const answered = await answer;
    const now = performance.now();
    latencies.add(name, now - last);
    last = now;
    return answered;
  };
}

/** The same calls on the bare floor, with as many writes. */
export function floorLifecycles(call: Call, writes: FloorWrites, latencies: Latencies): Work {
  const city: City = { bodyId: '01FLOOR', nationalToken: '', adminToken: '', units: [] };
  const share = sharesOf(writes, CALLS.length - 1);
  return async (index, since) => {
    const timed = timer(latencies, since);
    const body = newComplaint(city, index);
    for (const [at, name] of (['create', 'dispose', 'answer'] as const).entries()) {
      await timed(name, call('POST', share(index, at), { body }));
    }
    await timed('search', call('GET', '/newest'));
    latencies.add(LIFECYCLE, performance.now() - since);
  };
}

export function floorComplaints(call: Call, writes: FloorWrites): Work {
  const city: City = { bodyId: '01FLOOR', nationalToken: '', adminToken: '', units: [] };
  const share = sharesOf(writes, 1);
  return async (index) => {
    await call('POST', share(index, 0), { body: newComplaint(city, index) });
  };
}

/** Per piece of work; fractions are spread over the pieces. */
export interface FloorWrites {
  readonly inserts: number;
  readonly appends: number;
}

/** Splits the writes of a piece over its calls, so that many pieces together come out right. */
export function sharesOf({ inserts, appends }: FloorWrites, calls: number) {
  const whole = (each: number, nth: number) =>
    Math.floor((each / calls) * (nth + 1)) - Math.floor((each / calls) * nth);
  return (index: number, at: number): string => {
    const nth = index * calls + at;
    return `/write?inserts=${whole(inserts, nth)}&appends=${whole(appends, nth)}`;
  };
}
