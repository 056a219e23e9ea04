import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Interrupted } from '../command.ts';
import { filesBelow } from './copy-file.ts';
import { makeBackup } from './make-backup.ts';
import { readManifest } from './manifest.ts';
import { restoreBackup } from './restore-backup.ts';

let folder: string;
let made = 0;
const at = (...names: readonly string[]) => join(folder, ...names);
const NOW = new Date('2026-03-03T02:00:00Z');
const never = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-copy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A data folder with a database and these files. */
function dataWith(files: readonly (readonly [string, Uint8Array])[]): string {
  const data = at(`data-${(made += 1)}`);
  mkdirSync(data);
  writeFileSync(join(data, 'key-check'), 'abc\n');
  const database = new DatabaseSync(join(data, 'lapor.db'));
  database.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE words (word TEXT); INSERT INTO words VALUES ('kept')",
  );
  database.close();
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(data, 'files', path)), { recursive: true });
    writeFileSync(join(data, 'files', path), bytes);
  }
  return data;
}

test('what comes back is what was there, byte by byte, and as private', async () => {
  const name = fc.stringMatching(/^[a-zà-ü0-9 ._-]{1,12}$/).filter((text) => !/^\.+$/.test(text));
  const file = fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.uint8Array({ maxLength: 300 }));
  // A name that is a folder elsewhere cannot be a file: each gets a folder of its own.
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 6 }), async (drawn) => {
      const files = drawn.map(([names, bytes], index) => [join(String(index), ...names), bytes] as const);
      const data = dataWith(files);
      const before = await filesBelow(data);
      await makeBackup({ data, to: `${data}-backup`, now: NOW, signal: never });
      await restoreBackup(`${data}-backup`, `${data}-again`, never);
      expect(await filesBelow(`${data}-again`)).toEqual(before);
      for (const [path, bytes] of files)
        expect(new Uint8Array(readFileSync(join(`${data}-again`, 'files', path)))).toEqual(bytes);
      const database = new DatabaseSync(join(`${data}-again`, 'lapor.db'), { readOnly: true });
      expect(database.prepare('SELECT word FROM words').all()).toEqual([{ word: 'kept' }]);
      database.close();
      for (const path of ['', 'lapor.db', 'key-check']) {
        expect(statSync(join(`${data}-again`, path)).mode & 0o077, path).toBe(0);
        expect(statSync(join(`${data}-backup`, path)).mode & 0o077, path).toBe(0);
      }
    }),
    { numRuns: 10 },
  );
});

test('the list says when, and every file with size and digest', async () => {
  const data = dataWith([['a/b', Buffer.from('abc')]]);
  await makeBackup({ data, to: at('backup'), now: NOW, signal: never });
  const { madeAt, files } = await readManifest(at('backup'));
  expect(madeAt).toBe('2026-03-03T02:00:00.000Z');
  expect(files.map(({ path }) => path)).toEqual(['lapor.db', 'key-check', 'files/a/b']);
  expect(files[2]).toEqual({
    path: 'files/a/b',
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
});

test('an interruption leaves nothing behind', async () => {
  const data = dataWith([['a', Buffer.from('abc')]]);
  const aborted = AbortSignal.abort();
  await expect(makeBackup({ data, to: at('backup'), now: NOW, signal: aborted })).rejects.toThrow(
    Interrupted,
  );
  expect(readdirSync(folder)).toEqual([data.slice(folder.length + 1)]);
  await makeBackup({ data, to: at('backup'), now: NOW, signal: never });
  await expect(restoreBackup(at('backup'), at('again'), aborted)).rejects.toThrow(Interrupted);
  expect(existsSync(at('again')) || existsSync(at('again.partial'))).toBe(false);
});
