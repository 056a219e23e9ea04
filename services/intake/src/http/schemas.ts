import { Type } from 'typebox';
import type { TProperties, TSchema } from 'typebox';
import {
  archiveReasons,
  answerKinds,
  caseStatuses,
  channels,
  complaintTypes,
  followUpKinds,
  roles,
} from '../names.ts';

/** An object that refuses, and names, what it does not know. */
export function strictObject<Properties extends TProperties>(properties: Properties, description?: string) {
  return Type.Object(properties, {
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  });
}

const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema);
const words = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description === undefined ? {} : { description }) });

/** Free text of a citizen or an officer. */
const LONG = 10_000;
const SHORT = 200;

const day = Type.String({ format: 'date', description: 'yyyy-mm-dd' });
const moment = Type.String({ format: 'date-time', description: 'RFC 3339 with a time zone' });
const areaCode = Type.String({
  pattern: '^\\d{2}(\\.\\d{2}(\\.\\d{2}(\\.\\d{4})?)?)?$',
  description: 'Dotted code of a province, regency, district or village: "21.71.01.1001"',
});
const agencyId = Type.String({ pattern: '^[0-9A-Z]{10,32}$', description: 'Id of an agency' });
const categoryCode = Type.String({
  pattern: '^[a-z0-9][a-z0-9._-]{0,63}$',
  description: 'Code of a category',
});
const evidence = Type.Array(words(500), { maxItems: 10, description: 'Links or references' });
const rating = Type.Integer({ minimum: 1, maximum: 4 });
const complaintType = Type.Enum([...complaintTypes.words]);
const channel = Type.Enum([...channels.words]);
const status = Type.Enum([...caseStatuses.words]);
const role = Type.Enum([...roles.words]);

export const Reporter = strictObject(
  {
    name: optional(words(SHORT)),
    email: optional(Type.String({ format: 'email' })),
    phone: optional(Type.String({ minLength: 5, maxLength: 32, description: '0812… or +62812…' })),
    language: optional(Type.Enum(['id', 'en'])),
  },
  'Goes to the vault; never public. Officers see the name unless the complaint is anonymous, never the contact.',
);

export const NewComplaintBody = strictObject({
  type: optional(complaintType),
  title: optional(words(SHORT)),
  body: words(LONG, 'What happened. The only field that is always required.'),
  category: optional(categoryCode),
  area: optional(areaCode),
  agency: optional(agencyId),
  address: optional(words(500)),
  point: optional(
    strictObject({
      latitude: Type.Number({ minimum: -90, maximum: 90 }),
      longitude: Type.Number({ minimum: -180, maximum: 180 }),
    }),
  ),
  occurredAt: optional(moment),
  channel: optional(
    Type.Enum([...channels.words], {
      description: 'web or app; the others with the session of an officer who enters it for somebody',
    }),
  ),
  reporter: optional(Reporter),
  anonymous: optional(Type.Boolean({ description: 'Name hidden from officers.' })),
  secret: optional(Type.Boolean({ description: 'Content hidden from the public; switches anonymous on.' })),
  aboutOfficial: optional(
    Type.Boolean({ description: 'About a person in that office: that office never sees it.' }),
  ),
  danger: optional(Type.Boolean({ description: 'Life or limb at risk now.' })),
});

export const MessageBody = strictObject({ text: words(LONG) });

/** Bodies of POST /complaints/{trackingId}/<command>. */
export const REPORTER_COMMANDS = {
  solved: strictObject({ rating: optional(rating), text: optional(words(LONG)) }),
  'not-solved': strictObject({ text: optional(words(LONG)) }),
  rating: strictObject({ rating, text: optional(words(LONG)) }),
  reply: strictObject({ text: words(LONG) }),
  reopen: strictObject({ text: optional(words(LONG)) }),
  withdraw: strictObject({ text: optional(words(LONG)) }),
  object: strictObject({ text: words(LONG) }),
  privacy: strictObject({ anonymous: optional(Type.Boolean()), secret: optional(Type.Boolean()) }),
};

const version = {
  expectedVersion: optional(
    Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Refuse when the case has changed since; as If-Match.',
    }),
  ),
};

