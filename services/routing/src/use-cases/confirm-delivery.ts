import { AppError } from '@lapor/kernel';
import { PLATFORM } from '../domain/agency.ts';
import type { RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

/** Word of the answer of that moment reached the reporter. What has been overtaken meanwhile is no error. */
export async function confirmDelivery(
  parts: RoutingParts,
  caseId: string,
  answeredAt: number,
  deliveredAt: number,
): Promise<void> {
  await confirm(parts, (await parts.cases.get(caseId)).state, answeredAt, deliveredAt);
}

/** The reporter opens the case, code in hand: whoever reads the answer has been reached. */
export async function confirmSeen(parts: RoutingParts, caseId: string): Promise<void> {
  const loaded = await parts.cases.find(caseId);
  const answer = loaded?.state.status === 'answered' ? loaded.state.answer : undefined;
  if (loaded === undefined || answer === undefined || answer.deliveredAt !== undefined) return;
  try {
    await confirm(parts, loaded.state, answer.at, parts.clock.now().getTime());
  } catch (error) {
    // Reading goes before noting that it was read.
    parts.log.warn({ caseId, err: error }, 'that an answer was seen could not be noted');
  }
}

async function confirm(
  parts: RoutingParts,
  state: RoutingState,
  answeredAt: number,
  deliveredAt: number,
): Promise<void> {
  const { answer, id: caseId } = state;
  if (answer?.at !== answeredAt || answer.deliveredAt !== undefined) return;
  try {
    await decideOnCase(
      parts,
      {
        caseId,
        // Where a simulated clock stands still a second answer has the same moment as the first.
        commandId: `delivered:${caseId}:${state.notSolved + state.reopened}:${answeredAt}`,
        // Whichever way it is known first counts; when exactly the other one would have said is no other command.
        bodyHash: 'confirm_delivery',
        actor: PLATFORM,
        command: { type: 'confirm_delivery', answeredAt, deliveredAt },
      },
      state,
    );
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'illegal')) throw error;
  }
}
