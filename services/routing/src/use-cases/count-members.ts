import { readBusEvent } from '@lapor/contracts';
import type { BusEvent } from '@lapor/events';
import * as contract from '@lapor/contracts/routing/v1/events';
import type { CaseSnapshot } from '@lapor/contracts/routing/v1/case';
import { AppError } from '@lapor/kernel';
import { PLATFORM } from '../domain/agency.ts';
import { toTell } from '../domain/decisions/decide-lead.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';
import { broughtBy } from './merge-cases.ts';

/** After these others may follow a case, or follow it no longer. */
export const JOINS: readonly string[] = [
  contract.CaseLeadsSchema,
  contract.CaseMergedSchema,
  contract.CaseUnmergedSchema,
  contract.CaseWithdrawnSchema,
  // A master that is worked on again: those that were answered with it are not.
  contract.CaseNotSolvedSchema,
  contract.CaseReopenedSchema,
  contract.CaseRevivedSchema,
].map(({ typeName }) => typeName);

/** Danger that joins late comes from one, or few: the clock of the first of so many. */
const DANGEROUS = 20;

interface Joined {
  readonly case?: CaseSnapshot;
  readonly masterCaseId?: string;
  readonly formerMasterCaseId?: string;
}

/** Whose followers are to be counted after an event: those of the case, of its master, and of the one it followed before. */
export function mastersIn(event: BusEvent): readonly string[] {
  if (!JOINS.includes(event.type)) return [];
  const { case: snapshot, masterCaseId, formerMasterCaseId } = (readBusEvent(event) ?? {}) as Joined;
  const ids = [event.aggregateId, snapshot?.masterCaseId, masterCaseId, formerMasterCaseId];
  return [...new Set(ids.filter((id) => id !== undefined && id !== ''))] as string[];
}

export async function countMembersOf(parts: RoutingParts, caseIds: readonly string[]): Promise<void> {
  for (const id of new Set(caseIds)) await countMembers(parts, id);
}

/** Of any cases: those that lead others. */
export async function countMembersAmong(parts: RoutingParts, caseIds: readonly string[]): Promise<void> {
  const cases = await parts.cases.findAll(caseIds);
  await countMembersOf(
    parts,
    cases.flatMap(({ id, state }) => (state.leads === undefined ? [] : [id])),
  );
}

/** So often others may write to it meanwhile. */
const MOST_TRIES = 8;

/**
 * Counted anew from what is stored, never added up: how many follow, since when the oldest of them waits, which step the last of them
 * has been brought, and whether any is dangerous. Written down is what was counted after the case was read, and nobody has written since.
 */
export async function countMembers(parts: RoutingParts, id: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await countOnce(parts, id);
      return;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict' || tries === MOST_TRIES) throw error;
    }
  }
}

async function countOnce(parts: RoutingParts, id: string): Promise<void> {
  const loaded = await parts.cases.find(id);
  if (loaded === undefined) return;
  const { state, version } = loaded;
  if (state.leads === undefined) return;
  const follow = { 'state.inbox.follows': id };
  const first = async (by: string) =>
    (await parts.cases.query(follow, { sort: { [by]: 1 }, limit: 1 }))[0]?.state;
  const [members, oldest, last, dangerous] = await Promise.all([
    parts.cases.count(follow),
    first('state.submittedAt'),
    first('state.inbox.followed'),
    parts.cases.query({ ...follow, 'state.danger': true }, { limit: state.danger ? 1 : DANGEROUS }),
  ]);
  const urgent = dangerous.flatMap((member) => broughtBy(member.state).urgentFrom ?? []);
  const counted = {
    members,
    steps: last?.inbox.followed ?? state.leads.steps,
    danger: dangerous.length > 0,
    ...(oldest === undefined ? {} : { oldestAt: oldest.submittedAt }),
    ...(urgent.length === 0 ? {} : { urgentFrom: Math.min(...urgent) }),
  };
  if (toTell(state, state.leads, counted) === undefined) return;
  await decideOnCase(
    parts,
    {
      caseId: id,
      commandId: `told:${id}:${version}:${Object.values(counted).join(':')}`,
      bodyHash: 'told',
      expectedVersion: version,
      actor: PLATFORM,
      command: { type: 'tell_members', ...counted },
    },
    state,
  );
}
