import type { OutgoingEvent, Outbox } from '@lapor/events';
import type { AggregateDefinition, DomainEvent } from './aggregate.ts';
import type { AggregateDocument } from './aggregate-document.ts';
import { publishedUpTo } from './aggregate-document.ts';
import { publishedHistory } from './aggregate-fold.ts';
import type { AggregateReader } from './aggregate-reader.ts';
import type { BulkOperation, RawCollection } from '../collections/raw-collection.ts';

type Mark = { readonly aggregateId: string; readonly head: number };

/** What waits to be published, read from the documents themselves. */
export class AggregateOutbox<State, Event extends DomainEvent> implements Outbox {
  readonly context: string;
  readonly #definition: AggregateDefinition<State, Event>;
  readonly #aggregates: RawCollection<AggregateDocument<State, Event>>;
  readonly #reader: AggregateReader<State, Event>;
  readonly #marked: (mark: Mark) => void;

  constructor(
    definition: AggregateDefinition<State, Event>,
    aggregates: RawCollection<AggregateDocument<State, Event>>,
    reader: AggregateReader<State, Event>,
    marked: (mark: Mark) => void,
  ) {
    this.context = definition.context;
    this.#definition = definition;
    this.#aggregates = aggregates;
    this.#reader = reader;
    this.#marked = marked;
  }

  async unpublishedIds(limit: number, from?: string): Promise<readonly string[]> {
    const first = from === undefined ? undefined : await this.#reader.load(from);
    const younger = first === undefined ? {} : { changedAt: { $gte: first.changedAt } };
    const found = await this.#aggregates
      .find({ unpublished: true, ...younger }, { projection: { _id: 1 }, sort: { changedAt: 1 }, limit })
      .toArray();
    return found.map(({ _id }) => _id);
  }

  async pending(
    aggregateId: string,
  ): Promise<{ readonly head: number; readonly events: readonly OutgoingEvent[] }> {
    const document = await this.#reader.load(aggregateId);
    if (!document) return { head: 0, events: [] };
    const published = publishedUpTo(document);
    // Events leave the document once they are published; only of one put back from a backup may some wait in history.
    const allHere = (document.events[0]?.seq ?? 1) <= published + 1;
    if (allHere && !document.events.some(({ seq, pubSeq }) => seq > published && pubSeq !== undefined)) {
      return { head: document.head, events: [] };
    }
    const history = await this.#reader.joined(document);
    const first = history.find(({ seq, pubSeq }) => seq > published && pubSeq !== undefined)?.pubSeq ?? 0;
    const outward = [...publishedHistory(this.#definition, aggregateId, history)];
    return { head: document.head, events: outward.filter(({ pubSeq }) => pubSeq >= first) };
  }

  async markPublished(marks: readonly Mark[]): Promise<void> {
    if (marks.length === 0) return;
    const result = await this.#aggregates.bulkWrite(marks.map(markWhenUnmoved), { ordered: false });
    for (const mark of marks) this.#marked(mark);
    if (result.matchedCount === marks.length) return;
    // Some head has moved on: what is newer must still go out, so the flag stays.
    await this.#aggregates.bulkWrite(marks.map(raiseWhenMoved), { ordered: false });
  }
}

function markWhenUnmoved({ aggregateId, head }: Mark): BulkOperation {
  return {
    updateOne: {
      filter: { _id: aggregateId, head },
      update: { $set: { published: head }, $unset: { unpublished: 1 } },
    },
  };
}

function raiseWhenMoved({ aggregateId, head }: Mark): BulkOperation {
  return {
    updateOne: {
      filter: { _id: aggregateId, head: { $gt: head } },
      update: { $max: { published: head } },
    },
  };
}
