import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectEmbedded, Schema, storeWriterModule } from '../connection.ts';
import type { StoreConnection } from '../connection.ts';
import type { SortKey } from '../query/query-plan.ts';
import { explainQuery } from './query-executor.ts';

/** More than are sorted in memory. */
const DOCUMENTS_THERE = 2_500;

let database: EmbeddedDatabase;
let connection: StoreConnection;
let model: { readonly collection: unknown };
const folder = mkdtempSync(join(tmpdir(), 'lapor-plan-'));

beforeAll(async () => {
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  connection = await connectEmbedded(database, 'routing');
  const schema = new Schema(
    {
      _id: String,
      agency: String,
      status: String,
      due: Date,
      tags: [String],
      unpublished: Boolean,
      email: String,
      at: { path: [String], open: Boolean, order: Number },
    },
    { versionKey: false },
  );
  schema.index({ agency: 1, status: 1, due: 1 });
  schema.index({ tags: 1 });
  schema.index({ 'at.path': 1, 'at.open': 1, 'at.order': 1 });
  schema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $exists: true } } });
  schema.index({ unpublished: 1 }, { partialFilterExpression: { unpublished: true } });
  model = connection.model('cases', schema);
  await connection.ready();
  await cases().insertMany(
    Array.from({ length: DOCUMENTS_THERE }, (_, n) => ({
      _id: `case-${n}`,
      agency: `agency-${n % 10}`,
      status: n % 3 === 0 ? 'new' : 'done',
      due: new Date(n),
      tags: [`t${n % 5}`, 'all'],
      at: { path: ['nation', `city-${n % 10}`], open: n % 2 === 0, order: n },
      ...(n === 7 && { unpublished: true }),
      email: `${n}@example.id`,
    })) as never[],
  );
});

afterAll(async () => {
  await connection.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As it is under mongoose: filters are made in the test, not typed. */
function cases() {
  return model.collection as ReturnType<StoreConnection['model']>['collection'];
}

function plan(filter: object, sort: readonly SortKey[] = []): string[] {
  return explainQuery(database.reader, { collection: 'routing.cases', filter, sort });
}

/** Keys sought in the index, then each document by its number: nothing scanned, nothing sorted. */
const DOCUMENTS = 'SEARCH d USING INTEGER PRIMARY KEY (rowid=?)';

describe('SQLite uses the declared indexes', () => {
  test('the _id', () => {
    expect(plan({ _id: 'case-1' })).toEqual([
      expect.stringMatching(/^SEARCH d USING INDEX sqlite_autoindex_routing.cases_1 \(id=\?\)$/),
    ]);
    expect(plan({ _id: { $gt: 'case-3' } }, [['_id', -1]])).toEqual([
      expect.stringMatching(/^SEARCH d .*\(id>\?\)$/),
    ]);
  });

  test('a compound index for equality, range and order', () => {
    const filter = { agency: 'agency-1', status: 'new' };
    expect(plan(filter)).toEqual(['SEARCH i USING PRIMARY KEY (k0=? AND k1=?)', DOCUMENTS]);
    expect(plan(filter, [['due', 1]])).toEqual(['SEARCH i USING PRIMARY KEY (k0=? AND k1=?)', DOCUMENTS]);
    expect(plan(filter, [['due', -1]])).toEqual(['SEARCH i USING PRIMARY KEY (k0=? AND k1=?)', DOCUMENTS]);
    expect(plan({ ...filter, due: { $gte: new Date(0), $lt: new Date(9) } }, [['due', 1]])).toEqual([
      'SEARCH i USING PRIMARY KEY (k0=? AND k1=? AND k2>? AND k2<?)',
      DOCUMENTS,
    ]);
  });

  test('merged walks for $in with an order', () => {
    const steps = plan({ agency: { $in: ['agency-1', 'agency-2'] }, status: 'new' }, [['due', 1]]);
    expect(steps[0]).toBe('MERGE (UNION ALL)');
    expect(steps.filter((step) => step === 'SEARCH i USING PRIMARY KEY (k0=? AND k1=?)')).toHaveLength(2);
    expect(steps.join()).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  test('side tables for arrays', () => {
    expect(plan({ tags: 't3' })).toEqual(['SEARCH i USING PRIMARY KEY (k0=?)', DOCUMENTS]);
    expect(plan({ tags: { $regex: '^t' } })).toEqual([
      'SEARCH i USING PRIMARY KEY (k0>? AND k0<?)',
      DOCUMENTS,
    ]);
  });

  test('an order behind one value of an array: an inbox', async () => {
    const filter = { 'at.path': 'nation', 'at.open': true, 'at.order': { $gt: 7 } };
    expect(plan(filter, [['at.order', 1]])).toEqual([
      'SEARCH i USING PRIMARY KEY (k0=? AND k1=? AND k2>? AND k2<?)',
      DOCUMENTS,
    ]);
    const found = await cases()
      .find(filter as object, { sort: { 'at.order': 1 }, limit: 3 })
      .toArray();
    expect(found.map(({ _id }) => String(_id))).toEqual(['case-8', 'case-10', 'case-12']);
    await expect(cases().countDocuments({ 'at.path': 'city-4', 'at.open': true })).resolves.toBe(250);
    expect(() => plan({ 'at.path': 'nation' }, [['at.path', 1]])).not.toThrow();
    expect(plan({ 'at.path': 'nation' }, [['at.path', 1]])[0]).toBe('SEARCH i USING PRIMARY KEY (k0=?)');
  });

  test('where an earlier version noted only that there are arrays, it is looked up where', async () => {
    const name = 'at.path_1_at.open_1_at.order_1';
    const noted = () =>
      database.reader.prepare('SELECT multikey AS m FROM store_indexes WHERE name = ?').get(name)?.['m'];
    const asItIs = noted();
    const earlier = new DatabaseSync(join(folder, 'lapor.db'));
    earlier.prepare('UPDATE store_indexes SET multikey = 1 WHERE name = ?').run(name);
    earlier.close();
    expect(noted()).toBe(1);
    await cases().createIndex({ 'at.path': 1, 'at.open': 1, 'at.order': 1 });
    expect(noted()).toBe(asItIs);
  });

  test('unique and partial indexes', () => {
    expect(plan({ email: '7@example.id' })).toEqual(['SEARCH i USING PRIMARY KEY (k0=?)', DOCUMENTS]);
    expect(plan({ unpublished: true })).toEqual(['SEARCH i USING PRIMARY KEY (k0=?)', DOCUMENTS]);
    const rows = database.reader.prepare('SELECT count(*) AS n FROM "routing.cases/unpublished_1"').get();
    expect(rows?.['n']).toBe(1);
  });

  test('each branch of $or', () => {
    expect(plan({ $or: [{ email: '7@example.id' }, { tags: 't3' }] })).toEqual([
      'SEARCH i USING PRIMARY KEY (k0=?)',
      DOCUMENTS,
      'SEARCH i USING PRIMARY KEY (k0=?)',
      DOCUMENTS,
    ]);
  });

  test('and refuses what none serves', () => {
    expect(() => plan({ status: 'new' })).toThrow('no declared index serves a filter on {status}');
    expect(() => plan({ unpublished: false })).toThrow('unpublished');
  });
});
