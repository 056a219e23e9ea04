import { describe, expect, it } from 'vitest';
import { admin, assigned, officer, REPORTER, SYSTEM, words } from './fixtures/world.ts';
import type { Story } from './fixtures/world.ts';
import type { Actor } from './agency.ts';

const object = { type: 'object', words: words('Ini pengaduan, bukan pertanyaan') } as const;
const decide = (accept: boolean) => ({ type: 'decide_objection', accept, words: words() }) as const;
const to = (complaintType: 'information' | 'complaint') =>
  ({ type: 'reclassify', complaintType, words: words() }) as const;
const reclassified = (by: Actor = admin('batam')): Story => assigned().does(by, to('information'));

describe('an objection to a reclassification', () => {
  it('needs one, and is made once, also when it is reclassified again', () => {
    expect(() => assigned().decide(REPORTER, object)).toThrow(/there must have been one/);
    const story = reclassified().does(REPORTER, object);
    expect(() => story.decide(REPORTER, object)).toThrow(/once/);
    story.does(admin('kepri'), decide(true)).does(admin('batam'), to('information'));
    expect(() => story.decide(REPORTER, object)).toThrow(/once/);
  });

  it('is decided one tier up, not by whoever reclassified', () => {
    const story = reclassified().does(REPORTER, object);
    for (const actor of [admin('batam'), officer('roads'), admin('papua')])
      expect(() => story.decide(actor, decide(true))).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(story.decide(admin('national'), decide(true)).state.type).toBe('complaint');
    expect(story.does(admin('kepri'), decide(true)).case.type).toBe('complaint');
    expect(() => story.decide(admin('kepri'), decide(true))).toThrow(/no objection waits/);
  });

  it('at the root is decided there', () => {
    const story = reclassified(admin('national')).does(REPORTER, object);
    expect(story.does(admin('national'), decide(false)).case.type).toBe('information');
  });

  it('accepted gives back the limit there was; rejected leaves it as it is', () => {
    const before = assigned().case.clocks.case?.dueAt;
    const during = reclassified().case.clocks.case?.dueAt;
    expect(during).toBeLessThan(before ?? 0);
    const decided = (accept: boolean) =>
      reclassified().does(REPORTER, object).does(admin('kepri'), decide(accept)).case.clocks.case?.dueAt;
    expect(decided(true)).toBe(before);
    expect(decided(false)).toBe(during);
  });

  it('accepted late gives back the whole limit too, and what was passed of the wrong one is taken back', () => {
    const before = assigned().case;
    // Five working days since Tuesday, the 3rd: on the 11th all of the wrong limit has run, and it was told.
    const story = reclassified().does(REPORTER, object).at('2026-02-11 10:00');
    story.does(SYSTEM, { type: 'pass_thresholds' });
    expect(story.case.clocks.resolution?.passed).toBe(100);
    story.does(admin('kepri'), decide(true));
    for (const name of ['case', 'resolution'] as const) {
      const { dueAt, limit } = before.clocks[name] ?? {};
      expect(story.case.clocks[name]).toMatchObject({ dueAt, limit });
      expect(story.case.clocks[name]?.passed).toBeUndefined();
    }
    // Those who were kept to a short limit keep it: it was theirs before.
    const kept = assigned({ type: 'information' }).at('2026-02-10 10:00');
    const { dueAt } = kept.case.clocks.case ?? {};
    kept.does(admin('batam'), to('complaint')).does(REPORTER, object).does(admin('kepri'), decide(true));
    expect(kept.case).toMatchObject({ type: 'information', clocks: { case: { dueAt } } });
  });

  it('is about what was objected to, whatever is done meanwhile', () => {
    const { case: before } = assigned();
    const story = reclassified().does(REPORTER, object);
    story.does(admin('batam'), { type: 'reclassify', categoryCode: 'roads.hole', words: words() });
    story.does(admin('batam'), { type: 'reclassify', complaintType: 'aspiration', words: words() });
    const [rejected, accepted] = [false, true].map((accept) => story.decide(admin('kepri'), decide(accept)));
    expect(rejected?.state).toMatchObject({ type: 'aspiration', categoryCode: 'roads.hole' });
    const { type, categoryCode } = before;
    expect(accepted?.state).toMatchObject({ type, categoryCode, clocks: { case: before.clocks.case } });
  });

  it('accepted, gives back the category there was, or what that was merged into meanwhile', () => {
    const elsewhere = { type: 'reclassify', categoryCode: 'roads.hole', words: words() } as const;
    const story = assigned().does(admin('batam'), elsewhere).does(REPORTER, object);
    const merged = { successorCode: 'streets.light' };
    const codeAfter = (accept: boolean, more: object) =>
      story.decide(admin('kepri'), { ...decide(accept), ...more }).state.categoryCode;
    expect(codeAfter(true, {})).toBe('roads.lamp');
    expect(codeAfter(true, merged)).toBe('streets.light');
    expect(codeAfter(false, merged)).toBe('roads.hole');
  });

  it('to protection lifts no protection; one that brings weight back protects anew', () => {
    const weighty = assigned().does(admin('batam'), {
      type: 'reclassify',
      supervisory: true,
      words: words(),
    });
    const inspector = officer('inspectorate', 'inspectorate');
    expect(weighty.case.holder.id).toBe('inspectorate');
    weighty.does(inspector, { type: 'reclassify', supervisory: false, words: words() });
    weighty.does(inspector, { type: 'set_privacy', protected: false }).does(REPORTER, object);
    // Held by the inspectorate still; it, like every tier above, decides.
    weighty.does(admin('batam'), decide(true));
    expect(weighty.case).toMatchObject({ supervisory: true, protected: true });
  });

  it('accepted, brings the case back to the inspectorate from whoever it is about', () => {
    const inspector = officer('inspectorate', 'inspectorate');
    const weight = (supervisory: boolean) => ({ type: 'reclassify', supervisory, words: words() }) as const;
    const story = assigned().does(admin('batam'), weight(true)).does(inspector, weight(false));
    story.does(inspector, { type: 'set_privacy', protected: false });
    story.does(admin('national'), { type: 'dispose', agencyId: 'roads' }).does(REPORTER, object);
    expect(story.case.holder.id).toBe('roads');
    story.does(admin('batam'), decide(true));
    expect(story.case).toMatchObject({ protected: true, holder: { id: 'inspectorate' } });
  });
});

describe('a limit', () => {
  const dueAt = ({ case: { clocks } }: Story): number => clocks.case?.dueAt ?? 0;

  it('is not lengthened once three quarters of it have run', () => {
    const early = assigned({ type: 'information' }).at('2026-02-04 10:00');
    const late = assigned({ type: 'information' }).at('2026-02-10 10:00');
    const [was, wasToo] = [dueAt(early), dueAt(late)];
    expect(dueAt(early.does(admin('batam'), to('complaint')))).toBeGreaterThan(was);
    expect(dueAt(late.does(admin('batam'), to('complaint')))).toBe(wasToo);
    expect(late.events.at(-1)?.data).toMatchObject({ limitKept: true });
  });
});
