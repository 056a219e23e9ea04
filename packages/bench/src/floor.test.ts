import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FLOOR_READY } from './embedded/floor/run-floor.ts';
import { startOne } from './embedded/start-one.ts';
import { Latencies } from './latencies.ts';
import { LIFECYCLE, floorLifecycles } from './lifecycle.ts';
import { closedLoop } from './load.ts';
import { measureRound } from './round.ts';

test('the floor makes the writes it is told to, and what it did is counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-floor-'));
  const server = await startOne({
    main: fileURLToPath(new URL('embedded/floor/main.ts', import.meta.url)),
    readyWord: FLOOR_READY,
    connections: 4,
    folder,
    env: (port) => ({ FLOOR_PORT: String(port), FLOOR_FILE: join(folder, 'floor.db') }),
  });
  try {
    const latencies = new Latencies();
    const work = floorLifecycles(server.call, { inserts: 7.5, appends: 3 }, latencies);
    const round = await measureRound(server, () => closedLoop({ seconds: 0.3, workers: 4, work }));
    expect(round.load.failures).toEqual([]);
    expect(round.load.done).toBeGreaterThan(0);
    expect(round.each.operations * round.load.done).toBeCloseTo(10.5 * round.load.done, -1);
    expect(round.each.published).toBeCloseTo(3, 5);
    expect(round.each.commits).toBeLessThanOrEqual(round.each.operations);
    expect(round.each.cpuMilliseconds).toBeGreaterThan(0);
    expect(latencies.count(LIFECYCLE)).toBe(round.load.done);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a server that cannot start says why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-floor-'));
  const starting = startOne({
    folder,
    main: fileURLToPath(new URL('embedded/floor/main.ts', import.meta.url)),
    readyWord: FLOOR_READY,
    connections: 1,
    env: (port) => ({ FLOOR_PORT: String(port), FLOOR_FILE: `${fileURLToPath(import.meta.url)}/floor.db` }),
  });
  await expect(starting).rejects.toThrow(/did not start: [^]*EEXIST/);
  rmSync(folder, { recursive: true, force: true });
});
