import { PLATFORM } from '../domain/agency.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

/** A message reads like danger: whoever has the case that this one follows is to see that too. Idempotent by the message. */
export async function noteDanger(parts: RoutingParts, caseId: string, messageId: string): Promise<void> {
  const loaded = await parts.cases.find(caseId);
  if (loaded === undefined) return;
  const commandId = `danger:${messageId}`;
  const order = { caseId, commandId, bodyHash: commandId, actor: PLATFORM } as const;
  await decideOnCase(parts, { ...order, command: { type: 'note_danger' } }, loaded.state);
}
