import type { RoutingState } from '../case-store.ts';
import { PLATFORM, type Actor } from '../domain/agency.ts';
import type { CaseState } from '../domain/case.ts';
import { isUrgent } from '../domain/clock-changes.ts';
import type { CommandFields, CommandOf } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { leadsAlready } from '../domain/decisions/decide-lead.ts';
import type { RoutingParts } from '../parts.ts';
import { contextFor, decideOnCase } from './decide-on-case.ts';

interface Joining {
  /** Of the command that brings it. */
  readonly commandId: string;
  readonly member: CaseState;
}

/** What whoever leads it takes over, of it and of those that follow it themselves. */
export function broughtBy(member: CaseState): CommandFields['lead'] {
  const { submittedAt, danger, leads } = member;
  const oldestAt = Math.min(submittedAt, leads?.oldestAt ?? submittedAt);
  return { oldestAt, danger, ...(isUrgent(member) ? { urgentFrom: member.clocks.urgent.from } : {}) };
}

/** Has a case lead others, before the first of them follows: so that nothing it does is missed. Idempotent. */
export async function leadOthers(
  parts: RoutingParts,
  masterId: string,
  { commandId, member }: Joining,
): Promise<RoutingState> {
  const command = { type: 'lead', ...broughtBy(member) } as const;
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
    // What is answered takes no step of it.
    if (state.status === 'answered') return { master: (await parts.cases.get(command.masterId)).state };
    return { master: await leadOthers(parts, command.masterId, { commandId, member: state }) };
  } catch (refusal) {
    return { refusal };
  }
}
