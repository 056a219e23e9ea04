import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import { isRunning } from '../domain/clock.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

const BATCH = 200;

/** Runs what is due by the clock: closes when the reply window ends, sets aside when a question stays unanswered. */
export async function runTimers(parts: RoutingParts): Promise<number> {
  let done = 0;
  for (;;) {
    const due = await parts.cases.query(
      { 'state.inbox.timerAt': { $lte: parts.clock.now().getTime() } },
      { sort: { 'state.inbox.timerAt': 1 }, limit: BATCH },
    );
    const results = await Promise.all(due.map((loaded) => runTimer(parts, loaded)));
    const moved = results.filter(Boolean).length;
    done += moved;
    // Nothing moved: what is left is somebody else's to move, or is tried again with the next round.
    if (due.length < BATCH || moved === 0) return done;
  }
}

async function runTimer(parts: RoutingParts, { id, state }: Loaded<RoutingState>): Promise<boolean> {
  const now = parts.clock.now().getTime();
  for (const [name, type] of [
    ['reply', 'close_reply_window'],
    ['silence', 'archive_held'],
  ] as const) {
    const clock = state.clocks[name];
    if (!isRunning(clock) || clock.dueAt > now) continue;
    const commandId = `clock:${id}:${name}:100:${clock.from}`;
    try {
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
  return false;
}
