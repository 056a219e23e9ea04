import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Latencies, quantile } from './latencies.ts';

test('a quantile is the smallest sample that the share does not exceed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 100 }),
      (samples, percent) => {
        const sorted = Float64Array.from(samples).sort();
        const found = quantile(sorted, percent / 100);
        const share = (limit: number) => samples.filter((sample) => sample <= limit).length / samples.length;
        expect(samples).toContain(found);
        expect(share(found)).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
        for (const smaller of samples.filter((sample) => sample < found)) {
          expect(share(smaller)).toBeLessThan(percent / 100);
        }
      },
    ),
  );
});

test('samples are kept by name', () => {
  const latencies = new Latencies();
  for (let i = 1; i <= 100; i += 1) latencies.add('create', i);
  latencies.add('search', 7);
  expect(latencies.quantiles('create')).toEqual({ p50: 50, p95: 95, p99: 99 });
  expect(latencies.quantiles('search')).toEqual({ p50: 7, p95: 7, p99: 7 });
  expect(latencies.quantiles('answer').p50).toBeNaN();
});
