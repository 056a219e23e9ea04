import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { unlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { runLaporCommand } from './cli-run.ts';
import { startPlatform } from './start-platform.ts';

let folder: string;
let backup: string;
const at = (...names: readonly string[]) => join(folder, ...names);
const restore = (from: string, data: string) =>
  runLaporCommand(['restore', '--from', at(from), '--data', at(data)]);

// Of an installation that is not running; of a living one: see cli-backup.int.test.ts.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-backup-'));
  backup = at('backup');
  cpSync(inject('installedCity').folder, folder, { recursive: true });
  mkdirSync(at('data', 'files', 'intake', 'ab'), { recursive: true });
  writeFileSync(at('data', 'files', 'intake', 'ab', 'abcd'), randomBytes(40_000));
  writeFileSync(at('data', 'files', 'intake', 'ab', 'leer'), '');
  const made = await runLaporCommand(['backup', '--data', at('data'), '--to', backup]);
  expect(made, made.err).toMatchObject({ code: 0, out: expect.stringMatching(/^4 files, \d+\.\d MB in /) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the backup with something done to it. */
function damaged(name: string, damage: (path: (name: string) => string) => void): string {
  cpSync(backup, at(name), { recursive: true });
  damage((file) => at(name, file));
  return name;
}

function flip(path: string, where: number): void {
  const bytes = readFileSync(path);
  bytes[where] = (bytes[where] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test('a damaged backup is refused by the name of what is damaged, and nothing appears', async () => {
  const size = readFileSync(join(backup, 'lapor.db')).length;
  const cases: readonly (readonly [string, string])[] = [
    [damaged('header', (path) => flip(path('lapor.db'), 0)), 'lapor.db is not as it was'],
    [damaged('middle', (path) => flip(path('lapor.db'), size >> 1)), 'lapor.db is not as it was'],
    [
      damaged('photo', (path) => flip(path('files/intake/ab/abcd'), 99)),
      'files/intake/ab/abcd is not as it was',
    ],
    [damaged('list', (path) => flip(path('manifest.json'), 90)), 'manifest.json is not as it was'],
    [damaged('short', (path) => writeFileSync(path('manifest.json'), '{')), 'manifest.json is not as it was'],
    [
      damaged('grown', (path) => writeFileSync(path('files/intake/ab/leer'), 'x')),
      'files/intake/ab/leer is not',
    ],
    [damaged('gone', (path) => unlinkSync(path('files/intake/ab/abcd'))), 'files/intake/ab/abcd is missing'],
    [damaged('no-db', (path) => unlinkSync(path('lapor.db'))), 'lapor.db is missing'],
    [
      damaged('more', (path) => writeFileSync(path('lapor.db-wal'), 'x')),
      'lapor.db-wal does not belong to it',
    ],
    [damaged('link', (path) => symlinkSync('/etc/passwd', path('files/x'))), 'files/x does not belong to it'],
    [
      damaged('no-list', (path) => unlinkSync(path('manifest.json'))),
      'is no backup: it has no manifest.json',
    ],
  ];
  const told = await Promise.all(
    cases.map(async ([name]) => [name, await restore(name, `to-${name}`)] as const),
  );
  for (const [index, [name, { code, err, out }]] of told.entries()) {
    expect(err, name).toContain(cases[index]?.[1]);
    expect(code, name).toBeGreaterThan(0);
    expect(out, name).toBe('');
    expect(existsSync(at(`to-${name}`)) || existsSync(at(`to-${name}.partial`)), name).toBe(false);
  }
  const both = damaged('both', (path) => {
    flip(path('lapor.db'), 5_000);
    unlinkSync(path('key-check'));
  });
  const { err } = await restore(both, 'to-both');
  expect(err).toContain('lapor.db is not as it was');
  expect(err).toContain('key-check is missing');
});

test('nothing is ever written over', async () => {
  const again = await runLaporCommand(['backup', '--data', at('data'), '--to', backup]);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('never overwrites another')]);
  const inside = await runLaporCommand(['backup', '--data', at('data'), '--to', at('data', 'backup')]);
  expect([inside.code, inside.err]).toEqual([2, expect.stringContaining('is inside the data folder')]);
  const nothing = await runLaporCommand(['backup', '--data', at('keys'), '--to', at('other')]);
  expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('holds no Lapor database')]);
  mkdirSync(at('used'));
  writeFileSync(at('used', 'letter.txt'), 'mine');
  const full = await restore('backup', 'used');
  expect([full.code, full.err]).toEqual([
    2,
    expect.stringContaining('is not empty: restore into a new folder'),
  ]);
  expect(readdirSync(at('used'))).toEqual(['letter.txt']);
});

test('it goes back as often as wanted, and starts with its own key alone', async () => {
  mkdirSync(at('first', 'data'), { recursive: true });
  for (const target of ['first/data', 'second/data']) {
    const { code, err } = await restore('backup', target);
    expect(code, err).toBe(0);
    expect(readdirSync(at(target)).toSorted()).toEqual(['files', 'key-check', 'lapor.db']);
    expect(readFileSync(at(target, 'files/intake/ab/abcd'))).toEqual(
      readFileSync(at('data/files/intake/ab/abcd')),
    );
  }
  cpSync(at('keys'), at('first', 'keys'), { recursive: true });
  const platform = await startPlatform({ copyOf: { folder: at('first') } });
  await platform.remove();

  mkdirSync(at('second', 'keys'));
  const key = readFileSync(at('keys', 'master.key'), 'utf8');
  writeFileSync(
    at('second', 'keys', 'master.key'),
    key.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  );
  await expect(startPlatform({ copyOf: { folder: at('second') } })).rejects.toThrow(
    /Lapor cannot start: .*master\.key is not the key that .*data was written with/,
  );
  rmSync(at('second', 'keys'), { recursive: true });
  await expect(startPlatform({ copyOf: { folder: at('second') } })).rejects.toThrow(
    /master\.key is missing, but .*data was written with it\. Restore it from the recovery sheet/,
  );
});
