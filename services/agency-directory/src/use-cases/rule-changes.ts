import type { ContentRef, StoredEvent } from '@lapor/store';
import type { CalendarEvent } from '../domain/calendar/calendar.ts';
import type { PolicyEvent } from '../domain/policy/policy.ts';
import type { DirectoryParts } from '../parts.ts';

/** Who changed a rule, when and why. */
export interface RuleChange {
  readonly at: Date;
  /** Empty: the platform itself. */
  readonly officerId: string;
  readonly what: string;
  /** Empty for whoever may not read it. */
  readonly reason: string;
}

type Changed = StoredEvent<CalendarEvent> | StoredEvent<PolicyEvent>;

/** The changes of one calendar or of the policies, newest first. Reasons and names are for those who may change it too. */
export async function ruleChanges(
  parts: DirectoryParts,
  keeper: boolean,
  subject: string,
  history: readonly Changed[],
): Promise<readonly RuleChange[]> {
  const refs = history.map(({ data }) => (data as { readonly reason: ContentRef }).reason.id);
  const words =
    keeper && refs.length > 0 ? await parts.contents.readMany(subject, refs) : new Map<string, unknown>();
  return history
    .map((event, at) => ({
      at: new Date(event.at),
      officerId: keeper ? (event.actor.id ?? '') : '',
      what: whatOf(event),
      reason: textOf(words.get(refs[at] ?? '')),
    }))
    .toReversed();
}

function whatOf(event: Changed): string {
  if (event.type === 'PolicyAdded') return event.data.policy.version;
  return 'year' in event.data ? String(event.data.year) : 'weekend';
}

function textOf(kept: unknown): string {
  return (kept as { readonly text?: string } | undefined)?.text ?? '';
}
