import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recoverySheet, writeRecoverySheet } from './recovery-sheet.ts';

const KEY = '0123456789abcdef'.repeat(4);

test('what the sheet tells to type is the key', () => {
  const sheet = recoverySheet(KEY, '/srv/keys', '/srv/data', new Date('2026-11-24T00:00:00Z'));
  const typed = [...sheet.matchAll(/^ +\d {3}((?:[0-9a-f]{4} ?){4})$/gm)].map(([, group]) => group ?? '');
  expect(typed.join('').replaceAll(' ', '')).toBe(KEY);
  expect(sheet).toContain('2026-11-24');
  for (const line of sheet.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('the sheet is written once, for its owner alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-sheet-'));
  writeFileSync(join(folder, 'master.key'), `${KEY}\n`);
  const path = writeRecoverySheet(folder, '/srv/data', new Date());
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, 'printed');
  writeRecoverySheet(folder, '/srv/data', new Date());
  expect(readFileSync(path, 'utf8')).toBe('printed');
  rmSync(folder, { recursive: true });
});
