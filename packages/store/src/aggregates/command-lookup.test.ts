import { expect, it } from 'vitest';
import { findCommandRecord } from './command-lookup.ts';

const records = [
  { id: 'a', bodyHash: '1', resultSeq: 1, at: 0 },
  { id: 'b', bodyHash: '2', resultSeq: 4, at: 0 },
];

it('finds the earlier run of the same command, and refuses its id for another content', () => {
  expect(findCommandRecord(records, { commandId: 'b', bodyHash: '2' })).toBe(records[1]);
  expect(findCommandRecord(records, { commandId: 'c', bodyHash: '2' })).toBeUndefined();
  expect(() => findCommandRecord(records, { commandId: 'b', bodyHash: '3' })).toThrow(
    expect.objectContaining({ code: 'unprocessable', retryable: false }),
  );
});
