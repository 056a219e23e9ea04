import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FILES_COLLECTION, openEmbeddedDocuments } from '@lapor/store';
import { expect, inject, test } from 'vitest';

interface Plan {
  readonly [service: string]: {
    readonly [collection: string]: {
      readonly key: Readonly<Record<string, 1 | 'hashed'>> | null;
      readonly why: string;
    };
  };
}

const file = new URL('../../../deploy/mongo/sharding.json', import.meta.url);
const plan = JSON.parse(readFileSync(file, 'utf8')) as Plan;

test('every collection that a service declares has its place among shards, with a reason, and no other', async () => {
  const database = new DatabaseSync(join(inject('installedCity').folder, 'data', 'lapor.db'), {
    readOnly: true,
  });
  const declared = (await openEmbeddedDocuments(database).collections()).map(
    ({ service, collection }) => `${service}.${collection}`,
  );
  database.close();
  // On one machine they lie in a folder.
  declared.push(`intake.${FILES_COLLECTION}`);
  const planned = Object.entries(plan).flatMap(([service, collections]) =>
    Object.keys(collections).map((collection) => `${service}.${collection}`),
  );
  expect(planned.toSorted()).toEqual(declared.toSorted());
});

test('whatever is unique is unique by _id, so that is the only key there may be', () => {
  for (const [service, collections] of Object.entries(plan))
    for (const [collection, { key, why }] of Object.entries(collections)) {
      expect([null, { _id: 1 }, { _id: 'hashed' }], `${service}.${collection}`).toContainEqual(key);
      expect(why.length, `${service}.${collection}`).toBeGreaterThan(5);
      // A history is where its aggregate is.
      const aggregate = collections[collection.replace(/_history$/, '')];
      expect(aggregate?.key, `${service}.${collection}`).toEqual(key);
    }
});
