import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createLogger } from '../logger.ts';
import { createPeriodic } from './periodic.ts';
import { currentTrace } from '../telemetry/trace.ts';

/** A busy machine takes its time. */
const PATIENT = { timeout: 30_000 };

function capture() {
  const lines: string[] = [];
  const log = createLogger({ destination: { write: (line: string) => void lines.push(line) } });
  return { periodic: createPeriodic(log), lines };
}

test('work is never run twice at once, and each run has a trace of its own', async () => {
  const { periodic } = capture();
  const traces = new Set<string | undefined>();
  let running = 0;
  let most = 0;
  periodic.every(5, 'slow', async () => {
    most = Math.max(most, ++running);
    traces.add(currentTrace()?.traceId);
    await delay(20);
    running--;
  });
  await vi.waitFor(() => expect(traces.size).toBeGreaterThan(2), PATIENT);
  await periodic.stop();
  expect(most).toBe(1);
  expect(running).toBe(0);
  const runs = traces.size;
  await delay(30);
  expect(traces.size).toBe(runs);
});

test('an error is written down with the name of the work, and it goes on', async () => {
  const { periodic, lines } = capture();
  let runs = 0;
  periodic.every(5, 'escalate', () => {
    runs++;
    throw new Error('no calendar');
  });
  await vi.waitFor(() => expect(runs).toBeGreaterThan(2), PATIENT);
  await periodic.stop();
  expect(lines[0]).toContain('"task":"escalate"');
  expect(lines[0]).toContain('no calendar');
});

test('running all waits for what is running, then runs everything once more', async () => {
  const { periodic } = capture();
  const seen: string[] = [];
  let time = 'before';
  periodic.every(3_600_000, 'slow', async () => {
    const read = time;
    await delay(20);
    seen.push(read);
  });
  const first = periodic.runAll();
  await delay(1);
  time = 'after';
  await periodic.runAll();
  await first;
  expect(seen).toEqual(['before', 'after']);
  await periodic.stop();
});

test('work that goes on and on ends when all is to stop', async () => {
  const { periodic } = capture();
  let steps = 0;
  periodic.every(5, 'walk', async (stopping) => {
    while (!stopping.aborted) {
      steps += 1;
      await delay(5, undefined, { signal: stopping }).catch(() => undefined);
    }
  });
  await vi.waitFor(() => expect(steps).toBeGreaterThan(1));
  await periodic.stop();
  const whenStopped = steps;
  await delay(20);
  expect(steps).toBe(whenStopped);
});
