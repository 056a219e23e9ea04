import type { OutboxHint } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { AggregateDefinition, Command, DomainEvent, Outcome, StoredEvent } from './aggregate.ts';
import type { AggregateCollections } from './aggregate-collections.ts';
import type {
  AggregateDocument,
  AggregateLimits,
  CommandRecord,
  HistoryDocument,
} from './aggregate-document.ts';
import { publishedUpTo } from './aggregate-document.ts';
import type { AggregateReader } from './aggregate-reader.ts';
import { planCommand } from './command-plan.ts';
import type { Decide, WritePlan } from './command-plan.ts';
import { LruMap } from '../lru-map.ts';
import type { RawCollection } from '../collections/raw-collection.ts';
import { isDuplicateKey } from '../store-errors.ts';

/** Whoever has the document at hand writes faster than whoever must read it first: some seconds in all, to outlast a row of such writes. */
const MOST_TRIES = 32;
/** Milliseconds; doubles with the tries, and is shaken so that two writers do not meet again. */
const PAUSE = 2;
const LONGEST_PAUSE = 250;
/** Bytes; larger documents are read anew each time, so that memory stays bounded. */
const LARGEST_HOT = 64 * 1024;

export interface WriterOptions {
  readonly clock: Clock;
  readonly limits: AggregateLimits;
  /** Documents kept at hand between commands. */
  readonly hot: number;
  readonly onWritten: (hint: OutboxHint) => void;
  readonly onLarge: (id: string, bytes: number) => void;
}

/** Runs commands: decides, then writes once, guarded by the version it decided on. */
export class AggregateWriter<State, Event extends DomainEvent> {
  readonly #definition: AggregateDefinition<State, Event>;
  readonly #aggregates: RawCollection<AggregateDocument<State, Event>>;
  readonly #history: RawCollection<HistoryDocument<Event>>;
  readonly #reader: AggregateReader<State, Event>;
  readonly #options: WriterOptions;
  readonly #hot: LruMap<string, AggregateDocument<State, Event>>;

  constructor(
    definition: AggregateDefinition<State, Event>,
    collections: AggregateCollections<State, Event>,
    reader: AggregateReader<State, Event>,
    options: WriterOptions,
  ) {
    this.#definition = definition;
    this.#aggregates = collections.aggregates;
    this.#history = collections.history;
    this.#reader = reader;
    this.#options = options;
    this.#hot = new LruMap(options.hot);
  }

