import type { AggregateDefinition } from '@lapor/store';
import { type CaseRecord, fromRecord } from './case-record.ts';
import type { CaseState } from './domain/case.ts';
import { isRunning } from './domain/clock.ts';
import { evolve } from './domain/evolve.ts';
import { nextDue } from './domain/case.ts';
import { OPEN_STATUSES } from './domain/vocabulary.ts';
import { publishCaseEvent } from './publish.ts';

/** What lists and timers find a case by. Derived from the case at every event, never set by hand. */
export interface Inbox {
  readonly open: boolean;
  /** Small comes first: urgent cases, then what is due next. */
  readonly order: number;
  /** When the platform itself must act: a reply window or a silence ends. Absent when it need not. */
  readonly timerAt?: number;
}

export type RoutingState = CaseState & { readonly inbox: Inbox };

/** Larger than any moment of this millennium: lifts urgent cases above all others. */
const URGENT_LIFT = 1e14;
const NEVER = 9e13;
const OPEN: ReadonlySet<string> = new Set(OPEN_STATUSES);

export function inboxOf(state: CaseState): Inbox {
  const open = OPEN.has(state.status);
  const due = nextDue(state)?.at ?? NEVER;
  const { reply, silence } = state.clocks;
  const timers = [reply, silence].filter(isRunning).map((clock) => clock.dueAt);
  return {
    open,
    order: open ? (state.danger ? due - URGENT_LIFT : due) : -(state.closedAt ?? state.receivedAt),
    ...(timers.length === 0 ? {} : { timerAt: Math.min(...timers) }),
  };
}

export const CASES: AggregateDefinition<RoutingState, CaseRecord> = {
  name: 'cases',
  context: 'routing',
  schema: 1,
  evolve(state, record, meta) {
    const next = evolve(state, fromRecord(record, meta));
    return { ...next, inbox: inboxOf(next) };
  },
  publish: (record) => publishCaseEvent(record),
  isPublished: () => true,
  indexes: [
    { fields: { 'state.holder.path': 1, 'state.inbox.open': 1, 'state.inbox.order': 1 } },
    { fields: { 'state.holder.path': 1, 'state.status': 1, 'state.inbox.order': 1 } },
    { fields: { 'state.holder.id': 1, 'state.inbox.open': 1, 'state.inbox.order': 1 } },
    { fields: { 'state.holder.id': 1, 'state.status': 1, 'state.inbox.order': 1 } },
    { fields: { 'state.inbox.timerAt': 1 } },
  ],
};
