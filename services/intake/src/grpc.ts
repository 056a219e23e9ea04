import type { CallContext, ServiceImplementation } from '@lapor/contracts';
import { CallerKind } from '@lapor/contracts/common/v1/common';
import type { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { AppError, notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import type { Complaint } from './domain/complaint.ts';
import type { Intake } from './intake.ts';
import { toFilingMessage } from './stores/store.ts';
import { addSystemsPhoto, nameEvidencePhotos, unnameEvidencePhotos } from './use-cases/evidence-photos.ts';
import { findEvidencePhotos } from './use-cases/known-pictures.ts';
import {
  readIdentity,
  readMessages,
  readMessagesOf,
  readSubmission,
  readSubmissions,
} from './use-cases/private-parts.ts';

/** What intake answers to the other services. */
export function intakeService(intake: Intake): ServiceImplementation<typeof IntakeService> {
  return {
    async getSubmission({ trackingId, withMessages }, context) {
      requireService(context);
      // Messages come one after the other: what is at hand may lack the last.
      const complaint = withMessages
        ? await intake.complaints.get(trackingId)
        : await getComplaint(intake, trackingId);
      const [{ title, body, address = '' }, messages] = await Promise.all([
        readSubmission(intake, complaint.id),
        withMessages ? readMessages(intake, complaint) : [],
      ]);
      return { title, body, address, messages: messages.map(({ text }) => text) };
    },
    async getSubmissions({ trackingIds, withMessages }, context) {
      requireService(context);
      return { submissions: await submissionsOf(intake, trackingIds, withMessages) };
    },
    async getFiling({ trackingId }, context) {
      requireService(context);
      const { id, state } = await getComplaint(intake, trackingId);
      return { filing: toFilingMessage(id, state) };
    },
    async getEvidencePhotos({ trackingId, photoIds }, context) {
      requireService(context);
      return { photos: await findEvidencePhotos(intake, trackingId, photoIds) };
    },
    async nameEvidencePhotos({ trackingId, photoIds }, context) {
      requireService(context);
      await nameEvidencePhotos(intake, trackingId, photoIds);
      return {};
    },
    async unnameEvidencePhotos({ trackingId, photoIds }, context) {
      requireService(context);
      await unnameEvidencePhotos(intake, trackingId, photoIds);
      return {};
    },
    async addEvidencePhoto({ trackingId, image, agencyId, keyId }, context) {
      requireService(context);
      return { photoId: await addSystemsPhoto(intake, trackingId, image, { agencyId, keyId }) };
    },
    async resolveContact({ trackingId }, context) {
      requireService(context);
      const { state } = await getComplaint(intake, trackingId);
      const contact = await readIdentity(intake, state);
      return {
        email: contact?.email ?? '',
        phone: contact?.phone ?? '',
        language: contact?.language ?? 'id',
        codeOnly: state.filing.secret || state.filing.protected,
      };
    },
  };
}

/** Read together; with the messages as they are now, as for one. */
async function submissionsOf(intake: Intake, trackingIds: readonly string[], withMessages: boolean) {
  const complaints = await intake.complaints.findAll([...new Set(trackingIds)]);
  const [words, messages] = await Promise.all([
    readSubmissions(
      intake,
      complaints.map(({ id }) => id),
    ),
    withMessages ? readMessagesOf(intake, complaints) : undefined,
  ]);
  return complaints.map(({ id: trackingId }) => {
    const { title = '', body = '', address = '' } = words.get(trackingId) ?? {};
    const written = messages?.get(trackingId) ?? [];
    return { trackingId, title, body, address, messages: written.map(({ text }) => text) };
  });
}

async function getComplaint(intake: Intake, trackingId: string): Promise<Loaded<Complaint>> {
  // What they ask of a complaint never changes once it is filed.
  const found = intake.complaints.glance(trackingId) ?? (await intake.complaints.find(trackingId));
  if (found === undefined) throw notFound('complaint', trackingId);
  return found;
}

/** Words and contacts go to services acting for themselves: whoever asks for an officer goes through the gateway. */
function requireService({ caller }: CallContext): void {
  if (caller.kind === CallerKind.SYSTEM) return;
  throw new AppError('forbidden', 'only the platform itself may ask this');
}
