import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, documentFiles, filesWithOlder, folderFiles, storeWriterModule } from '@lapor/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileContract } from './file-contract.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

fileContract('a folder', async () => ({
  files: folderFiles(join(folder, 'made', 'on-demand')),
  dispose: async () => undefined,
}));

fileContract('a database', async () => {
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  const connection = await connectEmbedded(database, 'intake');
  const files = documentFiles(connection);
  await connection.ready();
  return {
    files,
    async dispose() {
      await connection.close();
      await database.close();
    },
  };
});

fileContract('a folder, with another of before', async () => ({
  files: filesWithOlder(folderFiles(join(folder, 'now')), folderFiles(join(folder, 'before'))),
  dispose: async () => undefined,
}));

test('a folder of files is nobody else’s to read', async () => {
  await folderFiles(join(folder, 'own')).write('abcdef.full', Buffer.from('x'));
  for (const path of ['own', 'own/ab', 'own/ab/cd', 'own/ab/cd/abcdef.full'])
    expect(statSync(join(folder, path)).mode & 0o077, path).toBe(0);
});

test('what lay elsewhere before is read there, hidden by what was written since, and removed with it', async () => {
  const older = folderFiles(join(folder, 'older'));
  const newer = folderFiles(join(folder, 'newer'));
  const files = filesWithOlder(newer, older);
  await older.write('aaaa.full', Buffer.from('old'));
  expect(await files.read('aaaa.full')).toEqual(Buffer.from('old'));
  await files.write('aaaa.full', Buffer.from('new'));
  expect(await older.read('aaaa.full')).toEqual(Buffer.from('old'));
  expect(await files.read('aaaa.full')).toEqual(Buffer.from('new'));
  await files.remove('aaaa.full');
  expect(await files.read('aaaa.full')).toBeUndefined();
  expect(existsSync(join(folder, 'older/aa/aa/aaaa.full'))).toBe(false);
});
