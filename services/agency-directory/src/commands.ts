import { createHash } from 'node:crypto';
import { CallerKind } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { newId } from '@lapor/kernel';
import type { Actor, Command } from '@lapor/store';

export const SYSTEM: Actor = { kind: 'system' };

/** Who acts, as far as history may say. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind !== CallerKind.OFFICER) return SYSTEM;
  return { kind: 'officer', id: caller.officerId, agencyId: caller.agencyId };
}

/** A command of its own, for calls that carry no id: what makes them safe to send again is that `decide` finds nothing to do. */
export function freshCommand(aggregateId: string, actor: Actor, name: string): Command {
  const commandId = newId();
  return { aggregateId, commandId, bodyHash: digest(`${name}:${commandId}`), actor };
}

export function digest(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
