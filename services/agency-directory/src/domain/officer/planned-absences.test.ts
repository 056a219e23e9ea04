import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endAbsence, MOST_ABSENCES, setAbsence } from './absence.ts';
import { evolveOfficer } from './officer.ts';
import type { OfficerEvent, OfficerState } from './officer.ts';
import { absenceOn, absencesFrom, absencesOf } from './planned-absences.ts';
import type { Absence } from './planned-absences.ts';

const TODAY = '2026-03-03';
const AT = { at: '2026-03-03T02:00:00.000Z' };
const there: OfficerState = {
  agencyId: 'pu',
  role: 'liaison',
  profile: { id: 'p', digest: 'd' },
  credentialId: 'c',
  mustSetPassword: false,
  status: 'active',
};

const after = (state: OfficerState, events: readonly OfficerEvent[]) =>
  events.reduce((now, event) => evolveOfficer(now, event, AT), state);
const away = (state: OfficerState, ...all: readonly Absence[]) =>
  all.reduce((now, absence) => after(now, setAbsence(now, absence, { today: TODAY })), state);
const days = (from: string, to = from, deputyId?: string): Absence => ({
  from: `2026-${from}`,
  to: `2026-${to}`,
  ...(deputyId === undefined ? {} : { deputyId }),
});

describe('planned absences', () => {
  it('stand beside each other, in the order in which they begin', () => {
    const state = away(there, days('06-01', '06-05'), days('03-03', '03-04', 'ani'), days('04-01'));
    expect(absencesOf(state).map(({ from }) => from)).toEqual(['2026-03-03', '2026-04-01', '2026-06-01']);
    expect(absenceOn(state, '2026-03-04')?.deputyId).toBe('ani');
    expect(absenceOn(state, '2026-03-05')).toBeUndefined();
  });

  it('take the place of those they have days in common with, and say nothing new when said again', () => {
    const state = away(there, days('04-01', '04-05'), days('04-08'), days('05-01'));
    expect(setAbsence(state, days('04-08'), { today: TODAY })).toEqual([]);
    expect(absencesOf(away(state, days('04-05', '04-09')))).toEqual([days('04-05', '04-09'), days('05-01')]);
  });

  it('end one by one: the one that is meant, else the one of now or the next', () => {
    const state = away(there, days('03-03', '03-04'), days('04-01'), days('05-01'));
    const one = after(state, endAbsence(state, '2026-04-01', { today: TODAY }));
    expect(absencesOf(one)).toEqual([days('03-03', '03-04'), days('05-01')]);
    const next = after(one, endAbsence(one, undefined, { today: TODAY }));
    expect(absencesOf(next)).toEqual([days('05-01')]);
    expect(endAbsence(next, '2026-04-01', { today: TODAY })).toEqual([]);
  });

  it('are eight at most; those that are over drop off', () => {
    const months = ['04', '05', '06', '07', '08', '09', '10', '11'];
    const full = away(there, ...months.map((month) => days(`${month}-01`)));
    expect(absencesOf(full)).toHaveLength(MOST_ABSENCES);
    expect(() => setAbsence(full, days('12-01'), { today: TODAY })).toThrow('at most 8');
    expect(() => setAbsence(full, days('04-01', '04-03'), { today: TODAY })).not.toThrow();
    const later = { at: '2026-05-03T02:00:00.000Z' };
    const [event] = setAbsence(full, days('12-01'), { today: '2026-05-03' });
    const state = evolveOfficer(full, event!, later);
    expect(absencesOf(state).map(({ from }) => from)).not.toContain('2026-05-01');
    expect(absencesFrom(state, '2026-05-03')).toHaveLength(7);
  });

  it('that were stored when there was but one still hold, and end as they did', () => {
    const old: OfficerState = { ...there, absence: days('03-03', '03-09', 'ani') };
    expect(absenceOn(old, TODAY)?.deputyId).toBe('ani');
    expect(absencesOf(away(old, days('04-01')))).toEqual([days('03-03', '03-09', 'ani'), days('04-01')]);
    const ended: OfficerEvent = { type: 'AbsenceEnded', data: { agencyId: 'pu' } };
    expect(absencesOf(after(old, [ended]))).toEqual([]);
  });

  it('never overlap, whatever is said in whatever order', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.parse(TODAY) + n * 86_400_000));
    const text = (date: Date) => date.toISOString().slice(0, 10);
    const absence = fc
      .tuple(day, day)
      .map((pair) => pair.map(text).toSorted())
      .map(([from = '', to = '']) => ({ from, to }));
    fc.assert(
      fc.property(fc.array(absence, { maxLength: 12 }), (said) => {
        const state = said.reduce((now, each) => {
          const ahead = absencesFrom(now, TODAY).filter(({ from, to }) => to < each.from || from > each.to);
          return ahead.length < MOST_ABSENCES ? away(now, each) : now;
        }, there);
        const all = absencesOf(state);
        expect(all.length).toBeLessThanOrEqual(MOST_ABSENCES);
        for (const [at, { from, to }] of all.entries()) {
          expect(from <= to).toBe(true);
          if (at > 0) expect(all[at - 1]!.to < from).toBe(true);
        }
      }),
    );
  });
});
