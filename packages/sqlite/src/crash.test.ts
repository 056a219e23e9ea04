import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'lapor-crash-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the child until it has acknowledged `enough` lines, kills it at once, and returns what it acknowledged. */
function writeThenKill(file: string, enough: number): Promise<number[]> {
  const script = fileURLToPath(new URL('./fixtures/write-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    output += chunk;
    if (output.split('\n').length > enough) child.kill('SIGKILL');
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') failed(new Error('the child ended by itself'));
      // Only whole lines: the last may have been cut by the kill.
      else done(output.split('\n').slice(0, -1).map(Number));
    });
  });
}

test('kill -9 in the middle of writing loses nothing that was acknowledged', async () => {
  const file = join(directory, 'lapor.db');
  const acknowledged = new Set<number>();
  for (const enough of [50, 300, 1_000]) {
    for (const line of await writeThenKill(file, enough)) acknowledged.add(line);
    const reader = new DatabaseSync(file);
    expect(reader.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const stored = new Set(
      reader
        .prepare('SELECT line FROM ledger')
        .all()
        .map((row) => Number(row['line'])),
    );
    reader.close();
    expect([...acknowledged].filter((line) => !stored.has(line))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThanOrEqual(enough);
  }
});
