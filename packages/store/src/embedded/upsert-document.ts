import { AppError } from '@lapor/kernel';
import type { PlainObject } from '../query/bson-order.ts';
import type { Filter } from '../query/filter-syntax.ts';
import { conjuncts } from '../query/query-plan.ts';
import type { Change } from '../query/update-syntax.ts';
import { applyChanges } from './update-operators.ts';

/** The document an upsert inserts: what the filter says by equality, then the changes. `_id` comes first. */
export function upsertedDocument(filter: Filter, changes: readonly Change[]): PlainObject & { _id: string } {
  const seeds = conjuncts(filter).flatMap((condition): Change[] => {
    if (condition.kind !== 'test' || condition.test.op !== 'eq') return [];
    return [{ op: 'set', path: condition.path, value: condition.test.value }];
  });
  return withId(applyChanges({}, [...seeds, ...changes], true));
}

/** Every `_id` of ours is a string; nothing makes one up. */
export function withId(document: PlainObject): PlainObject & { _id: string } {
  const { _id: id, ...rest } = document;
  if (typeof id !== 'string')
    throw new AppError('unsupported', 'an _id that is not a string is not supported');
  return { _id: id, ...rest };
}
