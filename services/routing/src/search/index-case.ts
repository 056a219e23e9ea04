import { createHash } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import { bareWords, searchWords } from '@lapor/language';
import type { Loaded } from '@lapor/store';
import { textsIn } from '../case-contents.ts';
import type { RoutingState } from '../case-store.ts';
import { saidSince } from '../domain/conversation.ts';
import type { RoutingParts } from '../parts.ts';
import { keysOfCase } from './case-keys.ts';
import { NO_WORDS, type ReporterWords, type WordsOfReporters, wordsOfReporters } from './reporter-words.ts';
import type { SearchEntry, Standing } from './search-index.ts';

/** A whole book as a complaint, or a long quarrel about it, is found by its beginning. */
const MOST_WORDS = 400;
const MOST_TRIES = 5;
/** Ties within a millisecond: a batch of slips has one moment. Together with it exact in a number until 2109. */
const TIES = 2_048;

export interface Indexing {
  readonly parts: RoutingParts;
  readonly intake: WordsOfReporters;
}

/** Makes cases be found by what they say, where they are, and who has them now. Any number of times, in any order. */
export async function indexCases(indexing: Indexing, caseIds: readonly string[]): Promise<void> {
  await untilNothingChanges(caseIds, () => tryToIndex(indexing, caseIds, isAnother));
}

/**
 * The same after steps of the cases, and of nothing else. Of steps that come close together the first is indexed with all of them: for the
 * others nobody is asked for words.
 */
export async function indexSteps(indexing: Indexing, caseIds: readonly string[]): Promise<void> {
  await untilNothingChanges(caseIds, () => tryToIndex(indexing, caseIds, hasAnotherStep));
}

async function untilNothingChanges(caseIds: readonly string[], index: () => Promise<boolean>): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) if (await index()) return;
  const many = `${caseIds.length} cases, ${caseIds[0]} among them,`;
  throw new AppError('conflict', `${many} change faster than they can be indexed`, { retryable: true });
}

/** Of cases of before, those that are in no index, or as an older version of the platform wrote them. */
export async function indexOlder(indexing: Indexing, caseIds: readonly string[]): Promise<void> {
  const standing = await indexing.parts.search.find(caseIds);
  await indexCases(
    indexing,
    caseIds.filter((caseId) => standing.get(caseId)?.current !== true),
  );
}

type IsToIndex = (one: Loaded<RoutingState>, known: Standing | undefined) => boolean;

const isAnother: IsToIndex = () => true;
const hasAnotherStep: IsToIndex = ({ version }, known) =>
  known === undefined || !known.current || known.steps < version;

/** @returns whether nothing had changed meanwhile */
async function tryToIndex(
  indexing: Indexing,
  caseIds: readonly string[],
  isToIndex: IsToIndex,
): Promise<boolean> {
  const { cases, search } = indexing.parts;
  const [found, standing] = await Promise.all([cases.findAll(caseIds), search.find(caseIds)]);
  const toIndex = found.filter((one) => isToIndex(one, standing.get(one.id)));
  const speaks = ({ id }: Loaded<RoutingState>) => standing.get(id)?.erased !== true;
  const words = await wordsOfReporters(
    indexing.intake,
    toIndex.filter(speaks).map(({ id }) => id),
  );
  const entries = await Promise.all(
    toIndex.map((one) =>
      entryOf(indexing.parts, one, speaks(one) ? (words.get(one.id) ?? NO_WORDS) : undefined),
    ),
  );
  return search.put(entries.filter((entry) => isNews(entry, standing.get(entry.caseId))));
}

function isNews({ age }: SearchEntry, known: Standing | undefined): boolean {
  return known === undefined || age > known.age || (age === known.age && !known.current);
}

/** `said`: by the reporter; undefined when all words of the case were destroyed. */
async function entryOf(
  parts: RoutingParts,
  loaded: Loaded<RoutingState>,
  said: ReporterWords | undefined,
): Promise<SearchEntry> {
  const { id, version, state } = loaded;
  const [named, spoken] = await Promise.all([
    namesOf(parts, state),
    said === undefined ? '' : conversationOf(parts, loaded),
  ]);
  const { filed, messages } = said ?? NO_WORDS;
  const words = searchWords([named, filed, spoken, ...messages].join(' ')).slice(0, MOST_WORDS);
  const keys = keysOfCase(parts.digests, state, words);
  const sketch = parts.digests.sketchOf(bareWords(filed));
  // Whoever comes last to hear of a step or a message has read all of both, so the greatest sum has them all.
  const age = version + messages.length;
  return {
    caseId: id,
    age,
    steps: version,
    order: orderOf(id, state.submittedAt),
    keys,
    sketch,
    ofWords: said !== undefined,
  };
}

/** The reporter had the words destroyed: nobody finds the case by them any more. */
export async function forgetWords(indexing: Indexing, caseId: string): Promise<void> {
  await indexing.parts.search.eraseWords(caseId);
  await indexCases(indexing, [caseId]);
}

/** The place with all around it; who has it, and the bodies over that. */
async function namesOf({ directory }: RoutingParts, { areaCode, holder }: RoutingState): Promise<string> {
  const [place, agencies] = await Promise.all([
    directory.areaName(areaCode),
    // All are below the nation: its name tells nothing.
    directory.agencyNames(holder.path.slice(1)),
  ]);
  return [place, ...agencies].join(' ');
}

/** What offices and reporter have said to each other on the way. */
async function conversationOf(
  { cases, contents }: RoutingParts,
  { id, head, state }: Loaded<RoutingState>,
): Promise<string> {
  const said = saidSince(await cases.history(id, head), state);
  const words = await contents.read(
    id,
    said.map(({ contentId }) => contentId),
  );
  return [...words.values()].flatMap(textsIn).join(' ');
}

/** By the moment of submission; within it by chance, but always the same. */
export function orderOf(caseId: string, submittedAt: number): number {
  return submittedAt * TIES + (createHash('sha256').update(caseId).digest().readUInt16BE(0) % TIES);
}

/** When a case at this place was submitted. */
export function momentOf(order: number): number {
  return Math.floor(order / TIES);
}
