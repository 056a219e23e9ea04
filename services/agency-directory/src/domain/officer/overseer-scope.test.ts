import { expect, test } from 'vitest';
import { looksOver, scopeNow } from './overseer-scope.ts';

const AGENCIES = new Map([
  ['roads', { active: false, successorId: 'works' }],
  ['works', { active: false, successorId: 'city' }],
  ['city', { active: true }],
  ['gone', { active: false }],
]);
const now = (agencyId?: string) =>
  scopeNow({ areaCode: '21', ...(agencyId === undefined ? {} : { agencyId }) }, (id) => AGENCIES.get(id));

test('an agency that was merged is looked over where it is now, however often it was', () => {
  expect(now('roads')).toEqual({ areaCode: '21', agencyId: 'city' });
  expect(looksOver(now('roads'), '21.71', ['national', 'city', 'health'])).toBe(true);
  expect(looksOver(now('roads'), '22.01', ['national', 'city'])).toBe(false);
});

test('one that works on, was closed for good, or is not known is left as it is, and so is no agency at all', () => {
  for (const agencyId of ['city', 'gone', 'nowhere']) expect(now(agencyId).agencyId).toBe(agencyId);
  expect(now()).toEqual({ areaCode: '21' });
  expect(scopeNow(undefined, (id) => AGENCIES.get(id))).toEqual({});
});
