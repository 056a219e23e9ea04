import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventBus } from '@lapor/events';
import { expect, test } from 'vitest';
import { busEvents } from './bus-builders.ts';

/** Runs the child until it ends; answers the signal or exit code. */
function run(childArguments: readonly string[]): Promise<string> {
  const script = fileURLToPath(new URL('../fixtures/consume-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...childArguments], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done(signal ?? String(code)));
  });
}

export function crashContract(open: () => Promise<EventBus>, childArguments: () => readonly string[]): void {
  test('kill -9 between effect and ack: every effect is there, in order, and none is lost', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lapor-bus-'));
    const effects = join(folder, 'effects');
    const aggregates = ['A', 'B', 'C'];
    const bus = await open();
    await bus.publish(aggregates.flatMap((id) => busEvents(id, 1, 10)));
    await bus.close();
    // Killed after 4 and after 9 effects, each time before the guard or the bus hears of the last one.
    expect(await run([...childArguments(), effects, '4'])).toBe('SIGKILL');
    expect(await run([...childArguments(), effects, '9'])).toBe('SIGKILL');
    expect(await run([...childArguments(), effects, 'all'])).toBe('0');
    const lines = readFileSync(effects, 'utf8').trim().split('\n');
    for (const id of aggregates) {
      const own = lines.filter((line) => line.startsWith(`${id}:`));
      // The one that was cut off is repeated, next to itself; nothing else is.
      const once = own.filter((line, index) => line !== own[index - 1]);
      expect(once).toEqual(busEvents(id, 1, 10).map((event) => event.id));
    }
    expect(lines.length).toBeLessThanOrEqual(30 + 2 * aggregates.length);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
}
