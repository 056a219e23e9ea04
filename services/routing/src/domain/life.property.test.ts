import { AppError } from '@lapor/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor } from './agency.ts';
import type { CaseState } from './case.ts';
import type { CaseCommand } from './commands.ts';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { takesDanger, type FollowedStep } from './following.ts';
import {
  admin,
  AGENCIES,
  agencyOf,
  ANSWER,
  contextAt,
  filing,
  FOLLOW_UP,
  machine,
  officer,
  OPEN_TO_ROADS,
  OPEN_TO_TRIAGE,
  REPORTER,
  Story,
  SYSTEM,
  words,
} from './fixtures/world.ts';
import { brokenByHistory, brokenByState, brokenByStep } from './fixtures/laws.ts';
import { legalCommands } from './legal.ts';
import { snapshotOf } from './snapshot.ts';
import { TRANSITIONS, type CommandName } from './transitions.ts';
import { visibilityFor } from './visibility.ts';

const ACTORS: readonly Actor[] = [
  SYSTEM,
  REPORTER,
  ...['roads', 'health', 'clinic', 'bp-roads', 'batam', 'jayapura'].map((id) => officer(id)),
  ...[...AGENCIES.keys()].map((id) => admin(id)),
  officer('inspectorate', 'inspectorate'),
  officer('batam', 'leader'),
  ...['roads', 'batam', 'inspectorate', 'bp'].map((id) => machine(id)),
];
const TARGETS = [...AGENCIES.keys(), 'nowhere'];
const HOUR = 3_600_000;

const MASTER = '9876543210';

/** Another case, as it may stand. */
function masterAs(n: number): CaseState {
  const opened = new Story().does(SYSTEM, {
    type: 'open',
    filing: { ...filing({ protected: n % 11 === 0 }), trackingId: MASTER },
    jurisdiction: n % 2 === 0 ? OPEN_TO_ROADS : OPEN_TO_TRIAGE,
  });
  return n % 4 === 0 && opened.case.status === 'assigned'
    ? opened.does(officer('roads'), FOLLOW_UP).case
    : opened.case;
}

/** What a master may do next that stands where this case stands. */
function stepsOfMaster(n: number, state: CaseState): readonly FollowedStep[] {
  const { status, master, holder: from } = state;
  const city = agencyOf(from.path.at(-2) ?? 'national');
  const to = agencyOf(state.protected ? 'inspectorate' : 'roads');
  const evidenceCount = 1;
  const disposed = { type: 'CaseDisposed', data: { from, to, automatic: false } };
  const returned = {
    type: 'CaseReturned',
    data: { from, to: city, bounces: 0, returnersPath: from.path },
  };
  const followedUp = { type: 'CaseFollowedUp', data: { kind: 'inspection', first: true, evidenceCount } };
  const answered = {
    type: 'CaseAnswered',
    data: { kind: 'explained', firstFollowUp: false, evidenceCount },
  };
  const archived = { type: 'CaseArchived', data: { reason: 'spam', bySilence: false, byPath: city.path } };
  const referred = { type: 'CaseReferred', data: { bodyName: 'KPK' } };
  const next =
    status === 'unverified' || status === 'returned'
      ? [[disposed], [disposed, followedUp], [archived], [referred]]
      : [[followedUp], [answered], [returned, disposed], [returned], [returned, archived]];
  const taken = master?.followed ?? 0;
  const steps = next[n % next.length] ?? [];
  return steps.map((step, index) => ({ ...step, number: taken + index + 1 }) as FollowedStep);
}

