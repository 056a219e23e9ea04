import { AppError } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from './fixtures/examples.ts';
import {
  admin,
  ANSWER,
  assigned,
  contextAt,
  DRAFT,
  fourEyes,
  machine,
  officer,
  REPORTER,
  START,
  words,
} from './fixtures/world.ts';
import { legalCommands } from './legal.ts';
import { readsDrafts } from './notes.ts';

const water = officer('water');
const supervisor = officer('water', 'supervisor');
const release = { type: 'release_answer' } as const;

describe('where an agency wants four eyes', () => {
  it('a liaison drafts, a supervisor releases, word for word', () => {
    const story = fourEyes();
    expect(() => story.decide(water, ANSWER)).toThrow(/draft the answer/);
    expect(() => story.decide(machine('water'), ANSWER)).toThrow(/draft the answer/);
    const { clocks, status } = story.does(water, DRAFT).case;
    expect({ clocks, status }).toEqual({ clocks: fourEyes().case.clocks, status: 'assigned' });
    const drafted = story.events.at(-1)?.data;
    story.does(supervisor, release);
    expect(story.events.at(-1)?.data).toMatchObject({
      kind: 'solved',
      firstFollowUp: true,
      content: drafted !== undefined && 'content' in drafted ? drafted.content : undefined,
    });
    expect(story.case.draft).toBeUndefined();
  });

  it('nobody releases what they drafted themselves', () => {
    const story = fourEyes().does(supervisor, DRAFT);
    const time = contextAt(START, REPORTER);
    expect(legalCommands(story.case, supervisor, time)).not.toContain('release_answer');
    expect(legalCommands(story.case, admin('water'), time)).toContain('release_answer');
    expect(() => story.decide(supervisor, release)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(() => story.decide(water, release)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(story.decide(admin('water'), release).state.status).toBe('answered');
  });

  it('nobody answers alone, whatever they are, and nobody in place of their own draft', () => {
    const alone = [supervisor, admin('water'), admin('batam'), admin('national'), machine('water'), water];
    for (const each of alone) expect(() => fourEyes().decide(each, ANSWER)).toThrow(AppError);
    for (const each of [supervisor, admin('water')]) {
      const own = fourEyes().does(each, DRAFT);
      expect(() => own.decide(each, ANSWER)).toThrow(AppError);
      // Nor in place of another's that they have drafted over, or sent back.
      const over = fourEyes().does(water, DRAFT).does(each, DRAFT);
      expect(() => over.decide(each, ANSWER)).toThrow(AppError);
      const back = fourEyes().does(water, DRAFT).does(each, { type: 'send_back_draft', words: words() });
      expect(() => back.decide(each, ANSWER)).toThrow(AppError);
    }
    const twice = EXAMPLES['drafted_above']?.given();
    for (const each of alone) expect(() => twice?.decide(each, ANSWER)).toThrow(AppError);
  });

  it('a supervisor says in other words what somebody else has drafted; a system does not', () => {
    const story = fourEyes().does(water, DRAFT);
    expect(() => story.decide(machine('batam'), ANSWER)).toThrow(AppError);
    story.does(supervisor, { ...ANSWER, words: words('Pompa diganti, air mengalir lagi') });
    expect(story.case.status).toBe('answered');
    expect(story.case.draft).toBeUndefined();
  });

  it('of the two one is a person: a system releases what an officer drafted, and no system what a system did', () => {
    const time = contextAt(START, REPORTER);
    const system = machine('water');
    const above = machine('batam');
    const byOfficer = fourEyes().does(water, DRAFT);
    for (const each of [system, above]) {
      expect(legalCommands(byOfficer.case, each, time)).toContain('send_back_draft');
      expect(byOfficer.decide(each, release).state.status).toBe('answered');
    }
    const bySystem = fourEyes().does(system, DRAFT);
    for (const each of [system, above, { ...system, keyId: 'another' }, machine('roads')])
      for (const command of [release, { type: 'send_back_draft', words: words() }] as const)
        expect(() => bySystem.decide(each, command)).toThrow(AppError);
    // Who drafts anew in place of an officer is another pair of eyes no more.
    const redrafted = fourEyes().does(water, DRAFT).does(system, DRAFT);
    expect(() => redrafted.decide(system, release)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(bySystem.decide(supervisor, release).state.status).toBe('answered');
    expect(readsDrafts(byOfficer.case, system)).toBe(true);
  });

  it('a draft is held to what an answer is, also on the day it is released', () => {
    expect(() => fourEyes().decide(water, { ...DRAFT, evidence: [] })).toThrow(/evidence/);
    expect(() => fourEyes().decide(water, { ...DRAFT, evidence: [], photos: ['A'] })).not.toThrow();
    const { evidence: _evidence, ...bare } = DRAFT;
    const promise = { ...bare, evidence: [], kind: 'promised', promisedDate: '2026-02-10' } as const;
    const story = fourEyes().does(water, promise).at('2026-02-11 10:00');
    expect(() => story.decide(supervisor, release)).toThrow(/past/);
  });

  it('sent back, it is gone; so it is with the case', () => {
    const story = fourEyes().does(water, DRAFT).does(supervisor, { type: 'send_back_draft', words: words() });
    expect(() => story.decide(supervisor, release)).toThrow(/no draft/);
    story.does(water, DRAFT).does(water, { type: 'return', words: words() });
    expect(story.case.draft).toBeUndefined();
  });

  it('the reporter, the public and other agencies see no draft', () => {
    const { case: state } = fourEyes().does(water, DRAFT);
    for (const viewer of [REPORTER, { kind: 'public' } as const, officer('roads'), machine('roads')])
      expect(readsDrafts(state, viewer)).toBe(false);
    for (const viewer of [water, supervisor, admin('batam')]) expect(readsDrafts(state, viewer)).toBe(true);
  });

  it('elsewhere nothing is drafted', () => {
    const time = contextAt(START, REPORTER);
    expect(legalCommands(assigned().case, officer('roads'), time)).not.toContain('draft_answer');
    expect(legalCommands(assigned().case, officer('roads', 'supervisor'), time)).toContain('answer');
  });
});
