import { POLICY_NUMBERS } from '@lapor/portal';
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { archiveReasons, closeOutcomes } from '../names.ts';
import {
  agencyId,
  areaCode,
  areaLevel,
  channel,
  complaintType,
  moment,
  optional,
  rating,
  role,
  status,
  strictObject,
} from './field-schemas.ts';
import { OFFICER_COMMANDS, REPORTER_COMMANDS, Reporter } from './schemas.ts';
import type { App } from './typebox-provider.ts';

const text = Type.String();
const flag = Type.Boolean();
const count = Type.Integer({ minimum: 0 });
const outcome = Type.Enum([...closeOutcomes.words]);
const ref = (name: string) => Type.Unsafe<unknown>({ $ref: `${name}#` });
const listOf = (name: string) => Type.Array(ref(name));

const erasure = Type.Enum(['identity', 'all']);
const point = strictObject({ latitude: Type.Number(), longitude: Type.Number() });

const due = strictObject({
  caseDueAt: optional(moment),
  verificationDueAt: optional(moment),
  responseDueAt: optional(moment),
  resolutionDueAt: optional(moment),
  replyDueAt: optional(moment),
  urgentDueAt: optional(moment),
  provisional: flag,
});

const clock = strictObject({
  name: text,
  state: Type.Enum(['running', 'paused', 'stopped']),
  dueAt: moment,
  missed: flag,
  passed: Type.Integer({ minimum: 0, description: 'The highest threshold told of, in percent of the limit' }),
  provisional: flag,
  policyVersion: text,
});

const ruleChange = strictObject({
  at: moment,
  what: Type.String({ description: 'A year, "weekend", or the version of a policy' }),
  officerId: optional(text),
  reason: optional(text),
});

const listItem = {
  id: text,
  trackingIdText: text,
  version: count,
  status,
  // What these absent ones would say is not for who looks: only the status is.
  type: optional(complaintType),
  channel: optional(channel),
  title: text,
  category: optional(ref('NamedCode')),
  area: optional(ref('NamedCode')),
  agency: optional(ref('NamedCode')),
  danger: flag,
  supervisory: flag,
  anonymous: flag,
  secret: flag,
  protected: flag,
  submittedAt: optional(moment),
  receivedAt: optional(moment),
  due,
  clocks: Type.Array(clock),
  nextClock: optional(text),
  nextDueAt: optional(moment),
  overdue: flag,
  bounces: count,
  handedOver: flag,
  triageReason: optional(text),
  legal: Type.Array(Type.Enum(Object.keys(OFFICER_COMMANDS))),
};

const days = strictObject({ count, mean: Type.Number(), median: Type.Number(), p90: Type.Number() });
const freshness = strictObject({ lastEventAt: optional(moment), lagSeconds: count });
const area = {
  code: text,
  name: text,
  level: areaLevel,
  fullName: text,
};
const session = {
  officer: ref('Officer'),
  expiresAt: moment,
  mustSetPassword: flag,
  /** awaited: show it first; required: set it up first. */
  secondFactor: Type.Enum(['none', 'set', 'awaited', 'required']),
};

const agencyKey = {
  keyId: text,
  agencyId: text,
  label: text,
  status: Type.Enum(['active', 'expired', 'revoked']),
  createdAt: moment,
  expiresAt: optional(moment),
  rotatedAt: optional(moment),
  previousUntil: optional(moment),
  revokedAt: optional(moment),
};

