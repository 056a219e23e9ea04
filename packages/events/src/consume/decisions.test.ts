import { AppError } from '@lapor/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterFailure, fillGap, placeOf, RETRY_DELAYS, retryDelay } from './decisions.ts';

const policy = { maxDeliver: 3, delays: [10, 20] };

describe('the place of an event', () => {
  test('is old, next, or behind a gap that joins both ends', () => {
    expect(placeOf(3, 3)).toEqual({ is: 'old' });
    expect(placeOf(4, 3)).toEqual({ is: 'next' });
    expect(placeOf(7, 3)).toEqual({ is: 'gap', from: 4, to: 6 });
  });

  test('any order of delivery, with repetitions, has each effect once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (deliveries) => {
        const effects: number[] = [];
        for (const pubSeq of deliveries) {
          const place = placeOf(pubSeq, effects.length);
          if (place.is === 'old') continue;
          if (place.is === 'gap') for (let seq = place.from; seq <= place.to; seq++) effects.push(seq);
          effects.push(pubSeq);
        }
        expect(effects).toEqual(Array.from({ length: Math.max(...deliveries) }, (_, index) => index + 1));
      }),
    );
  });
});

test('a gap is filled from whatever the owner gives, or not at all', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 })), fc.integer({ min: 1, max: 6 }), (given, from) => {
      const to = from + 3;
      const filled = fillGap(
        given.map((pubSeq) => ({ pubSeq })),
        from,
        to,
      );
      const complete = [from, from + 1, from + 2, to].every((seq) => given.includes(seq));
      expect(filled?.map(({ pubSeq }) => pubSeq)).toEqual(
        complete ? [from, from + 1, from + 2, to] : undefined,
      );
    }),
  );
});

describe('after a failure', () => {
  test('a permanent error is buried at once', () => {
    const error = new AppError('invalid', 'no such field');
    expect(afterFailure(error, 1, policy)).toEqual({ do: 'bury', reason: 'invalid: no such field' });
  });

  test.each([new AppError('unavailable', 'down'), new Error('bug'), 'a string'])(
    '%s is tried again',
    (error) => {
      expect(afterFailure(error, 1, policy)).toEqual({ do: 'retry', afterMilliseconds: 10 });
      expect(afterFailure(error, 2, policy)).toEqual({ do: 'retry', afterMilliseconds: 20 });
      expect(afterFailure(error, 3, policy)).toMatchObject({ do: 'bury' });
    },
  );

  test('delays never shrink, and the last one holds', () => {
    const delays = Array.from({ length: 20 }, (_, index) => retryDelay(index + 1, RETRY_DELAYS));
    expect(delays).toEqual(delays.toSorted((one, other) => one - other));
    expect(delays.at(-1)).toBe(60_000);
  });
});
