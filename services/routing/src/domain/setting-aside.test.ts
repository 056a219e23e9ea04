import { describe, expect, it } from 'vitest';
import type { CommandOf } from './commands.ts';
import {
  admin,
  assigned,
  closed,
  held,
  inProgress,
  officer,
  REPORTER,
  returned,
  START,
  SYSTEM,
  unverified,
  words,
} from './fixtures/world.ts';

const roads = officer('roads');
const archive: CommandOf<'archive'> = { type: 'archive', reason: 'before_court', words: words() };
const reply: CommandOf<'reply'> = { type: 'reply', words: words('Tiang 12') };

describe('questions', () => {
  it('at most two, each answered where it was asked', () => {
    const story = inProgress();
    for (let i = 0; i < 2; i += 1) {
      story.does(roads, { type: 'ask', question: words('Yang mana?') }).does(REPORTER, reply);
      expect(story.case.status).toBe('in_progress');
    }
    expect(() => story.decide(roads, { type: 'ask', question: words() })).toThrow(/at most 2/);
  });

  it('an answer revives within 90 days of silence, later only an objection does', () => {
    const silent = held().at('2026-02-10 16:00').does(SYSTEM, { type: 'archive_held' });
    const end = silent.now + 90 * 86_400_000;
    expect(silent.at(end).decide(REPORTER, reply).state.status).toBe('assigned');
    expect(() => silent.at(end + 1).decide(REPORTER, reply)).toThrow(/90 days/);
    expect(silent.decide(REPORTER, { type: 'object', words: words() }).state.status).toBe('unverified');
  });

  it('a reply does not revive what an admin set aside', () => {
    const story = unverified().does(admin('batam'), archive);
    expect(() => story.decide(REPORTER, reply)).toThrow(expect.objectContaining({ code: 'illegal' }));
  });
});

describe('archiving', () => {
  it('only before the first follow-up', () => {
    const story = inProgress().does(roads, { type: 'ask', question: words() }).does(REPORTER, reply);
    expect(() => story.decide(admin('batam'), archive)).toThrow(/while the case is/);
    story
      .does(roads, { type: 'return', words: words() })
      .does(admin('batam'), { type: 'dispose', agencyId: 'health' });
    expect(() => story.decide(admin('batam'), archive)).toThrow(/followed up/);
  });

  it('an objection is decided one tier above whoever set it aside, once', () => {
    const byUnit = assigned().does(admin('roads'), archive);
    expect(byUnit.does(REPORTER, { type: 'object', words: words() }).case.holder.id).toBe('batam');
    expect(byUnit.case.clocks.response).toBeUndefined();
    const byProvince = returned().does(admin('kepri'), archive);
    expect(byProvince.does(REPORTER, { type: 'object', words: words() }).case.holder.id).toBe('national');
    const byRoot = unverified()
      .does(admin('national'), archive)
      .does(REPORTER, { type: 'object', words: words() });
    expect(byRoot.case).toMatchObject({ status: 'unverified', objected: true });
    byUnit.does(admin('batam'), archive);
    expect(() => byUnit.decide(REPORTER, { type: 'object', words: words() })).toThrow(/one objection/);
  });
});

describe('referring', () => {
  const refer: CommandOf<'refer'> = {
    type: 'refer',
    bodyName: 'Polresta Barelang',
    contact: '0778-445566',
    reference: 'LP/12',
    words: words(),
  };

  it.each<[string, Partial<CommandOf<'refer'>>, string]>([
    ['no body', { bodyName: ' ' }, 'bodyName'],
    ['a phone number as body', { bodyName: 'Pak Budi 081234567' }, 'bodyName'],
    ['an endless name', { bodyName: 'x'.repeat(121) }, 'bodyName'],
    ['no contact', { contact: '' }, 'contact'],
    ['no reference', { reference: '' }, 'reference'],
    ['no words', { words: words('') }, 'text'],
  ])('refuses %s', (_name, changes, field) => {
    expect(() => unverified().decide(admin('batam'), { ...refer, ...changes })).toThrow(
      expect.objectContaining({ code: 'invalid', issues: [expect.objectContaining({ field })] }),
    );
  });

  it('publishes the body’s name and nothing of the contact', () => {
    const story = unverified().does(admin('batam'), refer);
    expect(story.events.at(-1)?.data).toMatchObject({ bodyName: 'Polresta Barelang' });
    expect(JSON.stringify(story.events)).not.toContain('445566');
  });
});

