import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '@lapor/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from './embedded-database.ts';
import type { EmbeddedDatabase, WriterModule } from './embedded-database.ts';

const ledger: WriterModule = {
  name: 'ledger',
  url: new URL('./fixtures/ledger-operations.ts', import.meta.url),
};

let directory: string;
let database: EmbeddedDatabase;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lapor-sqlite-'));
  database = await openDatabase({ file: join(directory, 'data', 'lapor.db'), modules: [ledger] });
});

afterEach(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

function lines(reader: DatabaseSync = database.reader): number[] {
  return reader
    .prepare('SELECT line FROM ledger ORDER BY line')
    .all()
    .map((row) => Number(row['line']));
}

const add = (line: number, text = `line ${line}`): Promise<number> =>
  database.call('ledger.add', { line, text });

test('nobody else on the machine can read it or its log', async () => {
  await add(1);
  for (const end of ['', '-wal', '-shm'])
    expect((statSync(`${database.file}${end}`).mode & 0o777).toString(8), end).toBe('600');
});

test('a page is looked up as in a large table, whatever was counted when there was little', async () => {
  await Promise.all(Array.from({ length: 64 }, (_, line) => add(line)));
  await database.close();
  const { file } = database;
  const earlier = new DatabaseSync(file);
  earlier.exec('ANALYZE');
  earlier.close();
  database = await openDatabase({ file, modules: [ledger] });
  const counted = () =>
    database.reader.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'sqlite_stat1'").get();
  expect(counted()).toMatchObject({ n: 0 });
  await database.close();
  database = await openDatabase({ file, modules: [ledger] });
  expect(counted()).toMatchObject({ n: 0 });
  expect(lines()).toHaveLength(64);
});

describe('the writer', () => {
  test('answers once the write can be read', async () => {
    expect(await add(1)).toBe(1);
    expect(lines()).toEqual([1]);
  });

  test('commits the calls of one tick as one group', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, index) => add(index)));
    expect(lines()).toHaveLength(200);
    expect(database.counters).toEqual({ groups: 1, operations: 200 });
  });

  test('splits a flood into groups that keep the order', async () => {
    await Promise.all(Array.from({ length: 2_500 }, (_, index) => add(index)));
    expect(lines()).toHaveLength(2_500);
    expect(database.counters).toEqual({ groups: 3, operations: 2_500 });
  });

  test('counts no group that changed nothing', async () => {
    await expect(database.call('ledger.unheardOf', {})).rejects.toThrow('knows no operation');
    expect(database.counters).toEqual({ groups: 0, operations: 0 });
  });

  test('undoes only the operation that failed', async () => {
    const results = await Promise.allSettled([
      add(1),
      database.call('ledger.addThenThrow', { line: 2, text: 'never' }),
      add(3, 'line 1'),
      add(4),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(lines()).toEqual([1, 4]);
    expect(database.counters.groups).toBe(1);
  });

  test('fails the whole group when it cannot be committed, and goes on with the next', async () => {
    const results = await Promise.allSettled([add(1), database.call('ledger.loseTransaction', {}), add(2)]);
    for (const result of results) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', retryable: true } });
    }
    expect(lines()).toEqual([]);
    await add(3);
    expect(lines()).toEqual([3]);
  });
});

describe('errors crossing the thread', () => {
  test('an AppError stays one', async () => {
    const error = await database
      .call('ledger.addThenThrow', { line: 7, text: 'x' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'conflict',
      message: 'changed my mind',
      extra: { line: 7 },
      retryable: true,
    });
  });

  test('other errors keep their fields', async () => {
    await expect(database.call('ledger.throwDuplicate', {})).rejects.toMatchObject({
      code: 11000,
      keyPattern: { text: 1 },
    });
    await add(1);
    await expect(add(1)).rejects.toMatchObject({ code: 'ERR_SQLITE_ERROR', errcode: 1555 });
  });

  test('an unknown operation, and arguments or results that cannot cross, fail alone', async () => {
    await expect(database.call('ledger.nothing', {})).rejects.toMatchObject({ code: 'unsupported' });
    const results = await Promise.allSettled([
      add(1),
      database.call('ledger.add', { line: 2, text: () => 'a function' }),
      database.call('ledger.returnFunction', {}),
      add(3),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
  });
});

describe('opening and closing', () => {
  test('a module that cannot be loaded fails the opening', async () => {
    const missing = { name: 'missing', url: new URL('./fixtures/missing.ts', import.meta.url) };
    await expect(openDatabase({ file: join(directory, 'other.db'), modules: [missing] })).rejects.toThrow(
      'missing.ts',
    );
  });

  test('close finishes what is queued, refuses what comes later, and may be called twice', async () => {
    const writes = Array.from({ length: 50 }, (_, index) => add(index));
    const closed = Promise.all([database.close(), database.close()]);
    await expect(add(99)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await Promise.all(writes)).toHaveLength(50);
    await closed;
    expect(statSync(`${database.file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    database = await openDatabase({ file: database.file, modules: [ledger] });
    expect(lines()).toHaveLength(50);
  });
});

test('what is answered is on disk, and what is deleted is overwritten', async () => {
  const pragmas = ['journal_mode', 'synchronous', 'secure_delete'];
  const [journal, synchronous, secureDelete] = await Promise.all(
    pragmas.map((name) => database.call('ledger.pragma', name)),
  );
  expect(journal).toBe('wal');
  // FULL: the log is synced at every commit.
  expect(synchronous).toBe(2);
  // FAST: without writing pages for it alone.
  expect(secureDelete).toBe(2);
});

test('when the writer thread dies, its owner is told, once; not when it is closed', async () => {
  const told: Error[] = [];
  const open = (file: string) =>
    openDatabase({
      file: join(directory, file),
      modules: [ledger],
      onFailure: (error) => told.push(error),
    });
  const closing = await open('closing.db');
  await closing.close();
  expect(told).toEqual([]);
  const dying = await open('dying.db');
  await expect(dying.call('ledger.die', {})).rejects.toMatchObject({ code: 'unavailable' });
  await dying.close();
  expect(told).toMatchObject([{ code: 'unavailable', message: 'the writer thread ended' }]);
});

test('when the writer thread dies, nobody waits for ever', async () => {
  const results = await Promise.allSettled([add(1), database.call('ledger.die', {}), add(2)]);
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  await expect(add(3)).rejects.toMatchObject({ code: 'unavailable' });
  expect(lines()).toEqual([]);
});

test('a backup taken while writing is whole and a prefix of what was written', async () => {
  const stop = new AbortController();
  let written = 0;
  const writer = (async () => {
    while (!stop.signal.aborted) {
      await Promise.all(Array.from({ length: 20 }, () => add(++written)));
    }
  })();
  await add(0);
  const acknowledged = lines().length;
  const copies = [join(directory, 'one.db'), join(directory, 'two.db')];
  for (const copy of copies) await database.backup(copy);
  stop.abort();
  await writer;
  for (const copy of copies) {
    const reader = new DatabaseSync(copy, { readOnly: true });
    expect(reader.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const copied = lines(reader);
    expect(copied.length).toBeGreaterThanOrEqual(acknowledged);
    expect(copied).toEqual(Array.from({ length: copied.length }, (_, index) => index));
    reader.close();
  }
});
