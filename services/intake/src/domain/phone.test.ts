import { describe, expect, it } from 'vitest';
import { normalizePhone } from './phone.ts';

describe('normalizePhone', () => {
  it.each([
    ['0812-3456-7890', '+6281234567890'],
    ['+62 812 3456 7890', '+6281234567890'],
    ['81234567890', '+6281234567890'],
    ['0065 9123 4567', '+6591234567'],
    ['rumah', undefined],
    ['12', undefined],
    ['', undefined],
  ])('%j → %j', (typed, phone) => expect(normalizePhone(typed)).toBe(phone));
});