  async execute(command: Command, decide: Decide<State, Event>): Promise<Outcome<State, Event>> {
    const id = command.aggregateId;
    let current = this.#hot.get(id);
    // Whoever makes something new says so with version 0: then there is nothing to read.
    let fresh = false;
    if (!current && command.expectedVersion !== 0) {
      current = await this.#reader.load(id);
      fresh = true;
    }
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const outcome = await this.#attempt(current, fresh, command, decide);
      if (outcome) return outcome;
      this.#hot.delete(id);
      if (fresh) await pause(Math.random() * Math.min(PAUSE * 2 ** tries, LONGEST_PAUSE));
      current = await this.#reader.load(id);
      fresh = true;
    }
    throw new AppError('conflict', `${this.#definition.name} ${id} is being changed by too many at once`);
  }

  /** As the last command here left it. Undefined says nothing: read it. With other writers about it may be old. */
  atHand(id: string): AggregateDocument<State, Event> | undefined {
    return this.#hot.get(id);
  }

  /** The relay has marked: what we hold may be trimmed, and the next hint needs no check. */
  marked({ aggregateId, head }: { readonly aggregateId: string; readonly head: number }): void {
    const document = this.#hot.get(aggregateId);
    if (!document?.unpublished || document.published >= head) return;
    const { unpublished, ...rest } = document;
    this.#hot.set(
      aggregateId,
      document.head === head ? { ...rest, published: head } : { ...rest, unpublished, published: head },
    );
  }

  /** Undefined when the document at hand was not the newest: to be read (again) and decided anew. */
  async #attempt(
    current: AggregateDocument<State, Event> | undefined,
    fresh: boolean,
    command: Command,
    decide: Decide<State, Event>,
  ): Promise<Outcome<State, Event> | undefined> {
    const { clock, limits } = this.#options;
    let plan;
    try {
      plan = planCommand(this.#definition, limits, current, command, decide, clock.now());
    } catch (error) {
      // A refusal counts only when it was made in sight of the newest state.
      if (!fresh) return undefined;
      throw error;
    }
    if (plan.kind === 'replay') return fresh ? this.#replayed(current!, plan.record) : undefined;
    if (!(await this.#write(current, plan))) return undefined;
    const { document, appended: events, size } = plan;
    if (size <= LARGEST_HOT) this.#hot.set(document._id, document);
    else this.#hot.delete(document._id);
    if (size > limits.alarmBytes) this.#options.onLarge(document._id, size);
    this.#notify(current, plan);
    return {
      id: document._id,
      state: document.state,
      version: document.version,
      head: document.head,
      events,
      replayed: false,
    };
  }

  async #write(
    current: AggregateDocument<State, Event> | undefined,
    plan: WritePlan<State, Event>,
  ): Promise<boolean> {
    try {
      if (!current) {
        await this.#aggregates.insertOne(plan.document);
        return true;
      }
      if (plan.leaving.length > 0) await this.#copyToHistory(plan.leaving);
      const guard = { _id: current._id, version: current.version };
      const result = await this.#aggregates.updateOne(guard, updateOf(current, plan));
      return result.matchedCount === 1;
    } catch (error) {
      this.#hot.delete(plan.document._id);
      if (!current && isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Before they leave the document. Copied twice is the same as copied once. */
  async #copyToHistory(events: readonly StoredEvent<Event>[]): Promise<void> {
    const operations = events.map((event) => ({
      updateOne: { filter: { _id: event.id }, update: { $setOnInsert: { ...event } }, upsert: true },
    }));
    await this.#history.bulkWrite(operations, { ordered: false });
  }

  async #replayed(
    document: AggregateDocument<State, Event>,
    record: CommandRecord,
  ): Promise<Outcome<State, Event>> {
    const { _id: id, state, version, head } = document;
    const ofCommand = ({ commandId }: StoredEvent<Event>): boolean => commandId === record.id;
    const kept = document.events[0];
    // Its events may have been moved to history since, or only the first of them.
    const partly = kept !== undefined && kept.seq > 1 && (kept.seq > record.resultSeq || ofCommand(kept));
    const known = partly ? await this.#reader.joined(document) : document.events;
    return { id, state, version, head, events: known.filter(ofCommand), replayed: true };
  }

  #notify(
    current: AggregateDocument<State, Event> | undefined,
    { document, published }: WritePlan<State, Event>,
  ): void {
    if (!document.unpublished) return;
    const before = current?.head ?? 0;
    const nothingPending = !current || publishedUpTo(current) >= before;
    this.#options.onWritten({
      aggregateId: document._id,
      after: nothingPending ? 0 : before,
      head: document.head,
      events: published,
    });
  }
}

/** Only what changes. The flag and `published` are the relay's: touched no more than the command must. */
function updateOf<State, Event extends DomainEvent>(
  current: AggregateDocument<State, Event>,
  { document, appended, record, leaving, forgets, published }: WritePlan<State, Event>,
): Readonly<Record<string, unknown>> {
  const { version, schema, state, head, pub, changedAt } = document;
  const set: Record<string, unknown> = { version, state, changedAt };
  if (schema !== current.schema) set['schema'] = schema;
  const push: Record<string, unknown> = {
    commands: forgets ? { $each: [record], $slice: -document.commands.length } : record,
  };
  if (appended.length > 0) {
    Object.assign(set, { head, pub });
    if (!current.unpublished) set['published'] = document.published;
    if (published.length > 0) set['unpublished'] = true;
  }
  if (appended.length > 0 || leaving.length > 0) {
    push['events'] =
      leaving.length > 0 ? { $each: appended, $slice: -document.events.length } : { $each: appended };
  }
  return { $set: set, $push: push };
}
