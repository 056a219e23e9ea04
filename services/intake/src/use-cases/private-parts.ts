import type { AttachmentInfo, NewComplaint, ReporterContact, ReporterMessage } from '@lapor/portal';
import type { Loaded } from '@lapor/store';
import type { Complaint } from '../domain/complaint.ts';
import { deriveReporterId } from '../stores/identifiers.ts';
import type { Intake } from '../intake.ts';
import { IDENTITY, SUBMISSION } from './file-complaint.ts';
import type { SubmissionText } from './file-complaint.ts';

export type FiledWords = Pick<NewComplaint, 'address' | 'point' | 'occurredAt'> & {
  readonly title: string;
  readonly body: string;
};

/** The words as filed; empty ones when they were erased. */
export async function readSubmission(intake: Intake, trackingId: string): Promise<FiledWords> {
  return submissionIn(await intake.contents.read<SubmissionText>(trackingId, SUBMISSION));
}

/** The same for a whole list, read together. */
export async function readSubmissions(
  intake: Intake,
  trackingIds: readonly string[],
): Promise<ReadonlyMap<string, FiledWords>> {
  const stored = await intake.contents.readAcross(trackingIds, SUBMISSION);
  return new Map(trackingIds.map((id) => [id, submissionIn(stored.get(id) as SubmissionText | undefined)]));
}

function submissionIn(stored: SubmissionText | undefined): FiledWords {
  const { title = '', body = '', address, point, occurredAt }: Partial<SubmissionText> = stored ?? {};
  return { title, body, address, point, occurredAt };
}

/** Who reported, out of the vault; undefined for the unknown and the erased. */
export function readIdentity(intake: Intake, { filedBy }: Complaint): Promise<ReporterContact | undefined> {
  return intake.vault.read<ReporterContact>(deriveReporterId(intake.mac, filedBy), IDENTITY);
}

export function attachmentsOf({ attachments }: Complaint): readonly AttachmentInfo[] {
  return attachments.map(({ id, contentType, width, height, sizeBytes, addedAt }) => ({
    id,
    contentType,
    width,
    height,
    sizeBytes,
    addedAt,
  }));
}

/** What the reporter wrote later, oldest first. */
export async function readMessages(
  intake: Intake,
  { id, state }: Loaded<Complaint>,
): Promise<readonly ReporterMessage[]> {
  if (state.messageCount === 0) return [];
  const messages = (await intake.complaints.history(id)).flatMap(({ at, type, data }) =>
    type === 'ReporterMessageAdded' && 'message' in data ? [{ id: data.message.id, at }] : [],
  );
  const texts = await intake.contents.readMany(
    id,
    messages.map((message) => message.id),
  );
  return messages.map((message) => {
    const text = texts.get(message.id);
    return { ...message, text: typeof text === 'string' ? text : '' };
  });
}
