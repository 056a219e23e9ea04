import { expect, test } from 'vitest';
import { shifted } from './shift-values.ts';

const DAY = 86_400_000;
const shift = { earlier: 2 * DAY, replaced: [['AAAAAAAAAA', 'BBBBBBBBBB']] as const };

test('names and moments of every kind are another case’s; what is neither stays', () => {
  expect(
    shifted(
      {
        _id: 'routing.intake:AAAAAAAAAA',
        at: '2026-03-03T05:06:07.890Z',
        day: '2026-03-01',
        submittedAt: Date.UTC(2026, 2, 3),
        createdAt: new Date('2026-03-03T00:00:00Z'),
        pubSeq: 3,
        list: [{ id: 'AAAAAAAAAA:1', hash: '00ff', none: null, yes: true }],
      },
      shift,
    ),
  ).toEqual({
    _id: 'routing.intake:BBBBBBBBBB',
    at: '2026-03-01T05:06:07.890Z',
    day: '2026-02-27',
    submittedAt: Date.UTC(2026, 2, 1),
    createdAt: new Date('2026-03-01T00:00:00Z'),
    pubSeq: 3,
    list: [{ id: 'BBBBBBBBBB:1', hash: '00ff', none: null, yes: true }],
  });
});

test('the order of lists follows: of open cases what is due, of closed ones the newest first', () => {
  const due = Date.UTC(2026, 2, 3);
  expect(shifted(`10${due}AAAAAAAAAA`, shift)).toBe(`10${due - 2 * DAY}BBBBBBBBBB`);
  const left = 9e13 - due;
  expect(shifted(`1${left}AAAAAAAAAA`, shift)).toBe(`1${left + 2 * DAY}BBBBBBBBBB`);
});
