import type { Actor as StoredActor, AggregateDefinition } from '@lapor/store';
import type { CaseState } from './domain/case.ts';
import { isRunning } from './domain/clock.ts';
import type { CaseEvent, CaseEventType } from './domain/events.ts';
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

/** An event as the store keeps it: its moment and actor are in the envelope. */
export interface CaseRecord {
  readonly type: CaseEventType;
  readonly data: Readonly<Record<string, unknown>>;
}

export function toRecord(event: CaseEvent): CaseRecord {
  return { type: event.type, data: event.data as unknown as Record<string, unknown> };
}

export function fromRecord(
  record: CaseRecord,
  meta: { readonly at: string; readonly actor: StoredActor },
): CaseEvent {
  const { kind, id, agencyId } = meta.actor;
  const event = {
    type: record.type,
    at: Date.parse(meta.at),
    actor: {
      kind,
      ...(id === undefined ? {} : { officerId: id }),
      ...(agencyId === undefined ? {} : { agencyId }),
    },
    data: record.data,
  };
  return event as unknown as CaseEvent;
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
