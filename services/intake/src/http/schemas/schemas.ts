import { Type } from 'typebox';
import { answerKinds, archiveReasons, channels, followUpKinds, revealPurposes } from '../../names.ts';
import {
  agencyId,
  areaCode,
  categoryCode,
  complaintType,
  day,
  email,
  evidence,
  evidencePhotos,
  LONG,
  moment,
  optional,
  rating,
  role,
  SHORT,
  strictObject,
  wholeNumber,
  words,
} from './field-schemas.ts';

export const Reporter = strictObject(
  {
    name: optional(words(SHORT)),
    email: optional(email),
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
  sameAs: optional(
    words(
      40,
      '"Me too": the tracking id of the report about the same matter. Told to officers alone, who decide.',
    ),
  ),
});

export const MessageBody = strictObject({ text: words(LONG) });

export const ErasureBody = strictObject({
  scope: Type.Enum(['identity', 'all'], {
    description: 'identity: name and contact. all: besides, all words and photos.',
  }),
});

export const ReceiptBody = strictObject({
  receipt: Type.String({ minLength: 1, maxLength: 4000, description: 'The compact JWS.' }),
  title: optional(Type.String({ maxLength: SHORT })),
  body: optional(words(LONG, 'What was said; line ends and blanks at either end do not matter.')),
});

/** Bodies of POST /complaints/{trackingId}/<command>. */
export const REPORTER_COMMANDS = {
  solved: strictObject({ rating: optional(rating), text: optional(words(LONG)) }),
  'not-solved': strictObject({ text: optional(words(LONG)) }),
  rating: strictObject({ rating, text: optional(words(LONG)) }),
  reply: strictObject({ text: words(LONG) }),
  reopen: strictObject({ text: optional(words(LONG)) }),
  withdraw: strictObject({ text: optional(words(LONG)) }),
  object: strictObject({ text: words(LONG) }),
  'hand-over': strictObject({ text: optional(words(LONG)) }),
  'promise-kept': strictObject({ text: optional(words(LONG)) }),
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

/** An answer, and the draft of one. */
const answer = strictObject({
  ...version,
  kind: Type.Enum([...answerKinds.words]),
  text: words(LONG),
  evidence: optional(evidence),
  photos: optional(evidencePhotos),
  promisedDate: optional(day),
  ground: optional(words(LONG)),
  whereToGo: optional(words(LONG)),
});

/** Bodies of POST /cases/{id}/<command>. */
export const OFFICER_COMMANDS = {
  dispose: strictObject({ ...version, agencyId, note: optional(words(LONG)) }),
  ask: strictObject({ ...version, question: words(LONG, 'One concrete question') }),
  archive: strictObject({ ...version, reason: Type.Enum([...archiveReasons.words]), text: words(LONG) }),
  refer: strictObject({
    ...version,
    bodyName: words(120, 'The name alone'),
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
    photos: optional(evidencePhotos),
  }),
  answer,
  draft: answer,
  'release-answer': strictObject({ ...version }),
  'send-back': strictObject({ ...version, reason: words(LONG) }),
  reclassify: strictObject({
    ...version,
    type: optional(complaintType),
    category: optional(categoryCode),
    supervisory: optional(Type.Boolean()),
    reason: words(LONG),
  }),
  objection: strictObject({
    ...version,
    accept: Type.Boolean({ description: 'The case is classified as before' }),
    text: words(LONG),
  }),
  promise: strictObject({
    ...version,
    text: words(LONG),
    evidence: optional(evidence),
    photos: optional(evidencePhotos),
  }),
  note: strictObject({ ...version, text: words(LONG), toAgencyId: optional(agencyId) }),
  nudge: strictObject({ ...version, text: optional(words(LONG, 'For those who have the case')) }),
  merge: strictObject({
    ...version,
    masterId: words(40, 'Tracking id of the case about the same matter that this one follows'),
    reason: optional(words(LONG, 'For officers alone')),
  }),
  unmerge: strictObject({ ...version, reason: optional(words(LONG, 'For officers alone')) }),
  privacy: strictObject({ ...version, protected: Type.Boolean() }),
  'legal-hold': strictObject({
    ...version,
    reason: words(LONG, 'Why nothing of it may be destroyed; for officers alone'),
  }),
  'lift-legal-hold': strictObject({ ...version, reason: words(LONG, 'For officers alone') }),
};

export const SignInBody = strictObject({ username: words(100), password: words(500) });
export const RevealBody = strictObject({
  purpose: Type.Enum([...revealPurposes.words]),
  reason: words(LONG, 'Why; the reporter reads it'),
});
const percent = Type.Number({ minimum: 0, maximum: 100, description: 'Percent of the picture' });
export const hiddenArea = strictObject({ left: percent, top: percent, width: percent, height: percent });
export const ReleaseBody = strictObject({
  ...version,
  report: Type.Boolean({ description: 'What was filed' }),
  steps: optional(
    Type.Array(wholeNumber(1), {
      maxItems: 50,
      description: 'Numbers of follow-ups and answers whose words become public',
    }),
  ),
  photos: optional(
    Type.Array(strictObject({ id: words(64), hide: optional(Type.Array(hiddenArea, { maxItems: 20 })) }), {
      maxItems: 25,
      description: 'Photos, and the areas of each that are black in the public copy',
    }),
  ),
  hide: optional(
    Type.Array(words(SHORT), {
      maxItems: 100,
      description:
        'Words to black out wherever they stand; NIK, phone numbers and e-mail addresses always are',
    }),
  ),
  dryRun: optional(Type.Boolean({ description: 'Only say what it comes to' })),
});
export const WithholdBody = strictObject({ ...version, reason: optional(words(LONG)) });
export const PreferencesBody = strictObject({
  morningMessage: Type.Boolean({ description: 'The three most pressing cases, in the morning' }),
});
export const CodeBody = strictObject({
  code: words(64, 'What the authenticator app shows, or a recovery code'),
});
export const PasswordBody = strictObject({ oldPassword: words(500), newPassword: words(500) });

/** Of whatever is done to somebody else's account, to a key or a template. */
export const why = words(1_000, 'Why; the admins who look after it read it in its history');
const newOfficer = {
  username: words(100),
  name: words(SHORT),
  role,
  agencyId,
  email: optional(email),
  phone: optional(Type.String({ minLength: 5, maxLength: 32 })),
  scopeAgencyId: optional(agencyId),
  scopeArea: optional(areaCode),
  returning: optional(
    Type.Boolean({
      description:
        'The same person as whoever had this user name and left: nothing of before holds but the history',
    }),
  ),
};
export const InviteOfficerBody = strictObject({ ...newOfficer, reason: why });
const { username: _username, returning: _returning, ...rest } = newOfficer;
export const ChangeOfficerBody = strictObject({ ...rest, reason: why });
export const EndSessionsBody = strictObject({
  reason: why,
  sessionId: optional(
    Type.String({ pattern: '^[0-9a-f]{20}$', description: 'The id of a session; without: all of them' }),
  ),
});
export const ResetOfficerBody = strictObject({ reason: why });
export const ReplaceOfficerBody = strictObject({
  reason: why,
  successor: optional(strictObject(newOfficer)),
  successorId: optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Instead: somebody who is there takes over; of the same agency, or an admin above it',
    }),
  ),
});

