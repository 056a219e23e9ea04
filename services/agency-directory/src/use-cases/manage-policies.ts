import type { Caller } from '@lapor/contracts/common/v1/common';
import { newId } from '@lapor/kernel';
import { requireNationalAdmin } from '../access.ts';
import { actorOf } from '../commands.ts';
import { addPolicy as decideAdd, complete, POLICIES_ID } from '../domain/policy/policy.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { DirectoryParts } from '../parts.ts';
import { readDataJson } from '../reference/read-data.ts';
import { digest, keepReason, UNKEPT } from './manage-calendars.ts';

const SHIPPED = readDataJson('policy/policies.json') as readonly [Policy, ...Policy[]];
const [OWN] = SHIPPED;

/** Every version, the shipped ones first, in the order in which they were added. */
export async function listPolicies(parts: DirectoryParts): Promise<readonly Policy[]> {
  const added = (await parts.policies.find(POLICIES_ID))?.state.added ?? [];
  return [...SHIPPED, ...added.map((policy) => complete(policy, OWN))];
}

/** @throws AppError unauthenticated, forbidden, invalid */
export async function addPolicy(
  parts: DirectoryParts,
  caller: Caller,
  {
    policy: wanted,
    reason,
    commandId,
  }: { readonly policy: Policy; readonly reason: string; readonly commandId: string },
): Promise<readonly Policy[]> {
  requireNationalAdmin(caller);
  const policy = complete(wanted, OWN);
  const command = commandId === '' ? newId() : `${caller.officerId}:${commandId}`;
  const today = parts.clock.now().toISOString().slice(0, 10);
  const when = { today, shipped: SHIPPED };
  // What is refused leaves nothing behind, no reason either.
  decideAdd((await parts.policies.find(POLICIES_ID))?.state, policy, UNKEPT, when);
  const because = await keepReason(parts, 'policies', command, reason);
  await parts.policies.execute(
    {
      aggregateId: POLICIES_ID,
      commandId: command,
      bodyHash: digest({ policy, reason }),
      actor: actorOf(caller),
    },
    (state) => [...decideAdd(state, policy, because, when)],
  );
  return listPolicies(parts);
}
