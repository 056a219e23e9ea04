import { eventActor } from './agency.ts';
import { inspectoratesTold } from './concerned.ts';
import type { CaseState } from './case.ts';
import type { ClockChanges } from './clocks/clock.ts';
import { withNextMoments } from './clocks/clock-thresholds.ts';
import type { DecisionContext, Words } from './commands.ts';
import { evolve } from './evolve.ts';
import type { CaseEvent, CaseEventFields, CaseEventType, ContentRef } from './events.ts';
import { snapshotOf } from './snapshot.ts';
import type { CaseStatus } from './vocabulary.ts';

/** What a command comes to: the events to append, and the case after them. */
export interface Decision {
  readonly events: readonly CaseEvent[];
  readonly state: CaseState;
}

/** One event on top of what was decided so far, with the snapshot of the case right after it. */
export function record<T extends CaseEventType>(
  before: Decision | CaseState | undefined,
  context: DecisionContext,
  type: T,
  status: CaseStatus,
  clocks: ClockChanges,
  fields: CaseEventFields[T],
): Decision {
  const earlier = before === undefined || !('events' in before) ? [] : before.events;
  const state = before !== undefined && 'events' in before ? before.state : before;
  const bare = {
    type,
    at: context.now,
    actor: eventActor(context.actor),
    data: { ...fields, status, clocks: withNextMoments(clocks, context) },
  };
  // The snapshot is of the state that this very event leads to, and evolving does not read it.
  const next = evolve(state, bare as unknown as CaseEvent);
  const inspectorateIds = inspectoratesTold(state, next, context.inspectorates ?? []);
  const told = inspectorateIds.length === 0 ? {} : { inspectorateIds };
  const event = { ...bare, data: { ...bare.data, ...told, case: snapshotOf(next) } } as unknown as CaseEvent;
  return { events: [...earlier, event], state: next };
}

/** Of what a reporter says: that it reads like danger goes along. */
export function heardOf(words: Words | undefined): {
  readonly content?: ContentRef;
  readonly saysDanger?: true;
} {
  return { ...contentOf(words), ...(words?.danger ? { saysDanger: true } : {}) };
}

export function contentOf(words: Words | undefined): { readonly content?: ContentRef } {
  return words === undefined ? {} : { content: words.content };
}
