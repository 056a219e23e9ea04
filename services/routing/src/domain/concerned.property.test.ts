import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from './agency.ts';
import type { CaseState } from './case.ts';
import type { CaseCommand } from './commands.ts';
import { concernedBy, countCopies } from './concerned.ts';
import type { CaseEvent } from './events.ts';
import { evolve } from './evolve.ts';
import {
  admin,
  AGENCIES,
  ANSWER,
  assigned,
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
import { isReported } from './relations.ts';
import { visibilityFor } from './visibility.ts';

const IDS = [...AGENCIES.keys()];
const ACTORS: readonly Actor[] = [
  REPORTER,
  ...IDS.map((id) => admin(id)),
  ...IDS.map((id) => officer(id)),
  officer('inspectorate', 'inspectorate'),
  machine('roads'),
];

/** Mostly commands that move a case about, or hide it. */
const command = fc.oneof(
  fc.constantFrom(...IDS).map((agencyId): CaseCommand => ({ type: 'dispose', agencyId })),
  fc.constantFrom<CaseCommand>(
    { type: 'return', words: words() },
    FOLLOW_UP,
    ANSWER,
    { type: 'not_solved' },
    { type: 'set_privacy', protected: true },
    { type: 'set_privacy', protected: false },
    { type: 'reclassify', words: words(), supervisory: true, complaintType: 'complaint' },
    { type: 'archive', reason: 'spam', words: words() },
    { type: 'object', words: words() },
  ),
);
const life = fc.record({
  isProtected: fc.boolean(),
  routed: fc.boolean(),
  commands: fc.array(fc.record({ actor: fc.nat(ACTORS.length - 1), command }), { maxLength: 40 }),
});

interface Step {
  readonly event: CaseEvent;
  readonly before: CaseState | undefined;
  readonly after: CaseState;
}

/** Every event of a random life; each command is given by the first one who may. */
function stepsOf({
  isProtected,
  routed,
  commands,
}: typeof life extends fc.Arbitrary<infer T> ? T : never): Step[] {
  const jurisdiction = routed ? OPEN_TO_ROADS : OPEN_TO_TRIAGE;
  const story = new Story().does(SYSTEM, {
    type: 'open',
    filing: filing({ protected: isProtected }),
    jurisdiction,
  });
  for (const { actor: first, command: wanted } of commands) {
    for (const actor of [...ACTORS.slice(first), ...ACTORS.slice(0, first)]) {
      try {
        story.does(actor, wanted);
        break;
      } catch {
        // Not theirs, or not now.
      }
    }
  }
  let before: CaseState | undefined;
  return story.events.map((event) => {
    const after = evolve(before, event);
    const step = { event, before, after };
    before = after;
    return step;
  });
}

/** From one inspectorate to another: not to one that the case turned out to be about. */
function isHandedOn(id: string, before: CaseState, after: CaseState): boolean {
  const { inspects, agencyPath } = machine(id);
  return inspects && before.protected && !isReported(after, agencyPath);
}

const reached = { moved: 0, hidden: 0, inspected: 0, shown: 0 };

describe('whom an event concerns', () => {
  it('is who may read the case through a system after it, and who just lost it', () => {
    fc.assert(
      fc.property(life, (played) => {
        for (const { event, before, after } of stepsOf(played)) {
          const told = new Set(concernedBy(event, after));
          for (const id of IDS) {
            const reads = visibilityFor(after, machine(id)).listed;
            const lost = before !== undefined && !reads && visibilityFor(before, machine(id)).listed;
            // Whoever loses it to protection is told nothing.
            const wanted = reads || (lost && !after.protected) || (lost && isHandedOn(id, before, after));
            expect(told.has(id), `${event.type} to ${id}`).toBe(wanted);
            if (lost && !after.protected) reached.moved += 1;
            if (lost && after.protected) reached.hidden += 1;
            if (after.protected && reads) reached.inspected += 1;
          }
          if (before?.protected === true && !after.protected) reached.shown += 1;
        }
      }),
      { numRuns: 300 },
    );
    for (const [name, times] of Object.entries(reached)) expect(times, name).toBeGreaterThan(0);
  });

  it('of a protected case is its inspectorate alone, and never one that it is about', () => {
    fc.assert(
      fc.property(life, (played) => {
        for (const { event, after } of stepsOf(played)) {
          if (!after.protected) continue;
          for (const id of concernedBy(event, after)) {
            expect(id).toBe('inspectorate');
            for (const reported of after.reportedIds) expect(AGENCIES.get(id)?.path).not.toContain(reported);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is counted without holes, for each agency by itself', () => {
    fc.assert(
      fc.property(life, (played) => {
        let counts: Readonly<Record<string, number>> = {};
        const seen = new Map<string, number[]>();
        for (const { event, after } of stepsOf(played)) {
          const told = concernedBy(event, after);
          expect(new Set(told).size).toBe(told.length);
          counts = countCopies(counts, told);
          for (const id of told) seen.set(id, [...(seen.get(id) ?? []), counts[id] ?? 0]);
        }
        for (const numbers of seen.values()) expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the event that takes a case away', () => {
  it('is the last one the former holder gets', () => {
    const story = assigned().does(officer('roads'), { type: 'return', words: words() });
    story.does(admin('national'), { type: 'dispose', agencyId: 'bp-roads' });
    story.does(officer('bp-roads'), FOLLOW_UP);
    let state: CaseState | undefined;
    const told = story.events.map((event) => {
      state = evolve(state, event);
      return [event.type, [...concernedBy(event, state)].sort().join(' ')];
    });
    expect(told).toEqual([
      ['CaseOpened', 'batam kepri national'],
      ['CaseDisposed', 'batam kepri national roads'],
      ['CaseReturned', 'batam kepri national roads'],
      ['CaseDisposed', 'batam bp bp-roads kepri national'],
      ['CaseFollowedUp', 'bp bp-roads national'],
    ]);
  });
});
