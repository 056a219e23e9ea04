import { describe, expect, it } from 'vitest';
import { readDay } from './slip.ts';

describe('readDay', () => {
  it.each([
    ['2020-03-31', '2020-03-31'],
    ['31/03/2020', '2020-03-31'],
    ['1.4.2020', '2020-04-01'],
    ['31/02/2020', undefined],
    ['kemarin', undefined],
  ])('%j → %j', (typed, day) => expect(readDay(typed)).toBe(day));
});
