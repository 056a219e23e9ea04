import { createHash } from 'node:crypto';
import { type Client, SYSTEM_CALLER } from '@lapor/contracts';
import type { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import * as contract from '@lapor/contracts/routing/v1/events';
import type { BusEvent } from '@lapor/events';
import { AppError } from '@lapor/kernel';
import { searchWords } from '@lapor/language';
import type { RoutingState } from '../case-store.ts';
import { searchScopes } from '../domain/search-scope.ts';
import type { RoutingParts } from '../parts.ts';

/** After these a case may be found by others, or by another name. */
const MOVES: ReadonlySet<string> = new Set(
  [
    contract.CaseOpenedSchema,
    contract.CaseDisposedSchema,
    contract.CaseReturnedSchema,
    contract.CaseRevivedSchema,
    contract.CasePrivacyChangedSchema,
    contract.CaseTakenOverSchema,
    contract.CaseHolderMovedSchema,
  ].map(({ typeName }) => typeName),
);

/** A whole book as a complaint is found by its beginning. */
const MOST_WORDS = 400;
const MOST_TRIES = 5;
/** Ties within a millisecond: a batch of slips has one moment. Together with it exact in a number until 2109. */
const TIES = 2_048;

export interface Indexing {
  readonly parts: RoutingParts;
  /** Has the words of a complaint: asked for them, never keeping them here. */
  readonly intake: Pick<Client<typeof IntakeService>, 'getSubmission'>;
}

export async function followCase(indexing: Indexing, { type, aggregateId }: BusEvent): Promise<void> {
  if (MOVES.has(type)) await indexCase(indexing, aggregateId);
}

/** Makes a case be found by what it says, where it is, and who has it now. Any number of times, in any order. */
export async function indexCase({ parts, intake }: Indexing, caseId: string): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const loaded = await parts.cases.find(caseId);
    if (loaded === undefined) return;
    const known = await parts.search.find(caseId);
    if (known !== undefined && known.version >= loaded.version) return;
    const ofWords = known?.erased !== true;
    const [named, said] = await Promise.all([
      namesOf(parts, loaded.state),
      ofWords ? wordsOf(intake, caseId) : '',
    ]);
    const words = searchWords(`${named} ${said}`).slice(0, MOST_WORDS);
    const keys = parts.search.keysOf(searchScopes(loaded.state), words);
    if (
      await parts.search.put({
        caseId,
        version: loaded.version,
        order: orderOf(caseId, loaded.state.submittedAt),
        keys,
        ofWords,
      })
    )
      return;
  }
  throw new AppError('conflict', `case ${caseId} changes faster than it can be indexed`, { retryable: true });
}

/** The reporter had the words destroyed: nobody finds the case by them any more. */
export async function forgetWords(indexing: Indexing, caseId: string): Promise<void> {
  await indexing.parts.search.eraseWords(caseId);
  await indexCase(indexing, caseId);
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
