import { describe, expect, test } from 'vitest';
import type { BusEvent } from '../bus-event.ts';
import { headAfter, PublishedHeads, stillToPublish } from './published-heads.ts';

function event(pubSeq: number): BusEvent {
  return {
    id: `A:${pubSeq}`,
    type: 'lapor.routing.v1.CaseOpened',
    aggregateId: 'A',
    pubSeq,
    time: '',
    body: '{}',
  };
}
const hint = (after: number, head: number, ...pubSeqs: readonly number[]) => ({
  aggregateId: 'A',
  after,
  head,
  events: pubSeqs.map(event),
});
const seqs = (events: readonly BusEvent[] | undefined) => events?.map(({ pubSeq }) => pubSeq);

describe('what of a hint is still to be published', () => {
  test('all of a new aggregate', () => {
    expect(seqs(stillToPublish(hint(0, 3, 1, 2), undefined))).toEqual([1, 2]);
  });

  test('only what lies behind the known head', () => {
    expect(seqs(stillToPublish(hint(0, 5, 1, 2, 3, 4), { head: 3, pubSeq: 2 }))).toEqual([3, 4]);
    expect(seqs(stillToPublish(hint(0, 5, 1, 2), { head: 3, pubSeq: 2 }))).toEqual([]);
  });

  test('unknown when there would be a hole', () => {
    expect(stillToPublish(hint(4, 5, 4), { head: 3, pubSeq: 2 })).toBeUndefined();
    expect(stillToPublish(hint(3, 4, 2), undefined)).toBeUndefined();
  });

  test('all when nothing waited before, even of an aggregate not known', () => {
    expect(seqs(stillToPublish(hint(0, 9, 6, 7), undefined))).toEqual([6, 7]);
    expect(seqs(stillToPublish(hint(0, 9, 6, 7), { head: 4, pubSeq: 3 }))).toEqual([6, 7]);
  });

  test('all when it starts at the known head', () => {
    expect(seqs(stillToPublish(hint(5, 6, 4), { head: 5, pubSeq: 3 }))).toEqual([4]);
  });

  test('private events alone need a known head', () => {
    expect(stillToPublish(hint(3, 4), { head: 3, pubSeq: 2 })).toEqual([]);
    expect(stillToPublish(hint(3, 4), { head: 2, pubSeq: 2 })).toBeUndefined();
    expect(stillToPublish(hint(3, 4), undefined)).toBeUndefined();
  });
});

test('a head never goes back', () => {
  expect(headAfter({ head: 5, pubSeq: 4 }, 3, [event(2)])).toEqual({ head: 5, pubSeq: 4 });
  expect(headAfter(undefined, 3, [event(1), event(2)])).toEqual({ head: 3, pubSeq: 2 });
});

test('the least recently set head is forgotten', () => {
  const heads = new PublishedHeads(2);
  for (const id of ['A', 'B', 'A', 'C']) heads.set(id, { head: 1, pubSeq: 1 });
  expect(['A', 'B', 'C'].map((id) => heads.get(id) !== undefined)).toEqual([true, false, true]);
});
