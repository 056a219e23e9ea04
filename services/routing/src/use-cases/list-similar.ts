import type { MessageInitShape } from '@bufbuild/protobuf';
import { enumWords } from '@lapor/contracts';
import { Closeness, type SimilarCaseSchema } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { Actor } from '../domain/agency.ts';
import { mayFollow } from '../domain/decisions/decide-merge.ts';
import { likeTexts, type LikeText } from '../domain/likeness/like-texts.ts';
import { DAYS_NEAR, type Likeness, rankLike } from '../domain/likeness/likeness.ts';
import { searchedAround } from '../domain/likeness/near-places.ts';
import { visibilityFor, type Viewer } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import { nearKeys } from '../search/case-keys.ts';
import { orderOf } from '../search/index-case.ts';
import { isListed } from './find-cases.ts';
import { legalFor, summarizeCase } from './view-case.ts';

/** Compared by what they say, of one neighbourhood: the newest. A district has about fifty in the time that counts as near. */
const MOST_COMPARED = 128;
/** Of these the likeliest are looked at themselves. */
const MOST_READ = 24;
const MOST_SHOWN = 5;
const DAY_MILLISECONDS = 86_400_000;
const closenesses = enumWords(Closeness);

type SimilarMessage = Exclude<MessageInitShape<typeof SimilarCaseSchema>, { readonly $typeName: string }>;
type Officer = Extract<Viewer, { kind: 'officer' }>;

/**
 * Cases that may be about the same matter, for an officer to decide on. Likeness of words tells of words: only what the officer may
 * read is compared with what the officer may read.
 * @throws AppError forbidden for whoever may know of the case and not read it
 */
export async function listSimilar(
  parts: RoutingParts,
  caseId: string,
  viewer: Viewer,
): Promise<SimilarMessage[]> {
  const loaded = await parts.cases.find(caseId);
  if (loaded === undefined || !visibilityFor(loaded.state, viewer).exists) throw notFound('case', caseId);
  if (viewer.kind !== 'officer' || !visibilityFor(loaded.state, viewer).text)
    throw new AppError('forbidden', 'only who may read a case is told what is like it');
  const likely = await candidatesFor(parts, loaded.state);
  const shown = await readable(parts, loaded.state, likely, viewer);
  const ranked = rankLike(loaded.state, shown).slice(0, MOST_SHOWN);
  return Promise.all(ranked.map((one) => toMessage(parts, loaded.state, one, viewer)));
}

/** Whatever lies around it in place and time, and says the most of what it says. */
async function candidatesFor(
  { digests, search }: RoutingParts,
  state: RoutingState,
): Promise<readonly LikeText[]> {
  const { id, submittedAt, sameAs } = state;
  const around = (days: number) => Math.max(0, orderOf('', submittedAt + days * DAY_MILLISECONDS));
  const between = { from: around(-DAYS_NEAR), to: around(DAYS_NEAR) };
  const keys = nearKeys(digests, searchedAround(state));
  const [own, ...found] = await Promise.all([
    search.sketches(sameAs === undefined ? [id] : [id, sameAs]),
    ...keys.map((key) => search.sketchesAround(key, between, MOST_COMPARED)),
  ]);
  const mine = own.find(({ caseId }) => caseId === id)?.sketch ?? [];
  const others = new Map([...found.flat(), ...own].map((each) => [each.caseId, each]));
  others.delete(id);
  const likely = likeTexts(mine, [...others.values()]).toSorted((a, b) => b.text - a.text);
  // What a reporter said is looked at in any case: those who say it come by the last of the keys.
  const told = new Set([sameAs, ...(found.at(-1) ?? []).map(({ caseId }) => caseId)]);
  const first = likely.filter(({ caseId }) => told.has(caseId)).slice(0, MOST_READ);
  return [
    ...first,
    ...likely.filter(({ caseId, text }) => text > 0 && !told.has(caseId)).slice(0, MOST_READ),
  ];
}

interface Candidate {
  readonly loaded: Loaded<RoutingState>;
  readonly state: RoutingState;
  readonly text: number;
}

/** Each by the case that leads it, once. */
async function readable(
  parts: RoutingParts,
  state: RoutingState,
  likely: readonly LikeText[],
  viewer: Officer,
): Promise<readonly Candidate[]> {
  const found = await byId(
    parts,
    likely.map(({ caseId }) => caseId),
  );
  const leads = [...found.values()].flatMap(({ state: { master } }) =>
    master === undefined ? [] : [master.id],
  );
  const known = new Map([
    ...found,
    ...(await byId(
      parts,
      leads.filter((id) => !found.has(id)),
    )),
  ]);
  const candidates = new Map<string, Candidate>();
  for (const { caseId, text } of likely) {
    const member = known.get(caseId);
    if (member === undefined || !mayBeShown(member.state, state, viewer)) continue;
    const loaded = member.state.master === undefined ? member : known.get(member.state.master.id);
    if (loaded === undefined || candidates.has(loaded.id) || !mayBeShown(loaded.state, state, viewer))
      continue;
    // What is said of one that follows is said of the one it follows.
    const isTold = member.state.sameAs === state.id || state.sameAs === caseId;
    const told = isTold ? { sameAs: state.id } : {};
    candidates.set(loaded.id, { loaded, state: { ...loaded.state, ...told }, text });
  }
  return [...candidates.values()];
}

const SET_ASIDE: ReadonlySet<string> = new Set(['archived', 'referred', 'withdrawn']);

function mayBeShown(other: RoutingState, state: RoutingState, viewer: Officer): boolean {
  const same = other.id === state.id || other.id === state.master?.id || other.master?.id === state.id;
  const readable = isListed(other, viewer) && visibilityFor(other, viewer).text;
  return !same && readable && other.protected === state.protected && !SET_ASIDE.has(other.status);
}

async function byId(
  parts: RoutingParts,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Loaded<RoutingState>>> {
  if (ids.length === 0) return new Map();
  const found = await parts.cases.query({ _id: { $in: [...new Set(ids)] } }, { limit: ids.length });
  return new Map(found.map((loaded) => [loaded.id, loaded]));
}

async function toMessage(
  parts: RoutingParts,
  state: RoutingState,
  { loaded, likeness }: Candidate & { readonly likeness: Likeness },
  viewer: Officer,
): Promise<SimilarMessage> {
  const { score, closeness, daysApart, sameCategory, told } = likeness;
  const [mayLead, mayFollowIt] = await Promise.all([
    mayBeMerged(parts, state, loaded.state, viewer),
    mayBeMerged(parts, loaded.state, state, viewer),
  ]);
  return {
    case: await summarizeCase(parts, loaded, viewer),
    score: Math.round(score * 100),
    closeness: closenesses.value(closeness),
    daysApart,
    sameCategory,
    told,
    mayLead,
    mayFollow: mayFollowIt,
  };
}

async function mayBeMerged(
  parts: RoutingParts,
  member: RoutingState,
  master: RoutingState,
  actor: Extract<Actor, { kind: 'officer' }>,
): Promise<boolean> {
  return mayFollow(member, master, actor) && (await legalFor(parts, member, actor)).includes('merge');
}
