import { nextStepDueOf, promiseDueOf, type CaseState } from './case.ts';
import { isRunning } from './clocks/clock.ts';
import { callOf, JUDGED } from './clocks/clock-thresholds.ts';
import type { Instant } from './clocks/working-time.ts';

export interface DueOrder {
  readonly commandId: string;
  readonly type:
    | 'ask_promise'
    | 'remind_next_step'
    | 'close_reply_window'
    | 'archive_held'
    | 'pass_thresholds';
}

/**
 * What ends by itself, then warnings and misses; undefined when nothing is due. The command's id says of which state of the
 * case it speaks: two replicas that look at the same one do it once, and a moment that comes a second time, because a
 * holiday was entered and taken back, is one of its own.
 */
export function dueOrder(state: CaseState, version: number, now: Instant): DueOrder | undefined {
  const { clocks, id } = state;
  const promise = promiseDueOf(state);
  if (promise !== undefined && promise <= now)
    return { commandId: `promise:${id}:${version}`, type: 'ask_promise' };
  const step = nextStepDueOf(state);
  if (step !== undefined && step <= now)
    return { commandId: `step:${id}:${version}`, type: 'remind_next_step' };
  const orderOf = (name: string, percent: number, type: DueOrder['type']): DueOrder => ({
    commandId: `clock:${id}:${name}:${percent}:${version}`,
    type,
  });
  for (const [name, type] of [
    ['reply', 'close_reply_window'],
    ['silence', 'archive_held'],
  ] as const) {
    const clock = clocks[name];
    if (isRunning(clock) && clock.dueAt <= now) return orderOf(name, 100, type);
  }
  // The master's own warn.
  if (state.master !== undefined) return undefined;
  for (const name of JUDGED) {
    const call = callOf(clocks[name]);
    if (call !== undefined && call.at <= now) return orderOf(name, call.percent, 'pass_thresholds');
  }
  return undefined;
}
