import { randomUUID } from 'node:crypto';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { Filing as FilingMessage } from '@lapor/contracts/intake/v1/events';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import type { ExecuteRequestSchema } from '@lapor/contracts/routing/v1/routing_service';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { AppError, normalizeTrackingId, notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { SYSTEM_CALLER } from '@lapor/contracts';
import type { Complaint } from '../domain/complaint.ts';
import { deriveCommandKey, isAccessCode } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { toFilingMessage } from '../stores/store.ts';

/** What a person typed → the complaint. @throws AppError not_found */
export async function getComplaint(intake: Intake, typed: string): Promise<Loaded<Complaint>> {
  const trackingId = normalizeTrackingId(typed);
  const found = trackingId === undefined ? undefined : await intake.complaints.find(trackingId);
  if (found === undefined) throw new AppError('not_found', 'there is no complaint with this tracking id');
  return found;
}

/**
 * The complaint whose access code is shown. A wrong one counts against complaint and address.
 * @throws AppError not_found, unauthenticated, rate_limited
 */
export async function getOwnComplaint(
  intake: Intake,
  typed: string,
  accessCode: string,
  clientAddress: string | undefined,
): Promise<Loaded<Complaint>> {
  const complaint = await getComplaint(intake, typed);
  requireAccessCode(intake, complaint.id, accessCode, clientAddress);
  return complaint;
}

function requireAccessCode(
  intake: Intake,
  trackingId: string,
  accessCode: string,
  clientAddress: string | undefined,
): void {
  const { limits } = intake;
  // Who has guessed too often is not compared with, nor counted for the complaint: others cannot be locked out by it.
  if (clientAddress !== undefined) limits.check('wrong-code-address', clientAddress);
  limits.check('wrong-code-complaint', trackingId);
  if (isAccessCode(intake.mac, trackingId, accessCode)) return;
  if (clientAddress !== undefined) limits.take('wrong-code-address', clientAddress);
  limits.take('wrong-code-complaint', trackingId);
  throw new AppError('unauthenticated', 'the access code is not the one of this complaint', {
    issues: [{ field: 'Access-Code', rule: 'must be the code given when the complaint was filed' }],
  });
}

/** Makes the case if the news of the complaint has not reached routing yet. Idempotent. */
export async function openCase(
  intake: Intake,
  { id, state }: Loaded<Complaint>,
  timeoutMilliseconds?: number,
): Promise<CaseView | undefined> {
  const { case: view } = await intake.routing.openCase(
    { filing: toFilingMessage(id, state) },
    { caller: SYSTEM_CALLER, ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }) },
  );
  return view;
}

/** Runs `work`; when routing does not know the case of a complaint that is here, opens it and runs `work` again. */
export async function withCase<Result>(
  intake: Intake,
  caseId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    const complaint = await intake.complaints.find(caseId);
    if (complaint === undefined) throw error;
    await openCase(intake, complaint);
    return work();
  }
}

/** The tracking id is the id of the case. @throws AppError not_found */
export function caseIdOf(typed: string): string {
  const id = normalizeTrackingId(typed);
  if (id === undefined) throw notFound('case', 'with this id');
  return id;
}

/** @throws AppError not_found for a complaint nobody filed, and for one the caller may not see */
export async function getCase(intake: Intake, caseId: string, caller: Caller): Promise<CaseView> {
  const { case: view } = await withCase(intake, caseId, () => intake.routing.getCase({ caseId }, { caller }));
  if (view === undefined) throw notFound('case', caseId);
  return view;
}

/** So long the news of a complaint may take to reach routing, without that anything were wrong. */
const NEWS_MILLISECONDS = 60_000;

/** The filing of a complaint that came in here a moment ago: routing need not come back to ask for it. */
function newsOf({ complaints, clock }: Intake, caseId: string): FilingMessage | undefined {
  const complaint = complaints.glance(caseId);
  if (complaint === undefined) return undefined;
  const age = clock.now().getTime() - new Date(complaint.state.submittedAt).getTime();
  return age < NEWS_MILLISECONDS ? toFilingMessage(caseId, complaint.state) : undefined;
}

type CommandInit = NonNullable<MessageInitShape<typeof ExecuteRequestSchema>['command']>;

/** Runs one command of the transition table, safe to send again with the same key. */
export async function executeOnCase(
  intake: Intake,
  command: {
    readonly caseId: string;
    readonly command: CommandInit;
    readonly caller: Caller;
    readonly client: string;
    readonly idempotencyKey?: string | undefined;
    readonly expectedVersion?: number | undefined;
  },
): Promise<CaseView> {
  const { caseId, caller, client, idempotencyKey } = command;
  const commandId = deriveCommandKey(intake.mac, `${client}\n${caseId}`, idempotencyKey ?? randomUUID());
  const filing = newsOf(intake, caseId);
  const { case: view } = await withCase(intake, caseId, () =>
    intake.routing.execute(
      {
        caseId,
        commandId,
        expectedVersion: BigInt(command.expectedVersion ?? 0),
        command: command.command,
        ...(filing === undefined ? {} : { filing }),
      },
      { caller },
    ),
  );
  if (view === undefined) throw notFound('case', caseId);
  return view;
}
