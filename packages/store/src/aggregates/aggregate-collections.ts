import type { StoreConnection } from '../connection.ts';
import { openRawCollection } from '../collections/open-raw-collection.ts';
import type { RawCollection } from '../collections/raw-collection.ts';
import type { AggregateDefinition, DomainEvent } from './aggregate.ts';
import type { AggregateDocument, HistoryDocument } from './aggregate-document.ts';

export interface AggregateCollections<State, Event extends DomainEvent> {
  readonly aggregates: RawCollection<AggregateDocument<State, Event>>;
  readonly history: RawCollection<HistoryDocument<Event>>;
}

/** The two collections of an aggregate, with their indexes declared. */
export function aggregateCollections<State, Event extends DomainEvent>(
  connection: StoreConnection,
  definition: AggregateDefinition<State, Event>,
): AggregateCollections<State, Event> {
  // The outbox, oldest first: holds only what waits, so it stays small.
  const outbox = { fields: { unpublished: 1, changedAt: 1 }, partial: { unpublished: true } } as const;
  return {
    aggregates: openRawCollection(connection, definition.name, [outbox, ...(definition.indexes ?? [])]),
    history: openRawCollection(connection, `${definition.name}_history`),
  };
}
