import { createHash } from 'node:crypto';
import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import type { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import * as contract from '@lapor/contracts/routing/v1/events';
import { AppError } from '@lapor/kernel';
import { bareWords, searchWords } from '@lapor/language';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { neighbourhoodsOf } from '../domain/likeness/near-places.ts';
import { searchScopes } from '../domain/search-scope.ts';
import type { RoutingParts } from '../parts.ts';
import type { SearchEntry } from './search-index.ts';

/** After these a case may be found by others, or by another name. */
export const MOVES: readonly string[] = [
  contract.CaseOpenedSchema,
  contract.CaseDisposedSchema,
  contract.CaseReturnedSchema,
  contract.CaseRevivedSchema,
  contract.CasePrivacyChangedSchema,
  contract.CaseTakenOverSchema,
  contract.CaseHolderMovedSchema,
  contract.CaseCategoryFollowedSchema,
  // Whoever looks around by category finds it there.
  contract.CaseReclassifiedSchema,
  contract.ObjectionDecidedSchema,
].map(({ typeName }) => typeName);

/** A whole book as a complaint is found by its beginning. */
const MOST_WORDS = 400;
const MOST_TRIES = 5;
/** Ties within a millisecond: a batch of slips has one moment. Together with it exact in a number until 2109. */
const TIES = 2_048;

/** The scope of what a case is found by when others are looked at; no agency has such an id. */
export const NEAR = 'near';

export interface Indexing {
  readonly parts: RoutingParts;
  /** Has the words of a complaint: asked for them, never keeping them here. */
  readonly intake: Pick<Client<typeof IntakeService>, 'getSubmission'>;
}

/** Makes cases be found by what they say, where they are, and who has them now. Any number of times, in any order. */
export async function indexCases(indexing: Indexing, caseIds: readonly string[]): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) if (await tryToIndex(indexing, caseIds)) return;
  const many = `${caseIds.length} cases, ${caseIds[0]} among them,`;
  throw new AppError('conflict', `${many} change faster than they can be indexed`, { retryable: true });
}

/** Cases that were indexed before there were sketches are compared with others too from here on. */
export async function sketchCases(indexing: Indexing, caseIds: readonly string[]): Promise<void> {
  const { cases, search } = indexing.parts;
  const lacking = await search.withoutSketch(caseIds);
  if (lacking.length === 0) return;
  const [found, standing] = await Promise.all([cases.findAll(lacking), search.find(lacking)]);
  await search.complete(
    await Promise.all(found.map((one) => entryOf(indexing, one, standing.get(one.id)?.erased !== true))),
  );
}

/** @returns whether nothing had changed meanwhile */
async function tryToIndex(indexing: Indexing, caseIds: readonly string[]): Promise<boolean> {
  const { cases, search } = indexing.parts;
  const [found, standing] = await Promise.all([cases.findAll(caseIds), search.find(caseIds)]);
  const behind = found.filter(({ id, version }) => version > (standing.get(id)?.version ?? 0));
  return search.put(
    await Promise.all(behind.map((one) => entryOf(indexing, one, standing.get(one.id)?.erased !== true))),
  );
}

async function entryOf(
  { parts, intake }: Indexing,
  { id, version, state }: Loaded<RoutingState>,
  ofWords: boolean,
): Promise<SearchEntry> {
  const [named, said] = await Promise.all([namesOf(parts, state), ofWords ? wordsOf(intake, id) : '']);
  const words = searchWords(`${named} ${said}`).slice(0, MOST_WORDS);
  const keys = [
    ...parts.search.keysOf(searchScopes(state), words),
    ...parts.search.keysOf([NEAR], neighbourhoodsOf(state)),
  ];
  const sketch = parts.search.sketchOf(bareWords(said));
  return { caseId: id, version, order: orderOf(id, state.submittedAt), keys, sketch, ofWords };
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

async function wordsOf(intake: Indexing['intake'], trackingId: string): Promise<string> {
  try {
    const { title, body, address } = await intake.getSubmission({ trackingId }, { caller: SYSTEM_CALLER });
    return `${title} ${body} ${address}`;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return '';
    throw error;
  }
}

/** By the moment of submission; within it by chance, but always the same. */
export function orderOf(caseId: string, submittedAt: number): number {
  return submittedAt * TIES + (createHash('sha256').update(caseId).digest().readUInt16BE(0) % TIES);
}

/** When a case at this place was submitted. */
export function momentOf(order: number): number {
  return Math.floor(order / TIES);
}
