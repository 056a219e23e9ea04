import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, openAggregateStore, storeWriterModule } from '@lapor/store';
import type { AggregateDefinition } from '@lapor/store';
import { expect, it } from 'vitest';
import { CATEGORIES_ID, changeCategories } from '../domain/categories/category-changes.ts';
import type { CategoriesState, CategoryEvent } from '../domain/categories/category-changes.ts';
import { effectiveTree } from '../domain/categories/effective-tree.ts';
import { loadCategories } from '../reference/load-categories.ts';
import { CATEGORIES } from './rule-stores.ts';

/** As 0.1.0 stored it: a merger did not say what had been before. */
const OF_BEFORE: AggregateDefinition<CategoriesState, CategoryEvent> = {
  ...CATEGORIES,
  schema: 1,
  evolve: (state, { data: { code, set } }) => ({
    patches: { ...state?.patches, [code]: { ...state?.patches[code], ...set } },
  }),
};

it('undoing a merger of an older version brings nothing back that had been retired before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-categories-'));
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  const open = async (definition: typeof CATEGORIES) => {
    const connection = await connectEmbedded(database, 'directory');
    const store = openAggregateStore(definition, { connection, clock: systemClock });
    await connection.ready();
    return { store, close: () => connection.close() };
  };
  const reason = { id: 'r', digest: 'd' };
  const merged = (code: string): CategoryEvent => ({
    type: 'CategoryMerged',
    data: { code, set: { retired: true, mergedInto: 'jembatan' }, reason },
  });
  const before = await open(OF_BEFORE);
  await before.store.execute(
    { aggregateId: CATEGORIES_ID, commandId: 'c', bodyHash: '', actor: { kind: 'system' } },
    () => [
      { type: 'CategoryRetired', data: { code: 'trotoar', set: { retired: true }, reason } },
      merged('trotoar'),
      merged('lampu-jalan'),
    ],
  );
  expect((await before.store.get(CATEGORIES_ID)).state.patches['trotoar']).not.toHaveProperty('wasRetired');
  await before.close();
  const now = await open(CATEGORIES);
  const { state } = await now.store.get(CATEGORIES_ID);
  const undoing = (code: string) =>
    changeCategories(effectiveTree(loadCategories(), state), { kind: 'unmerge', code }, reason);
  expect(undoing('trotoar')).toMatchObject([{ data: { set: { retired: true } } }]);
  expect(undoing('lampu-jalan')).toMatchObject([{ data: { set: { retired: false } } }]);
  await now.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
