import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AttemptResult,
  backoffMilliseconds,
  claim,
  type Delivery,
  MAX_ATTEMPTS,
  putOffForTheNight,
  settle,
} from './delivery.ts';

const now = new Date('2026-03-02T03:00:00Z');
const waiting: Delivery = {
  _id: 'e1:reporter:email',
  eventId: 'e1',
  eventType: 'CaseAnswered',
  caseId: 'c1',
  recipient: 'reporter',
  channel: 'email',
  template: 'answered',
  values: {},
  language: 'id',
  status: 'waiting',
  attempts: 0,
  ambiguous: false,
  dueAt: now,
  createdAt: now,
};

describe('a delivery', () => {
  it('is marked as being sent before the provider is called', () => {
    expect(claim(waiting, false, now)).toMatchObject({ status: 'sending', attempts: 1, ambiguous: false });
  });

  it('left in sending is tried once more and counted as ambiguous, then never again', () => {
    const again = { ...waiting, ...claim({ ...waiting, status: 'sending', attempts: 1 }, false, now) };
    expect(again).toMatchObject({ status: 'sending', ambiguous: true });
    expect(claim(again, false, now)).toMatchObject({ status: 'dead' });
  });

  it('left in sending with an idempotent provider is simply sent again', () => {
    expect(claim({ ...waiting, status: 'sending', attempts: 3 }, true, now)).toMatchObject({
      status: 'sending',
      ambiguous: false,
    });
  });

  it('that could not even be written waits shortly, and comes no nearer to being given up', () => {
    const claimed = { ...waiting, ...claim(waiting, false, now) };
    const later = { ...claimed, ...settle(claimed, { kind: 'postponed' }, now) };
    expect(later).toEqual({ ...waiting, dueAt: later.dueAt });
    expect(later.dueAt.getTime()).toBeGreaterThan(now.getTime());
  });

  it('waits longer after each failure and dies after the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS }), fc.boolean(), (attempts, permanent) => {
        const result: AttemptResult = { kind: 'refused', reason: 'x', permanent };
        const change = settle({ attempts }, result, now);
        expect(change.status).toBe(permanent || attempts === MAX_ATTEMPTS ? 'dead' : 'waiting');
        expect(backoffMilliseconds(attempts + 1)).toBeGreaterThan(backoffMilliseconds(attempts) - 1);
      }),
    );
  });

  it('that must not wake anybody waits for the morning of its reader, whenever its turn comes', () => {
    const night = new Date('2026-03-02T15:30:00Z');
    expect(putOffForTheNight({ quietZone: 'Asia/Jakarta' }, night)).toEqual({
      dueAt: new Date('2026-03-03T00:00:00Z'),
    });
    expect(
      putOffForTheNight({ quietZone: 'Asia/Jayapura' }, new Date('2026-03-01T22:00:00Z')),
    ).toBeUndefined();
    expect(putOffForTheNight({ quietZone: 'Asia/Jakarta' }, now)).toBeUndefined();
    expect(putOffForTheNight({}, night)).toBeUndefined();
  });

  it('is tried for more than a day before it is given up', () => {
    let waited = 0;
    for (let attempts = 1; attempts < MAX_ATTEMPTS; attempts += 1) waited += backoffMilliseconds(attempts);
    expect(waited).toBeGreaterThan(40 * 3_600_000);
    expect(waited).toBeLessThan(72 * 3_600_000);
  });
});
