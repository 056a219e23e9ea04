import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { countedIn, type RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

const BATCH = 100;
/** Open cases that an earlier version wrote, which bear no calendar: looked for once after each start, many at a time. */
const WRITTEN_BEFORE = { 'state.inbox.counted': null, 'state.inbox.open': true };
const UPGRADE_BATCH = 2_000;
/** Looked for all the same this often: another replica may have counted with an old calendar after the last look. */
const ANYHOW_AFTER_MILLISECONDS = 300_000;

/** Brings open clocks to the calendar as it is now. Any number of replicas may do so at once: each case is recounted once. */
export function clockRecounter(parts: RoutingParts): () => Promise<number> {
  let known = '';
  let lookedAt = -Infinity;
  let upgraded = false;
  return async () => {
    const editions = await parts.directory.calendarEditions();
    if (!upgraded) {
      await recountAll(parts, WRITTEN_BEFORE, UPGRADE_BATCH);
      upgraded = true;
    }
    const current = JSON.stringify([...editions]);
    if (current === known && performance.now() - lookedAt < ANYHOW_AFTER_MILLISECONDS) return 0;
    const recounted = await recountAll(
      parts,
      { 'state.inbox.counted': { $in: staleMarks(editions) } },
      BATCH,
    );
    known = current;
    lookedAt = performance.now();
    return recounted;
  };
}

/** Until none is left. Those that cannot be recounted now are left for the next look. */
async function recountAll(
  parts: RoutingParts,
  filter: Readonly<Record<string, unknown>>,
  batch: number,
): Promise<number> {
  const failed = new Set<string>();
  let done = 0;
  for (;;) {
    const found = await parts.cases.query(filter, { limit: batch + failed.size });
    const fresh = found.filter(({ id }) => !failed.has(id));
    if (fresh.length === 0) return done;
    const results = await Promise.all(fresh.map((loaded) => tryRecount(parts, loaded)));
    for (const [at, ok] of results.entries()) {
      if (ok) done += 1;
      else failed.add(fresh[at]?.id ?? '');
    }
  }
}

/** What cases bear that were counted with an older edition. */
function staleMarks(editions: ReadonlyMap<string, number>): readonly string[] {
  const marks: string[] = [];
  for (const [key, edition] of editions) {
    for (let old = 0; old < edition; old += 1) marks.push(countedIn(key, old));
  }
  return marks;
}

async function tryRecount(
  parts: RoutingParts,
  { id, state, version }: Loaded<RoutingState>,
): Promise<boolean> {
  try {
    const outcome = await decideOnCase(
      parts,
      {
        caseId: id,
        commandId: `recount:${id}:${version}`,
        bodyHash: 'recount',
        actor: { kind: 'system' },
        command: { type: 'recount_clocks' },
      },
      state,
    );
    return !outcome.replayed;
  } catch (error) {
    const overtaken = error instanceof AppError && (error.code === 'illegal' || error.code === 'conflict');
    if (!overtaken)
      parts.log.error({ caseId: id, err: error }, 'clocks could not be recounted; trying again');
    return false;
  }
}