/** A command of that name; `n` varies what it says, sometimes into what is refused. */
function commandOf(name: CommandName, n: number, { now, case: state }: Story): CaseCommand | undefined {
  const nextDate = new Date(now + 10 * 24 * HOUR).toISOString().slice(0, 10);
  const kinds = ['solved', 'explained', 'clarified', 'cannot', 'promised'] as const;
  switch (name) {
    case 'dispose':
      return { type: name, agencyId: TARGETS[n % TARGETS.length] ?? '' };
    case 'ask':
      return { type: name, question: words() };
    case 'reply':
    case 'object':
      return { type: name, words: words() };
    case 'archive':
      return { type: name, reason: 'spam', words: words() };
    case 'refer':
      return { type: name, bodyName: 'KPK', contact: '198', reference: '1', words: words() };
    case 'return':
      return { type: name, words: words() };
    case 'follow_up':
      return { ...FOLLOW_UP, nextDate };
    case 'answer': {
      const kind = kinds[n % kinds.length] ?? 'solved';
      const date = kind === 'promised' ? { promisedDate: nextDate } : {};
      return { ...ANSWER, kind, ...date, ground: 'Perda', whereToGo: 'BPN' };
    }
    case 'rate':
      return { type: name, rating: (n % 5) + 1 };
    case 'solved':
      return { type: name, ...(n % 2 === 0 ? {} : { rating: (n % 4) + 1 }) };
    case 'reclassify':
      return n % 3 === 0
        ? { type: name, words: words(), supervisory: !state.supervisory, complaintType: 'complaint' }
        : {
            type: name,
            words: words(),
            complaintType: n % 2 === 0 ? 'information' : 'complaint',
            danger: n % 5 === 0,
          };
    case 'draft_answer':
      return { ...ANSWER, type: name };
    case 'send_back_draft':
      return { type: name, words: words() };
    case 'release_answer':
    case 'hand_over':
    case 'remind_next_step':
    case 'note_danger':
    case 'ask_promise':
    case 'promise_kept':
      return { type: name };
    case 'report_promise':
      return { type: name, words: words(), evidence: n % 3 === 0 ? [] : ['foto.jpg'] };
    case 'decide_objection':
      return { type: name, accept: n % 2 === 0, words: words() };
    case 'reveal':
      return { type: name, purpose: 'court_order', words: words() };
    case 'release_words':
      return { type: name, words: words(), report: n % 3 !== 0, steps: n % 2 === 0 ? [] : [2], photos: [] };
    case 'nudge':
    case 'withhold_words':
      return { type: name, ...(n % 2 === 0 ? {} : { words: words() }) };
    case 'await_release':
      return { type: name, photo: `photo-${n % 4}` };
    case 'begin_erasure':
      return { type: name, words: n % 2 === 0 };
    case 'set_legal_hold':
    case 'lift_legal_hold':
      return { type: name, words: words() };
    case 'note':
      return {
        type: name,
        words: words(),
        ...(n % 2 === 0 ? { toAgencyId: TARGETS[n % TARGETS.length] ?? '' } : {}),
      };
    case 'set_privacy':
      if (n % 4 === 0) return { type: name, protected: n % 8 === 0 };
      return { type: name, secret: n % 2 === 0, anonymous: n % 3 !== 0 };
    case 'not_solved':
    case 'reopen':
    case 'withdraw':
    case 'archive_held':
    case 'close_reply_window':
    case 'pass_thresholds':
    case 'recount_clocks':
    case 'follow_reported':
    case 'anonymise':
      return { type: name };
    case 'follow_category':
      return { type: name, fromCode: state.categoryCode, toCode: `kategori-${n % 5}` };
    case 'move_messages':
      return { type: name, fromId: TARGETS[n % TARGETS.length] ?? '', toId: TARGETS[n % 3] ?? '' };
    case 'move_holder':
      return { type: name, path: state.holder.path, calendar: state.holder.calendar };
    case 'take_over': {
      const heir = TARGETS[n % TARGETS.length] ?? '';
      const outside = AGENCIES.get(heir)?.path.includes(state.holder.id) === false;
      const merged = n % 3 !== 0 && outside;
      const path = merged ? (AGENCIES.get(heir)?.path ?? []) : state.holder.path.slice(0, -1);
      if (path.length === 0) return undefined;
      return { type: name, closedId: n % 7 === 0 ? 'nowhere' : state.holder.id, path, merged };
    }
    case 'confirm_delivery':
      return {
        type: name,
        answeredAt: n % 5 === 0 ? n : (state.answer?.at ?? 0),
        deliveredAt: now - n * 60_000,
      };
    case 'merge':
      return { type: name, masterId: MASTER, master: masterAs(n) };
    case 'unmerge':
      return { type: name, ...(n % 5 === 0 ? { words: words() } : {}) };
    case 'lead':
      return {
        type: name,
        oldestAt: state.submittedAt - (n % 7) * HOUR,
        danger: n % 3 === 0,
        ...(n % 2 === 0 ? {} : { urgentFrom: now - (n % 5) * HOUR }),
      };
    case 'tell_members': {
      const oldestAt = state.submittedAt - (n % 5) * HOUR;
      const urgent = n % 3 === 0 ? {} : { urgentFrom: now - (n % 5) * HOUR };
      return { type: name, steps: n % 4, members: n % 60, danger: n % 2 === 0, oldestAt, ...urgent };
    }
    case 'follow':
      return { type: name, steps: stepsOfMaster(n, state) };
    case 'open':
      return undefined;
  }
}

const reached = new Set<string>();

