import { AppError, normalizeTrackingId, notFound } from '@lapor/kernel';
import type { Reveal, RevealedIdentity } from '@lapor/portal';
import type { Intake } from '../intake.ts';
import { revealPurposes } from '../names.ts';
import { executeOnCase } from './case-access.ts';
import { inApiWords } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';
import { readIdentity } from './private-parts.ts';

/**
 * Who the reporter is, for somebody above the holder. First it is written into the history of the case, where the reporter sees who
 * looked and why; only then the vault is opened. Sent again under the same key it is one look.
 * @throws AppError not_found, forbidden with `extra.legal`, invalid (reason)
 */
export async function revealIdentity(
  intake: Intake,
  token: string,
  typed: string,
  { purpose, reason }: Reveal,
  idempotencyKey: string | undefined,
): Promise<RevealedIdentity> {
  const caller = await callerOf(intake, token);
  const caseId = normalizeTrackingId(typed);
  if (caseId === undefined) throw notFound('case', 'with this id');
  const command = { case: 'reveal' as const, value: { purpose: revealPurposes.value(purpose), reason } };
  const client = `officer:${caller.officerId}`;
  const view = await executeOnCase(intake, { caseId, command, caller, client, idempotencyKey }).catch(
    (error: unknown) => {
      throw inApiWords(error, 'officer');
    },
  );
  // A look that was allowed once may be asked for again when it is allowed no more.
  if (!view.legal.includes('reveal')) throw new AppError('forbidden', 'who reported is not for you');
  const complaint = await intake.complaints.find(caseId);
  const identity = complaint === undefined ? undefined : await readIdentity(intake, complaint.state);
  return { name: identity?.name, email: identity?.email, phone: identity?.phone };
}
