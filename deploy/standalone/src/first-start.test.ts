import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endFirstStart, findFirstStart } from './first-start.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-first-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a new installation gets a one-time password, good to type', () => {
  expect(findFirstStart(join(folder, 'data'), undefined)).toEqual({
    adminPassword: expect.stringMatching(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/),
    chosen: false,
  });
});

test('a first start that was cut short goes on with the same password until it has been told', () => {
  const first = findFirstStart(folder, undefined);
  writeFileSync(join(folder, 'lapor.db'), '');
  expect(findFirstStart(folder, undefined)).toEqual(first);
  expect(statSync(join(folder, 'first-start')).mode & 0o777).toBe(0o600);
  endFirstStart(folder);
  expect(findFirstStart(folder, undefined)).toBeUndefined();
});

test('a password the operator chose is not written down, and a start cut short is still the first', () => {
  const first = { adminPassword: 'a good long one', chosen: true };
  expect(findFirstStart(folder, 'a good long one')).toEqual(first);
  expect(readFileSync(join(folder, 'first-start'), 'utf8')).toBe('');
  writeFileSync(join(folder, 'lapor.db'), '');
  expect(findFirstStart(folder, 'a good long one')).toEqual(first);
  endFirstStart(folder);
  expect(findFirstStart(folder, 'a good long one')).toBeUndefined();
});
