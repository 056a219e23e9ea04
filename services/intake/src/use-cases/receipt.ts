import { AppError, formatTrackingId } from '@lapor/kernel';
import type { Receipt } from '@lapor/portal';
import { EMERGENCY_NUMBERS } from '../domain/emergency-numbers.ts';
import { deriveAccessCode } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { caseStatuses } from '../names.ts';
import { openCase } from './case-access.ts';
import { fileComplaint } from './file-complaint.ts';
import type { FiledComplaint, FilingOrigin, Submission } from './file-complaint.ts';

export interface ReceiptRequest extends FilingOrigin {
  /** Answer once routed, if that takes no longer than so many seconds. */
  readonly waitSeconds?: number | undefined;
}

/** Files a complaint and gives the reporter what is needed to come back to it. */
export async function fileForReceipt(
  intake: Intake,
  submission: Submission,
  request: ReceiptRequest,
): Promise<Receipt & { readonly replayed: boolean }> {
  const filed = await fileComplaint(intake, submission, request);
  const routed =
    request.waitSeconds === undefined ? {} : await waitForRouting(intake, filed, request.waitSeconds);
  const { trackingId, complaint, replayed } = filed;
  const { danger } = complaint.filing;
  const { title = '', body } = submission;
  const signed = await intake.receipts.sign(trackingId, complaint.submittedAt, { title, body });
  return {
    trackingId,
    trackingIdText: formatTrackingId(trackingId),
    accessCode: deriveAccessCode(intake.mac, trackingId),
    status: 'unverified',
    submittedAt: complaint.submittedAt,
    receipt: signed,
    danger,
    emergencyNumbers: danger ? EMERGENCY_NUMBERS.map(({ number }) => number) : [],
    ...routed,
    replayed,
  };
}

/** The complaint is safe already: when routing takes too long or is away, the receipt simply says less. */
async function waitForRouting(
  intake: Intake,
  { trackingId, complaint }: FiledComplaint,
  seconds: number,
): Promise<Partial<Pick<Receipt, 'status' | 'agency'>>> {
  try {
    const view = await openCase(
      intake,
      { id: trackingId, state: complaint, version: 0, head: 0 },
      seconds * 1000,
    );
    const status = caseStatuses.word(view?.snapshot?.status ?? 0);
    const holder = view?.snapshot?.holderAgencyId ?? '';
    const agency = (await intake.places.nameAgencies([holder])).get(holder);
    return { ...(status === undefined ? {} : { status }), agency };
  } catch (error) {
    if (error instanceof AppError && error.retryable) return {};
    throw error;
  }
}
