import { manualClock } from '@lapor/kernel';
import { expect, it } from 'vitest';
import { FreshMap } from './fresh-map.ts';

function openMap() {
  const clock = manualClock(new Date('2026-03-03T02:00:00Z'));
  const asked: string[][] = [];
  const answers: ((value: number) => void)[] = [];
  const map = new FreshMap<number>(clock, 1_000, (keys) => {
    asked.push([...keys]);
    return new Promise((resolve) => {
      answers.push((value) => resolve(new Map(keys.map((key) => [key, value]))));
    });
  });
  const get = async (keys: readonly string[], value: number) => {
    const found = map.get(keys);
    answers.shift()?.(value);
    return Object.fromEntries(await found);
  };
  return { clock, asked, answers, map, get };
}

it('asks for what is missing or old, together, and once', async () => {
  const { clock, asked, get } = openMap();
  expect(await get(['a', 'b', 'a'], 1)).toEqual({ a: 1, b: 1 });
  expect(await get(['b', 'c'], 2)).toEqual({ b: 1, c: 2 });
  clock.advance(1_000);
  expect(await get(['a', 'c'], 3)).toEqual({ a: 3, c: 3 });
  expect(asked).toEqual([['a', 'b'], ['c'], ['a', 'c']]);
});

it('what was asked for before something was forgotten is not remembered', async () => {
  const { asked, answers, map, get } = openMap();
  const early = map.get(['a']);
  map.forget((_key, value) => value < 2);
  answers.shift()?.(1);
  expect((await early).get('a')).toBe(1);
  expect(await get(['a'], 2)).toEqual({ a: 2 });
  expect(await get(['a'], 3)).toEqual({ a: 2 });
  expect(asked).toHaveLength(2);
});
