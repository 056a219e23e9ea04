import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { PLATFORM } from '../domain/agency.ts';
import type { RoutingState } from '../case-store.ts';
import { dueOrder } from '../domain/due-order.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

const BATCH = 200;

/** Runs what is due by the clock: warns, tells of misses, closes when the reply window ends, sets aside when a question stays unanswered. */
export async function runTimers(parts: RoutingParts): Promise<number> {
  let done = 0;
  let after = 0;
  for (;;) {
    const due = await parts.cases.query(
      { 'state.inbox.timerAt': { $gt: after, $lte: parts.clock.now().getTime() } },
      { sort: { 'state.inbox.timerAt': 1 }, limit: BATCH },
    );
    const results = await Promise.all(due.map((loaded) => tryTimer(parts, loaded)));
    const moved = results.filter(Boolean).length;
    done += moved;
    // What was moved may be due again at once: a promise to be asked about, then a window that ends.
    if (due.length < BATCH && moved === 0) return done;
    // Those that could not be moved wait for the next round; they must not keep the others from theirs.
    if (moved === 0) after = due.at(-1)?.state.inbox.timerAt ?? Number.MAX_SAFE_INTEGER;
  }
}

async function tryTimer(parts: RoutingParts, loaded: Loaded<RoutingState>): Promise<boolean> {
  try {
    return await runTimer(parts, loaded);
  } catch (error) {
    parts.log.error({ caseId: loaded.id, err: error }, 'a clock of a case could not be run; trying again');
    return false;
  }
}

async function runTimer(parts: RoutingParts, { id, state, version }: Loaded<RoutingState>): Promise<boolean> {
  const order = dueOrder(state, version, parts.clock.now().getTime());
  if (order === undefined) return false;
  try {
    const { commandId, type } = order;
    const outcome = await decideOnCase(
      parts,
      { caseId: id, commandId, bodyHash: type, actor: PLATFORM, command: { type } },
      state,
    );
    return !outcome.replayed;
  } catch (error) {
    // The reporter or another replica was faster: that is how it should be.
    if (error instanceof AppError && (error.code === 'illegal' || error.code === 'conflict')) return false;
    throw error;
  }
}
