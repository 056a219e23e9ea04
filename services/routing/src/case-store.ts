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
  /** Sorts as text: urgent ones, then what is due next, then the id, so that no two are alike. Closed ones: newest first. */
  readonly order: string;
  /** When the platform itself must act: a reply window or a silence ends. Absent when it need not. */
  readonly timerAt?: number;
}

export type RoutingState = CaseState & { readonly inbox: Inbox };

/** Later than any moment that is due. */
const NEVER = 9e13;
const OPEN: ReadonlySet<string> = new Set(OPEN_STATUSES);

function orderOf(state: CaseState, open: boolean): string {
  const moment = open ? (nextDue(state)?.at ?? NEVER) : NEVER - (state.closedAt ?? state.receivedAt);
  const urgent = open && state.danger ? '0' : '1';
  return `${urgent}${String(moment).padStart(14, '0')}${state.id}`;
}

export function inboxOf(state: CaseState): Inbox {
  const open = OPEN.has(state.status);
  const { reply, silence } = state.clocks;
  const timers = [reply, silence].filter(isRunning).map((clock) => clock.dueAt);
  return {
    open,
    order: orderOf(state, open),
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