/** Bodies of POST /cases/{id}/<command>. */
export const OFFICER_COMMANDS = {
  dispose: strictObject({ ...version, agencyId, note: optional(words(LONG)) }),
  ask: strictObject({ ...version, question: words(LONG, 'One concrete question') }),
  archive: strictObject({ ...version, reason: Type.Enum([...archiveReasons.words]), text: words(LONG) }),
  refer: strictObject({
    ...version,
    bodyName: words(SHORT),
    contact: words(500),
    reference: words(SHORT, 'Under which the body knows it'),
    text: words(LONG),
  }),
  return: strictObject({ ...version, reason: words(LONG), betterAgencyId: optional(agencyId) }),
  'follow-up': strictObject({
    ...version,
    kind: Type.Enum([...followUpKinds.words]),
    text: words(LONG),
    nextStep: words(LONG),
    nextDate: optional(day),
    evidence: optional(evidence),
  }),
  answer: strictObject({
    ...version,
    kind: Type.Enum([...answerKinds.words]),
    text: words(LONG),
    evidence: optional(evidence),
    promisedDate: optional(day),
    ground: optional(words(LONG)),
    whereToGo: optional(words(LONG)),
  }),
  reclassify: strictObject({
    ...version,
    type: optional(complaintType),
    category: optional(categoryCode),
    supervisory: optional(Type.Boolean()),
    reason: words(LONG),
  }),
  privacy: strictObject({ ...version, protected: Type.Boolean() }),
};

export const SignInBody = strictObject({ username: words(100), password: words(500) });
export const PasswordBody = strictObject({ oldPassword: words(500), newPassword: words(500) });

export const NewOfficerBody = strictObject({
  username: words(100),
  name: words(SHORT),
  role,
  agencyId,
  email: optional(Type.String({ format: 'email' })),
  phone: optional(Type.String({ minLength: 5, maxLength: 32 })),
});
export const ReplaceOfficerBody = strictObject({ successor: optional(NewOfficerBody) });

export const NewAgencyKeyBody = strictObject({
  agencyId,
  label: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$',
    description: 'What the system is called, in small letters, digits and hyphens: "e-office"',
  }),
  expiresAt: optional(moment),
});
export const RotateAgencyKeyBody = strictObject({
  graceSeconds: optional(
    Type.Integer({
      minimum: 0,
      maximum: 30 * 86_400,
      description: 'How long the secret before goes on; 0: it ends at once. Without it: a day.',
    }),
  ),
});

const csv = Type.String({ maxLength: 15_000_000, description: 'A CSV file as text' });
export const ImportBody = strictObject({
  area: areaCode,
  units: optional(csv),
  officers: optional(csv),
  competence: optional(csv),
  dryRun: optional(Type.Boolean()),
  bodyKey: optional(words(100)),
  bodyName: optional(words(SHORT)),
  initialPassword: optional(words(500)),
});

export const SlipBody = strictObject({
  batch: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$', description: 'Name of the batch' }),
  line: Type.Integer({ minimum: 1, description: 'Line of the file; batch and line make it idempotent' }),
  text: words(LONG),
  title: optional(words(SHORT)),
  foundOn: optional(
    Type.String({ maxLength: 20, description: 'The day the box was opened: 2020-03-31 or 31/03/2020' }),
  ),
  name: optional(words(SHORT)),
  phone: optional(words(32)),
  email: optional(Type.String({ format: 'email' })),
  category: optional(categoryCode),
  area: optional(areaCode),
  agency: optional(agencyId),
  address: optional(words(500)),
  anonymous: optional(Type.Boolean()),
  secret: optional(Type.Boolean()),
  aboutOfficial: optional(Type.Boolean({ description: 'About a person in that office' })),
});

export const SmsBody = strictObject({
  id: words(100, "The gateway's id of the message: the same one again does nothing"),
  from: words(32),
  text: Type.String({ maxLength: LONG }),
});

export const ClockBody = strictObject({ now: moment });

// Query strings

const list = <Schema extends TSchema>(schema: Schema) => optional(Type.Array(schema, { maxItems: 20 }));

export const InboxQueryString = strictObject({
  status: list(status),
  agency: optional(agencyId),
  ownOnly: optional(Type.Boolean()),
  pageSize: optional(Type.Integer({ minimum: 1, maximum: 200 })),
  pageToken: optional(words(500)),
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

export const AreaQueryString = strictObject({
  q: words(SHORT),
  within: optional(areaCode),
  level: optional(Type.Enum(['province', 'regency', 'district', 'village'])),
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

export const OfficersQueryString = strictObject({ agency: optional(agencyId) });
export const NoQueryString = strictObject({});

// Paths: what a person may have typed; the use case looks closer.
export const TrackingIdPath = strictObject({
  trackingId: words(40, 'As on the receipt; dashes and case do not matter'),
});
export const CaseIdPath = strictObject({ caseId: words(40) });
export const AttachmentPath = strictObject({ trackingId: words(40), attachmentId: words(40) });
export const OfficerIdPath = strictObject({ officerId: words(40) });
export const AgencyKeyIdPath = strictObject({ keyId: words(40) });
export const AreaCodePath = strictObject({ code: words(20) });
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
