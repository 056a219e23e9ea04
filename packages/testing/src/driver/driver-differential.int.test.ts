import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { connectEmbedded, connectMongo, Schema, storeWriterModule } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, filter, indexed, projection, sort, updates } from './driver-arbitraries.ts';
import type { Rows } from './driver-samples.ts';
import { mongoUrl } from '../servers.ts';
import type { TestServer } from '../servers.ts';

/** Each property runs for so long: the whole file stays under half a minute, where the machine has nothing else to do. */
const BUDGET = Number(process.env['LAPOR_FUZZ_MS'] ?? 5_000);
const ENOUGH = 100;
const RUNS_AT_A_TIME = 40;

let server: TestServer;
let database: EmbeddedDatabase;
let connections: readonly StoreConnection[];
let embedded: Rows;
let mongod: Rows;
const folder = mkdtempSync(join(tmpdir(), 'lapor-fuzz-'));

/** Indexes on everything, so that walks through indexes are compared too. */
async function open(connection: StoreConnection): Promise<Rows> {
  const schema = new Schema({ _id: String }, { strict: false, versionKey: false });
  for (const fields of [{ a: 1 }, { b: 1, a: 1 }, { 'a.b': 1 }, { 'c.a': -1, b: 1 }, { c: 1 }] as const) {
    schema.index(fields);
  }
  schema.index({ b: 1 }, { name: 'partial', partialFilterExpression: { c: { $exists: true } } });
  const rows = connection.model('fuzz', schema).collection as unknown as Rows;
  await connection.ready();
  return rows;
}

beforeAll(async () => {
  server = await mongoUrl();
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  connections = [
    await connectEmbedded(database, 'fuzz'),
    await connectMongo(server.url, `${randomUUID().slice(0, 8)}_fuzz`),
  ];
  [embedded, mongod] = (await Promise.all(connections.map(open))) as [Rows, Rows];
});

afterAll(async () => {
  await connections[1]?.mongoose.connections.at(-1)?.dropDatabase();
  for (const connection of connections) await connection.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

/** What both say: a value, or that it is refused. Sentences may differ, codes of the server may not. */
async function outcome(run: () => Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    return { value: await run() };
  } catch (error) {
    if (error instanceof AppError) return { refused: error.code };
    return { failed: (error as { code?: unknown }).code };
  }
}

/** Both are given the same documents; those one of them cannot index are given to neither. */
async function store(rows: readonly { _id: string }[]): Promise<void> {
  await Promise.all([embedded.deleteMany({}), mongod.deleteMany({})]);
  for (const row of rows) {
    try {
      await mongod.insertOne(row as never);
    } catch (error) {
      // Two arrays in one compound index: refused by both, in other words.
      expect((error as { code?: unknown }).code).toBe(171);
      await expect(embedded.insertOne(row as never)).rejects.toMatchObject({ code: 171 });
      continue;
    }
    await embedded.insertOne(row as never);
  }
}

/** How often both answered: agreeing on refusals alone would show nothing. */
const tried = { answered: 0 };

async function same(run: (rows: Rows) => Promise<unknown>): Promise<void> {
  const [ours, theirs] = await Promise.all([outcome(() => run(embedded)), outcome(() => run(mongod))]);
  expect(ours).toEqual(theirs);
  if ('value' in ours) tried.answered++;
}

async function property<Ts extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof Ts]: fc.Arbitrary<Ts[K]> },
  run: (...args: Ts) => Promise<void>,
): Promise<void> {
  tried.answered = 0;
  const all = fc.tuple(...(arbitraries as fc.Arbitrary<unknown>[])) as fc.Arbitrary<Ts>;
  const until = performance.now() + BUDGET;
  // A busy machine takes longer over it, and tries no less than shows something.
  while (performance.now() < until || tried.answered < ENOUGH) {
    await fc.assert(
      fc.asyncProperty(all, (args) => run(...args)),
      { numRuns: RUNS_AT_A_TIME },
    );
  }
}

const everywhere = { _id: { $gte: '' } };
const many = fc.array(filter, { minLength: 24, maxLength: 24 });

describe('the embedded driver and mongod agree', () => {
  test('on what a filter finds', async () => {
    await property([documents, many], async (rows, filters) => {
      await store(rows);
      for (const one of filters) {
        await same(async (collection) => {
          const found = await collection
            .find({ $and: [everywhere, one] })
            .sort({ _id: 1 })
            .toArray();
          return found.map((row) => row._id);
        });
      }
    });
  });

  test('on what an index finds, and when there is none', async () => {
    const walks = fc.array(fc.oneof({ weight: 5, arbitrary: indexed }, filter), {
      minLength: 8,
      maxLength: 8,
    });
    await property([documents, walks], async (rows, filters) => {
      await store(rows);
      for (const one of filters) {
        await same(async (collection) => {
          const found = await collection.find(one).toArray();
          return {
            found: found.map((row) => row._id).toSorted(),
            count: await collection.countDocuments(one),
          };
        });
      }
    });
  });

  test('on order', async () => {
    const sorts = fc.array(sort, { minLength: 6, maxLength: 6 });
    await property([documents, indexed, sorts], async (rows, one, orders) => {
      await store(rows);
      for (const order of orders) {
        for (const condition of [{}, one]) {
          await same(async (collection) => {
            const found = await collection.find(condition).sort(order).toArray();
            return found.map((row) => row._id);
          });
        }
      }
    });
  });

  test('on what an update does', async () => {
    const changes = fc.array(fc.tuple(fc.nat(11), updates), { minLength: 16, maxLength: 16 });
    await property([documents, changes], async (rows, some) => {
      await store(rows);
      for (const [at, change] of some) {
        const _id = `d${String(at).padStart(2, '0')}`;
        await same((collection) => collection.updateOne({ _id }, change, { upsert: true }));
        await same((collection) => collection.findOne({ _id }));
      }
    });
  });

  test('on what a projection leaves', async () => {
    const projections = fc.array(projection, { minLength: 16, maxLength: 16 });
    await property([documents, projections], async (rows, some) => {
      await store(rows);
      for (const one of some) {
        await same((collection) => collection.find({}).sort({ _id: 1 }).project(one).toArray());
      }
    });
  });
});
