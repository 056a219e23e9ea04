import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { PLATFORM } from '../domain/agency.ts';
import { fromRecord } from '../case-record.ts';
import type { RoutingState } from '../case-store.ts';
import type { CaseWords } from '../case-contents.ts';
import { stepsOf, type FollowedStep } from '../domain/following.ts';
import type { ContentRef } from '../domain/events.ts';
import { withOwnNumber } from '../domain/own-number.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

/** What a master has done since it began to lead, and in which words. Read once for all who follow. */
export interface Progress {
  readonly masterId: string;
  readonly steps: readonly FollowedStep[];
  readonly words: ReadonlyMap<string, CaseWords>;
}

export async function readProgress(
  parts: RoutingParts,
  { id, head }: Loaded<RoutingState>,
): Promise<Progress> {
  const history = await parts.cases.history(id, head);
  const steps = stepsOf(history.map((stored) => fromRecord(stored, stored)));
  const words = await parts.contents.read(
    id,
    steps.flatMap((step) => contentOf(step)?.id ?? []),
  );
  return { masterId: id, steps, words };
}

/** What an officer notes for the unit below stays between offices. */
function contentOf({ type, data }: FollowedStep): ContentRef | undefined {
  return type === 'CaseDisposed' || data.content?.id === '' ? undefined : data.content;
}

/**
 * Takes the steps that are new to one of those who follow. Sent again, or by another replica, nothing happens twice. What its own
 * reporter has ended meanwhile follows no longer.
 */
export async function followMaster(
  parts: RoutingParts,
  { id, state }: Loaded<RoutingState>,
  progress: Progress,
): Promise<void> {
  const { masterId, steps } = progress;
  const missing = steps.filter(({ number }) => number > (state.master?.followed ?? Infinity));
  const last = missing.at(-1);
  if (last === undefined) return;
  const own = await Promise.all(missing.map((step) => withOwnWords(parts, id, step, progress)));
  const order = {
    caseId: id,
    commandId: `follow:${masterId}:${last.number}`,
    bodyHash: 'follow',
    actor: PLATFORM,
    command: { type: 'follow', steps: own },
  } as const;
  try {
    await decideOnCase(parts, order, state);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'illegal')) throw error;
  }
}

/** Each keeps the words under its own key: what one reporter has erased is still there for the others. */
async function withOwnWords(
  parts: RoutingParts,
  caseId: string,
  step: FollowedStep,
  { masterId, words }: Progress,
): Promise<FollowedStep> {
  const { content: _masters, ...data } = step.data;
  const found = words.get(contentOf(step)?.id ?? '');
  if (found === undefined) return { ...step, data } as FollowedStep;
  const own = ownWords(found, masterId, caseId);
  const content = await parts.contents.keep(caseId, `follow:${masterId}:${step.number}`, own);
  return { ...step, data: { ...data, content } } as FollowedStep;
}

/** Links and file names stay as they are: they must still be found. */
function ownWords(words: CaseWords, masterId: string, caseId: string): CaseWords {
  const named: Partial<Record<(typeof NUMBERED)[number], string>> = {};
  for (const field of NUMBERED) {
    const text = words[field];
    if (text !== undefined) named[field] = withOwnNumber(text, masterId, caseId);
  }
  // Photos stay with the master: they are shown out of its files, and gone with them.
  return { ...words, ...named, ...(words.photos === undefined ? {} : { photosCaseId: masterId }) };
}

const NUMBERED = ['text', 'nextStep', 'ground', 'whereToGo', 'contact', 'reference'] as const;
