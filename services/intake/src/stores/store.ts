import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { toBusEvent } from '@lapor/contracts';
import {
  AttachmentAddedSchema,
  ComplaintFiledSchema,
  ErasureScope,
  FilingSchema,
  ReporterDataErasedSchema,
  ReporterMessageAddedSchema,
} from '@lapor/contracts/intake/v1/events';
import type { Filing as FilingMessage } from '@lapor/contracts/intake/v1/events';
import type { AggregateDefinition } from '@lapor/store';
import type { Complaint, ComplaintEvent } from '../domain/complaint.ts';
import { evolve } from '../domain/complaint.ts';
import type { Sender, SenderEvent } from '../domain/sender.ts';
import { evolveSender } from '../domain/sender.ts';
import { channels, complaintTypes } from '../names.ts';

/** Between this service and itself. */
const OWN: ReadonlySet<string> = new Set<ComplaintEvent['type']>([
  'ErasureAsked',
  'ErasureRefused',
  'ErasureCompleted',
  'PhotoCopiesChanged',
  'EvidencePhotosNamed',
  'EvidencePhotosUnnamed',
  'EvidencePhotoRemoved',
  'ImagesDiscarded',
]);

export const complaintDefinition: AggregateDefinition<Complaint, ComplaintEvent> = {
  name: 'complaints',
  context: 'intake',
  schema: 1,
  evolve,
  isPublished: (type) => !OWN.has(type),
  // Hold what is still to be done alone, so they stay small.
  indexes: [
    { fields: { 'state.erasing': 1 }, partial: { 'state.erasing': { $exists: true } } },
    { fields: { 'state.discarded': 1 }, partial: { 'state.discarded': { $exists: true } } },
  ],
  publish(event, state, { aggregateId }) {
    switch (event.type) {
      case 'ComplaintFiled':
        return toBusEvent(ComplaintFiledSchema, { filing: toFilingMessage(aggregateId, state) });
      case 'ReporterMessageAdded':
        return toBusEvent(ReporterMessageAddedSchema, {
          trackingId: aggregateId,
          messageId: event.data.message.id,
          danger: event.data.danger ?? false,
        });
      case 'ReporterDataErased':
        return toBusEvent(ReporterDataErasedSchema, {
          trackingId: aggregateId,
          scope: event.data.scope === 'all' ? ErasureScope.ALL : ErasureScope.IDENTITY,
        });
      case 'ErasureAsked':
      case 'ErasureRefused':
      case 'ErasureCompleted':
      case 'PhotoCopiesChanged':
      case 'EvidencePhotosNamed':
      case 'EvidencePhotosUnnamed':
      case 'EvidencePhotoRemoved':
      case 'ImagesDiscarded':
        return undefined;
      case 'AttachmentAdded': {
        const { id: attachmentId, sizeBytes, byOfficer = false } = event.data.attachment;
        const added = { trackingId: aggregateId, attachmentId, sizeBytes, byOfficer };
        return toBusEvent(AttachmentAddedSchema, added);
      }
    }
  },
};

/** Who filed what with one phone. Nobody else is told. */
export const senderDefinition: AggregateDefinition<Sender, SenderEvent> = {
  name: 'senders',
  context: 'intake',
  schema: 1,
  evolve: evolveSender,
  isPublished: () => false,
  publish: () => undefined,
};

/** The filing as other services know it. */
export function toFilingMessage(trackingId: string, { filing, submittedAt }: Complaint): FilingMessage {
  return create(FilingSchema, {
    trackingId,
    type: complaintTypes.value(filing.type),
    channel: channels.value(filing.channel),
    categoryCode: filing.category,
    agencyId: filing.agencyId,
    areaCode: filing.areaCode,
    anonymous: filing.anonymous,
    secret: filing.secret,
    protected: filing.protected,
    danger: filing.danger,
    reachable: filing.reachable,
    submittedAt: timestampFromDate(new Date(submittedAt)),
    ...(filing.foundAt === undefined ? {} : { foundAt: timestampFromDate(new Date(filing.foundAt)) }),
    ...(filing.sameAs === undefined ? {} : { sameAs: filing.sameAs }),
  });
}
