import { expect, test } from 'vitest';
import { toRecord } from '../case-record.ts';
import type { CaseCommand } from '../domain/commands.ts';
import {
  admin,
  answered,
  assigned,
  FOLLOW_UP,
  inProgress,
  officer,
  REPORTER,
  type Story,
  SYSTEM,
  unverified,
  words,
} from '../domain/fixtures/world.ts';
import { publishCaseEvent } from '../publish.ts';
import { INDEXED_TYPES, isToIndex } from './when-to-index.ts';

/** Of the last event of a story, as it is published. */
function isIndexedAfter(story: Story): boolean {
  const last = story.events.at(-1);
  if (last === undefined) throw new Error('the story has not begun');
  const { type, body } = publishCaseEvent(toRecord(last));
  const event = { id: 'x:1', type, aggregateId: 'x', pubSeq: 1, time: new Date(last.at).toISOString(), body };
  const told = isToIndex(event);
  // Else it is never heard of.
  if (told) expect(INDEXED_TYPES).toContain(type);
  return told;
}

const said = { words: words() };

test('a case is indexed when it is opened, moves, or something is said', () => {
  expect(isIndexedAfter(assigned())).toBe(true);
  expect(isIndexedAfter(unverified().does(admin('batam'), { type: 'dispose', agencyId: 'roads' }))).toBe(
    true,
  );
  expect(isIndexedAfter(inProgress())).toBe(true);
  expect(isIndexedAfter(answered())).toBe(true);
});

test.for<readonly [() => Story, CaseCommand]>([
  [answered, { type: 'solved', rating: 4 }],
  [() => answered().does(REPORTER, { type: 'solved' }), { type: 'rate', rating: 4 }],
  [assigned, { type: 'withdraw' }],
])('a verdict costs nothing unless something is said with it: %#', ([story, command]) => {
  expect(isIndexedAfter(story().does(REPORTER, command))).toBe(false);
  expect(isIndexedAfter(story().does(REPORTER, { ...command, ...said } as CaseCommand))).toBe(true);
});

test('notes, and ends that nobody spoke at, are no matter of the index', () => {
  expect(isIndexedAfter(inProgress().does(officer('roads'), { type: 'note', ...said }))).toBe(false);
  expect(isIndexedAfter(answered().at('2026-04-01 10:00').does(SYSTEM, { type: 'close_reply_window' }))).toBe(
    false,
  );
});

test('who follows a master is indexed when it moves, and not for what the master says', () => {
  const master = assigned({ trackingId: '9876543210' }).does(SYSTEM, {
    type: 'lead',
    oldestAt: 0,
    danger: false,
  }).case;
  const merge = { type: 'merge', masterId: master.id, master } as const;
  expect(isIndexedAfter(assigned().does(admin('batam'), merge))).toBe(false);
  const elsewhere = () => unverified().does(admin('batam'), { type: 'dispose', agencyId: 'health' });
  const member = () => elsewhere().does(admin('batam'), merge);
  expect(isIndexedAfter(member())).toBe(true);
  const { kind, words: spoken, nextStep } = FOLLOW_UP;
  const data = { kind, first: true, evidenceCount: 0, content: spoken.content, nextStep };
  const step = { type: 'CaseFollowedUp', number: 1, data } as const;
  expect(isIndexedAfter(member().does(SYSTEM, { type: 'follow', steps: [step] }))).toBe(false);
  expect(isIndexedAfter(member().does(admin('batam'), { type: 'unmerge' }))).toBe(true);
});
