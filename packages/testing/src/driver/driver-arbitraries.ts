import fc from 'fast-check';

/** Random documents, filters, sorts and updates over few names and few values, so that they meet. */
type Fields = Record<string, unknown>;

/** Few, so that filters meet documents; chosen for their order: UTF-16 against code points, types, signs, lengths. */
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 'a', 'ab', '\u{1f600}', '\uffff', 'a\u0000', 'a\ud83d'),
  fc.constantFrom(0, 1, -1, 1.5, 2 ** 53),
  fc.constantFrom<unknown>(new Date(0), new Date(-1), Buffer.from('b'), Buffer.from('ab')),
);

const fieldNames = fc.constantFrom('a', 'b', 'c');

const { value } = fc.letrec<{ value: unknown; object: unknown; array: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: tie('object') },
    { weight: 2, arbitrary: tie('array') },
  ),
  object: fc.dictionary(fieldNames, tie('value'), { maxKeys: 2, noNullPrototype: true }),
  array: fc.array(tie('value'), { maxLength: 3 }),
}));

export const body: fc.Arbitrary<Fields> = fc.dictionary(fieldNames, value, {
  maxKeys: 3,
  noNullPrototype: true,
});

export const documents: fc.Arbitrary<({ _id: string } & Fields)[]> = fc
  .array(body, { minLength: 1, maxLength: 12 })
  .map((bodies) => bodies.map((fields, at) => ({ _id: `d${String(at).padStart(2, '0')}`, ...fields })));

const path = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.a', 'c.a', 'a.b.c', 'a.0', 'b.1.a');
const comparable = scalar.filter((one) => one !== null);

const test: fc.Arbitrary<unknown> = fc.oneof(
  value,
  value.map((one) => ({ $eq: one })),
  value.map((one) => ({ $ne: one })),
  fc.array(value, { maxLength: 3 }).map((some) => ({ $in: some })),
  fc.array(value, { maxLength: 3 }).map((some) => ({ $nin: some })),
  fc
    .record({ $gt: comparable, $gte: comparable, $lt: comparable, $lte: comparable }, { requiredKeys: [] })
    .filter((range) => Object.keys(range).length > 0),
  fc.boolean().map((exists) => ({ $exists: exists })),
  fc.constantFrom({ $regex: '^a' }, { $regex: '^' }, { $size: 0 }, { $size: 2 }),
  comparable.map((one) => ({ $not: { $gte: one } })),
  comparable.map((one) => ({ $elemMatch: { $gte: one } })),
  fc.tuple(fieldNames, scalar).map(([name, one]) => ({ $elemMatch: { [name]: one } })),
);

const condition: fc.Arbitrary<Fields> = fc.tuple(path, test).map(([name, one]) => ({ [name]: one }));

/** With an `_id` range that holds for all: then every filter has an index, and the rest is tested on the document. */
export const filter: fc.Arbitrary<Fields> = fc.oneof(
  condition,
  fc.tuple(condition, condition).map(([one, other]) => ({ $and: [one, other] })),
  fc.tuple(condition, condition).map(([one, other]) => ({ $or: [one, other] })),
  fc.tuple(condition, condition).map(([one, other]) => ({ $nor: [one, other] })),
);

/** Conditions that the indexes of the differential test can serve, with or without a rest to be tested. */
const indexable: fc.Arbitrary<Fields> = fc
  .tuple(
    fc.constantFrom('a', 'b', 'c', 'a.b', 'c.a'),
    fc.oneof(
      scalar,
      fc.array(scalar, { minLength: 1, maxLength: 3 }).map((some) => ({ $in: some })),
      comparable.map((one) => ({ $gte: one })),
      fc.tuple(comparable, comparable).map(([low, high]) => ({ $gt: low, $lte: high })),
      fc.constant({ $regex: '^a' }),
    ),
  )
  .map(([name, one]) => ({ [name]: one }));

export const indexed: fc.Arbitrary<Fields> = fc.oneof(
  indexable,
  fc.tuple(indexable, indexable).map(([one, other]) => ({ ...one, ...other })),
  fc.tuple(indexable, condition).map(([one, other]) => ({ $and: [one, other] })),
  fc.tuple(indexable, indexable).map(([one, other]) => ({ $or: [one, other] })),
  scalar.map((one) => ({ b: one, c: { $exists: true } })),
);

export const sort: fc.Arbitrary<Fields> = fc.oneof(
  fc.constantFrom<Fields>(
    { a: 1, _id: 1 },
    { a: -1, _id: -1 },
    { b: 1, a: 1, _id: 1 },
    { b: -1, a: -1, _id: -1 },
  ),
  fc.constantFrom<Fields>(
    { 'a.b': 1, _id: 1 },
    { 'c.a': -1, _id: 1 },
    { c: 1, _id: -1 },
    { a: 1, c: -1, _id: 1 },
  ),
);

const changed = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.a', 'c.a', 'a.0', 'b.1', 'd', 'd.e');

const update: fc.Arbitrary<Fields> = fc.oneof(
  fc.tuple(changed, value).map(([name, one]) => ({ $set: { [name]: one } })),
  fc
    .tuple(changed, changed, value)
    .map(([name, other, one]) => ({ $set: { [name]: one }, $unset: { [other]: '' } })),
  fc.tuple(changed, fc.integer({ min: -5, max: 5 })).map(([name, by]) => ({ $inc: { [name]: by } })),
  fc.tuple(changed, value).map(([name, one]) => ({ $max: { [name]: one } })),
  fc.tuple(changed, value).map(([name, one]) => ({ $min: { [name]: one } })),
  fc.tuple(changed, value).map(([name, one]) => ({ $push: { [name]: one } })),
  fc
    .tuple(changed, fc.array(value, { maxLength: 2 }), fc.integer({ min: -2, max: 2 }))
    .map(([name, some, slice]) => ({ $push: { [name]: { $each: some, $slice: slice } } })),
  fc
    .tuple(changed, fc.array(value, { maxLength: 2 }))
    .map(([name, some]) => ({ $addToSet: { [name]: { $each: some } } })),
  fc.tuple(changed, value).map(([name, one]) => ({ $pull: { [name]: one } })),
  fc.tuple(changed, comparable).map(([name, one]) => ({ $pull: { [name]: { $gte: one } } })),
);

/** Several operators in one update; most of them on paths that do not conflict. */
export const updates: fc.Arbitrary<Fields> = fc.oneof(
  update,
  fc.tuple(update, update).map(([one, other]) => mergeOperators(one, other)),
  fc.tuple(update, update, update).map(([one, ...others]) => others.reduce(mergeOperators, one)),
  fc.tuple(update, value).map(([one, inserted]) => ({ ...one, $setOnInsert: { 'on.insert': inserted } })),
);

function mergeOperators(one: Fields, other: Fields): Fields {
  const merged = { ...one };
  for (const [operator, fields] of Object.entries(other)) {
    merged[operator] = { ...(merged[operator] as Fields | undefined), ...(fields as Fields) };
  }
  return merged;
}

const projected = fc.constantFrom('a', 'b', 'c', 'a.b', 'b.a', 'c.a', 'a.b.c', 'd');

export const projection: fc.Arbitrary<Fields> = fc
  .tuple(fc.uniqueArray(projected, { minLength: 1, maxLength: 3 }), fc.boolean(), fc.option(fc.boolean()))
  .map(([paths, included, id]) => ({
    ...Object.fromEntries(paths.map((name) => [name, included ? 1 : 0])),
    ...(id === null ? {} : { _id: id ? 1 : 0 }),
  }));
