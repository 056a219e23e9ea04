import type { Caller } from '@lapor/contracts/common/v1/common';
import type { CaseView, Passage } from '@lapor/contracts/routing/v1/routing_service';
import { AppError } from '@lapor/kernel';
import { excerptOf, passagesIn, searchWords } from '@lapor/language';
import type { CaseListItem, ReporterMessage, SearchMatch } from '@lapor/portal';
import type { Intake } from '../intake.ts';
import { readMessagesOf } from './private-parts.ts';
import type { FiledWords } from './private-parts.ts';

/** Of what one reporter wrote later. */
const MOST_MESSAGES = 2;

/** A case that a search found, as it stands in the list. */
export interface FoundCase {
  readonly view: CaseView;
  readonly line: CaseListItem;
  /** As filed; undefined for whoever may not read it. */
  readonly filed: FiledWords | undefined;
}

interface Told {
  readonly matches: readonly SearchMatch[];
  /** Words that are none of these. */
  readonly missing: ReadonlySet<string>;
}

/**
 * Where each case has the words it was found by, for whoever may read it. Only what the report, its place and its holder do not tell
 * of is looked for in what was said since.
 */
export async function searchMatches(
  intake: Intake,
  caller: Caller,
  found: readonly FoundCase[],
  query: string,
): Promise<ReadonlyMap<string, readonly SearchMatch[]>> {
  const words = new Set(searchWords(query));
  const above = await intake.places.nameAgencies(
    found.flatMap(({ view }) => view.snapshot?.holderPath.slice(1) ?? []),
  );
  const told = new Map(
    found.map((one) => [one.line.id, inReport(one, namesFor(one, above), words)] as const),
  );
  const since = new Map(
    found.flatMap(({ line: { id }, filed }) => {
      const missing = told.get(id)?.missing ?? new Set();
      return filed === undefined || missing.size === 0 ? [] : [[id, missing] as const];
    }),
  );
  const [steps, messages] = await Promise.all([inSteps(intake, caller, since), inMessages(intake, since)]);
  return new Map(
    [...told].map(([id, { matches }]) => [
      id,
      [...matches, ...(steps.get(id) ?? []), ...(messages.get(id) ?? [])],
    ]),
  );
}

/** Of the holder first, then of the bodies over it; that of the nation tells nothing. */
function namesFor({ view, line }: FoundCase, above: ReadonlyMap<string, { readonly name: string }>) {
  const path = view.snapshot?.holderPath.slice(1, -1).toReversed() ?? [];
  return [line.agency?.name ?? '', ...path.map((id) => above.get(id)?.name ?? '')];
}

function inReport({ line, filed }: FoundCase, agencies: readonly string[], words: ReadonlySet<string>): Told {
  const { title = '', body = '', address = '' } = filed ?? {};
  const place = line.area?.name ?? '';
  const [holder = '', ...above] = agencies;
  const missing = new Set(words);
  for (const word of searchWords([title, body, address, place, holder].join(' '))) missing.delete(word);
  const excerpts = {
    text: [body, title, address].map((text) => excerptOf(text, words)).find((parts) => parts),
    place: excerptOf(place, words),
    agency: excerptOf(holder, words) ?? above.map((name) => excerptOf(name, missing)).find((parts) => parts),
  };
  for (const word of searchWords(above.join(' '))) missing.delete(word);
  const matches = (['text', 'place', 'agency'] as const).flatMap((where) => {
    const parts = excerpts[where];
    return parts === undefined ? [] : [{ in: where, parts }];
  });
  return { matches, missing };
}

type Wanted = ReadonlyMap<string, ReadonlySet<string>>;
type Matches = ReadonlyMap<string, readonly SearchMatch[]>;

async function inSteps(intake: Intake, caller: Caller, wanted: Wanted): Promise<Matches> {
  if (wanted.size === 0) return new Map();
  const asked = [...wanted].map(([caseId, words]) => ({ caseId, words: [...words] }));
  const { passages } = await intake.routing.listPassages({ wanted: asked }, { caller }).catch(untilUpgraded);
  const byCase = Map.groupBy(passages, ({ caseId }) => caseId);
  return new Map([...byCase].map(([caseId, all]) => [caseId, all.map(inStep)]));
}

function inStep({ type, parts }: Passage): SearchMatch {
  return { in: 'step', step: type, parts: parts.map(({ text, hit }) => ({ text, hit })) };
}

/** While an upgrade rolls through, routing may not know of passages yet: what was found is found without them. */
function untilUpgraded(error: unknown): { readonly passages: readonly Passage[] } {
  if (error instanceof AppError && error.code === 'unsupported') return { passages: [] };
  throw error;
}

async function inMessages(intake: Intake, wanted: Wanted): Promise<Matches> {
  if (wanted.size === 0) return new Map();
  const messages = await readMessagesOf(intake, await intake.complaints.findAll([...wanted.keys()]));
  return new Map(
    [...messages].map(([id, all]) => [id, passagesOf(all.toReversed(), wanted.get(id) ?? new Set())]),
  );
}

function passagesOf(messages: readonly ReporterMessage[], words: ReadonlySet<string>): SearchMatch[] {
  return passagesIn(messages, words, MOST_MESSAGES).map(({ parts }) => ({ in: 'message', parts }));
}
