import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Schema, type StoreConnection } from '@lapor/store';

/** All indexes that installations may have. Added to by `npm run golden:indexes -w packages/e2e`. */
export const INDEXES = new URL('../../golden/indexes.json', import.meta.url).pathname;

export interface IndexSpec {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  readonly partial?: Readonly<Record<string, unknown>>;
}

/** By `service.collection` and name. */
export type Indexes = Readonly<Record<string, Readonly<Record<string, IndexSpec>>>>;

export interface RecordedIndexes {
  readonly declared: Indexes;
  /** Declared once, and no more; on MongoDB they may still be there. */
  readonly dropped: Indexes;
}

export function recordedIndexes(): RecordedIndexes {
  return JSON.parse(readFileSync(INDEXES, 'utf8')) as RecordedIndexes;
}

/** What is in the file of an installation, in the same form. */
export function indexesIn(file: string): Indexes {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  const rows = database.prepare('SELECT collection, spec FROM store_indexes ORDER BY collection, name').all();
  database.close();
  const found: Record<string, Record<string, IndexSpec>> = {};
  for (const { collection, spec } of rows) {
    const { name, keys, unique, partial } = JSON.parse(String(spec));
    const index = { key: Object.fromEntries(keys), ...(unique && { unique }), ...(partial && { partial }) };
    (found[String(collection)] ??= {})[name] = index;
  }
  return found;
}

/** Why this version would not start on what others left, or would leave something behind unsaid. What is new is no fault. */
export function indexFaults(recorded: RecordedIndexes, declared: Indexes): readonly string[] {
  const changed = eachOf(declared).filter(({ collection, name, spec }) => {
    const before = everMade(recorded)[collection]?.[name];
    return before !== undefined && text(before) !== text(spec);
  });
  const gone = eachOf(recorded.declared).filter(({ collection, name }) => !declared[collection]?.[name]);
  return [
    ...changed.map(({ collection, name }) => `${collection} ${name}: is there with other keys or options`),
    ...gone.map(
      ({ collection, name }) =>
        `${collection} ${name}: is declared no more, and not under dropped in golden/indexes.json`,
    ),
  ];
}

export function everMade({ declared, dropped }: RecordedIndexes): Indexes {
  const collections = new Set([...Object.keys(declared), ...Object.keys(dropped)]);
  return Object.fromEntries(
    [...collections].map((name) => [name, { ...dropped[name], ...declared[name] }] as const),
  );
}

/** Of collections that are still written to: `service.collection name`. */
export function droppedOf({ declared, dropped }: RecordedIndexes): readonly string[] {
  return eachOf(dropped).flatMap(({ collection, name }) =>
    declared[collection] === undefined ? [] : [`${collection} ${name}`],
  );
}

/** As a version makes them that declares these. @returns those that are there besides */
export async function makeIndexes(
  connect: (service: string) => Promise<StoreConnection>,
  indexes: Indexes,
): Promise<readonly string[]> {
  const old: string[] = [];
  const collections = Object.keys(indexes).map((name) => name.split('.') as [string, string]);
  for (const [service, those] of Map.groupBy(collections, ([name]) => name)) {
    const connection = await connect(service);
    for (const [, collection] of those) {
      const schema = new Schema({ _id: String }, { strict: false, versionKey: false, autoIndex: false });
      for (const { key, unique, partial } of Object.values(indexes[`${service}.${collection}`] ?? {}))
        schema.index(key, {
          ...(unique && { unique }),
          ...(partial && { partialFilterExpression: partial }),
        });
      connection.model(collection, schema);
    }
    await connection.ready();
    const left = await connection.oldIndexes();
    old.push(...left.map(({ collection, name }) => `${service}.${collection} ${name}`));
    await connection.close();
  }
  return old;
}

export function eachOf(indexes: Indexes) {
  return Object.entries(indexes).flatMap(([collection, those]) =>
    Object.entries(those).map(([name, spec]) => ({ collection, name, spec })),
  );
}

function text({ key, unique, partial }: IndexSpec): string {
  return JSON.stringify([Object.entries(key), unique === true, partial ?? null]);
}
