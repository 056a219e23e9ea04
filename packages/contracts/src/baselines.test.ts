import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { baselines, brokenBaseline } from '../scripts/baselines.ts';

let root: string;

function git(...words: readonly string[]): string {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...who, ...words], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(): string {
  git('add', '-A');
  git('commit', '-qm', 'step');
  return git('rev-parse', 'HEAD');
}

const FILE = 'proto/lapor/routing/v1/events.proto';

function edit(from: string, to: string): void {
  const text = readFileSync(join(root, FILE), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, FILE), text.replace(from, to));
}

const NEW_EVENT = `
// Only for this test.
message CaseTried {
  option (lapor.events.v1.audience) = AUDIENCE_INTERNAL;
  // Which one.
  string case_id = 1;
}
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lapor-proto-'));
  cpSync(join(import.meta.dirname, '../../../proto'), join(root, 'proto'), { recursive: true });
  git('init', '-q');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a field that was there from the first is not renumbered', () => {
  const first = commit();
  expect(brokenBaseline(root, true)).toBeUndefined();
  edit('bool first_follow_up = 3', 'bool first_follow_up = 22');
  expect(brokenBaseline(root, true)).toBe(first);
});

test('nor is one that came later', () => {
  commit();
  writeFileSync(join(root, FILE), readFileSync(join(root, FILE), 'utf8') + NEW_EVENT);
  const added = commit();
  expect(brokenBaseline(root, true)).toBeUndefined();
  edit('string case_id = 1;\n}\n', 'string case_id = 2;\n}\n');
  expect(brokenBaseline(root, true)).toBe(added);
  // Committed it is found too, not only on the way.
  commit();
  expect(brokenBaseline(root, true)).toBe(added);
});

test('a release is what consumers may still run', () => {
  commit();
  writeFileSync(join(root, 'README.md'), 'released');
  const released = commit();
  git('tag', 'v1.0.0');
  expect(baselines(root)[0]).toBe(released);
});

test('without a history there is no comparison, and that is said', () => {
  commit();
  writeFileSync(join(root, 'README.md'), 'two');
  commit();
  const whole = root;
  root = mkdtempSync(join(tmpdir(), 'lapor-shallow-'));
  git('clone', '-q', '--depth=1', `file://${whole}`, '.');
  try {
    expect(() => baselines(root)).toThrow('cut off');
  } finally {
    rmSync(whole, { recursive: true, force: true });
  }
});
