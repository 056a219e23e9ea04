import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import {
  agencyId,
  areaCode,
  areaLevel,
  categoryCode,
  channel,
  complaintType,
  day,
  moment,
  optional,
  SHORT,
  status,
  strictObject,
  words,
} from './field-schemas.ts';

// Query strings

const list = <Schema extends TSchema>(schema: Schema) => optional(Type.Array(schema, { maxItems: 20 }));

export const InboxQueryString = strictObject({
  q: optional(
    words(
      SHORT,
      'Instead: what has all these words in its text, place or agency, or this tracking id; newest first',
    ),
  ),
  status: list(status),
  agency: optional(agencyId),
  ownOnly: optional(Type.Boolean()),
  addressed: optional(
    Type.Boolean({ description: 'Instead: cases elsewhere on which your agency was written to' }),
  ),
  unreleased: optional(
    Type.Boolean({
      description: 'Instead: words that wait to be released or withheld by you, the longest waiting first',
    }),
  ),
  drafts: optional(
    Type.Boolean({
      description: 'Instead: drafted answers that wait for you to release them, urgent and due first',
    }),
  ),
  handedOver: optional(
    Type.Boolean({ description: 'Instead, for overseers: what reporters handed over to you' }),
  ),
  /** Of a whole group of topics too. */
  category: optional(categoryCode),
  area: optional(areaCode),
  danger: optional(Type.Boolean({ description: 'Only what is urgent' })),
  channel: optional(channel),
  type: optional(complaintType),
  submittedFrom: optional(moment),
  submittedBefore: optional(moment),
  master: optional(words(40, 'Instead: the cases that follow this one, by its tracking id')),
  pageSize: optional(Type.Integer({ minimum: 1, maximum: 200 })),
  pageToken: optional(words(500)),
});

export const RootsQueryString = strictObject({
  limit: optional(Type.Integer({ minimum: 1, maximum: 400 })),
});

export const FiguresQueryString = strictObject({
  from: day,
  to: day,
  asOf: optional(moment),
  agency: optional(agencyId),
  channel: list(channel),
  area: optional(areaCode),
  category: optional(categoryCode),
  timeZone: optional(Type.String({ pattern: '^[A-Za-z_]+(/[A-Za-z_]+){0,2}$', description: 'IANA name' })),
  byChannel: optional(Type.Boolean()),
});

export const NearbyQueryString = strictObject({
  area: Type.String({
    pattern: '^\\d{2}\\.\\d{2}\\.\\d{2}(\\.\\d{4})?$',
    description: 'A district, or a village in it',
  }),
  category: optional(categoryCode),
});

export const AreaQueryString = strictObject({
  q: words(SHORT),
  within: optional(areaCode),
  level: optional(areaLevel),
  limit: optional(Type.Integer({ minimum: 1, maximum: 50 })),
});

export const AgencyQueryString = strictObject({
  q: optional(words(SHORT)),
  parent: optional(agencyId),
  area: optional(areaCode),
  onboarded: optional(Type.Boolean()),
  subtree: optional(Type.Boolean()),
  limit: optional(Type.Integer({ minimum: 1, maximum: 1000 })),
});

export const AbsencesQueryString = strictObject({ agency: agencyId });
export const OfficersQueryString = strictObject({ agency: optional(agencyId) });
export const NoQueryString = strictObject({});

// Paths: what a person may have typed; the use case looks closer.
export const TrackingIdPath = strictObject({
  trackingId: words(40, 'As on the receipt; dashes and case do not matter'),
});
export const CaseIdPath = strictObject({ caseId: words(40) });
export const AttachmentPath = strictObject({ trackingId: words(40), attachmentId: words(40) });
export const CaseAttachmentPath = strictObject({ caseId: words(40), attachmentId: words(40) });
export const OfficerIdPath = strictObject({ officerId: words(40) });
export const AgencyKeyIdPath = strictObject({ keyId: words(40) });
export const AreaCodePath = strictObject({ code: words(20) });
export const CategoriesQuery = strictObject({
  retired: optional(
    Type.Boolean({ description: 'Also what no longer can be chosen, for the names of old cases' }),
  ),
});
export const AgencyIdPath = strictObject({ agencyId: words(40) });

// Headers (others pass)

export const WriteHeaders = Type.Object({
  'idempotency-key': optional(
    Type.String({
      minLength: 8,
      maxLength: 200,
      description: 'The same key and body again answers the same again.',
    }),
  ),
});
export const FilingHeaders = Type.Object({
  'idempotency-key': optional(
    Type.String({
      minLength: 16,
      maxLength: 200,
      description:
        'The same key and body again answers the same again, access code and all: make it random, such as a UUID.',
    }),
  ),
  prefer: optional(
    Type.String({ maxLength: 200, description: '"wait=5": answer when the case has been routed.' }),
  ),
});
export const ReporterHeaders = Type.Object({
  ...WriteHeaders.properties,
  'access-code': optional(Type.String({ maxLength: 40, description: 'Or as Authorization: Bearer' })),
});
export const OfficerWriteHeaders = Type.Object({
  ...WriteHeaders.properties,
  'if-match': optional(
    Type.String({
      pattern: '^(\\*|[1-9]\\d{0,14}|"[1-9]\\d{0,14}")$',
      description: 'The ETag of the case as last seen: "7"',
    }),
  ),
});
