import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurnstile } from './turnstile.ts';

it('lets two through at a time, in order, also past one that fails', async () => {
  const through = createTurnstile(2);
  const begun: number[] = [];
  let inside = 0;
  let most = 0;
  const work = (n: number) =>
    through(async () => {
      begun.push(n);
      most = Math.max(most, (inside += 1));
      await delay(1);
      inside -= 1;
      if (n === 3) throw new Error('three');
      return n;
    });
  const all = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map(work));
  expect(most).toBe(2);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(all.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual([
    0,
    1,
    2,
    'failed',
    4,
    5,
    6,
  ]);
  expect(await work(7)).toBe(7);
});
