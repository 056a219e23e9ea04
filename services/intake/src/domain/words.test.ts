import { describe, expect, it } from 'vitest';
import { readsAsDanger } from './danger.ts';
import { normalizePhone } from './phone.ts';

describe('readsAsDanger', () => {
  it.each(['Kabel listrik  putus di depan SD', 'ada KEBAKARAN', 'anak saya tersetrum tiang lampu'])(
    '%j is danger',
    (text) => expect(readsAsDanger(undefined, text)).toBe(true),
  );
  it.each(['Jalan berlubang', 'kabel internet semrawut', 'penanggulangan pascakebakaran', ''])(
    '%j is not',
    (text) => expect(readsAsDanger(text)).toBe(false),
  );
});

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
