import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planLives } from './plan.ts';
import { seeded, waitsWithMean } from './random.ts';
import { checkScenario, volumeOf } from './scenario.ts';

const DAY = 86_400_000;
const folder = join(import.meta.dirname, '../../scenarios');
const scenarios = readdirSync(folder).map((file) =>
  checkScenario(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
);

describe('waits', () => {
  it('have the mean they should, in whole steps, none of them zero', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 12, max: 600 }),
        (seed, count, tenths) => {
          const waits = waitsWithMean(seeded(seed), count, tenths / 10);
          const sum = waits.reduce((total, wait) => total + wait, 0);
          expect(Math.abs(sum - (count * tenths) / 10)).toBeLessThanOrEqual(0.5);
          expect(waits.every((wait) => wait >= 1 && Number.isInteger(wait))).toBe(true);
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

  it('has its units follow up after as many days as they should, on average', () => {
    const waits = lives.flatMap(({ filedAt, followUpAt }) => (followUpAt ? [followUpAt - filedAt] : []));
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length / DAY;
    expect(Math.abs(mean - scenario.daysToFollowUp)).toBeLessThan(0.02);
  });

  it('keeps to office hours: nine and three in Batam', () => {
    for (const life of lives) {
      for (const at of [life.filedAt, life.followUpAt, life.answerAt, life.verdictAt, life.endAt]) {
        if (at !== undefined) expect([9, 15]).toContain((at / 3_600_000 + 7) % 24);
      }
    }
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
