import { expect, test } from 'vitest';
import { ownOverdue } from './own-overdue.ts';

const body = (path: string, overdue: number, urgent = 0) => {
  const ids = path.split(' ');
  return { agencyId: ids.at(-1) ?? '', path: ids, overdue, urgent };
};

test('what a city has is not its province’s too, and adds up once', () => {
  const counts = ownOverdue([
    body('nation riau', 7, 2),
    body('nation riau batam', 3, 2),
    body('nation riau batam port', 1),
    body('nation riau unlisted bintan', 2),
    body('nation health', 4),
  ]);
  expect(counts.map(({ agencyId, overdue, urgent }) => [agencyId, overdue, urgent])).toEqual([
    ['riau', 2, 0],
    ['batam', 2, 2],
    ['port', 1, 0],
    ['bintan', 2, 0],
    ['health', 4, 0],
  ]);
});

test('a case that moved between two counts makes nothing negative', () => {
  const [riau] = ownOverdue([body('nation riau', 1), body('nation riau batam', 2)]);
  expect(riau?.overdue).toBe(0);
});
