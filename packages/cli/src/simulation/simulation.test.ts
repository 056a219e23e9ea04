import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRID, planLives } from './plan.ts';
import { seeded, waitsWithMean } from './random.ts';
import { checkScenario, volumeOf } from './scenario.ts';

const DAY = 86_400_000;
const folder = join(import.meta.dirname, '../../scenarios');
const scenarios = readdirSync(folder).map((file) =>
  checkScenario(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
);

describe('waits', () => {
  it('have the mean they should, on the grid, none of them zero', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 2, max: 60 }),
        (seed, count, tenths) => {
          const waits = waitsWithMean(seeded(seed), count, (tenths / 10) * DAY, GRID);
          const mean = waits.reduce((sum, wait) => sum + wait, 0) / count / DAY;
          expect(Math.abs(mean - tenths / 10)).toBeLessThanOrEqual(GRID / DAY);
          expect(waits.every((wait) => wait >= GRID && wait % GRID === 0)).toBe(true);
        },
      ),
    );
  });
});

describe.each(scenarios)('scenario $name', (scenario) => {
  const lives = planLives(scenario);

  it('is the same every time', () => {
    expect(planLives(scenario)).toEqual(lives);
    expect(lives).toHaveLength(volumeOf(scenario));
  });

  it('lets nothing happen before it can, or after the count', () => {
    for (const life of lives) {
      const moments = [life.filedAt, life.followUpAt, life.answerAt, life.verdictAt, life.endAt].filter(
        (at) => at !== undefined,
      );
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect(moments.at(-1)).toBeLessThan(Date.parse(scenario.asOf));
    }
  });
});
