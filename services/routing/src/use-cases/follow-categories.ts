import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { PLATFORM } from '../domain/agency.ts';
import type { RoutingState } from '../case-store.ts';
import type { FollowedChange, FollowedChanges } from '../followed-changes.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';
import { OPEN_STATUSES } from '../domain/vocabulary.ts';
import { SETTLED_MILLISECONDS } from './follow-tree.ts';

const BATCH = 100;

export interface CategoryFollower {
  /** A category was merged, or parted from what it was merged into. What becomes of its cases is done later, and survives whoever began it. */
  heard(code: string): Promise<void>;
  /** Lets open cases follow their categories; says how many did. Any number of replicas may: each case follows once. */
  run(): Promise<number>;
}

export function categoryFollower(
  parts: RoutingParts,
  merged: FollowedChanges,
  wallClock: () => Date,
): CategoryFollower {
  return {
    heard: (code) => merged.note(code, wallClock()),
    async run() {
      // Until a replica has heard of it, it opens cases under the old code: they are looked for once more when that is over.
      const due = (await merged.list()).flatMap((each) => {
        const old = wallClock().getTime() - each.at.getTime() > SETTLED_MILLISECONDS;
        return each.followed && !old ? [] : [{ each, old }];
      });
      if (due.length === 0) return 0;
      return followAll(parts, merged, due);
    },
  };
}

interface Due {
  readonly each: FollowedChange;
  readonly old: boolean;
}

async function followAll(parts: RoutingParts, merged: FollowedChanges, due: readonly Due[]): Promise<number> {
  parts.directory.forgetCategories();
  const goals: Goal[] = [];
  for (const { each } of due) {
    const successor = (await parts.directory.category(each._id))?.successorCode ?? '';
    goals.push(
      ...(successor === '' ? await goalsOfParted(parts, each._id) : [goalOfMerged(each._id, successor)]),
    );
  }
  const { done, failed } = await moveOpenCases(parts, goals);
  // What failed is tried again at the next look.
  if (failed > 0) return done;
  for (const { each, old } of due) await (old ? merged.settled(each) : merged.followed(each));
  return done;
}

/** Which cases are to go where. */
interface Goal {
  readonly which: Readonly<Record<string, unknown>>;
  readonly toCode: string;
}

function goalOfMerged(code: string, successor: string): Goal {
  return { which: { 'state.categoryCode': code }, toCode: successor };
}

/** What came from it comes back, and what had been merged into it before with it; what was filed under the other one stays there. */
async function goalsOfParted({ directory }: RoutingParts, code: string): Promise<readonly Goal[]> {
  const elsewhere = { 'state.categoryCode': { $ne: code } };
  return [code, ...(await directory.mergedInto(code))].map((origin) => ({
    which: { 'state.categoryOrigin': origin, ...elsewhere },
    toCode: code,
  }));
}

async function moveOpenCases(parts: RoutingParts, goals: readonly Goal[]) {
  let done = 0;
  let failed = 0;
  for (const { which, toCode } of goals) {
    for (const filter of openCasesOf(which)) {
      const moved = await moveAll(parts, filter, toCode);
      done += moved.done;
      failed += moved.failed;
    }
  }
  return { done, failed };
}

/** Out of the indexes alone, however many others are open: those in somebody's inbox, then those that follow a master. */
function openCasesOf(which: Goal['which']): readonly Readonly<Record<string, unknown>>[] {
  return [false, true].flatMap((isProtected) => {
    const ofCategory = { ...which, 'state.protected': isProtected };
    const following = OPEN_STATUSES.map((status) => ({
      'state.status': status,
      'state.master.id': { $gt: '' },
    }));
    return [{ 'state.inbox.open': true }, ...following].map((how) => ({ ...ofCategory, ...how }));
  });
}

/** Until none is left: whoever has followed is found no more. Those that cannot now are left for the next look. */
async function moveAll(parts: RoutingParts, filter: Readonly<Record<string, unknown>>, toCode: string) {
  const failed = new Set<string>();
  let done = 0;
  for (;;) {
    const found = await parts.cases.query(filter, { limit: BATCH + failed.size });
    const fresh = found.filter(({ id }) => !failed.has(id));
    if (fresh.length === 0) return { done, failed: failed.size };
    const results = await Promise.all(fresh.map((loaded) => tryFollow(parts, loaded, toCode)));
    for (const [at, moved] of results.entries()) {
      if (moved) done += 1;
      else failed.add(fresh[at]?.id ?? '');
    }
  }
}

async function tryFollow(
  parts: RoutingParts,
  { id, state, version }: Loaded<RoutingState>,
  toCode: string,
): Promise<boolean> {
  const fromCode = state.categoryCode;
  try {
    const outcome = await decideOnCase(
      parts,
      {
        caseId: id,
        commandId: `follow_category:${id}:${version}`,
        bodyHash: toCode,
        actor: PLATFORM,
        command: { type: 'follow_category', fromCode, toCode },
      },
      state,
    );
    return !outcome.replayed;
  } catch (error) {
    // Somebody has done something with the case meanwhile, or has ended it: it is looked at again.
    const overtaken = error instanceof AppError && (error.code === 'conflict' || error.code === 'illegal');
    if (!overtaken)
      parts.log.error({ caseId: id, err: error }, 'a case could not follow its category; trying again');
    return false;
  }
}
