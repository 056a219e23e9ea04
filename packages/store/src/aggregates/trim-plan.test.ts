import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planCommandTrim, planEventTrim } from './trim-plan.ts';

const limits = fc.record({ keepEvents: fc.integer({ min: 1, max: 20 }), slackEvents: fc.nat(10) });

describe('trim plan', () => {
  it('trims only published events, from the front, and never below what is kept', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(100), fc.nat(100), limits, (length, first, published, limit) => {
        const events = Array.from({ length }, (_, at) => ({ seq: first + at + 1 }));
        const count = planEventTrim(events, published, limit);
        expect(count).toBeGreaterThanOrEqual(0);
        if (count > 0) expect(length - count).toBeGreaterThanOrEqual(limit.keepEvents);
        for (const { seq } of events.slice(0, count)) expect(seq).toBeLessThanOrEqual(published);
        const settled = Math.max(limit.keepEvents + limit.slackEvents, limit.keepEvents);
        // With everything published nothing gathers beyond the slack.
        if (published >= first + length) expect(length - count).toBeLessThanOrEqual(settled);
      }),
    );
  });

  it('waits for the slack, then trims down to what is kept', () => {
    const events = Array.from({ length: 80 }, (_, at) => ({ seq: at + 1 }));
    const usual = { keepEvents: 64, slackEvents: 16 };
    expect(planEventTrim(events.slice(0, 79), 80, usual)).toBe(0);
    expect(planEventTrim(events, 80, usual)).toBe(16);
    expect(planEventTrim(events, 5, usual)).toBe(5);
  });

  it('forgets a command only when it is old and there are enough newer ones', () => {
    const ages = fc.array(fc.nat(1_000), { maxLength: 50 }).map((all) => all.toSorted((a, b) => b - a));
    fc.assert(
      fc.property(ages, fc.nat(20), fc.nat(1_000), (age, keepCommands, keepCommandsFor) => {
        const now = 10_000;
        const commands = age.map((old) => ({ at: now - old }));
        const count = planCommandTrim(commands, now, { keepCommands, keepCommandsFor });
        for (const [at, { at: time }] of commands.entries()) {
          const mayGo = at < commands.length - keepCommands && time < now - keepCommandsFor;
          expect(at < count).toBe(mayGo);
        }
      }),
    );
  });
});
