import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@lapor/testing/free-port';
import { afterEach, beforeEach, expect, test } from 'vitest';

const MAIN = new URL('main.ts', import.meta.url).pathname;

let folder: string;
let port: number;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-standalone-'));
  port = await freePort();
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves when the process has said this. */
  until(text: string): Promise<void>;
  exit(): Promise<number | null>;
}

function run(env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      LAPOR_PORT: String(port),
      LAPOR_DATA: 'data',
      LAPOR_KEYS: 'keys',
      ...env,
    },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  const gone = once(child, 'exit');
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return {
    child,
    said: () => said,
    async until(text) {
      while (!said.includes(text)) {
        const event = await Promise.race([once(child.stdout, 'data'), gone.then(() => undefined)]);
        if (event === undefined && !said.includes(text)) throw new Error(`ended before "${text}": ${said}`);
      }
    },
    async exit() {
      await gone;
      return child.exitCode;
    },
  };
}

test('first start, clean stop, second start, a kill, and a third', { timeout: 120_000 }, async () => {
  const first = run();
  await first.until('Ctrl-C stops it.');
  expect(first.said()).toMatch(/one-time password.*\s+([a-z2-9]{4}-){3}[a-z2-9]{4}\s/);
  expect(first.said()).toContain(`http://localhost:${port}`);
  const key = readFileSync(join(folder, 'keys', 'master.key'), 'utf8').trim();
  const sheet = readFileSync(join(folder, 'keys', 'recovery-sheet.txt'), 'utf8');
  expect(sheet.replaceAll(/\s|^ +\d /gm, '')).toContain(key.slice(0, 16));
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);

  const beside = run();
  expect(await beside.exit()).toBe(1);
  expect(beside.said()).toContain(`is in use by process ${first.child.pid}`);

  // As under npm: the terminal tells it, and npm tells it again.
  first.child.kill('SIGINT');
  first.child.kill('SIGINT');
  expect(await first.exit()).toBe(0);
  expect(first.said()).toContain('Nothing was lost');

  const second = run();
  await second.until('Ctrl-C stops it.');
  expect(second.said()).not.toContain('password');
  // How long it takes is measured by `npm run bench`.
  expect(second.said()).toMatch(/started in [\d.]+ s/);
  second.child.kill('SIGKILL');
  await second.exit();

  const third = run();
  await third.until('Ctrl-C stops it.');
  third.child.kill('SIGTERM');
  expect(await third.exit()).toBe(0);
});

test('a wrong setting is named, and nothing is made', async () => {
  const wrong = run({ LAPOR_PORT: '0', LAPOR_ADMIN_PASSWORD: 'hunter2' });
  expect(await wrong.exit()).toBe(1);
  expect(wrong.said()).toContain('LAPOR_PORT must be >= 1');
  expect(wrong.said()).toContain('LAPOR_ADMIN_PASSWORD must NOT have fewer than 10 characters');
  expect(wrong.said()).not.toContain('hunter2');
  expect(() => statSync(join(folder, 'data'))).toThrow('ENOENT');
});

test('a port that somebody else has is said in a line', { timeout: 60_000 }, async () => {
  const other = createServer().listen(port, '0.0.0.0');
  await once(other, 'listening');
  try {
    const blocked = run();
    expect(await blocked.exit()).toBe(1);
    expect(blocked.said()).toContain(`Lapor cannot start: port ${port} is in use by another program`);
    expect(blocked.said()).not.toMatch(/\bat .*node:/);
  } finally {
    other.close();
    await once(other, 'close');
  }
  // The first start is not over: its password was not told yet.
  const first = run();
  await first.until('Ctrl-C stops it.');
  expect(first.said()).toMatch(/one-time password/);
});

test('a key is not made among the data', { timeout: 60_000 }, async () => {
  const together = run({ LAPOR_KEYS: 'data/keys' });
  expect(await together.exit()).toBe(1);
  expect(together.said()).toContain('Set LAPOR_KEYS to a folder outside data');
  expect(() => statSync(join(folder, 'data', 'keys'))).toThrow('ENOENT');
});
