import { contentDigest, readReceipt } from '@lapor/attest';
import { AppError, formatTrackingId } from '@lapor/kernel';
import type { CheckedReceipt } from '@lapor/portal';
import type { Intake } from '../intake.ts';
import { getOwnComplaint } from './case-access.ts';
import type { SubmissionText } from './file-complaint.ts';
import { SUBMISSION } from './file-complaint.ts';

/**
 * The receipt of a complaint once more, as it was given when it was filed.
 * @throws AppError not_found, also when the words were erased; unauthenticated for a wrong access code
 */
export async function readSignedReceipt(
  intake: Intake,
  typed: string,
  accessCode: string,
  clientAddress: string | undefined,
): Promise<string> {
  const { id, state } = await getOwnComplaint(intake, typed, accessCode, clientAddress);
  const words = await intake.contents.read<SubmissionText>(id, SUBMISSION);
  if (words === undefined) throw new AppError('not_found', 'the words of this complaint were erased');
  return intake.receipts.sign(id, state.submittedAt, words);
}

/**
 * What a receipt vouches for, if we gave it. With words: whether they are the ones that were taken in.
 * @throws AppError invalid when it is no receipt of ours or was changed
 */
export async function checkReceipt(
  intake: Intake,
  receipt: string,
  words: { readonly title?: string | undefined; readonly body?: string | undefined },
): Promise<CheckedReceipt> {
  const claims = await claimsOf(intake, receipt);
  const { body, title = '' } = words;
  return {
    trackingId: claims.sub,
    trackingIdText: formatTrackingId(claims.sub),
    issuer: claims.iss,
    at: claims.at,
    content: claims.content,
    ...(body === undefined ? {} : { sameWords: contentDigest({ title, body }) === claims.content }),
  };
}

async function claimsOf(intake: Intake, receipt: string) {
  try {
    return await readReceipt(receipt, intake.receipts.keys);
  } catch (cause) {
    const rule = cause instanceof AppError ? cause.issues[0]?.rule : undefined;
    throw new AppError('invalid', 'this is no receipt of this platform', {
      issues: [{ field: 'receipt', rule: rule ?? 'must be a receipt, as it was given' }],
      cause,
    });
  }
}
