import { describe, expect, it } from 'vitest';
import {
  admin,
  agencyOf,
  assigned,
  filing,
  machine,
  officer,
  REPORTER,
  Story,
  SYSTEM,
  unverified,
  words,
} from './fixtures/world.ts';
import type { Scope } from './agency.ts';
import type { DecisionContext, Filing } from './commands.ts';
import { audienceOf, visibilityFor, type Viewer, type Visibility } from './visibility.ts';

const seen = (changes: Partial<Filing>, viewer: Viewer): string =>
  letters(visibilityFor(assigned(changes).case, viewer));

/** Exists, Listed, Status, Classification, Text, released text, Name, contact, reveal: one letter for each yes. */
function letters(visibility: Visibility): string {
  const signs: [keyof Visibility, string][] = [
    ['exists', 'E'],
    ['listed', 'L'],
    ['status', 'S'],
    ['classification', 'C'],
    ['text', 'T'],
    ['releasedText', 'r'],
    ['name', 'N'],
    ['contact', '@'],
    ['reveal', '?'],
  ];
  return signs.map(([row, sign]) => (visibility[row] ? sign : '-')).join('');
}

const PUBLIC: Viewer = { kind: 'public' };
const HOLDER = officer('roads');
const ABOVE = admin('batam');
const ROOT = admin('national');
const INSPECTOR = officer('inspectorate', 'inspectorate');

const overseer = (scope: Scope): Viewer => ({ ...officer('national', 'overseer'), scope }) as Viewer;

describe('who sees what', () => {
  it.each<[string, Partial<Filing>, Viewer, string]>([
    ['ordinary, public', {}, PUBLIC, 'ELSC-r---'],
    ['ordinary, holder', {}, HOLDER, 'ELSCTrN--'],
    ['ordinary, admin above', {}, ABOVE, 'ELSCTrN-?'],
    ['ordinary, national admin', {}, ROOT, 'ELSCTrN-?'],
    ['ordinary, reporter', {}, REPORTER, 'ELSCTrN@-'],
    ['ordinary, another reporter', {}, { kind: 'reporter', trackingId: 'other' }, 'ELSC-r---'],
    ['ordinary, another unit', {}, officer('health'), 'ELSC-r---'],
    ['ordinary, admin of another unit', {}, admin('health'), 'ELSC-r---'],
    ['ordinary, liaison of the tier above', {}, officer('batam'), 'ELSC-r---'],
    ['ordinary, leader', {}, officer('batam', 'leader'), 'ELSC-r---'],
    ['ordinary, overseer', {}, overseer({}), 'ELSCTr---'],
    ['ordinary, overseer of the body', {}, overseer({ agencyId: 'batam' }), 'ELSCTr---'],
    ['ordinary, overseer of another body', {}, overseer({ agencyId: 'papua' }), 'ELSC-r---'],
    ['ordinary, overseer of the area', {}, overseer({ areaCode: '21' }), 'ELSCTr---'],
    ['ordinary, overseer of another area', {}, overseer({ areaCode: '21.7' }), 'ELSC-r---'],
    ['rahasia, overseer', { secret: true }, overseer({}), 'E-S------'],
    ['protected, overseer', { protected: true }, overseer({}), '---------'],
    ['ordinary, supervisor of the holder', {}, officer('roads', 'supervisor'), 'ELSCTrN--'],
    ['ordinary, supervisor elsewhere', {}, officer('health', 'supervisor'), 'ELSC-r---'],
    ['ordinary, clerk of the holder', {}, officer('roads', 'clerk'), 'ELSC-r---'],
    ['ordinary, coordinator of the body', {}, officer('batam', 'coordinator'), 'ELSCTr---'],
    ['ordinary, coordinator elsewhere', {}, officer('papua', 'coordinator'), 'ELSC-r---'],
    ['ordinary, a service', {}, SYSTEM, 'ELSCTr---'],
    ['anonim, public', { anonymous: true }, PUBLIC, 'ELSC-r---'],
    ['anonim, holder', { anonymous: true }, HOLDER, 'ELSCTr---'],
    ['anonim, admin above', { anonymous: true }, ABOVE, 'ELSCTr--?'],
    ['anonim, reporter', { anonymous: true }, REPORTER, 'ELSCTrN@-'],
    ['rahasia, public', { secret: true }, PUBLIC, 'E-S------'],
    ['rahasia, another unit', { secret: true }, officer('health'), 'E-S------'],
    ['rahasia, holder', { secret: true }, HOLDER, 'ELSCTr---'],
    ['rahasia, admin above', { secret: true }, ABOVE, 'ELSCTr--?'],
    ['rahasia, coordinator', { secret: true }, officer('batam', 'coordinator'), 'ELSCTr---'],
    ['rahasia, reporter with the code', { secret: true }, REPORTER, 'ELSCTrN@-'],
    ['protected, public with the tracking id', { protected: true }, PUBLIC, 'E-S------'],
    ['protected, reported unit', { protected: true }, HOLDER, '---------'],
    ['protected, its admin', { protected: true }, admin('roads'), '---------'],
    ['protected, holder (the inspectorate)', { protected: true }, INSPECTOR, 'ELSCTrN-?'],
    ['protected, admin of the body', { protected: true }, ABOVE, '---------'],
    ['protected, liaison of the body', { protected: true }, officer('batam'), '---------'],
    ['protected, admin two tiers up', { protected: true }, admin('kepri'), '---------'],
    ['protected, national admin', { protected: true }, ROOT, '---------'],
    ['protected, another unit', { protected: true }, officer('health'), '---------'],
    ['protected, coordinator', { protected: true }, officer('batam', 'coordinator'), '---------'],
    ['protected, reporter', { protected: true }, REPORTER, 'ELSCTrN@-'],
    ['ordinary, system of the holder', {}, machine('roads'), 'ELSCTr---'],
    ['ordinary, system of the body', {}, machine('batam'), 'ELSCTr---'],
    ['ordinary, system of another unit', {}, machine('health'), '---------'],
    ['ordinary, system of the inspectorate', {}, machine('inspectorate'), '---------'],
    ['rahasia, system of the holder', { secret: true }, machine('roads'), 'ELSCTr---'],
    ['protected, system of the reported unit', { protected: true }, machine('roads'), '---------'],
    ['protected, system of the holder', { protected: true }, machine('batam'), '---------'],
    ['protected, system of the tier above', { protected: true }, machine('national'), '---------'],
    ['protected, system of the inspectorate', { protected: true }, machine('inspectorate'), 'ELSCTr---'],
    ['protected and rahasia, holder', { protected: true, secret: true }, INSPECTOR, 'ELSCTr--?'],
    ['protected, liaison of the inspectorate', { protected: true }, officer('inspectorate'), 'ELSCTrN--'],
  ])('%s', (_name, changes, viewer, expected) => {
    expect(seen(changes, viewer)).toBe(expected);
  });
});

