import { describe, expect, it } from 'vitest';
import { inboxOf } from '../case-store.ts';
import type { Actor, Scope } from './agency.ts';
import type { Filing } from './commands.ts';
import {
  admin,
  assigned,
  contextAt,
  inProgress,
  officer,
  REPORTER,
  START,
  SYSTEM,
} from './fixtures/world.ts';
import { legalCommands } from './legal.ts';
import { readsDrafts, readsNote, readsNudges } from './notes.ts';
import { visibilityFor, type Viewer } from './visibility.ts';

const handOver = { type: 'hand_over' } as const;
const DAY = 86_400_000;

describe('handing over to an overseer', () => {
  it('is possible after 14 days without a follow-up, after 60 with one, once', () => {
    expect(() =>
      assigned()
        .at(START + 14 * DAY - 1)
        .decide(REPORTER, handOver),
    ).toThrow(/14 without/);
    const untouched = assigned()
      .at(START + 14 * DAY)
      .does(REPORTER, handOver);
    expect(() => untouched.decide(REPORTER, handOver)).toThrow(/already/);
    expect(() =>
      inProgress()
        .at(START + 60 * DAY - 1)
        .decide(REPORTER, handOver),
    ).toThrow(/60 days/);
    expect(() =>
      inProgress()
        .at(START + 60 * DAY)
        .decide(REPORTER, handOver),
    ).not.toThrow();
  });

  it('is a flag: neither status, clocks nor holder change', () => {
    const story = assigned().at(START + 20 * DAY);
    const { handedOverAt: _none, ...before } = story.case;
    const { handedOverAt, ...after } = story.does(REPORTER, handOver).case;
    expect(after).toEqual(before);
    expect(handedOverAt).toBe(START + 20 * DAY);
  });

  it('is the reporter’s alone: it is the consent', () => {
    const story = assigned().at(START + 90 * DAY);
    for (const actor of [SYSTEM, officer('roads'), admin('batam'), admin('national')])
      expect(() => story.decide(actor, handOver)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});

describe('what an overseer reads by it', () => {
  const overseer = (scope: Scope, agencyId = 'national'): Viewer =>
    ({ ...officer(agencyId, 'overseer'), scope }) as Viewer;
  const handedOver = (changes: Partial<Filing>) =>
    assigned(changes)
      .at(START + 20 * DAY)
      .does(REPORTER, handOver).case;
  const KINDS: [string, Partial<Filing>][] = [
    ['ordinary', {}],
    ['secret', { secret: true }],
    ['protected', { protected: true }],
  ];

  it.each(KINDS)('%s: the words, and never who it was', (_kind, changes) => {
    const state = handedOver(changes);
    for (const scope of [{}, { areaCode: '21' }, { areaCode: '21.71' }, { agencyId: 'batam' }]) {
      const seen = visibilityFor(state, overseer(scope));
      expect(seen).toMatchObject({ listed: true, text: true, name: false, contact: false, reveal: false });
    }
    for (const scope of [{ areaCode: '22' }, { areaCode: '21.7' }, { agencyId: 'papua' }])
      expect(visibilityFor(state, overseer(scope)).text).toBe(false);
  });

  it('stays the words, and no more, when its reporter hides it afterwards: what was agreed to is not taken back', () => {
    for (const changes of [{ secret: true }, { protected: true }] as const) {
      const story = assigned()
        .at(START + 20 * DAY)
        .does(REPORTER, handOver);
      const state = story.does(REPORTER, { type: 'set_privacy', ...changes }).case;
      expect(state).toMatchObject(changes);
      const seen = visibilityFor(state, overseer({ agencyId: 'batam' }));
      expect(seen).toMatchObject({ text: true, name: false, contact: false, reveal: false });
      expect(visibilityFor(state, overseer({ agencyId: 'papua' })).text).toBe(false);
    }
  });

  it.each(KINDS)('%s: nothing of what offices say among themselves', (_kind, changes) => {
    const state = handedOver(changes);
    const viewer = overseer({});
    expect(readsNudges(state, viewer)).toBe(false);
    expect(readsDrafts(state, viewer)).toBe(false);
    const note = { byAgencyId: 'roads', case: { protected: state.protected } } as const;
    expect(readsNote(state, note as never, viewer)).toBe(false);
    expect(legalCommands(state, viewer as Actor, contextAt(START + 20 * DAY, viewer as Actor))).toEqual([]);
  });

  it('is nothing for whoever serves the office that a protected case is about', () => {
    expect(visibilityFor(handedOver({ protected: true }), overseer({}, 'roads')).exists).toBe(false);
  });

  it('is nothing of a protected case that nobody handed over, and there is nobody else it tells of it', () => {
    expect(visibilityFor(assigned({ protected: true }).case, overseer({})).exists).toBe(false);
    const state = handedOver({ protected: true });
    for (const viewer of [admin('batam'), admin('national'), officer('roads')])
      expect(visibilityFor(state, viewer).exists).toBe(false);
  });

  it('is found by each area the case lies in; what was not handed over is in no such list', () => {
    expect(inboxOf(handedOver({ areaCode: '21.71.02' })).handedTo).toEqual(['21.71.02', '21.71', '21', '*']);
    expect(inboxOf(handedOver({ areaCode: '' })).handedTo).toEqual(['*']);
    expect(inboxOf(assigned().case)).not.toHaveProperty('handedTo');
  });
});
