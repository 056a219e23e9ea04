import { expect, it } from 'vitest';
import { CONVERSATION } from './domain/conversation.ts';
import { INDEXED_TYPES } from './search/when-to-index.ts';

it('whatever is said to each other leads to indexing, else nobody would find it', () => {
  const indexed = new Set(INDEXED_TYPES.map((name) => name.split('.').at(-1)));
  expect([...CONVERSATION].filter((type) => !indexed.has(type))).toEqual([]);
});
