import type { Connection } from 'mongoose';
import { asUnavailable } from './driver/unavailable-errors.ts';
import { EmbeddedCollection } from './embedded/embedded-collection.ts';
import type { CollectionRules } from './query/query-guard.ts';

/** There, and declared no more. */
export interface OldIndex {
  readonly collection: string;
  readonly name: string;
}

/**
 * Past mongoose, which makes one after the other and goes through the whole collection for each that is new. In the embedded database,
 * which has no replica of an earlier version beside it, what is declared no more goes.
 */
export async function createIndexes(connection: Connection, rules: CollectionRules): Promise<void> {
  const { collection, indexes } = rules;
  const native = connection.db!.collection(collection);
  if (native instanceof EmbeddedCollection) {
    await native.createIndexes(indexes);
    for (const { name } of await findOldIndexes(connection, rules)) await native.dropIndex(name);
    return;
  }
  if (indexes.length === 0) return;
  try {
    await native.createIndexes(
      indexes.map(({ name, keys, unique, partial }) => ({
        key: Object.fromEntries(keys),
        name,
        unique,
        ...(partial && { partialFilterExpression: partial }),
      })),
    );
  } catch (error) {
    throw asUnavailable(error);
  }
}

export async function findOldIndexes(
  connection: Connection,
  { collection, indexes }: CollectionRules,
): Promise<readonly OldIndex[]> {
  const there = (await connection.db!.collection(collection).indexes()) as readonly {
    readonly name: string;
  }[];
  const declared = new Set(['_id_', ...indexes.map(({ name }) => name)]);
  return there.filter(({ name }) => !declared.has(name)).map(({ name }) => ({ collection, name }));
}