const whyAway = optional(
  words(1_000, 'Why; needed of somebody else’s absence, one’s own is one’s own business'),
);
export const EndAbsenceBody = strictObject({
  reason: whyAway,
  from: optional(day),
});
export const AbsenceBody = strictObject({
  reason: whyAway,
  from: day,
  to: day,
  deputyId: optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Who stands in. Without one: the others of the agency.',
    }),
  ),
});

export const NewAgencyKeyBody = strictObject({
  agencyId,
  label: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,38}[a-z0-9]$',
    description: 'What the system is called, in small letters, digits and hyphens: "e-office"',
  }),
  expiresAt: optional(moment),
  reason: why,
});
export const RevokeAgencyKeyBody = strictObject({ reason: why });
export const RotateAgencyKeyBody = strictObject({
  reason: why,
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
  reason: optional(words(1_000, 'Why; it stands with all that is changed. A dry run needs none')),
});

export const SlipBody = strictObject({
  batch: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$', description: 'Name of the batch' }),
  line: wholeNumber(1, 'Line of the file; batch and line make it idempotent'),
  text: words(LONG),
  title: optional(words(SHORT)),
  foundOn: optional(
    Type.String({ maxLength: 20, description: 'The day the box was opened: 2020-03-31 or 31/03/2020' }),
  ),
  name: optional(words(SHORT)),
  phone: optional(words(32)),
  email: optional(email),
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
