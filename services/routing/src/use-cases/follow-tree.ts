import type { AgencySummary } from '@lapor/contracts/directory/v1/events';
import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { DONE_LANES, OPEN_LANES, type RoutingState } from '../case-store.ts';
import { PLATFORM, type KnownAgency } from '../domain/agency.ts';
import type { CaseCommand } from '../domain/commands.ts';
import type { FollowedChange, FollowedChanges } from '../followed-changes.ts';
import type { RoutingParts } from '../parts.ts';
import { isWhereItWas } from '../domain/decisions/decide-tree.ts';
import { decide } from '../domain/decide.ts';
import { contextFor, decideOnCase } from './decide-on-case.ts';

const BATCH = 200;
/**
 * Replicas know an agency by its old self for up to half a minute, and may give it a case until then: what comes so late follows too.
 * Real time: it is about processes, not about cases.
 */
export const SETTLED_MILLISECONDS = 120_000;

export interface TreeFollower {
  /** An agency has changed. What becomes of its cases is done later, and survives whoever began it. */
  heard(agency: AgencySummary): Promise<void>;
  /** Lets cases follow their agencies; says how many did. Any number of replicas may: each case follows once. */
  run(): Promise<number>;
}

export function treeFollower(
  parts: RoutingParts,
  moved: FollowedChanges,
  wallClock: () => Date,
): TreeFollower {
  return {
    async heard({ agencyId }) {
      parts.directory.forgetAgency(agencyId);
      await moved.note(agencyId, wallClock());
    },
    async run() {
      let done = 0;
      for (const each of await moved.list()) {
        const old = wallClock().getTime() - each.at.getTime() > SETTLED_MILLISECONDS;
        if (each.followed && !old) continue;
        done += await follow(parts, moved, each, old);
      }
      return done;
    },
  };
}

async function follow(
  parts: RoutingParts,
  moved: FollowedChanges,
  each: FollowedChange,
  old: boolean,
): Promise<number> {
  let done = 0;
  let failed = 0;
  for (const command of await commandsFor(parts, each._id)) {
    const followed = await followAll(parts, each._id, command);
    done += followed.done;
    failed += followed.failed;
  }
  // What failed is tried again at the next look.
  if (failed > 0) return done;
  await (old ? moved.settled(each) : moved.followed(each));
  return done;
}

const FOLLOW_REPORTED = { type: 'follow_reported' } as const;

type Following = Extract<
  CaseCommand,
  { type: 'take_over' | 'move_holder' | 'move_messages' | 'follow_reported' }
>;

/** What the agency's cases are to do; before them those that are about it, which its people are not to see where they are now. */
async function commandsFor(parts: RoutingParts, agencyId: string): Promise<readonly Following[]> {
  const { directory } = parts;
  directory.forgetAgency(agencyId);
  const agency = (await directory.agencies([agencyId])).get(agencyId);
  if (agency === undefined) return [];
  if (agency.closed !== true) return [{ type: 'move_holder', path: agency.path, calendar: agency.calendar }];
  const heir = await heirOf(parts, agency);
  const merged = heir !== undefined;
  // Nobody of the body sees what its inspectorate had, not even on the way up.
  const above = agency.path.slice(0, agency.kind === 'inspectorate' && agency.path.length > 2 ? -2 : -1);
  const takeOver: Following = { type: 'take_over', closedId: agencyId, path: heir?.path ?? above, merged };
  const messages: readonly Following[] =
    heir === undefined ? [] : [{ type: 'move_messages', fromId: agencyId, toId: heir.id }];
  return agency.successorId === undefined ? [takeOver] : [FOLLOW_REPORTED, takeOver, ...messages];
}

/** Whoever took over may have been merged too since. */
async function heirOf(parts: RoutingParts, agency: KnownAgency): Promise<KnownAgency | undefined> {
  let heir: KnownAgency | undefined = agency;
  while (heir?.closed === true && heir.successorId !== undefined)
    heir = (await parts.directory.agencies([heir.successorId])).get(heir.successorId);
  return heir?.closed === true ? undefined : heir;
}

