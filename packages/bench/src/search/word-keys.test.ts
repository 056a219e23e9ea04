import { openKeyring } from '@lapor/store';
import { expect, test } from 'vitest';
import { searchOrder, wordKeys } from './word-keys.ts';

test('a word is another key in each space, and the same each time; later reports come first', () => {
  const keysOf = wordKeys(openKeyring({ secret: new Uint8Array(32), service: 'routing' }));
  const keys = [...keysOf('words', ['jalan', 'rusak']), ...keysOf('apart', ['jalan', 'rusak'])];
  expect(new Set(keys).size).toBe(4);
  expect(keysOf('apart', ['jalan'])).toEqual([keys[2]]);
  expect(searchOrder('A', 2)).toBeGreaterThan(searchOrder('B', 1));
});
