import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

// The alarms tried by the program that comes with Prometheus, where it is.

const FOLDER = join(import.meta.dirname, '../../observability');
const PROMTOOL = process.env['LAPOR_TEST_PROMTOOL'] ?? 'promtool';

function promtool(...words: readonly string[]): string {
  return execFileSync(PROMTOOL, words, { cwd: FOLDER, stdio: 'pipe' }).toString();
}

function isThere(): boolean {
  try {
    promtool('--version');
    return true;
  } catch {
    return false;
  }
}

const there = isThere();
if (!there)
  process.stdout.write('Left out: the alarms (no promtool; LAPOR_TEST_PROMTOOL says where it is).\n');

describe.skipIf(!there)('promtool', () => {
  test('takes the configuration and the rules', () => {
    expect(promtool('check', 'config', '--syntax-only', 'prometheus.yml')).toContain('SUCCESS');
    expect(promtool('check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml')).toContain('SUCCESS');
  });

  test('each alarm sounds when it must, and not before', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });
});
