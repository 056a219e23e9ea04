import { expect, test } from 'vitest';
import { togetherWithin } from './together-within.ts';

test('cases of one moment are indexed together, each once', async () => {
  const indexed: (readonly string[])[] = [];
  const add = togetherWithin(20, (caseIds) => {
    indexed.push(caseIds);
    return Promise.resolve();
  });
  await Promise.all(['A', 'B', 'A'].map(add));
  await add('A');
  expect(indexed).toEqual([['A', 'B'], ['A']]);
});

test('many do not wait for the moment to pass', async () => {
  const indexed: number[] = [];
  const add = togetherWithin(3_600_000, (caseIds) => {
    indexed.push(caseIds.length);
    return Promise.resolve();
  });
  await Promise.all(Array.from({ length: 256 }, (_, at) => add(String(at))));
  expect(indexed).toEqual([128, 128]);
});

test('one that cannot be indexed keeps no other from it', async () => {
  const indexed: string[] = [];
  const add = togetherWithin(5, (caseIds) => {
    if (caseIds.includes('broken')) return Promise.reject(new Error('broken'));
    indexed.push(...caseIds);
    return Promise.resolve();
  });
  const outcomes = await Promise.allSettled(['A', 'broken', 'B'].map(add));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(indexed).toEqual(['A', 'B']);
});