interface Followed {
  readonly done: number;
  readonly failed: number;
}

/** Which cases follow, and in what order they are gone through. */
interface Walk {
  readonly filter: object;
  readonly by: 'state.inbox.order' | '_id';
}

/** All cases that lie there, or that it was written to about: what is open first, then what is done, which may be taken up again. Or those that are about it. */
function walksOf(agencyId: string, { type }: Following): readonly Walk[] {
  if (type === 'follow_reported')
    return [{ filter: { 'state.reportedIds': agencyId, 'state.protected': true }, by: '_id' }];
  const place = type === 'move_messages' ? 'state.addressedIds' : 'state.holder.id';
  return [OPEN_LANES, DONE_LANES].map((lanes) => ({
    filter: { [place]: agencyId, 'state.inbox.lane': lanes },
    by: 'state.inbox.order',
  }));
}

async function followAll(parts: RoutingParts, agencyId: string, command: Following): Promise<Followed> {
  let done = 0;
  let failed = 0;
  for (const { filter, by } of walksOf(agencyId, command)) {
    let after = '';
    for (;;) {
      const batch = await parts.cases.query(
        { ...filter, ...(after === '' ? {} : { [by]: { $gt: after } }) },
        { sort: { [by]: 1 }, limit: BATCH },
      );
      const stale = batch.filter(({ state }) => isStale(state, command));
      const results = await Promise.all(stale.map((loaded) => tryFollow(parts, loaded, command)));
      done += results.filter((result) => result === 'done').length;
      failed += results.filter((result) => result === 'failed').length;
      const last = batch.at(-1);
      after = (by === '_id' ? last?.id : last?.state.inbox.order) ?? '';
      if (batch.length < BATCH) break;
    }
  }
  return { done, failed };
}

function isStale({ holder }: RoutingState, command: Following): boolean {
  return command.type !== 'move_holder' || !isWhereItWas(holder, command);
}

/** Agencies were merged before cases about them followed. */
export async function followReportedAmong(parts: RoutingParts, caseIds: readonly string[]): Promise<void> {
  const found = await parts.cases.findAll(caseIds);
  const about = found.filter(({ state }) => state.protected && state.reportedIds.length > 0);
  const results = await Promise.all(about.map((loaded) => tryFollow(parts, loaded, FOLLOW_REPORTED)));
  if (results.includes('failed'))
    throw new AppError('unavailable', 'a case could not follow whom it is about');
}

async function tryFollow(
  parts: RoutingParts,
  { id, state, version }: Loaded<RoutingState>,
  command: Following,
): Promise<'done' | 'overtaken' | 'failed'> {
  try {
    // Looked at again and again, and most are as they should be: nothing is written of these.
    if (command.type === 'follow_reported' && !(await hasToFollow(parts, state))) return 'overtaken';
    const outcome = await decideOnCase(
      parts,
      {
        caseId: id,
        commandId: `${command.type}:${id}:${version}`,
        bodyHash: command.type,
        actor: PLATFORM,
        command,
      },
      state,
    );
    return outcome.replayed || outcome.events.length === 0 ? 'overtaken' : 'done';
  } catch (error) {
    // Somebody has done something with the case meanwhile: it is looked at again.
    const overtaken = error instanceof AppError && error.code === 'conflict';
    if (!overtaken)
      parts.log.error({ caseId: id, err: error }, 'a case could not follow its agency; trying again');
    return 'failed';
  }
}

async function hasToFollow(parts: RoutingParts, state: RoutingState): Promise<boolean> {
  const context = await contextFor(parts, state, FOLLOW_REPORTED, PLATFORM);
  return decide(state, FOLLOW_REPORTED, context).events.length > 0;
}
