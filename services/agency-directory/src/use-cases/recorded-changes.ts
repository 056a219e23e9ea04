import type { DomainEvent, StoredEvent } from '@lapor/store';
import type { ReasonRef } from '../domain/reason-ref.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { TREE_SUBJECT } from './change-tree.ts';

const MOST = 200;

/** Who did what to an account, a key or a template, when and why. */
export interface RecordedChange {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Empty: the platform itself. */
  readonly officerId: string;
  /** Empty when nobody knows any more. */
  readonly officerName: string;
  readonly what: string;
  /** Empty where none was given, and where its words were erased. */
  readonly reason: string;
  /** Which, where a history is about more than one. */
  readonly about?: string;
}

/** What happened, as a history tells it. */
export interface Told {
  readonly event: StoredEvent<DomainEvent>;
  readonly what: string;
  readonly about?: string;
}

/** What of a history has a word in `names`. */
export function told<Event extends DomainEvent>(
  history: readonly StoredEvent<Event>[],
  names: Readonly<Partial<Record<Event['type'], string>>>,
): readonly Told[] {
  return history.flatMap((event) => {
    const what = names[event.type];
    return what === undefined ? [] : [{ event, what }];
  });
}

/**
 * What is told of a history, newest first, with who and why. `subject`: whose words the reasons are kept under; those of what happened
 * because an agency was closed, or a government imported, are with the changes of the tree.
 */
export async function recordedChanges<Known extends Told>(
  { contents, officers }: Pick<DirectoryParts, 'contents' | 'officers'>,
  subject: string,
  history: readonly Known[],
): Promise<readonly (Omit<RecordedChange, 'about'> & Omit<Known, 'event'>)[]> {
  const newest = history.slice(-MOST).toReversed();
  const refs = newest.flatMap(({ event }) => reasonOf(event.data)?.id ?? []);
  const [own, ofTree] = await Promise.all([
    contents.readMany(subject, refs),
    contents.readMany(TREE_SUBJECT, refs),
  ]);
  const ids = [...new Set(newest.flatMap(({ event }) => event.actor.id ?? []))];
  const people = await Promise.all(
    ids.map(async (id) => {
      const officer = await officers.find(id);
      return [id, officer === undefined ? '' : (await readProfile(contents, officer)).name] as const;
    }),
  );
  const nameOf = new Map(people);
  return newest.map(({ event, ...rest }) => {
    const officerId = event.actor.id ?? '';
    const ref = reasonOf(event.data);
    const kept = (ref && (own.get(ref.id) ?? ofTree.get(ref.id))) as { readonly text?: string } | undefined;
    const officerName = nameOf.get(officerId) ?? '';
    return { at: event.at, officerId, officerName, reason: kept?.text ?? '', ...rest };
  });
}

function reasonOf(data: object): ReasonRef | undefined {
  return (data as { readonly reason?: ReasonRef }).reason;
}
