import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { closedLoop, openLoop } from './load.ts';

test('a closed loop has so many at once and gives each its own number', async () => {
  let now = 0;
  let most = 0;
  const numbers: number[] = [];
  const result = await closedLoop({
    seconds: 0.2,
    workers: 3,
    work: async (index) => {
      numbers.push(index);
      most = Math.max(most, (now += 1));
      await sleep(5);
      now -= 1;
    },
  });
  expect(most).toBe(3);
  expect(result.done).toBe(numbers.length);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test('failures are counted by what they say', async () => {
  const result = await openLoop({
    seconds: 0.1,
    rate: 100,
    work: (index) => (index % 2 === 0 ? Promise.reject(new Error('503 no')) : Promise.resolve()),
  });
  expect(result).toMatchObject({ done: 5, failed: 5, failures: [['503 no', 5]] });
});

test('in an open loop a stall shows in everything that was due meanwhile', async () => {
  const stalled = sleep(200);
  const waits: number[] = [];
  const result = await openLoop({
    seconds: 0.3,
    rate: 100,
    work: async (_index, since) => {
      await stalled;
      waits.push(performance.now() - since);
    },
  });
  expect(result.done).toBe(30);
  // Those due in the stalled 200 ms (20 of them) waited for what was left of it: 100 ms on average.
  const late = waits.filter((wait) => wait > 50);
  expect(late.length).toBeGreaterThanOrEqual(13);
  expect(Math.max(...waits)).toBeGreaterThan(180);
});

test('in an open loop nothing begins before it is due', async () => {
  const early: number[] = [];
  await openLoop({
    seconds: 0.2,
    rate: 200,
    work: (_index, since) => {
      if (performance.now() < since) early.push(since);
      return Promise.resolve();
    },
  });
  expect(early).toEqual([]);
});
