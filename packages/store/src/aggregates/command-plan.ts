import { assertName, type OutgoingEvent } from '@lapor/events';
import { AppError, notFound } from '@lapor/kernel';
import { appendEvents } from './aggregate-fold.ts';
import type { AggregateDocument, AggregateLimits, CommandRecord } from './aggregate-document.ts';
import { publishedUpTo } from './aggregate-document.ts';
import type { AggregateDefinition, Command, DomainEvent, StoredEvent } from './aggregate.ts';
import { bsonSize, listSize } from './bson-size.ts';
import { findCommandRecord } from './command-lookup.ts';
import { GENESIS } from './event-chain.ts';
import { planCommandTrim, planEventTrim } from './trim-plan.ts';

export type Decide<State, Event> = (state: State | undefined, at: Date) => readonly Event[];

/** A command that has run before. */
export interface ReplayPlan {
  readonly kind: 'replay';
  readonly record: CommandRecord;
}

/** What one guarded write has to do. */
export interface WritePlan<State, Event extends DomainEvent> {
  readonly kind: 'write';
  /** The whole document as it will be. */
  readonly document: AggregateDocument<State, Event>;
  readonly appended: readonly StoredEvent<Event>[];
  readonly record: CommandRecord;
  /** Oldest events that leave the document, to be copied to history first. */
  readonly leaving: readonly StoredEvent<Event>[];
  /** Whether old commands are forgotten. */
  readonly forgets: boolean;
  readonly published: readonly OutgoingEvent[];
  /** Bytes of BSON. */
  readonly size: number;
}

/**
 * Decides and works out the document to write. Pure.
 * @throws AppError unprocessable, conflict (stale version), not_found (nothing decided on nothing), invalid (an id no event can go out
 *   under), too_large, and what `decide` throws
 */
export function planCommand<State, Event extends DomainEvent>(
  definition: AggregateDefinition<State, Event>,
  limits: AggregateLimits,
  current: AggregateDocument<State, Event> | undefined,
  command: Command,
  decide: Decide<State, Event>,
  now: Date,
): ReplayPlan | WritePlan<State, Event> {
  const earlier = current && findCommandRecord(current.commands, command);
  if (earlier) return { kind: 'replay', record: earlier };
  checkVersion(current?.version ?? 0, command);
  const decided = decide(current?.state, now);
  const before = {
    id: command.aggregateId,
    state: current?.state,
    head: current?.head ?? 0,
    pub: current?.pub ?? 0,
    prev: current?.events.at(-1)?.hash ?? GENESIS,
  };
  const after = appendEvents(definition, before, command, decided, now.toISOString());
  if (after.state === undefined) throw notFound(definition.name, command.aggregateId);
  // Once it is written it would be tried to publish it for ever.
  if (current === undefined && after.published.length > 0) assertName('aggregateId', command.aggregateId);
  const record = {
    id: command.commandId,
    bodyHash: command.bodyHash,
    resultSeq: after.head,
    at: now.getTime(),
  };
  const events = [...(current?.events ?? []), ...after.events];
  const leaving = planEventTrim(events, current ? publishedUpTo(current) : 0, limits);
  const commands = [...(current?.commands ?? []), record];
  const forgotten = planCommandTrim(commands, now.getTime(), limits);
  const document: AggregateDocument<State, Event> = {
    _id: command.aggregateId,
    version: (current?.version ?? 0) + 1,
    schema: definition.schema,
    state: after.state,
    head: after.head,
    pub: after.pub,
    ...outboxFields(current, after.head, after.published.length > 0),
    changedAt: now.getTime(),
    commands: forgotten > 0 ? commands.slice(forgotten) : commands,
    events: leaving > 0 ? events.slice(leaving) : events,
  };
  const size = sizeOf(document);
  if (size > limits.refuseBytes) {
    throw new AppError('too_large', `${definition.name} ${document._id} would grow to ${size} bytes`);
  }
  return {
    kind: 'write',
    document,
    appended: after.events,
    record,
    leaving: leaving > 0 ? events.slice(0, leaving) : [],
    forgets: forgotten > 0,
    published: after.published,
    size,
  };
}

/** Bytes of BSON. Events and commands are most of it, and stay as they are. */
function sizeOf({ events, commands, ...rest }: AggregateDocument<unknown, DomainEvent>): number {
  return bsonSize(rest) + listSize('events', events) + listSize('commands', commands);
}

function checkVersion(version: number, command: Command): void {
  if (command.expectedVersion === undefined || command.expectedVersion === version) return;
  // Not retryable as it stands: whoever gave the version has to look again.
  throw new AppError('conflict', `this has changed since: it is at version ${version} now`, {
    issues: [{ field: 'expectedVersion', rule: `is ${version} now` }],
    retryable: false,
    extra: { version },
  });
}

/** Private events alone have nothing to wait for: they never raise the flag. */
function outboxFields(
  current: AggregateDocument<unknown, DomainEvent> | undefined,
  head: number,
  publishes: boolean,
): { published: number; unpublished?: true } {
  const published = current ? publishedUpTo(current) : 0;
  const pending = current?.unpublished === true || publishes;
  return pending ? { published, unpublished: true } : { published: head };
}