/** What comes out, by name, as it stands in the OpenAPI document. Tests hold real answers to it. */
const RESPONSES = {
  Problem: Type.Object({
    type: text,
    title: text,
    status: Type.Integer(),
    detail: text,
    code: text,
    issues: optional(Type.Array(strictObject({ field: text, rule: text }))),
    retryable: flag,
    legal: optional(Type.Array(text, { description: 'What can be done now instead' })),
    caseStatus: optional(Type.String({ description: 'How the case stands now' })),
    caseVersion: optional(count),
  }),
  NamedCode: strictObject({ code: text, name: text }),
  Receipt: strictObject({
    trackingId: text,
    trackingIdText: text,
    accessCode: text,
    status,
    submittedAt: moment,
    receipt: text,
    danger: flag,
    emergencyNumbers: Type.Array(text),
    agency: optional(ref('NamedCode')),
  }),
  PublicKeys: strictObject({
    keys: Type.Array(strictObject({ kty: text, crv: text, x: text, kid: text, alg: text, use: text })),
  }),
  HistoryProof: strictObject({
    trackingId: text,
    links: Type.Array(
      strictObject({
        id: text,
        seq: count,
        type: text,
        at: moment,
        actor: strictObject({ kind: text, id: optional(text), agencyId: optional(text) }),
        dataDigest: text,
        hash: text,
      }),
    ),
    inclusion: optional(
      strictObject({
        head: strictObject({ id: text, seq: count, hash: text }),
        index: count,
        path: Type.Array(text),
        root: text,
      }),
    ),
  }),
  Roots: strictObject({ roots: Type.Array(strictObject({ day: text, madeAt: moment, signed: text })) }),
  CheckedReceipt: strictObject({
    trackingId: text,
    trackingIdText: text,
    issuer: text,
    at: moment,
    content: text,
    sameWords: optional(flag),
  }),
  TimelineItem: strictObject({
    seq: count,
    at: moment,
    type: text,
    actor: Type.Enum(['reporter', 'officer', 'system']),
    agency: optional(ref('NamedCode')),
    toAgency: optional(ref('NamedCode')),
    status: optional(status),
    kind: optional(Type.String({ examples: [...archiveReasons.words] })),
    text: optional(text),
    nextStep: optional(text),
    bodyName: optional(text),
    contact: optional(text),
    reference: optional(text),
    ground: optional(text),
    whereToGo: optional(text),
    reusedOn: optional(count),
    dueBefore: optional(moment),
    dueAt: optional(moment),
    clock: optional(text),
    percent: optional(count),
    rating: optional(rating),
    evidence: optional(Type.Array(text)),
  }),
  Attachment: strictObject({
    id: text,
    contentType: text,
    width: count,
    height: count,
    sizeBytes: count,
    addedAt: moment,
  }),
  Attachments: strictObject({ attachments: listOf('Attachment') }),
  ReporterMessage: strictObject({ id: text, at: moment, text }),
  ComplaintView: strictObject({
    trackingId: text,
    trackingIdText: text,
    status,
    visibility: Type.Enum(['status_only', 'public', 'reporter']),
    type: optional(complaintType),
    submittedAt: optional(moment),
    category: optional(ref('NamedCode')),
    area: optional(ref('NamedCode')),
    agency: optional(ref('NamedCode')),
    due: optional(due),
    clocks: optional(Type.Array(clock)),
    danger: optional(flag),
    outcome: optional(outcome),
    rating: optional(rating),
    timeline: listOf('TimelineItem'),
    private: optional(
      strictObject({
        title: text,
        body: text,
        address: optional(text),
        point: optional(point),
        occurredAt: optional(moment),
        reporter: optional(Reporter),
        anonymous: flag,
        secret: flag,
        aboutOfficial: flag,
        attachments: listOf('Attachment'),
        messages: listOf('ReporterMessage'),
        erased: optional(erasure),
        legal: Type.Array(Type.Enum(Object.keys(REPORTER_COMMANDS))),
      }),
    ),
  }),
  Officer: strictObject({
    id: text,
    username: text,
    name: text,
    role,
    agencyId: text,
    agencyName: text,
    email: optional(text),
    phone: optional(text),
    status: Type.Enum(['invited', 'active', 'deactivated']),
    lastSignedInAt: optional(moment),
    scopeAgencyId: optional(agencyId),
    scopeArea: optional(areaCode),
  }),
  Session: strictObject(session),
  SignedIn: strictObject({ ...session, token: text }),
  RevealedIdentity: strictObject({ name: optional(text), email: optional(text), phone: optional(text) }),
  OpenSession: strictObject({
    id: text,
    device: text,
    createdAt: optional(moment),
    lastUsedAt: optional(moment),
    current: flag,
  }),
  OpenSessions: strictObject({ sessions: listOf('OpenSession') }),
  SecondFactorSetup: strictObject({ secret: text, uri: text }),
  SecondFactorShown: strictObject({ recoveryCodesLeft: count }),
  RecoveryCodes: strictObject({ recoveryCodes: Type.Array(text) }),
  Officers: strictObject({ officers: listOf('Officer') }),
  InvitedOfficer: strictObject({ officer: ref('Officer'), oneTimePassword: text }),
  ReplacedOfficer: strictObject({ officer: optional(ref('Officer')), oneTimePassword: optional(text) }),
  OneTimePassword: strictObject({ oneTimePassword: text }),
  AgencyKey: strictObject(agencyKey),
  AgencyKeys: strictObject({ agencyKeys: listOf('AgencyKey') }),
  ShownAgencyKey: strictObject({ agencyKey: ref('AgencyKey'), key: text }),
  Calendar: strictObject({
    areaCode: optional(text),
    edition: count,
    weekend: optional(Type.Array(count)),
    years: Type.Array(
      strictObject({
        year: count,
        days: Type.Array(strictObject({ date: Type.String({ format: 'date' }), kind: text })),
      }),
    ),
    changes: Type.Array(ruleChange),
  }),
  Policies: strictObject({
    policies: Type.Array(
      strictObject({
        version: text,
        validFrom: text,
        warnAt: Type.Array(count),
        ...Object.fromEntries(POLICY_NUMBERS.map((name) => [name, count])),
      }),
    ),
    changes: Type.Array(ruleChange),
  }),
  CaseListItem: strictObject(listItem),
  Inbox: strictObject({ cases: listOf('CaseListItem'), nextPageToken: optional(text) }),
  OfficerCaseView: strictObject({
    ...listItem,
    body: text,
    address: optional(text),
    point: optional(point),
    occurredAt: optional(moment),
    reporterName: optional(text),
    mayReveal: flag,
    reachable: optional(flag),
    outcome: optional(outcome),
    rating: optional(rating),
    timeline: listOf('TimelineItem'),
    messages: listOf('ReporterMessage'),
    attachments: listOf('Attachment'),
    erased: optional(erasure),
  }),
  ReporterExport: strictObject({
    exportedAt: moment,
    complaint: ref('ComplaintView'),
    notices: Type.Array(
      strictObject({ eventType: text, channel: text, status: text, settledAt: optional(moment) }),
    ),
  }),
  Deliveries: strictObject({
    deliveries: Type.Array(
      strictObject({
        id: text,
        eventType: text,
        recipient: text,
        channel: Type.Enum(['email', 'sms']),
        status: Type.Enum(['waiting', 'sending', 'sent', 'noted', 'dead', 'skipped']),
        attempts: count,
        ambiguous: flag,
        notBefore: optional(moment),
        settledAt: optional(moment),
      }),
    ),
  }),
  Import: strictObject({
    issues: Type.Array(strictObject({ file: text, line: count, field: text, rule: text })),
    unitsAdded: count,
    unitsChanged: count,
    officersAdded: count,
    officersChanged: count,
    rulesAdded: count,
    rulesChanged: count,
    oneTimePasswords: Type.Array(strictObject({ username: text, password: text })),
  }),
  AreaSummary: strictObject(area),
  Area: strictObject({ ...area, ancestors: listOf('AreaSummary') }),
  Areas: strictObject({ areas: listOf('AreaSummary') }),
  Agency: strictObject({
    id: text,
    name: text,
    shortName: text,
    kind: text,
    parentId: optional(text),
    path: Type.Array(text),
    areaCode: optional(text),
    onboarded: flag,
  }),
  Agencies: strictObject({ agencies: listOf('Agency') }),
  Categories: strictObject({
    categories: Type.Array(
      strictObject({
        code: text,
        parentCode: optional(text),
        nameId: text,
        nameEn: text,
        hintId: text,
        hintEn: text,
        danger: flag,
        neverPublic: flag,
      }),
    ),
  }),
  Figures: strictObject({
    byStatus: Type.Record(Type.String(), count),
    received: count,
    done: count,
    inProcess: count,
    assigned: count,
    followedUp: count,
    closed: count,
    followedUpPercent: optional(Type.Number()),
    completionPercent: optional(Type.Number()),
    firstFollowUpFromReceipt: days,
    firstFollowUpFromSubmission: days,
    stillWaiting: days,
    closedByOutcome: Type.Record(Type.String(), count),
    reopened: count,
    bounces: count,
    rating: days,
    answeredReachable: count,
    autoRouted: count,
    misrouted: count,
    promisesDue: count,
    promisesKept: count,
    keptPromisesPercent: optional(Type.Number()),
  }),
  Summary: strictObject({
    figures: ref('Figures'),
    channels: Type.Array(strictObject({ channel, figures: ref('Figures') })),
    asOf: moment,
    freshness,
  }),
  AgencyFigures: strictObject({
    agencies: Type.Array(strictObject({ agencyId: text, agencyName: text, figures: ref('Figures') })),
    freshness,
  }),
  SmsAnswer: strictObject({ reply: text, trackingId: optional(text) }),
  Slip: strictObject({ trackingId: text, trackingIdText: text, replayed: flag }),
  Clock: strictObject({ now: moment }),
  DeadLetters: strictObject({
    letters: Type.Array(
      strictObject({
        id: text,
        service: text,
        reason: text,
        attempts: count,
        at: moment,
        waitingBehind: count,
        event: strictObject({
          id: text,
          type: text,
          aggregateId: text,
          pubSeq: count,
          time: moment,
          body: Type.Unknown(),
        }),
      }),
    ),
    silent: Type.Array(text),
  }),
} satisfies Readonly<Record<string, TSchema>>;

/** Makes the schemas known under their names. */
export function addResponseSchemas(app: App): void {
  for (const [name, schema] of Object.entries(RESPONSES)) app.addSchema({ ...schema, $id: name });
}

const PROBLEM = {
  description: 'Problem Details (RFC 9457): `issues` names fields and rules',
  content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
};

/** The answers of a route: the good one, and problems. */
export function answers(
  good: 200 | 201 | 204,
  name?: keyof typeof RESPONSES | 'Csv' | 'Image' | 'SignedReceipt',
) {
  return { [good]: goodAnswer(name), '4xx': PROBLEM, '5xx': PROBLEM };
}

function goodAnswer(name: string | undefined) {
  if (name === undefined) return { description: 'Done', type: 'null' };
  if (name === 'Csv') return { description: 'CSV', content: { 'text/csv': { schema: { type: 'string' } } } };
  if (name === 'SignedReceipt')
    return { description: 'A compact JWS', content: { 'application/jose': { schema: { type: 'string' } } } };
  if (name === 'Image') {
    const schema = { type: 'string', format: 'binary' };
    return { description: 'The image', content: { 'image/jpeg': { schema }, 'image/webp': { schema } } };
  }
  return { description: name, $ref: `${name}#` };
}
