import type { Caller } from '@lapor/contracts/common/v1/common';
import { requireNationalAdmin } from '../access.ts';
import { localMoment } from '../domain/calendar/morning.ts';
import { FIRST_ZONE } from '../domain/government/time-zone.ts';
import { addPolicy as decideAdd, complete, POLICIES_ID } from '../domain/policy/policy.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { DirectoryParts } from '../parts.ts';
import { readDataJson } from '../reference/read-data.ts';
import { changeWithReason } from './change-with-reason.ts';

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
  const { day: today } = localMoment(parts.clock.now(), FIRST_ZONE);
  await changeWithReason(parts, parts.policies, {
    caller,
    aggregateId: POLICIES_ID,
    subject: 'policies',
    commandId,
    reason,
    body: { policy, reason },
    decide: (state, because) => decideAdd(state, policy, because, { today, shipped: SHIPPED }),
  });
  return listPolicies(parts);
}
