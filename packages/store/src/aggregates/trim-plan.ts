import type { AggregateLimits, CommandRecord } from './aggregate-document.ts';

/**
 * How many of the oldest events may leave the document: only published ones, never so many that fewer than
 * `keepEvents` stay, and none before `slackEvents` more than that have gathered.
 */
export function planEventTrim(
  events: readonly { readonly seq: number }[],
  published: number,
  limits: Pick<AggregateLimits, 'keepEvents' | 'slackEvents'>,
): number {
  const surplus = events.length - limits.keepEvents;
  if (surplus <= 0 || surplus < limits.slackEvents) return 0;
  let count = 0;
  while (count < surplus && events[count]!.seq <= published) count += 1;
  return count;
}

/** How many of the oldest commands may be forgotten: those beyond `keepCommands` that are older than `keepCommandsFor`. */
export function planCommandTrim(
  commands: readonly Pick<CommandRecord, 'at'>[],
  now: number,
  limits: Pick<AggregateLimits, 'keepCommands' | 'keepCommandsFor'>,
): number {
  const surplus = commands.length - limits.keepCommands;
  let count = 0;
  while (count < surplus && commands[count]!.at < now - limits.keepCommandsFor) count += 1;
  return count;
}
