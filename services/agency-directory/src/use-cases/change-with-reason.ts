import { createHash } from 'node:crypto';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { type AppError, invalid, newId, toAppError } from '@lapor/kernel';
import type { AggregateStore, ContentRef, DomainEvent } from '@lapor/store';
import { actorOf } from '../commands.ts';
import type { DirectoryParts } from '../parts.ts';

/** Stands for words that are not kept, while a change is tried out. */
export const UNKEPT: ContentRef = { id: '', digest: '' };
const LONGEST_REASON = 1_000;

export interface ReasonedChange<State, Event> {
  readonly caller: Caller;
  readonly aggregateId: string;
  /** Whose contents the reason belongs to. */
  readonly subject: string;
  /** As the client gave it; empty: nobody will ask for the same again. */
  readonly commandId: string;
  readonly reason: string;
  /** All that the command says: the same id with anything else is refused. */
  readonly body: unknown;
  readonly decide: (state: State | undefined, because: ContentRef) => readonly Event[];
}

/**
 * Changes what is entered, and keeps why. A command that was run before gets its first answer, whatever would be said to it now; what is
 * refused leaves nothing behind, no reason either. Undefined: nothing was entered, and nothing is.
 * @throws AppError invalid (reason too), unprocessable, what `decide` throws
 */
export async function changeWithReason<State, Event extends DomainEvent>(
  parts: Pick<DirectoryParts, 'contents'>,
  store: AggregateStore<State, Event>,
  { caller, aggregateId, subject, commandId, reason, body, decide }: ReasonedChange<State, Event>,
): Promise<State | undefined> {
  const command = `${caller.officerId}:${commandId === '' ? newId() : commandId}`;
  const known = await store.find(aggregateId);
  const { value: events, refusal } = tried(() => decide(known?.state, UNKEPT));
  if (known === undefined && events?.length === 0) return undefined;
  // Whether it was done before is known only below.
  const because = refusal === undefined ? await keepReason(parts, subject, command, reason) : UNKEPT;
  const { state } = await store.execute(
    { aggregateId, commandId: command, bodyHash: digest(body), actor: actorOf(caller) },
    (before) => {
      if (refusal !== undefined) throw refusal;
      return decide(before, because);
    },
  );
  return state;
}

/** What it comes to, or why not: whether a command was run before, and has its answer, is known only where it is run. */
export function tried<T>(decide: () => T): { readonly value?: T; readonly refusal?: AppError } {
  try {
    return { value: decide() };
  } catch (error) {
    return { refusal: toAppError(error) };
  }
}

/** What is going to happen has its reason kept; what was done before, or is refused, leaves nothing behind. */
export async function reasonFor(
  parts: Pick<DirectoryParts, 'contents'>,
  subject: string,
  commandId: string,
  why: string,
  decide: (because: ContentRef) => readonly unknown[],
): Promise<ContentRef> {
  const { value: events = [] } = tried(() => decide(UNKEPT));
  return events.length === 0 ? UNKEPT : keepReason(parts, subject, commandId, why);
}

/** Words go to the contents, where they can be erased; the event only refers to them. @throws AppError invalid */
export async function keepReason(
  { contents }: Pick<DirectoryParts, 'contents'>,
  subject: string,
  commandId: string,
  reason: string,
): Promise<ContentRef> {
  return contents.put(subject, digest(commandId).slice(0, 24), { text: checkedReason(reason) });
}

/** @throws AppError invalid */
export function checkedReason(reason: string): string {
  const text = reason.trim();
  if (text === '') throw invalid('reason', 'is required');
  if (text.length > LONGEST_REASON) throw invalid('reason', `is at most ${LONGEST_REASON} characters`);
  return text;
}

export function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
