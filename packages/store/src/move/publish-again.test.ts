import { expect, test } from 'vitest';
import { publishedAgainFrom } from './publish-again.ts';

const event = (seq: number, pubSeq?: number) => ({ seq, ...(pubSeq === undefined ? {} : { pubSeq }) });
const aggregate = {
  _id: 'A',
  head: 5,
  published: 5,
  pub: 4,
  events: [event(3, 2), event(4, 3), event(5, 4)],
};

test('an aggregate is as it was before the event was published', () => {
  expect(publishedAgainFrom(aggregate, 3)).toEqual({ ...aggregate, published: 3, unpublished: true });
  expect(publishedAgainFrom(aggregate, 4)).toMatchObject({ published: 4, unpublished: true });
});

test('what lies in history is published from the first on', () => {
  expect(publishedAgainFrom(aggregate, 1)).toMatchObject({ published: 0, unpublished: true });
});

test('a mark never rises, and what is newer than the copy is nobody’s business', () => {
  const waiting = { ...aggregate, published: 2, unpublished: true };
  expect(publishedAgainFrom(waiting, 4)).toEqual(waiting);
  expect(publishedAgainFrom(aggregate, 5)).toBe(aggregate);
});
