import type { DomainEvent, StoredEvent } from '@lapor/store';
import type { ReasonRef } from '../domain/reason-ref.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { TREE_SUBJECT } from './change-tree.ts';

const MOST = 200;

/** Who did what to an account or a key, when and why. */
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
}

/**
 * What of a history has a word in `names`, newest first, with who and why. `subject`: whose words the reasons are kept under; those of
 * what happened because an agency was closed are with the changes of the tree.
 */
export async function recordedChanges<Event extends DomainEvent>(
  { contents, officers }: Pick<DirectoryParts, 'contents' | 'officers'>,
  subject: string,
  history: readonly StoredEvent<Event>[],
  names: Readonly<Partial<Record<Event['type'], string>>>,
): Promise<readonly RecordedChange[]> {
  const told = history
    .flatMap((event) => {
      const what = names[event.type];
      return what === undefined ? [] : [{ event, what, ref: reasonOf(event.data) }];
    })
    .slice(-MOST)
    .toReversed();
  const refs = told.flatMap(({ ref }) => ref?.id ?? []);
  const [own, ofTree] = await Promise.all([
    contents.readMany(subject, refs),
    contents.readMany(TREE_SUBJECT, refs),
  ]);
  const ids = [...new Set(told.flatMap(({ event }) => event.actor.id ?? []))];
  const people = await Promise.all(
    ids.map(async (id) => {
      const officer = await officers.find(id);
      return [id, officer === undefined ? '' : (await readProfile(contents, officer)).name] as const;
    }),
  );
  const nameOf = new Map(people);
  return told.map(({ event, what, ref }) => {
    const officerId = event.actor.id ?? '';
    const kept = (ref && (own.get(ref.id) ?? ofTree.get(ref.id))) as { readonly text?: string } | undefined;
    const officerName = nameOf.get(officerId) ?? '';
    return { at: event.at, officerId, officerName, what, reason: kept?.text ?? '' };
  });
}

function reasonOf(data: object): ReasonRef | undefined {
  return (data as { readonly reason?: ReasonRef }).reason;
}
