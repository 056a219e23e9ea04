import { describe, expect, it } from 'vitest';
import type { CaseListItem } from '../officer-types.ts';
import { momentsIn } from '../shell/moments.ts';
import { groupCases, groupsFrom } from './inbox-groups.ts';

const moments = momentsIn('id', 'Asia/Jakarta', new Date('2026-11-24T03:00:00Z'));

function aCase(id: string, more: Partial<CaseListItem> = {}): CaseListItem {
  return {
    id,
    trackingIdText: id,
    version: 1,
    status: 'assigned',
    type: 'complaint',
    channel: 'web',
    title: 'Lampu mati',
    danger: false,
    supervisory: false,
    anonymous: false,
    secret: false,
    protected: false,
    submittedAt: '2026-11-20T03:00:00Z',
    due: { provisional: false },
    clocks: [],
    nextDueAt: '2026-11-24T09:00:00Z',
    overdue: false,
    bounces: 0,
    notSolved: 0,
    questionsLeft: 2,
    handedOver: false,
    draftWaits: false,
    merged: false,
    members: 0,
    legal: [],
    ...more,
  };
}

const namesOf = (cases: readonly CaseListItem[], mine?: ReadonlySet<string>) =>
  groupCases(cases, moments, mine).map(({ name, cases: found }) => [name, found.map(({ id }) => id)]);

describe('the inbox', () => {
  it('says what is late, due today, within a week, and later, and leaves empty groups out', () => {
    expect(
      namesOf([
        aCase('late', { overdue: true, nextDueAt: '2026-11-20T09:00:00Z' }),
        aCase('today'),
        aCase('week', { nextDueAt: '2026-11-30T09:00:00Z' }),
        aCase('later', { nextDueAt: '2026-12-01T09:00:00Z' }),
      ]),
    ).toEqual([
      ['late', ['late']],
      ['today', ['today']],
      ['week', ['week']],
      ['later', ['later']],
    ]);
  });

  it('puts danger on top, and what waits for the reporter at the end, whatever its clock', () => {
    expect(
      namesOf([
        aCase('asked', { status: 'held', overdue: true }),
        aCase('answered', { status: 'answered', danger: true }),
        aCase('today'),
        aCase('danger', { danger: true, nextDueAt: '2026-12-30T09:00:00Z' }),
        aCase('danger-asked', { danger: true, status: 'held', nextClock: 'urgent' }),
        aCase('danger-known', { danger: true, status: 'held', nextClock: 'silence' }),
      ]),
    ).toEqual([
      ['danger', ['danger', 'danger-asked']],
      ['today', ['today']],
      ['waiting', ['asked', 'answered', 'danger-known']],
    ]);
  });

  it('shows before all but danger what waits for this officer to release', () => {
    const drafted = { draftWaits: true, legal: ['release-answer'] } as const;
    expect(
      namesOf([
        aCase('late', { overdue: true }),
        aCase('drafted', { ...drafted, overdue: true }),
        aCase('of mine', { draftWaits: true }),
        aCase('danger', { ...drafted, danger: true }),
      ]),
    ).toEqual([
      ['danger', ['danger']],
      ['release', ['drafted']],
      ['late', ['late']],
      ['today', ['of mine']],
    ]);
  });

  it('knows of which groups a page has all: those before the last case', () => {
    const from = (last: CaseListItem) => [...groupsFrom(last, moments)];
    expect(from(aCase('today'))).toEqual(['today', 'week', 'later', 'waiting']);
    expect(from(aCase('late', { overdue: true, status: 'held' }))).toEqual([
      'late',
      'today',
      'week',
      'later',
      'waiting',
    ]);
    expect(from(aCase('danger', { danger: true }))).toContain('danger');
    expect(
      groupCases(
        [aCase('late', { overdue: true }), aCase('today')],
        moments,
        new Set(),
        new Set(['today']),
      ).map(({ name, more }) => [name, more]),
    ).toEqual([
      ['late', false],
      ['today', true],
    ]);
  });

  it('shows an admin first what only they can decide', () => {
    expect(namesOf([aCase('unit', { overdue: true }), aCase('own')], new Set(['own']))).toEqual([
      ['mine', ['own']],
      ['late', ['unit']],
    ]);
  });
});
