import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Inbox, SummaryView } from '@lapor/portal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { good } from './city-at-work.ts';
import { pastedFrom } from './fixtures/readme.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';
import { until } from './until.ts';

/** As the banner tells everybody. */
const PASSWORD = 'mencoba-lapor';

let platform: Platform;
beforeAll(async () => {
  // Killed at the beginning, in the middle and near the end: each start goes on where the last one was.
  platform = await startPlatform({
    arguments: ['--demo'],
    until: 'Demo: entering',
    env: { LAPOR_LOG_LEVEL: 'warn' },
  });
  await platform.kill9();
  for (const far of ['Demo: 3', 'Demo: 8']) {
    await platform.start({}, far);
    await platform.kill9();
  }
  await platform.start();
});
afterAll(() => platform.remove());

const summary = async () => {
  const year = new Date().getUTCFullYear();
  const path = `/api/v1/reports/summary?from=${year - 1}-01-01&to=${year + 1}-01-01`;
  return good<SummaryView>(await platform.request('GET', path), 200);
};

test('has 300 living cases in every status, each once, whatever happened while they were loaded', async () => {
  const { figures } = await summary();
  expect(figures.received).toBe(300);
  expect(figures.done + figures.inProcess).toBe(300);
  for (const [status, count] of Object.entries(figures.byStatus)) expect(count, status).toBeGreaterThan(0);
  for (const [outcome, count] of Object.entries(figures.closedByOutcome))
    expect(count, outcome).toBeGreaterThan(0);
  expect(figures.rating.count).toBeGreaterThan(30);
  expect(figures.autoRouted / figures.received).toBeGreaterThanOrEqual(0.8);
  expect(platform.said()).not.toContain('ends early');
});

test('lets its officers in with the password on the banner, and marks every page', async () => {
  expect(platform.said()).toContain(PASSWORD);
  for (const username of ['admin.batam', 'admin.bpbatam', 'dbmsda.batam']) {
    const session = good<{ token: string; mustSetPassword: boolean }>(
      await platform.request('POST', '/api/v1/sessions', { body: { username, password: PASSWORD } }),
      201,
    );
    expect(session.mustSetPassword).toBe(false);
    const inbox = good<Inbox>(await platform.request('GET', '/api/v1/cases', { token: session.token }), 200);
    expect(inbox.cases.length, username).toBeGreaterThan(0);
  }
  for (const path of ['/', '/masuk', '/lacak']) {
    const { status, text } = await platform.request('GET', path);
    expect(status).toBe(200);
    expect(text, path).toContain('Ini contoh');
  }
});

test('goes the five minutes of the README as they are pasted', async () => {
  const pasted = pastedFrom('Five minutes with curl');
  const folder = mkdtempSync(join(tmpdir(), 'lapor-tour-'));
  try {
    const script = pasted.replace('http://localhost:8080', platform.url);
    const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', script], {
      cwd: folder,
      timeout: 60_000,
    });
    expect(stdout).toContain('"accessCode"');
    expect(stdout).toContain('Lubang besar di depan pasar');
    expect(stdout).toContain('bare acknowledgement');
    expect(stdout).toMatch(/^in_progress\nanswered\nclosed$/m);
    expect(stdout).toContain('reporter');
    // The unit's figures: of all 300 and this one, its own.
    const received = Number(/received: (\d+)/.exec(stdout)?.[1]);
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(300);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('is there again with what came in meanwhile', async () => {
  const { status } = await platform.request('POST', '/api/v1/complaints', {
    body: { body: 'Lampu jalan di depan gang padam.', area: '21.71', category: 'lampu-jalan' },
    headers: { prefer: 'wait=5' },
  });
  expect(status).toBe(201);
  await platform.stop();
  await platform.start();
  // Figures may lag behind what is known.
  let received = 0;
  await until(
    async () => {
      ({ received } = (await summary()).figures);
      return received === 302 ? true : undefined;
    },
    () => `${received} of 302 are counted`,
  );
});
