import { describe, expect, it } from 'vitest';
import { evolve } from './evolve.ts';
import type { CaseEvent } from './events.ts';
import { admin, officer, returned, unverified, words } from './fixtures/world.ts';

const giveBack = { type: 'return', words: words('Bukan wewenang kami') } as const;
const to = (agencyId: string) => ({ type: 'dispose', agencyId }) as const;

describe('a return', () => {
  it('is no bounce before somebody has decided', () => {
    expect(returned().case).toMatchObject({ returns: 1, bounces: 0 });
  });

  it('upheld costs whoever sent it there the leg', () => {
    const story = unverified().does(admin('batam'), to('health')).does(admin('health'), to('clinic'));
    story.does(officer('clinic'), giveBack).does(admin('health'), to('health'));
    expect(story.case).toMatchObject({ returns: 1, bounces: 1 });
    expect(story.case.legs).toMatchObject([
      { agencyId: 'health', misrouted: true },
      { agencyId: 'clinic', upheld: true },
      { agencyId: 'health', kind: 'returned' },
      { agencyId: 'health', kind: 'assigned' },
    ]);
  });

  it('sent back costs the returner the leg, and is no bounce', () => {
    const story = returned().does(admin('batam'), to('roads'));
    expect(story.case).toMatchObject({ returns: 1, bounces: 0 });
    expect(story.case.legs[0]).toMatchObject({ agencyId: 'roads', endedBy: 'returned', upheld: false });
    expect(story.case.legs.some(({ misrouted }) => misrouted === true)).toBe(false);
  });

  it('was wrong after all when the case comes back later', () => {
    const story = returned().does(admin('batam'), to('health')).does(officer('health'), giveBack);
    story.does(admin('batam'), to('roads'));
    // The health office was right; roads was not.
    expect(story.case).toMatchObject({ returns: 2, bounces: 1, boundTo: 'roads' });
  });

  it('that ends in a referral, or set aside, was right', () => {
    const outside = { bodyName: 'Otorita', contact: '0778', reference: '7', words: words() };
    const referred = returned().does(admin('batam'), { type: 'refer', ...outside });
    expect(referred.case.bounces).toBe(1);
    const archived = returned().does(admin('batam'), { type: 'archive', reason: 'spam', words: words() });
    expect(archived.case.bounces).toBe(1);
  });

  it('handed further up is decided by the arbiter, in the end by the national admin', () => {
    const story = returned().does(admin('batam'), giveBack).does(admin('kepri'), giveBack);
    expect(story.case).toMatchObject({ status: 'returned', holder: { id: 'national' }, returns: 3 });
    expect(() => story.decide(admin('national'), giveBack)).toThrow(/decide here/);
    for (const id of ['batam', 'kepri'])
      expect(() => story.decide(admin(id), to('roads'))).toThrow(
        expect.objectContaining({ code: 'forbidden' }),
      );
    story.does(admin('national'), to('bp-roads'));
    expect(story.case).toMatchObject({ boundTo: 'bp-roads', bounces: 1 });
    expect(() => story.decide(officer('bp-roads'), giveBack)).toThrow(/binding/);
  });

  it('of before upheld ones were told apart is counted as it was', () => {
    const [opened, disposed, back] = returned().events;
    if (opened === undefined || disposed === undefined || back?.type !== 'CaseReturned')
      throw new Error('no');
    const { returns: _returns, ...data } = back.data;
    const old: CaseEvent = { ...back, data: { ...data, bounces: 1 } };
    const state = [opened, disposed, old].reduce<ReturnType<typeof evolve> | undefined>(evolve, undefined);
    expect(state).toMatchObject({ returns: 1, bounces: 0 });
  });
});
