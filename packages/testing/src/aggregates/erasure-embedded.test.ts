import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, openContentStore, openKeyring, storeWriterModule } from '@lapor/store';
import { expect, onTestFinished, test } from 'vitest';
import { rawCollectionOf } from './counter-suite.ts';

/**
 * Whoever has the master key could still open what was erased if the wrapped key lay on in the file: SQLite
 * by itself only forgets where a deleted row was.
 */
test('an erased key is not left lying about in the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-erasure-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'lapor.db');
  const database = await openDatabase({ file, modules: [storeWriterModule] });
  const connection = await connectEmbedded(database, 'intake');
  const keyring = openKeyring({ secret: randomBytes(32), service: 'intake' });
  const contents = openContentStore({ connection, keyring, name: 'contents' });
  await connection.ready();

  const subjects = Array.from({ length: 40 }, (_, at) => `case${at}`);
  for (const subject of subjects) await contents.put(subject, 'body', { text: `what ${subject} says` });
  const wrapped = new Map<string, string>();
  for (const subject of subjects) {
    const key = await rawCollectionOf(connection, 'contents_keys').findOne({ _id: subject });
    wrapped.set(subject, (key as { readonly wrapped: string }).wrapped);
  }
  const erased = subjects.filter((_, at) => at % 3 === 0);
  for (const subject of erased) await contents.erase(subject);
  await connection.close();
  await database.close();

  const bytes = readFileSync(file);
  for (const [subject, key] of wrapped) {
    expect(bytes.includes(key), subject).toBe(!erased.includes(subject));
  }
});
