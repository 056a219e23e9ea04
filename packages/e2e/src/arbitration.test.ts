import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// Agencies that pass a case round: the second time somebody above them decides, and it is counted whose mistake it was.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const notOurs = { command: 'return', reason: 'Bukan wewenang kami.' } as const;
const to = (name: 'roads' | 'health') => ({ command: 'dispose', agencyId: agencyId(name) }) as const;
const figuresOf = async (name: 'roads' | 'health' | 'city') =>
  (await city.summary(`from=2026-03-01&to=2026-12-31&agency=${agencyId(name)}`)).figures;

describe('a case that nobody wants', () => {
  test('is decided bindingly at the second return, in sight of the citizen, and counted fairly (pain 1)', async () => {
    const [admin, roads, health] = await Promise.all([
      city.as('cityAdmin'),
      city.as('roads'),
      city.as('health'),
    ]);
    const { trackingId: id, accessCode } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const due = (await city.view(id)).due?.caseDueAt;
    await roads.try(id, notOurs);
    expect(await admin.view(id)).toMatchObject({ status: 'returned', bounces: 0 });
    await admin.do(id, to('health'));
    expect((await admin.view(id)).bounces).toBe(1);
    await health.try(id, notOurs);
    await admin.do(id, to('roads'));

    const bound = await roads.view(id);
    expect(bound.legal).not.toContain('return');
    const refused = await roads.try(id, notOurs);
    expect(refused).toMatchObject({ status: 409, json: { code: 'illegal', legal: bound.legal } });
    await roads.do(id, followUp());

    const seen = await city.view(id, accessCode);
    expect(seen.timeline.filter(({ type }) => type === 'CaseReturned')).toHaveLength(2);
    expect(seen.timeline.findLast(({ type }) => type === 'CaseDisposed')?.kind).toBe('binding');
    expect(seen.due?.caseDueAt).toBe(due);

    // Roads was wrong to return it: the case is its own. The health office was right, and the city had sent it there.
    const counted = async () => ((await figuresOf('roads')).followedUp === 1 ? true : undefined);
    await until(counted, () => 'the follow-up was not counted');
    expect(await figuresOf('health')).toMatchObject({ received: 0, assigned: 0, bounces: 1 });
    expect(await figuresOf('roads')).toMatchObject({ received: 1, assigned: 1, bounces: 0, followedUp: 1 });
    expect(await figuresOf('city')).toMatchObject({ received: 1, assigned: 1, bounces: 1, misrouted: 1 });
  });
});
