import { expect, test } from 'vitest';
import { growthOf } from './growth.ts';
import { Latencies } from './latencies.ts';
import { LIFECYCLE } from './lifecycle.ts';
import type { Measured } from './measure-one.ts';
import { besidePeer } from './peer.ts';

function measured(cpuMilliseconds: readonly number[], kept: number, sustained: number): Measured {
  const closedLatencies = new Latencies();
  closedLatencies.add(LIFECYCLE, 100);
  const parts = new Map(
    cpuMilliseconds.map((each, nth) => [
      `part ${nth}`,
      { cpuMilliseconds: each, writes: 1, reads: 1, published: 1 },
    ]),
  );
  const idle = { cpuSeconds: 0, residentBytes: 100 * 1024 * 1024, writes: 0, reads: 0, published: 0 };
  return {
    closed: { parts, sustained },
    closedLatencies,
    diskEach: { kept, transport: 1_000 },
    idleParts: new Map([...parts.keys()].map((name) => [name, idle])),
    memory: { idle: 0, ready: 0, loaded: 0 },
  } as unknown as Measured;
}

test('what an installation takes follows from what one lifecycle takes', () => {
  const lapor = measured([20, 10], 5_000, 50);
  const [town] = growthOf({ lapor, loaded: undefined });
  // 300 complaints in the busiest hour, 30 ms each.
  expect(town?.peak).toBeCloseTo(300 / 3_600);
  expect(town?.coresAtPeak).toBeCloseTo((300 / 3_600) * 0.03);
  expect(town?.disk).toBe(2_000 * (365 * 5_000 + 30 * 1_000));
  expect(growthOf({ lapor, loaded: undefined }).map(({ complaintsADay }) => complaintsADay)).toEqual([
    2_000, 20_000, 200_000, 2_000_000,
  ]);
  // With full stores, where they were measured.
  const [full] = growthOf({ lapor, loaded: measured([40, 20], 6_000, 45) });
  expect(full?.coresAtPeak).toBeCloseTo((300 / 3_600) * 0.06);
});

test('what others have published stands beside the same figure of ours', () => {
  const rows = besidePeer({ lapor: measured([20, 10], 5_000, 50), loaded: measured([20, 10], 5_000, 45) }, 2);
  const ours = Object.fromEntries(rows.map(({ name, lapor }) => [name, Math.round(lapor)]));
  expect(ours).toEqual({
    processors: 2,
    lifecycles: 50,
    'lifecycles for each processor': 25,
    'p95 of these': 100,
    'lost with full stores (there 27,000 rows)': 10,
    'memory at rest, everything': 200,
  });
});
