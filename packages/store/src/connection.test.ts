import { expect, test } from 'vitest';
import { connectMongo, databasePath } from './connection.ts';

test('a server that cannot be reached is unavailable, and may be tried again', async () => {
  const nobody = 'mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200';
  await expect(connectMongo(nobody, 'routing')).rejects.toMatchObject({
    code: 'unavailable',
    retryable: true,
  });
});

test.each([
  ['mongodb://localhost', undefined],
  ['mongodb://localhost:27017/?replicaSet=rs0', undefined],
  ['mongodb://user:p%40ss@a:27017,b:27017,c:27017/town?replicaSet=rs0', 'town'],
  ['mongodb+srv://cluster.example.id/town', 'town'],
])('finds the database in %s', (url, expected) => {
  expect(databasePath(url)).toBe(expected);
});
