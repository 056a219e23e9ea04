import { describe, expect, test } from 'vitest';
import { parseFilter } from './filter-syntax.ts';
import { planQuery } from './query-plan.ts';
import type { IndexSpec, SortKey } from './query-plan.ts';

function index(name: string, keys: readonly SortKey[], rest: Partial<IndexSpec> = {}): IndexSpec {
  return { name, keys, unique: false, multikey: false, ...rest };
}

const inbox = index('inbox', [
  ['agency', 1],
  ['status', 1],
  ['due', 1],
]);
const tags = index(
  'tags',
  [
    ['tags', 1],
    ['due', 1],
  ],
  { multikey: true },
);
const notes = index(
  'notes',
  [
    ['notes.by', 1],
    ['notes.stars', 1],
  ],
  { multikey: true },
);
const outbox = index('outbox', [['unpublished', 1]], { partial: { unpublished: true } });

function plan(filter: object, indexes: readonly IndexSpec[], sort: readonly SortKey[] = []) {
  const found = planQuery(parseFilter(filter), sort, indexes);
  if (found?.kind !== 'index') return found?.kind;
  const { index: used, equal, range, order, exact } = found;
  return { name: used.name, equal: equal.length, range: range !== undefined, order, exact };
}

describe('planQuery', () => {
  test('takes the _id before everything else', () => {
    expect(plan({ _id: 'a', agency: 'x', status: 'y' }, [inbox])).toMatchObject({
      name: '_id_',
      exact: false,
    });
  });

  test('binds a prefix of the keys, then one range', () => {
    expect(plan({ agency: 'x', due: { $gt: 1 } }, [inbox])).toMatchObject({
      name: 'inbox',
      equal: 1,
      range: false,
      exact: false,
    });
    expect(plan({ agency: 'x', status: 'y', due: { $gt: 1, $lt: 2 } }, [inbox])).toMatchObject({
      equal: 2,
      range: true,
      exact: true,
    });
    expect(plan({ status: 'y', due: 1 }, [inbox])).toBeUndefined();
  });

  test('orders by what follows the equalities, either way round', () => {
    const filter = { agency: 'x', status: { $in: ['y', 'z'] } };
    expect(plan(filter, [inbox], [['due', 1]])).toMatchObject({ order: 1 });
    expect(plan(filter, [inbox], [['due', -1]])).toMatchObject({ order: -1 });
    expect(
      plan(
        filter,
        [inbox],
        [
          ['agency', 1],
          ['due', 1],
        ],
      ),
    ).toMatchObject({ order: 1 });
    expect(
      plan(
        filter,
        [inbox],
        [
          ['due', 1],
          ['_id', 1],
        ],
      ),
    ).toMatchObject({ order: undefined });
    expect(
      plan(
        {},
        [inbox],
        [
          ['agency', -1],
          ['status', -1],
        ],
      ),
    ).toMatchObject({ order: -1 });
    expect(
      plan(
        {},
        [inbox],
        [
          ['agency', -1],
          ['status', 1],
        ],
      ),
    ).toBe('everything');
  });

  test('does not merge more than 64 walks to keep an order', () => {
    const values = Array.from({ length: 9 }, (_, n) => `v${n}`);
    const filter = { agency: { $in: values }, status: { $in: values } };
    expect(plan(filter, [inbox], [['due', 1]])).toMatchObject({ name: 'inbox', order: undefined });
  });

  test('never orders by arrays, nor bounds two fields of one array together', () => {
    expect(plan({ tags: 'x' }, [tags], [['due', 1]])).toMatchObject({ order: undefined, exact: false });
    expect(plan({ tags: 'x', due: 5 }, [tags])).toMatchObject({ equal: 2 });
    expect(plan({ 'notes.by': 'x', 'notes.stars': 5 }, [notes])).toMatchObject({ equal: 1, range: false });
    expect(plan({ tags: { $gt: 'a', $lt: 'b' } }, [tags])).toMatchObject({ range: true, exact: false });
  });

  test('orders behind one value of an array, where it is known which path is one', () => {
    const open: IndexSpec = {
      ...index('open', [
        ['at.path', 1],
        ['at.open', 1],
        ['at.order', 1],
      ]),
      multikey: true,
    };
    const known = { ...open, arrays: ['at.path'] };
    const filter = { 'at.path': 'x', 'at.open': true, 'at.order': { $gt: 3 } };
    const sort = [['at.order', 1]] as const;
    expect(plan(filter, [known], sort)).toEqual({
      name: 'open',
      equal: 2,
      range: true,
      order: 1,
      exact: true,
    });
    expect(plan(filter, [open], sort)).toMatchObject({
      equal: 1,
      range: false,
      order: undefined,
      exact: false,
    });
    // A document sorts by the least of its elements, and null may stand for what is missing.
    expect(plan({ 'at.path': 'x' }, [known], [['at.path', 1]])).toMatchObject({ order: undefined });
    expect(plan({ 'at.path': null, 'at.open': true }, [known])).toMatchObject({ equal: 2, exact: false });
    expect(plan({ 'at.path': { $in: ['x', 'y'] } }, [known])).toMatchObject({ exact: false });
    expect(plan({ 'at.path': { $gt: 'a', $lt: 'b' } }, [known])).toMatchObject({ range: true, exact: false });
  });

  test('a partial index serves only what it holds', () => {
    expect(plan({ unpublished: true }, [outbox])).toMatchObject({ name: 'outbox', exact: true });
    expect(plan({ unpublished: { $in: [true, false] } }, [outbox])).toBeUndefined();
    const existing = index('email', [['email', 1]], { partial: { email: { $exists: true } } });
    expect(plan({ email: 'x' }, [existing])).toMatchObject({ name: 'email' });
    expect(plan({ email: null }, [existing])).toBeUndefined();
  });

  test('$or needs an index for each branch', () => {
    expect(plan({ $or: [{ agency: 'x' }, { unpublished: true }] }, [inbox, outbox])).toBe('union');
    expect(plan({ $or: [{ agency: 'x' }, { status: 'y' }] }, [inbox])).toBeUndefined();
  });

  test('negations alone have no index', () => {
    expect(plan({ agency: { $ne: 'x' } }, [inbox])).toBeUndefined();
    expect(plan({ agency: { $exists: true } }, [inbox])).toBeUndefined();
  });
});
