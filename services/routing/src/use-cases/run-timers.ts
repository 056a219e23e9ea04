import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { promiseDueOf } from '../domain/case.ts';
import { isRunning } from '../domain/clocks/clock.ts';
import { callOf, JUDGED } from '../domain/clocks/clock-thresholds.ts';
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

/** What ends by itself, then warnings and misses; the command id says which moment of which clock it is for. */
async function runTimer(parts: RoutingParts, { id, state }: Loaded<RoutingState>): Promise<boolean> {
  const now = parts.clock.now().getTime();
  const order = dueOrder(id, state, now);
  if (order === undefined) return false;
  try {
    const { commandId, type } = order;
    const outcome = await decideOnCase(
      parts,
      { caseId: id, commandId, bodyHash: type, actor: { kind: 'system' }, command: { type } },
      state,
    );
    return !outcome.replayed;
  } catch (error) {
    // The reporter or another replica was faster: that is how it should be.
    if (error instanceof AppError && (error.code === 'illegal' || error.code === 'conflict')) return false;
    throw error;
  }
}

interface DueOrder {
  readonly commandId: string;
  readonly type: 'ask_promise' | 'close_reply_window' | 'archive_held' | 'pass_thresholds';
}

function dueOrder(id: string, state: RoutingState, now: number): DueOrder | undefined {
  const { clocks } = state;
  const promise = promiseDueOf(state);
  if (promise !== undefined && promise <= now)
    return { commandId: `promise:${id}:${state.answer?.at}`, type: 'ask_promise' };
  for (const [name, type] of [
    ['reply', 'close_reply_window'],
    ['silence', 'archive_held'],
  ] as const) {
    const clock = clocks[name];
    if (isRunning(clock) && clock.dueAt <= now)
      return { commandId: `clock:${id}:${name}:100:${clock.from}`, type };
  }
  // The master's own warn.
  if (state.master !== undefined) return undefined;
  for (const name of JUDGED) {
    const call = callOf(clocks[name]);
    if (call === undefined || call.at > now) continue;
    return { commandId: `clock:${id}:${name}:${call.percent}:${call.at}`, type: 'pass_thresholds' };
  }
  return undefined;
}
