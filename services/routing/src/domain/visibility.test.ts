import { describe, expect, it } from 'vitest';
import { admin, assigned, machine, officer, REPORTER, SYSTEM, unverified } from './fixtures/world.ts';
import type { Filing } from './commands.ts';
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
    ['ordinary, overseer', {}, officer('national', 'overseer'), 'ELSC-r---'],
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
    ['protected, holder (the tier above)', { protected: true }, ABOVE, 'ELSCTrN--'],
    ['protected, inspectorate', { protected: true }, officer('inspectorate', 'inspectorate'), 'ELSCTrN-?'],
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
    ['protected and rahasia, holder', { protected: true, secret: true }, ABOVE, 'ELSCTr---'],
  ])('%s', (_name, changes, viewer, expected) => {
    expect(seen(changes, viewer)).toBe(expected);
  });
});

describe('a protected case', () => {
  it('opens with the tier above, never with the unit it is about', () => {
    const story = assigned({ protected: true });
    expect(story.case).toMatchObject({ status: 'unverified', reportedIds: ['roads'] });
    expect(story.case.holder.id).toBe('batam');
    expect(story.case.triageReason).toBe('protected');
  });

  it('goes to an inspectorate that is outside of what it is about', () => {
    const inspectorate = {
      id: 'inspectorate',
      path: ['national', 'kepri', 'batam', 'inspectorate'],
      calendar: 'wib',
    };
    const story = assigned();
    story.does(admin('batam'), { type: 'set_privacy', protected: true }, { inspectorate });
    expect(story.case.holder.id).toBe('inspectorate');
    expect(letters(visibilityFor(story.case, admin('batam')))).toBe('---------');
    expect(letters(visibilityFor(story.case, officer('inspectorate', 'inspectorate')))).toBe('ELSCTrN--');
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
    expect(() => story.decide(ABOVE, { type: 'dispose', agencyId: 'roads' })).toThrow(
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
