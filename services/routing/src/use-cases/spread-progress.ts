import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { toTell } from '../domain/decisions/decide-lead.ts';
import { hasFallenAway } from '../domain/following.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';
import { followMaster, readProgress } from './follow-master.ts';
import { leadOthers } from './merge-cases.ts';

const MASTERS = 50;
const BATCH = 100;

/**
 * Brings what masters have done to all who follow them. What is left to do stands in the cases themselves: a master says that it has
 * something to tell, each of those who follow how far it has come. So it may be stopped anywhere and done by several at once.
 * @returns how many masters were done with
 */
export async function spreadProgress(parts: RoutingParts): Promise<number> {
  const waiting = await parts.cases.query({ 'state.inbox.spread': true }, { limit: MASTERS });
  const ids = new Set([...parts.changedMasters, ...waiting.map(({ id }) => id)]);
  parts.changedMasters.clear();
  let done = 0;
  for (const id of ids) {
    try {
      await spreadFrom(parts, await parts.cases.get(id));
      done += 1;
    } catch (error) {
      parts.changedMasters.add(id);
      parts.log.error(
        { caseId: id, err: error },
        'what a master did could not be brought to all; trying again',
      );
    }
  }
  return done;
}

async function spreadFrom(parts: RoutingParts, master: Loaded<RoutingState>): Promise<void> {
  const { leads } = master.state;
  if (leads === undefined) return;
  if (hasFallenAway(master.state)) await succeed(parts, master);
  else if (leads.steps > leads.told) {
    const progress = await readProgress(parts, master);
    const behind = { 'state.inbox.follows': master.id, 'state.inbox.followed': { $lt: leads.steps } };
    await eachOf(parts, behind, (member) => followMaster(parts, member, progress));
  }
  await tellMembers(parts, master, leads.steps);
}

/** Until nothing is found any more: what was done is not found again. */
async function eachOf(
  parts: RoutingParts,
  filter: Readonly<Record<string, unknown>>,
  act: (member: Loaded<RoutingState>) => Promise<void>,
): Promise<void> {
  let before = '';
  for (;;) {
    const members = await parts.cases.query(filter, { limit: BATCH });
    if (members.length === 0) return;
    const ids = members.map(({ id }) => id).join();
    if (ids === before) throw new AppError('unavailable', 'those who follow could not be brought further');
    before = ids;
    await Promise.all(members.map(act));
  }
}

/** Counted anew, never added up: how many follow, and since when the oldest of them waits. */
async function tellMembers(
  parts: RoutingParts,
  { id, version }: Loaded<RoutingState>,
  steps: number,
): Promise<void> {
  const [members, [oldest], dangerous] = await Promise.all([
    parts.cases.count({ 'state.master.id': id }),
    parts.cases.query({ 'state.master.id': id }, { sort: { 'state.submittedAt': 1 }, limit: 1 }),
    parts.cases.query({ 'state.inbox.follows': id, 'state.danger': true }, { limit: 1 }),
  ]);
  const oldestAt = oldest?.state.submittedAt;
  const danger = dangerous.length > 0;
  const counted = { steps, members, danger, ...(oldestAt === undefined ? {} : { oldestAt }) };
  const { state } = await parts.cases.get(id);
  if (state.leads === undefined || toTell(state, state.leads, counted) === undefined) return;
  await decideOnCase(
    parts,
    {
      caseId: id,
      commandId: `told:${id}:${version}:${steps}:${members}:${danger}:${oldestAt ?? ''}`,
      bodyHash: 'told',
      actor: { kind: 'system' },
      command: { type: 'tell_members', ...counted },
    },
    state,
  );
}

/** The master has gone for its own reporter's sake: another of those that are still worked on leads from here on. */
async function succeed(parts: RoutingParts, master: Loaded<RoutingState>): Promise<void> {
  const follows = { 'state.inbox.follows': master.id };
  const successor = await successorOf(parts, master.id);
  if (successor === undefined) return;
  const { submittedAt } = (await parts.cases.get(successor)).state;
  const { danger, clocks } = master.state;
  const state = await leadOthers(parts, successor, {
    commandId: `succeed:${master.id}`,
    member: { submittedAt, danger, clocks },
  });
  await eachOf(parts, follows, async (member) => {
    const command = { type: 'merge', masterId: successor, master: state } as const;
    const commandId = `repoint:${master.id}:${successor}`;
    const order = {
      caseId: member.id,
      commandId,
      bodyHash: 'merge',
      actor: { kind: 'system' },
      command,
    } as const;
    try {
      await decideOnCase(parts, order, member.state);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'illegal')) throw error;
    }
  });
  parts.changedMasters.add(successor);
}

/** Named once and for all by the one that was let go first; taken up again after a crash, it is found by what it succeeded. */
async function successorOf(parts: RoutingParts, masterId: string): Promise<string | undefined> {
  const [known] = await parts.cases.query({ 'state.succeeded': masterId }, { limit: 1 });
  if (known !== undefined) return known.id;
  const all = { 'state.inbox.follows': masterId };
  const [next] = await parts.cases.query(all, { sort: { 'state.inbox.followed': -1 }, limit: 1 });
  if (next === undefined) return undefined;
  await decideOnCase(
    parts,
    {
      caseId: next.id,
      commandId: `succeed:${masterId}`,
      bodyHash: 'unmerge',
      actor: { kind: 'system' },
      command: { type: 'unmerge', succeeds: true },
    },
    next.state,
  );
  return next.id;
}
