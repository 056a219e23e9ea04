import { AppError } from '@lapor/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeDocument } from '../embedded/document-codec.ts';
import { matcher } from '../embedded/filter-matcher.ts';
import { applyChanges } from '../embedded/update-operators.ts';
import { encodeOperators } from '../embedded/wire-operators.ts';
import { parseFilter } from './filter-syntax.ts';
import { checkOptions, checkQuery, checkUpdate, parseIndex } from './query-guard.ts';
import { parseUpdate } from './update-syntax.ts';

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a.b',
    'a.0',
    '_id',
    '',
    '$',
    'a.',
    '.a',
    'a..b',
    '$set',
    'constructor',
    'toString',
  ),
  fc.constantFrom(
    '$eq',
    '$ne',
    '$in',
    '$nin',
    '$gt',
    '$lte',
    '$exists',
    '$regex',
    '$not',
    '$elemMatch',
    '$size',
  ),
  fc.constantFrom(
    '$and',
    '$or',
    '$nor',
    '$inc',
    '$push',
    '$pull',
    '$each',
    '$slice',
    '$unset',
    '$type',
    '$expr',
  ),
);
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      undefined,
      true,
      0,
      1,
      Number.NaN,
      'a',
      '^a',
      /^a/,
      /a/i,
      new Date(0),
      Symbol('s'),
      1n,
    ),
    fc.array(tie('value'), { maxLength: 2 }),
    tie('object'),
  ),
  object: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));
const object = fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true });

/** What is done with what `parse` accepts; undefined when it refuses, which it may do in one way only. */
function accepted<Result>(parse: () => Result): Result | undefined {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return undefined;
  }
}

test('what means the same is one filter, and $exists is a yes or a no', () => {
  expect(parseFilter({ a: { $not: { $regex: '^a' } } })).toEqual(parseFilter({ a: { $not: /^a/ } }));
  expect(parseFilter({ a: { $exists: 1 } })).toEqual(parseFilter({ a: { $exists: true } }));
  for (const other of [2, 1n, 'yes', null])
    expect(() => parseFilter({ a: { $exists: other } })).toThrow('$exists must be true or false');
});

describe('whatever comes in', () => {
  test('a filter is refused with a reason or can be run, and means the same to the writer', () => {
    let run = 0;
    fc.assert(
      fc.property(object, object, (filter, fields) => {
        const parsed = accepted(() => parseFilter(filter));
        if (!parsed) return;
        const document = { _id: 'x', ...fields };
        const matches = matcher(parsed)(document);
        expect(matcher(parseFilter(decodeDocument(encodeOperators(filter))))(document)).toBe(matches);
        run++;
      }),
      { numRuns: 5_000 },
    );
    expect(run).toBeGreaterThan(100);
  });

  test('an update is refused with a reason or can be applied, and leaves the document given alone', () => {
    let run = 0;
    const operator = fc.constantFrom(
      '$set',
      '$unset',
      '$inc',
      '$max',
      '$push',
      '$pull',
      '$addToSet',
      '$setOnInsert',
    );
    const update = fc.dictionary(operator, object, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
    fc.assert(
      fc.property(update, (one) => {
        const changes = accepted(() => parseUpdate(one));
        if (!changes) return;
        const document = { _id: 'x', a: [{ b: 1 }, 2], b: { c: [1] } };
        const before = structuredClone(document);
        try {
          applyChanges(document, changes, true);
          run++;
        } catch (error) {
          expect(error).toMatchObject({ name: 'ServerError' });
        }
        expect(document).toEqual(before);
        expect(parseUpdate(decodeDocument(encodeOperators(one)))).toEqual(changes);
      }),
      { numRuns: 5_000 },
    );
    expect(run).toBeGreaterThan(100);
  });
});

test('an error says what was refused', () => {
  const rules = { collection: 'cases', indexes: [parseIndex({ agency: 1 }, {})] };
  expect(() => checkQuery(rules, { status: 'new' }, [])).toThrow(
    'cases: no declared index serves a filter on {status}',
  );
  expect(() => checkQuery(rules, { agency: { $type: 2 } }, [])).toThrow('$type is not supported');
  expect(() => checkUpdate({ $rename: { a: 'b' } })).toThrow('$rename is not supported');
  expect(() => checkOptions('find', { hint: 'x' }, ['sort'])).toThrow(
    'the option hint of find is not supported',
  );
  expect(checkQuery(rules, { agency: 'x' }, [['agency', 1]])).toEqual({ inMemory: false });
  expect(checkQuery(rules, { agency: 'x' }, [['status', 1]])).toEqual({ inMemory: true });
});
