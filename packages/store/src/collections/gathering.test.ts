import { AppError } from '@lapor/kernel';
import { expect, test, vi } from 'vitest';
import { Gathering } from './gathering.ts';
import type { Round } from './gathering.ts';

/** Trips that end when they are told to. */
function controlled(trips?: number) {
  const rounds: { readonly items: readonly number[]; readonly end: (error?: Error) => void }[] = [];
  const round: Round<number, string> = (items) =>
    new Promise((resolve, reject) => {
      rounds.push({
        items,
        end: (error) =>
          error ? reject(error) : resolve(items.map((item) => ({ answer: `answer ${item}` }))),
      });
    });
  return { rounds, gathering: new Gathering(round, trips === undefined ? {} : { trips }) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('asked alone it goes at once; what comes meanwhile goes together', async () => {
  const { rounds, gathering } = controlled();
  const answers = [1, 2, 3].map((item) => gathering.ask(item));
  expect(rounds.map(({ items }) => items)).toEqual([[1]]);
  rounds[0]?.end();
  await settle();
  expect(rounds.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  rounds[1]?.end();
  expect(await Promise.all(answers)).toEqual(['answer 1', 'answer 2', 'answer 3']);
});

test('two trips may be under way', async () => {
  const { rounds, gathering } = controlled(2);
  for (const item of [1, 2, 3, 4]) void gathering.ask(item);
  expect(rounds.map(({ items }) => items)).toEqual([[1], [2]]);
  rounds[1]?.end();
  await settle();
  expect(rounds[2]?.items).toEqual([3, 4]);
});

test('one that does not come back holds nobody up for ever', async () => {
  vi.useFakeTimers();
  const { rounds, gathering } = controlled(1);
  const lost = gathering.ask(1);
  const behind = gathering.ask(2);
  vi.advanceTimersByTime(1_999);
  expect(rounds).toHaveLength(1);
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  expect(rounds[1]?.items).toEqual([2]);
  rounds[1]?.end();
  expect(await behind).toBe('answer 2');
  // Should it come back after all, that is an answer to those who asked, and makes no more room than there is.
  const third = gathering.ask(3);
  rounds[0]?.end();
  expect(await lost).toBe('answer 1');
  void gathering.ask(4);
  expect(rounds).toHaveLength(3);
  rounds[2]?.end();
  expect(await third).toBe('answer 3');
  await settle();
  expect(rounds[3]?.items).toEqual([4]);
});

test('each hears of its own failure', async () => {
  const gathering = new Gathering<number, number>((items) =>
    Promise.resolve(
      items.map((item) => (item % 2 === 0 ? { answer: item } : { error: new Error(`${item}`) })),
    ),
  );
  const outcomes = await Promise.allSettled([2, 3, 4].map((item) => gathering.ask(item)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('one that spoils a trip spoils it for itself alone', async () => {
  const gathering = new Gathering<number, number>((items) =>
    items.includes(3)
      ? Promise.reject(new Error('a document that is too large'))
      : Promise.resolve(items.map((item) => ({ answer: item }))),
  );
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => gathering.ask(item)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

test('when nobody is there, whoever waits is told with the first', async () => {
  const { rounds, gathering } = controlled();
  const asked = Promise.allSettled([1, 2, 3].map((item) => gathering.ask(item)));
  rounds[0]?.end(new AppError('unavailable', 'nobody there'));
  expect((await asked).every(({ status }) => status === 'rejected')).toBe(true);
  expect(rounds).toHaveLength(1);
  // And the next one is asked for anew.
  void gathering.ask(4);
  expect(rounds).toHaveLength(2);
});
