import { manualClock } from '@lapor/kernel';
import { expect, test } from 'vitest';
import { createFreshness } from './freshness.ts';

const COUNTED_AT = Date.parse('2026-03-03T02:00:00Z');
const clock = manualClock(new Date(COUNTED_AT + 30_000));

async function lagOf(lag: () => Promise<number>): Promise<number> {
  const freshness = createFreshness(clock, () => [{ lag }], 1);
  freshness.saw(COUNTED_AT);
  return (await freshness.now()).lagSeconds;
}

test('nothing waits: nothing is missing, however long ago the last event was', async () => {
  expect(await lagOf(() => Promise.resolve(0))).toBe(0);
});

test('something waits: the figures are as old as the last event', async () => {
  expect(await lagOf(() => Promise.resolve(3))).toBe(30);
});

test('a broker that is away, or silent, keeps nobody from the figures: they may be as old as the last event', async () => {
  expect(await lagOf(() => Promise.reject(new Error('no responders')))).toBe(30);
  expect(await lagOf(() => new Promise<number>(() => {}))).toBe(30);
});