describe('privacy', () => {
  const inspector = officer('inspectorate', 'inspectorate');
  const by = (actor = REPORTER) => ({
    sets: (changes: Omit<CommandOf<'set_privacy'>, 'type'>, story = assigned()) =>
      story.does(actor, { type: 'set_privacy', ...changes }).case,
  });

  it('secret switches anonymous on, and only the reporter switches secret off', () => {
    expect(by().sets({ secret: true })).toMatchObject({ secret: true, anonymous: true });
    expect(() => by().sets({ secret: true, anonymous: false })).toThrow(/must stay on/);
    expect(by(admin('batam')).sets({ secret: true })).toMatchObject({ secret: true, anonymous: true });
    expect(() => by(admin('batam')).sets({ secret: false }, assigned({ secret: true }))).toThrow(
      /only the reporter/,
    );
    expect(by().sets({ secret: false }, assigned({ secret: true }))).toMatchObject({
      secret: false,
      anonymous: true,
    });
    expect(() => by(admin('batam')).sets({ anonymous: true })).toThrow(/only the reporter/);
    expect(() => by().sets({ secret: false })).toThrow(/nothing would change/);
  });

  it('protection takes it from the holder to the inspectorate, with a leg of its own', () => {
    const state = by().sets({ protected: true }, inProgress().at(START + 3_600_000));
    expect(state).toMatchObject({
      status: 'assigned',
      holder: { id: 'inspectorate' },
      reportedIds: ['roads'],
    });
    expect(state.legs).toMatchObject([
      { agencyId: 'roads', endedBy: 'protected' },
      { agencyId: 'inspectorate', kind: 'assigned' },
    ]);
    expect(state.clocks.response?.from).toBe(START + 3_600_000);
    expect(state.clocks.case?.from).toBe(START);
  });

  it('a held case stays held there, and goes on as newly assigned', () => {
    const story = inProgress().does(roads, { type: 'ask', question: words() });
    story.does(REPORTER, { type: 'set_privacy', protected: true });
    expect(story.case.status).toBe('held');
    expect(story.does(REPORTER, reply).case).toMatchObject({
      status: 'assigned',
      holder: { id: 'inspectorate' },
    });
  });

  it('is lifted by those who have the case, but not from supervisory weight', () => {
    expect(by(inspector).sets({ protected: false }, assigned({ protected: true }))).toMatchObject({
      protected: false,
      reportedIds: [],
    });
    expect(() => by().sets({ protected: false }, assigned({ protected: true }))).toThrow(/may lift/);
    expect(() => by().sets({ protected: true }, closed())).toThrow(/while the case is open/);
    const weight: CommandOf<'reclassify'> = { type: 'reclassify', supervisory: true, words: words() };
    const story = assigned().does(admin('batam'), weight);
    expect(story.events.slice(-2).map((event) => event.type)).toEqual([
      'CaseReclassified',
      'CasePrivacyChanged',
    ]);
    expect(story.case).toMatchObject({ protected: true, supervisory: true, holder: { id: 'inspectorate' } });
    expect(() => by(inspector).sets({ protected: false }, story)).toThrow(/always protects/);
    expect(() => assigned().decide(admin('batam'), { ...weight, complaintType: 'information' })).toThrow(
      /only a complaint/,
    );
    expect(() => story.decide(inspector, { type: 'reclassify', words: words() })).toThrow(/must change/);
  });
});
