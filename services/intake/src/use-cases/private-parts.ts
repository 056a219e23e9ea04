import type { AttachmentInfo, NewComplaint, ReporterContact, ReporterMessage } from '@lapor/portal';
import type { Loaded, StoredEvent } from '@lapor/store';
import { ofSide } from '../domain/attachment.ts';
import type { KeptAttachment } from '../domain/attachment.ts';
import type { Complaint, ComplaintEvent } from '../domain/complaint.ts';
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

/** What the reporter sent. */
export function attachmentsOf({ attachments }: Complaint): readonly AttachmentInfo[] {
  return ofSide(attachments, undefined).map(infoOf);
}

export function infoOf(attachment: KeptAttachment): AttachmentInfo {
  const { id, contentType, width, height, sizeBytes, addedAt } = attachment;
  return { id, contentType, width, height, sizeBytes, addedAt };
}

/** What the reporter wrote later, oldest first. */
export async function readMessages(
  intake: Intake,
  complaint: Loaded<Complaint>,
): Promise<readonly ReporterMessage[]> {
  return (await readMessagesOf(intake, [complaint])).get(complaint.id) ?? [];
}

/** The same of several complaints, read together; those without a message are missing. */
export async function readMessagesOf(
  intake: Intake,
  complaints: readonly Loaded<Complaint>[],
): Promise<ReadonlyMap<string, readonly ReporterMessage[]>> {
  const written = complaints.filter(({ state }) => state.messageCount > 0).map(({ id }) => id);
  const histories = await intake.complaints.histories(written);
  const sent = new Map([...histories].map(([id, history]) => [id, messagesIn(history)]));
  const texts = await intake.contents.readEach(
    new Map([...sent].map(([id, messages]) => [id, messages.map((message) => message.id)])),
  );
  return new Map(
    [...sent].map(([id, messages]) => [
      id,
      messages.map((message) => {
        const text = texts.get(id)?.get(message.id);
        return { ...message, text: typeof text === 'string' ? text : '' };
      }),
    ]),
  );
}

function messagesIn(
  history: readonly StoredEvent<ComplaintEvent>[],
): readonly Omit<ReporterMessage, 'text'>[] {
  return history.flatMap(({ at, type, data }) =>
    type === 'ReporterMessageAdded' && 'message' in data ? [{ id: data.message.id, at }] : [],
  );
}
