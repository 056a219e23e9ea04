import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectEmbedded, storeWriterModule } from '../connection.ts';
import { openRawCollection } from '../collections/open-raw-collection.ts';
import type { RawCollection } from '../collections/raw-collection.ts';

/** What the writer remembers of a document is never anything but what lies in the file. */

interface Thing {
  readonly _id: string;
  readonly n: number;
}

let folder: string;
let database: EmbeddedDatabase;
let things: RawCollection<Thing>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-rows-'));
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  const connection = await connectEmbedded(database, 'test');
  things = openRawCollection<Thing>(connection, 'things', [{ fields: { n: 1 } }]);
  await connection.ready();
  await things.insertOne({ _id: 'A', n: 1 });
});

afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const raise = (from: number) => things.updateOne({ _id: 'A', n: from }, { $set: { n: from + 1 } });
const stored = async () => (await things.findOne({ _id: 'A' }))?.n;

test('a change is made once, though its group had to be run again', async () => {
  const [changed, refused, again] = await Promise.allSettled([
    raise(1),
    things.insertOne({ _id: 'A', n: 9 }),
    raise(1),
  ]);
  expect(changed).toMatchObject({ value: { matchedCount: 1, modifiedCount: 1 } });
  expect(refused).toMatchObject({ reason: { code: 11000 } });
  expect(again).toMatchObject({ value: { matchedCount: 0 } });
  expect(await stored()).toBe(2);
  expect(await raise(2)).toMatchObject({ matchedCount: 1 });
  expect(await things.find({ n: 3 }).toArray()).toEqual([{ _id: 'A', n: 3 }]);
});

test('of a bulk write in which one fails, the others are made once', async () => {
  const increase = { updateOne: { filter: { _id: 'A' }, update: { $inc: { n: 1 } } } };
  const clash = { insertOne: { document: { _id: 'A', n: 9 } } };
  await expect(
    things.bulkWrite([increase, clash as never, increase], { ordered: false }),
  ).rejects.toMatchObject({
    code: 11000,
  });
  expect(await stored()).toBe(3);
  await expect(
    things.bulkWrite([increase, clash as never, increase], { ordered: true }),
  ).rejects.toMatchObject({
    code: 11000,
  });
  expect(await stored()).toBe(4);
  expect(await raise(4)).toMatchObject({ matchedCount: 1 });
});

test('what is gone is not remembered', async () => {
  await things.deleteMany({ _id: 'A' });
  expect(await raise(1)).toMatchObject({ matchedCount: 0 });
  await things.insertOne({ _id: 'A', n: 5 });
  expect(await raise(5)).toMatchObject({ matchedCount: 1 });
});

test('what another connection wrote is seen', async () => {
  const other = new DatabaseSync(database.file);
  other.exec(`UPDATE "test.things" SET doc = '{"_id":"A","n":7}'`);
  other.close();
  expect(await raise(1)).toMatchObject({ matchedCount: 0 });
  expect(await raise(7)).toMatchObject({ matchedCount: 1 });
});
