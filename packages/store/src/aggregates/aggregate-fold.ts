import type { OutgoingEvent } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import type { Actor, AggregateDefinition, Command, DomainEvent, StoredEvent } from './aggregate.ts';
import { canonicalJson } from '../canonical-json.ts';
import { chainHash, sha256Hex } from './event-chain.ts';

/** Where an aggregate stands before events are added. */
export interface Position<State> {
  readonly id: string;
  readonly state: State | undefined;
  readonly head: number;
  readonly pub: number;
  /** Hash of the newest event, or GENESIS. */
  readonly prev: string;
}

export interface Appended<State, Event extends DomainEvent> {
  readonly state: State | undefined;
  readonly head: number;
  readonly pub: number;
  readonly events: readonly StoredEvent<Event>[];
  readonly published: readonly OutgoingEvent[];
}

/** Numbers, dates and chains new events, and folds them into the state. Pure. */
export function appendEvents<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  before: Position<State>,
  command: Pick<Command, 'commandId' | 'actor'>,
  decided: readonly Event[],
  at: string,
): Appended<State, Event> {
  let { state, head, pub, prev } = before;
  const events: StoredEvent<Event>[] = [];
  const published: OutgoingEvent[] = [];
  for (const { type, data } of decided) {
    head += 1;
    const id = eventId(before.id, head);
    const { text, value } = canonicalJson(data);
    const link = { id, seq: head, type, at, actor: command.actor };
    prev = chainHash({ ...link, dataDigest: sha256Hex(text), prev });
    const event: StoredEvent<Event> = {
      ...link,
      v: definition.eventVersion?.(type) ?? 1,
      commandId: command.commandId,
      // What is stored is what was hashed: no dates, no undefined members.
      data: value as Event['data'],
      hash: prev,
      ...(definition.isPublished(type) ? { pubSeq: (pub += 1) } : {}),
    };
    state = evolveStored(definition, state, event);
    events.push(event);
    const outward = publishedForm(definition, before.id, event, state);
    if (outward) published.push(outward);
  }
  return { state, head, pub, events, published };
}

export function eventId(aggregateId: string, seq: number): string {
  return `${aggregateId}:${seq}`;
}

export interface Folded<State, Event extends DomainEvent> {
  readonly event: StoredEvent<Event>;
  readonly state: State;
}

/** Every event of a history with the state right after it. */
export function* foldHistory<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  events: Iterable<StoredEvent<Event>>,
): Generator<Folded<State, Event>> {
  let state: State | undefined;
  for (const event of events) {
    state = evolveStored(definition, state, event);
    yield { event, state };
  }
}

/** The published ones of a history as others see them. */
export function* publishedHistory<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  aggregateId: string,
  events: Iterable<StoredEvent<Event>>,
): Generator<OutgoingEvent> {
  for (const { event, state } of foldHistory(definition, events)) {
    const outward = publishedForm(definition, aggregateId, event, state);
    if (outward) yield outward;
  }
}

function evolveStored<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  state: State | undefined,
  stored: StoredEvent<Event>,
): State {
  return definition.evolve(state, currentForm(definition, stored), { at: stored.at, actor: stored.actor });
}

function publishedForm<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  aggregateId: string,
  stored: StoredEvent<Event>,
  state: State,
): OutgoingEvent | undefined {
  if (stored.pubSeq === undefined) return undefined;
  const meta: { aggregateId: string; at: string; actor: Actor } = {
    aggregateId,
    at: stored.at,
    actor: stored.actor,
  };
  const outward = definition.publish(currentForm(definition, stored), state, meta);
  if (!outward) {
    // A hole in pubSeq would make every consumer wait for an event that never comes.
    throw new AppError(
      'internal',
      `${definition.name}: ${stored.type} is published but has no published form`,
    );
  }
  return { id: stored.id, aggregateId, pubSeq: stored.pubSeq, time: stored.at, ...outward };
}

function currentForm<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  stored: StoredEvent<Event>,
): Event {
  if (definition.upcast && stored.v !== (definition.eventVersion?.(stored.type) ?? 1)) {
    return definition.upcast(stored);
  }
  return { type: stored.type, data: stored.data } as Event;
}
