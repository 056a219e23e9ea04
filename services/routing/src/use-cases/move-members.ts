import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { PLATFORM } from '../domain/agency.ts';
import { fromRecord } from '../case-record.ts';
import type { RoutingState } from '../case-store.ts';
import type { CaseState } from '../domain/case.ts';
import { hasFallenAway, isFollowing } from '../domain/following.ts';
import { without } from '../domain/without.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';
import { followMaster, type Progress, readProgress } from './follow-master.ts';
import { leadOthers } from './merge-cases.ts';

/** Masters that were made to follow each other at the same moment are few. */
const LONGEST_WAY = 16;

/** Takes one of those that follow a case to where they all go. */
export type Move = (member: Loaded<RoutingState>) => Promise<void>;

/**
 * The case follows another itself: those that follow it go along, to where it stood when it began to, so that they miss no step of
 * either. @returns undefined where it leads them after all, or where that one has gone and nobody leads in its place yet
 */
export async function movingAlong(
  parts: RoutingParts,
  master: Loaded<RoutingState>,
): Promise<Move | undefined> {
  if (await leadsAfterAll(parts, master)) return undefined;
  const [progress, place] = await Promise.all([readProgress(parts, master), placeOf(parts, master)]);
  return place === undefined ? undefined : (member) => moveTo(parts, member, { progress, place });
}

interface Way {
  /** What the one they followed has done by itself. */
  readonly progress: Progress;
  /** The one they are to follow, as it was when that one began to. */
  readonly place: CaseState;
}

async function placeOf(
  parts: RoutingParts,
  { id, head, state }: Loaded<RoutingState>,
): Promise<CaseState | undefined> {
  const history = await parts.cases.history(id, head);
  const merged = history
    .map((stored) => fromRecord(stored, stored))
    .findLast(({ type }) => type === 'CaseMerged');
  if (merged?.type !== 'CaseMerged') throw new AppError('internal', `${state.id} follows no other case`);
  const { masterId, followed, status, to } = merged.data;
  const { state: target } = await parts.cases.get(masterId);
  if (hasFallenAway(target)) return undefined;
  const { leads, master: _itself, ...there } = target;
  if (leads === undefined) throw new AppError('internal', `${masterId} leads no other case`);
  return { ...there, status, holder: to, leads: { ...leads, steps: followed } };
}

/** Two that were made to follow each other at the same moment: of them all the first by its id leads, whoever finds it out. */
async function leadsAfterAll(parts: RoutingParts, master: Loaded<RoutingState>): Promise<boolean> {
  const way = [master];
  while (way.length < LONGEST_WAY) {
    const next = way.at(-1)?.state.master?.id;
    if (next === undefined) return false;
    const met = way.findIndex(({ id }) => id === next);
    if (met === -1) way.push(await parts.cases.get(next));
    else {
      const [first] = way.slice(met).toSorted((a, b) => (a.id < b.id ? -1 : 1));
      if (first === undefined) return false;
      await lead(parts, first, `after-all:${first.state.master?.since}`);
      return first.id === master.id;
    }
  }
  return false;
}

async function lead(parts: RoutingParts, { id, state }: Loaded<RoutingState>, commandId: string) {
  const command = { type: 'unmerge', succeeds: true } as const;
  await decideOnCase(parts, { caseId: id, commandId, bodyHash: 'unmerge', actor: PLATFORM, command }, state);
}

async function moveTo(parts: RoutingParts, member: Loaded<RoutingState>, way: Way): Promise<void> {
  await followMaster(parts, member, way.progress);
  const { id, state } = await parts.cases.get(member.id);
  if (state.master?.id !== way.progress.masterId || !isFollowing(state.status)) return;
  await repoint(parts, { id, state }, way.place);
}

/** Whoever may not follow there goes on by itself; what its own reporter has ended meanwhile does not go on. */
async function repoint(
  parts: RoutingParts,
  { id, state }: Pick<Loaded<RoutingState>, 'id' | 'state'>,
  master: CaseState,
): Promise<void> {
  const { id: from, since } = state.master ?? {};
  const order = { caseId: id, actor: PLATFORM } as const;
  const way = `${from}:${master.id}:${since}`;
  try {
    const command = { type: 'merge', masterId: master.id, master } as const;
    await decideOnCase(parts, { ...order, commandId: `repoint:${way}`, bodyHash: 'merge', command }, state);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'illegal') return;
    if (error.code !== 'invalid') throw error;
    const command = { type: 'unmerge' } as const;
    await decideOnCase(parts, { ...order, commandId: `leave:${way}`, bodyHash: 'unmerge', command }, state);
  }
}

/** The master has gone for its own reporter's sake: another of those that are still worked on leads from here on. */
export async function succeeding(
  parts: RoutingParts,
  master: Loaded<RoutingState>,
): Promise<Move | undefined> {
  const successor = await successorOf(parts, master.id);
  if (successor === undefined) return undefined;
  const { submittedAt } = (await parts.cases.get(successor)).state;
  const state = await leadOthers(parts, successor, {
    commandId: `succeed:${master.id}`,
    // Without what the one that has gone waited for itself.
    member: { ...without(master.state, 'leads'), submittedAt },
  });
  return (member) => repoint(parts, member, state);
}

/** Named once and for all by the one that was let go first; taken up again after a crash, it is found by what it succeeded. */
async function successorOf(parts: RoutingParts, masterId: string): Promise<string | undefined> {
  const [known] = await parts.cases.query({ 'state.succeeded': masterId }, { limit: 1 });
  if (known !== undefined) return known.id;
  const all = { 'state.inbox.follows': masterId };
  const [next] = await parts.cases.query(all, { sort: { 'state.inbox.followed': -1 }, limit: 1 });
  if (next === undefined) return undefined;
  await lead(parts, next, `succeed:${masterId}`);
  return next.id;
}
