import type { StoredEvent, DomainEvent } from '../aggregates/aggregate.ts';
import type { AggregateDocument } from '../aggregates/aggregate-document.ts';
import { publishedUpTo } from '../aggregates/aggregate-document.ts';
import type { MovedDocument } from './document-places.ts';

type Stored = AggregateDocument<unknown, DomainEvent>;

/** The same aggregate, as it was before this was published. What consumers had of it they recognise by its `pubSeq`. */
export function publishedAgainFrom(document: MovedDocument, pubSeq: number): MovedDocument {
  const aggregate = document as unknown as Stored;
  if (aggregate.pub < pubSeq) return document;
  const first = aggregate.events.find((event: StoredEvent<DomainEvent>) => event.pubSeq === pubSeq);
  const before = first === undefined ? 0 : first.seq - 1;
  return {
    ...document,
    published: Math.min(before, publishedUpTo(aggregate)),
    unpublished: true,
  };
}
