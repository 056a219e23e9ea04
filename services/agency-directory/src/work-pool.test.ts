import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createWorkPool, mapInParallel } from './work-pool.ts';

/** Work that knows how much of it ran at once. */
function counted() {
  const seen = { now: 0, most: 0 };
  const work = async (item: number) => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await pause(2);
    seen.now -= 1;
    return item * 2;
  };
  return { seen, work };
}

describe('a work pool', () => {
  it('runs as many at once as it is wide, and all in the end', async () => {
    const pool = createWorkPool(2, 100);
    const { seen, work } = counted();
    const results = await Promise.all([1, 2, 3, 4, 5].map((item) => pool.run(() => work(item))));
    expect(results).toEqual([2, 4, 6, 8, 10]);
    expect(seen.most).toBe(2);
  });

  it('gives its place back after an error', async () => {
    const pool = createWorkPool(1, 1);
    await expect(pool.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(pool.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('refuses what would wait behind too many', async () => {
    const pool = createWorkPool(1, 1);
    const first = pool.run(() => pause(5));
    const second = pool.run(() => pause(5));
    await expect(pool.run(() => pause(5))).rejects.toMatchObject({ code: 'rate_limited', retryable: true });
    await Promise.all([first, second]);
  });
});

describe('mapping in parallel', () => {
  it('keeps the order, and the width', async () => {
    const { seen, work } = counted();
    expect(await mapInParallel([3, 1, 2], 2, work)).toEqual([6, 2, 4]);
    expect(seen.most).toBe(2);
  });

  it('ends with the first error, and starts nothing after it', async () => {
    const started: number[] = [];
    const work = async (item: number) => {
      started.push(item);
      await pause(1);
      if (item === 2) throw new Error('two');
    };
    await expect(mapInParallel([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('two');
    expect(started.length).toBeLessThan(6);
  });
});