/** One random attempt; what is refused must change nothing and be refused for a reason the table knows. */
function attempt(story: Story, actor: Actor, name: CommandName, n: number): void {
  const before = story.case;
  const command = commandOf(name, n, story);
  if (command === undefined) return;
  const offered = legalCommands(before, actor, contextAt(story.now, actor)).includes(name);
  try {
    // With all there is to look at it comes to the same as with what it says it needs.
    const { events } = decide(before, command, contextAt(story.now, actor));
    expect(offered).toBe(true);
    let state = before;
    for (const event of events) {
      const next = evolve(state, event);
      expect(brokenByStep(state, event, next)).toEqual([]);
      expect(event.data.case).toEqual(snapshotOf(next));
      expect(JSON.stringify(event)).not.toContain('RAHASIA-TEKS');
      state = next;
    }
    story.does(actor, command);
    expect(story.case).toEqual(state);
    if (command.type === 'tell_members' && takesDanger(state))
      expect(state.danger || !command.danger).toBe(true);
    const row = TRANSITIONS.find(
      (each) => each.command === name && each.from.includes(before.status) && isTo(each.to, before, state),
    );
    expect(row).toBeDefined();
    if (row !== undefined) reached.add(row.key);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    expect(['illegal', 'forbidden', 'invalid', 'not_found']).toContain(thrown.code);
    // Offered, it is refused for what it says: wrong at any time, or where the case stands.
    expect(thrown.issues.length > 0).toBe(offered);
    expect(story.case).toBe(before);
  }
}

function isTo(to: readonly string[], before: CaseState, after: CaseState): boolean {
  return (
    to.includes(after.status) ||
    (to.includes('same') && (after.status === before.status || after.protected !== before.protected)) ||
    (to.includes('before') && after.status === before.resumeTo)
  );
}

function relieve(story: Story): void {
  const inspector = officer('inspectorate', 'inspectorate');
  const weight = (supervisory: boolean) => ({ type: 'reclassify', supervisory, words: words() }) as const;
  story.does(story.case.protected ? inspector : admin('batam'), weight(true)).does(inspector, weight(false));
  story.does(inspector, { type: 'set_privacy', protected: false });
  if (legalCommands(story.case, REPORTER, contextAt(story.now, REPORTER)).includes('object'))
    story.does(REPORTER, { type: 'object', words: words() });
}

const step = fc.record({
  actor: fc.nat(ACTORS.length - 1),
  /** Mostly what is offered, sometimes anything at all. */
  wild: fc.integer({ min: 0, max: 9 }),
  pick: fc.nat(),
  n: fc.nat(1000),
  hours: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 24 * 45 })),
});
const NAMES = [...new Set(TRANSITIONS.map((row) => row.command))];

it('holds its laws through any life', () => {
  fc.assert(
    fc.property(
      fc.record({
        routed: fc.boolean(),
        danger: fc.boolean(),
        protected: fc.boolean(),
        secret: fc.boolean(),
        /** Had supervisory weight, and was found to have none. */
        relieved: fc.boolean(),
      }),
      fc.array(step, { minLength: 20, maxLength: 60 }),
      ({ routed, relieved, ...flags }, steps) => {
        const jurisdiction = routed ? OPEN_TO_ROADS : OPEN_TO_TRIAGE;
        const story = new Story().does(SYSTEM, { type: 'open', filing: filing(flags), jurisdiction });
        if (relieved) relieve(story);
        expect(brokenByState(story.case)).toEqual([]);
        for (const { actor: first, wild, pick, n, hours } of steps) {
          story.at(story.now + hours * HOUR);
          // Whoever can do something now, looking round from a random place.
          const turn = [...ACTORS.slice(first), ...ACTORS.slice(0, first)];
          const time = contextAt(story.now, SYSTEM);
          const able = turn.find((each) => legalCommands(story.case, each, time).length > 0);
          const actor = (wild === 0 ? turn[0] : able) ?? SYSTEM;
          const offered = wild < 2 ? NAMES : legalCommands(story.case, actor, time);
          const name = offered[pick % Math.max(1, offered.length)];
          if (name !== undefined) attempt(story, actor, name, n);
          expect(brokenByState(story.case)).toEqual([]);
          expect(brokenByHistory(story.case, story.events)).toEqual([]);
          expect(JSON.parse(JSON.stringify(story.case))).toStrictEqual(story.case);
          if (!story.case.protected) continue;
          for (const id of story.case.reportedIds) {
            expect(Object.values(visibilityFor(story.case, officer(id)))).not.toContain(true);
          }
        }
        const replayed = story.events.reduce<CaseState | undefined>(evolve, undefined);
        expect(replayed).toEqual(story.case);
        expect(JSON.parse(JSON.stringify(story.events))).toStrictEqual(story.events);
      },
    ),
    { numRuns: 300 },
  );
  // Chance alone walks through most of the table; the examples walk through all of it.
  expect(reached.size).toBeGreaterThan(20);
});
