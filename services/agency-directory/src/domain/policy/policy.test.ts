import { expect, test } from 'vitest';
import { readDataJson } from '../../reference/read-data.ts';
import { addPolicy } from './policy.ts';
import type { Policy } from './policy.ts';

const shipped = readDataJson('policy/policies.json') as readonly [Policy, ...Policy[]];
const reason = { id: 'r', digest: 'd' };
const tried = (fields: Partial<Policy>) => () =>
  addPolicy(undefined, { ...shipped[0], version: 'uji-1', validFrom: '2027-01-01', ...fields }, reason, {
    today: '2026-11-30',
    shipped,
  });

test('nobody is given longer for a step than for the whole', () => {
  expect(tried({})).not.toThrow();
  expect(tried({ responseDays: 60, complaintDays: 1 })).toThrow('responseDays is at most');
  expect(tried({ verificationDays: 6 })).toThrow('verificationDays is at most informationDays');
  expect(tried({ handOverAfterDays: 5, handOverUntouchedDays: 700 })).toThrow(
    'handOverUntouchedDays is at most handOverAfterDays',
  );
});
