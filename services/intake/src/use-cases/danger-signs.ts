import type { DangerMatcher } from '@lapor/language';
import type { DangerReason, LaterDanger, ReporterMessage, TimelineItem } from '@lapor/portal';
import type { Filing } from '../domain/complaint.ts';

interface Urgent {
  /** As it stands now. */
  readonly danger: boolean;
  readonly filing: Pick<Filing, 'danger' | 'dangerTicked'>;
  /** Title and body as they were filed. */
  readonly words: string;
  /** Whether its category is one of danger. */
  readonly ofDanger: boolean;
  /** How many cases follow it. */
  readonly members: number;
}

/** Why a case is urgent, for whoever reads it: the words that say so, the reporter's tick, its category, a report that was merged into it. */
export function dangerReasons(
  { danger, filing, words, ofDanger, members }: Urgent,
  { findDanger }: DangerMatcher,
): readonly DangerReason[] {
  if (!danger) return [];
  const found = filing.danger ? findDanger(words) : undefined;
  const reasons: DangerReason[] = [
    ...(filing.dangerTicked ? [{ why: 'tick' } as const] : []),
    ...(found === undefined ? [] : [{ why: 'words', words: found.words } as const]),
    ...(ofDanger ? [{ why: 'category' } as const] : []),
  ];
  if (reasons.length > 0) return reasons;
  if (filing.danger) return [{ why: 'filed' }];
  return members > 0 ? [{ why: 'joined' }] : [];
}

/** What the reporter said later that reads like danger. It changes nothing by itself: whoever reads the case judges. */
export function laterDanger(
  messages: readonly ReporterMessage[],
  timeline: readonly TimelineItem[],
  { findDanger }: DangerMatcher,
): readonly LaterDanger[] {
  const steps = timeline.filter(({ actor }) => actor === 'reporter');
  return [...messages, ...steps]
    .flatMap(({ at, text = '' }) => {
      const found = findDanger(text);
      return found === undefined ? [] : [{ at, words: found.words }];
    })
    .toSorted((a, b) => b.at.localeCompare(a.at));
}
