import { PLATFORM } from '../domain/agency.ts';
import type { RoutingParts } from '../parts.ts';
import { caughtUp } from './caught-up.ts';
import { decideOnCase } from './decide-on-case.ts';

/** A message reads like danger: whoever has the case that this one follows is to see that too. Idempotent by the message. */
export async function noteDanger(parts: RoutingParts, caseId: string, messageId: string): Promise<void> {
  const found = await parts.cases.find(caseId);
  if (found === undefined) return;
  // Steps of its master that it has not been brought yet were taken before this.
  const loaded = await caughtUp(parts, found);
  const commandId = `danger:${messageId}`;
  const order = { caseId, commandId, bodyHash: commandId, actor: PLATFORM } as const;
  await decideOnCase(parts, { ...order, command: { type: 'note_danger' } }, loaded.state);
}
