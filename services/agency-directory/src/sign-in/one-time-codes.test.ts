import { manualClock } from '@lapor/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTwoReplicas } from '../fixtures/two-replicas.ts';
import type { TwoReplicas } from '../fixtures/two-replicas.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import { NO_END } from '../domain/officer/one-time-code.ts';
import { openOneTimeCodes } from './one-time-codes.ts';

const START = new Date('2026-03-03T02:00:00Z');
const DAY = 86_400_000;
const invited: OfficerState = {
  agencyId: 'pu',
  role: 'liaison',
  profile: { id: 'p', digest: 'd' },
  credentialId: 'c',
  mustSetPassword: true,
  status: 'invited',
};

let replicas: TwoReplicas;
beforeAll(async () => {
  replicas = await openTwoReplicas();
});
afterAll(() => replicas.platform.stop());

it('a code from before codes had an end opens as long as one given at the first start that knew of ends, however often it starts', async () => {
  const clock = manualClock(START);
  const start = async () => {
    const codes = openOneTimeCodes(replicas.one.parts.credentials, clock, 7);
    await codes.open();
    return codes;
  };
  const first = await start();
  expect(first.endOf(invited)).toBe(first.endOfNew());
  clock.set(new Date(START.getTime() + 6 * DAY));
  const again = await start();
  expect(again.hasRunOut(invited)).toBe(false);
  expect(again.hasRunOut({ ...invited, codeUntil: first.endOfNew() })).toBe(false);
  clock.set(new Date(START.getTime() + 7 * DAY + 1));
  const later = await start();
  expect(later.hasRunOut(invited)).toBe(true);
  expect(later.hasRunOut({ ...invited, codeUntil: later.endOfNew() })).toBe(false);
  expect(later.hasRunOut({ ...invited, codeUntil: NO_END })).toBe(false);
  expect(later.hasRunOut({ ...invited, mustSetPassword: false })).toBe(false);
});