describe('a protected case', () => {
  const nobody = { inspectorates: [] };
  const open = (about: string | undefined, changes: Partial<DecisionContext> = {}) => {
    const admin = agencyOf('batam');
    const jurisdiction = { admin, ...(about === undefined ? {} : { reportedId: about }) };
    const command = { type: 'open', filing: filing({ protected: true }), jurisdiction } as const;
    return new Story().does(SYSTEM, command, changes).case;
  };

  it('opens with the inspectorate of the body, never with the unit it is about', () => {
    const state = assigned({ protected: true }).case;
    expect(state).toMatchObject({ status: 'unverified', reportedIds: ['roads'], triageReason: 'protected' });
    expect(state.holder.id).toBe('inspectorate');
  });

  it('is held by the tier above where there is no inspectorate, or nobody works in it', () => {
    const empty = [{ ...agencyOf('inspectorate'), onboarded: false }];
    for (const changes of [nobody, { inspectorates: empty }]) {
      const state = open('roads', changes);
      expect(state.holder.id).toBe('batam');
      expect(letters(visibilityFor(state, ABOVE))).toBe('ELSCTrN--');
      expect(letters(visibilityFor(state, HOLDER))).toBe('---------');
    }
  });

  it('about the inspectorate itself, or about its whole body, is not its own', () => {
    expect(open('inspectorate').holder.id).toBe('batam');
    expect(letters(visibilityFor(open('inspectorate'), INSPECTOR))).toBe('---------');
    expect(open('batam').holder.id).toBe('kepri');
    expect(letters(visibilityFor(open('batam'), INSPECTOR))).toBe('---------');
  });

  it('about nobody known goes to the inspectorate of whoever would have triaged it', () => {
    expect(open(undefined)).toMatchObject({ holder: { id: 'inspectorate' }, reportedIds: [] });
  });

  it('goes to the inspectorate when it turns out to be protected, past every admin of the body', () => {
    const story = assigned().does(ABOVE, { type: 'set_privacy', protected: true });
    expect(story.case.holder.id).toBe('inspectorate');
    expect(letters(visibilityFor(story.case, ABOVE))).toBe('---------');
    expect(letters(visibilityFor(story.case, INSPECTOR))).toBe('ELSCTrN-?');
  });

  it('goes up past the body that the inspectorate inspects', () => {
    const story = assigned({ protected: true });
    const archived = assigned({ protected: true }).does(INSPECTOR, {
      type: 'archive',
      reason: 'not_a_public_service',
      words: words(),
    });
    story.does(INSPECTOR, { type: 'dispose', agencyId: 'inspectorate' });
    story.does(INSPECTOR, { type: 'return', words: words() });
    expect(story.case.holder.id).toBe('kepri');
    expect(archived.does(REPORTER, { type: 'object', words: words() }).case.holder.id).toBe('kepri');
  });

  it('that was none after all is given by the inspectorate to whom it belongs', () => {
    const story = assigned({ protected: true });
    expect(() => story.decide(INSPECTOR, { type: 'dispose', agencyId: 'health' })).toThrow(/your own part/);
    story.does(INSPECTOR, { type: 'set_privacy', protected: false });
    expect(() => story.decide(INSPECTOR, { type: 'dispose', agencyId: 'bp-roads' })).toThrow(/your own part/);
    story.does(INSPECTOR, { type: 'dispose', agencyId: 'roads' });
    expect(letters(visibilityFor(story.case, HOLDER))).toBe('ELSCTrN--');
  });

  it('knows the reported unit as such, whatever the role', () => {
    const state = assigned({ protected: true }).case;
    for (const role of ['liaison', 'agency_admin', 'leader', 'coordinator', 'inspectorate'] as const) {
      expect(audienceOf(state, officer('roads', role))).toBe('reported');
    }
    expect(audienceOf(state, officer('health'))).toBe('outsider');
  });

  it('cannot be disposed to the unit or below it, and is unknown to it', () => {
    const story = assigned({ protected: true });
    expect(() => story.decide(INSPECTOR, { type: 'dispose', agencyId: 'roads' })).toThrow(
      /never goes to the unit/,
    );
    expect(() => story.decide(admin('roads'), { type: 'dispose', agencyId: 'roads' })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });

  it('about the root itself stays visible to the root: it must not be lost', () => {
    const state = unverified().does(ROOT, { type: 'dispose', agencyId: 'national' });
    state.does(REPORTER, { type: 'set_privacy', protected: true });
    expect(state.case).toMatchObject({ protected: true, reportedIds: [] });
    expect(letters(visibilityFor(state.case, ROOT))).toBe('ELSCTrN--');
  });
});
