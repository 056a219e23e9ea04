import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { Actor } from '../domain/agency.ts';
import type { CaseState } from '../domain/case.ts';
import { isOpen } from '../domain/clocks/clock.ts';
import type { CommandFields, CommandOf } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { leadsAlready } from '../domain/decisions/decide-lead.ts';
import type { RoutingParts } from '../parts.ts';
import { contextFor, decideOnCase } from './decide-on-case.ts';

const PLATFORM = { kind: 'system' } as const;

interface Joining {
  /** Of the command that brings it. */
  readonly commandId: string;
  readonly member: Pick<CaseState, 'submittedAt' | 'danger' | 'clocks'>;
}

/** What whoever is to lead it takes over. */
function loadOf({ submittedAt, danger, clocks }: Joining['member']): CommandFields['lead'] {
  const { urgent } = clocks;
  return { oldestAt: submittedAt, danger, ...(isOpen(urgent) ? { urgentFrom: urgent.from } : {}) };
}

/** Has a case lead others, before the first of them follows: so that nothing it does is missed. Idempotent. */
export async function leadOthers(
  parts: RoutingParts,
  masterId: string,
  { commandId, member }: Joining,
): Promise<RoutingState> {
  const command = { type: 'lead', ...loadOf(member) } as const;
  const { state } = await parts.cases.get(masterId);
  if (leadsAlready(state, command, await contextFor(parts, state, command, PLATFORM))) return state;
  const outcome = await decideOnCase(
    parts,
    {
      caseId: masterId,
      commandId: `lead:${commandId}`,
      bodyHash: 'lead',
      actor: PLATFORM,
      command,
    },
    state,
  );
  return outcome.state;
}

/** Makes sure of the master before the case follows it. @returns why it may not, as things stand */
export async function prepareMerge(
  parts: RoutingParts,
  state: RoutingState,
  command: CommandOf<'merge'>,
  { actor, commandId }: { readonly actor: Actor; readonly commandId: string },
): Promise<{ readonly master: CaseState } | { readonly refusal: unknown }> {
  try {
    decide(state, command, await contextFor(parts, state, command, actor));
    return { master: await leadOthers(parts, command.masterId, { commandId, member: state }) };
  } catch (refusal) {
    return { refusal };
  }
}

/** Masters whose following has changed by a command are to be counted again. */
export function noteChangedMasters(
  parts: RoutingParts,
  before: RoutingState,
  { id, state: after }: Loaded<RoutingState>,
): void {
  if (before.master?.id !== after.master?.id)
    for (const master of [before.master, after.master])
      if (master !== undefined) parts.changedMasters.add(master.id);
  if (after.inbox.spread === true) parts.changedMasters.add(id);
}
