import type { AggregateDefinition, Command } from '@lapor/store';

/** A small aggregate for the store's contract: it adds up, may be closed, and notes things nobody else sees. */
export type CounterEvent =
  | { readonly type: 'Added'; readonly data: { readonly by: number } }
  | { readonly type: 'Noted'; readonly data: { readonly ref: string; readonly padding?: string } }
  | { readonly type: 'Closed'; readonly data: Readonly<Record<string, never>> };

export interface CounterState {
  readonly total: number;
  readonly notes: number;
  readonly status: 'open' | 'closed';
  readonly rank: number;
}

const EMPTY: CounterState = { total: 0, notes: 0, status: 'open', rank: 0 };

function evolveCounter(state: CounterState = EMPTY, event: CounterEvent): CounterState {
  switch (event.type) {
    case 'Added':
      return { ...state, total: state.total + event.data.by, rank: state.rank + 1 };
    case 'Noted':
      return { ...state, notes: state.notes + 1 };
    case 'Closed':
      return { ...state, status: 'closed' };
  }
}

/** `Noted` is private; the others are published with the total right after them. */
export const counterDefinition: AggregateDefinition<CounterState, CounterEvent> = {
  name: 'counters',
  context: 'testing',
  schema: 1,
  evolve: evolveCounter,
  isPublished: (type) => type !== 'Noted',
  publish(event, state, { aggregateId }) {
    if (event.type === 'Noted') return undefined;
    const body = JSON.stringify({ id: aggregateId, total: state.total });
    return { type: `lapor.testing.v1.Counter${event.type}`, body };
  },
  indexes: [{ fields: { 'state.status': 1, 'state.rank': 1 } }],
};

export function counterCommand(aggregateId: string, commandId: string, more: Partial<Command> = {}): Command {
  return { aggregateId, commandId, bodyHash: `hash of ${commandId}`, actor: { kind: 'system' }, ...more };
}

export function added(by: number): CounterEvent {
  return { type: 'Added', data: { by } };
}
