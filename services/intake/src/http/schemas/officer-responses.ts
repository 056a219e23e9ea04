import { POLICY_NUMBERS, RETENTION_NUMBERS } from '@lapor/portal';
import { hiddenArea, PreferencesBody } from './schemas.ts';
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { agencyId, areaCode, moment, optional, rating, role, strictObject } from './field-schemas.ts';
import {
  text,
  flag,
  count,
  outcome,
  ref,
  listOf,
  erasure,
  point,
  dayOff,
  ruleChange,
  listItem,
  session,
  agencyKey,
} from './response-parts.ts';

const absence = { from: text, to: text, deputyId: optional(text), deputyName: optional(text) };

/** What officers, admins and operators get. */
export const OFFICER_RESPONSES = {
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
    absence: optional(strictObject(absence)),
    successorId: optional(text),
  }),
  Deputies: strictObject({
    deputies: Type.Array(strictObject({ id: text, name: text, role, agencyName: text })),
  }),
  Absences: strictObject({
    away: Type.Array(strictObject({ id: text, name: text, role, now: flag, ...absence })),
  }),
  Session: strictObject(session),
  AccessToken: strictObject({ accessToken: text, tokenType: Type.Literal('Bearer'), expiresAt: moment }),
  SignedIn: strictObject({ ...session, token: text }),
  RevealedIdentity: strictObject({ name: optional(text), email: optional(text), phone: optional(text) }),
  Preferences: PreferencesBody,
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
  RecordedChanges: strictObject({
    changes: Type.Array(
      strictObject({
        at: moment,
        what: Type.String({
          description:
            'Of an officer: invited, changed, reset, ended, away, back. Of a key: created, rotated, revoked. Of a template: added, changed, removed',
        }),
        officerName: optional(Type.String({ description: 'Who did it; without: the platform itself' })),
        reason: optional(text),
        about: optional(Type.String({ description: 'Which, where there are several' })),
      }),
    ),
  }),
  AgencyKey: strictObject(agencyKey),
  AgencyKeys: strictObject({ agencyKeys: listOf('AgencyKey') }),
  ShownAgencyKey: strictObject({ agencyKey: ref('AgencyKey'), key: text }),
  Calendar: strictObject({
    areaCode: optional(text),
    areaName: optional(text),
    edition: count,
    weekend: optional(Type.Array(count)),
    years: Type.Array(
      strictObject({
        year: count,
        days: Type.Array(dayOff),
      }),
    ),
    changes: Type.Array(ruleChange),
    mayChange: Type.Boolean(),
    enteredAreas: Type.Array(strictObject({ areaCode: text, name: text })),
  }),
  CalendarPreview: strictObject({
    looked: count,
    moved: count,
    following: Type.Integer({ minimum: 0, description: 'Of those that move, how many follow another case' }),
    more: Type.Boolean({ description: 'There are more than were looked at' }),
    open: Type.Integer({
      minimum: 0,
      description: 'How many open cases there are in all: more than were looked at where there are more',
    }),
    added: Type.Array(dayOff),
    gone: Type.Array(dayOff),
    examples: Type.Array(
      strictObject({ trackingId: text, trackingIdText: text, clock: text, dueBefore: moment, dueAt: moment }),
    ),
  }),
  Policies: strictObject({
    policies: Type.Array(
      strictObject({
        version: text,
        validFrom: text,
        warnAt: Type.Array(count),
        ...Object.fromEntries([...POLICY_NUMBERS, ...RETENTION_NUMBERS].map((name) => [name, count])),
      }),
    ),
    changes: Type.Array(ruleChange),
  }),
  CaseListItem: strictObject(listItem),
  Inbox: strictObject({
    cases: listOf('CaseListItem'),
    nextPageToken: optional(text),
    searchedTo: optional(moment),
    stoppedEarly: optional(flag),
    total: optional(count),
  }),
  SimilarCases: strictObject({
    similar: Type.Array(
      strictObject({
        case: ref('CaseListItem'),
        score: Type.Integer({ minimum: 0, maximum: 100 }),
        closeness: Type.Enum(['village', 'district', 'regency', 'elsewhere']),
        metres: optional(count),
        daysApart: count,
        sameCategory: flag,
        told: Type.Boolean({ description: 'A reporter said that it is the same' }),
        mayLead: Type.Boolean({ description: 'The case asked about may be merged into it, by you, now' }),
        mayFollow: Type.Boolean({ description: 'It may be merged into the case asked about' }),
      }),
    ),
  }),
  AnswerTemplate: strictObject({ id: text, agency: ref('NamedCode'), name: text, text }),
  AnswerTemplates: strictObject({ templates: listOf('AnswerTemplate') }),
  SavedFilters: strictObject({ filters: Type.Array(strictObject({ id: text, name: text, query: text })) }),
  OfficerCaseView: strictObject({
    ...listItem,
    body: text,
    address: optional(text),
    point: optional(point),
    occurredAt: optional(moment),
    reporterName: optional(text),
    mayReveal: flag,
    mayRelease: flag,
    mayHold: flag,
    legalHold: flag,
    anonymisedAt: optional(moment),
    released: optional(ref('PublicWords')),
    reachable: optional(flag),
    outcome: optional(outcome),
    rating: optional(rating),
    timeline: listOf('TimelineItem'),
    messages: listOf('ReporterMessage'),
    dangerReasons: Type.Array(
      strictObject({
        why: Type.Enum(['tick', 'words', 'category', 'filed', 'joined']),
        words: optional(Type.Array(text)),
      }),
    ),
    laterDanger: Type.Array(strictObject({ at: moment, words: Type.Array(text) })),
    attachments: listOf('Attachment'),
    evidencePhotos: listOf('Attachment'),
    erased: optional(erasure),
  }),
  ReleaseDraft: strictObject({
    id: text,
    trackingIdText: text,
    version: count,
    submittedAt: optional(moment),
    wordsWaitSince: optional(moment),
    title: text,
    body: text,
    steps: listOf('TimelineItem'),
    photos: Type.Array(Type.Intersect([ref('Attachment'), Type.Object({ step: optional(count) })])),
    suggestions: Type.Array(strictObject({ text, kind: Type.Enum(['name', 'plate', 'account', 'address']) })),
    released: optional(ref('PublicWords')),
    last: optional(
      strictObject({
        report: flag,
        steps: Type.Array(count),
        photos: Type.Array(strictObject({ id: text, hide: Type.Array(hiddenArea) })),
        hide: Type.Array(text),
      }),
    ),
    mayWithhold: flag,
  }),
  ReleasePreview: strictObject({
    report: optional(strictObject({ title: text, body: text })),
    steps: Type.Array(
      strictObject({
        seq: count,
        text: optional(text),
        nextStep: optional(text),
        ground: optional(text),
        whereToGo: optional(text),
      }),
    ),
    photos: Type.Array(strictObject({ id: text, hide: Type.Array(hiddenArea) })),
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
  ExpiredCases: strictObject({
    cases: Type.Array(
      strictObject({
        trackingId: optional(text),
        status: text,
        finalSince: moment,
        policyVersion: text,
        years: optional(count),
        begunAt: optional(moment),
        doneAt: optional(moment),
      }),
    ),
    nextPageToken: optional(text),
  }),
  Retention: strictObject({ anonymised: count }),
  BreachListings: strictObject({
    listings: Type.Array(
      strictObject({
        id: text,
        at: moment,
        officerId: text,
        from: moment,
        to: moment,
        stores: Type.Array(text),
        agencyId: optional(text),
        sealedFor: optional(text),
        reason: text,
        counts: optional(
          strictObject({
            complaints: count,
            identities: count,
            withEmail: count,
            withPhone: count,
            words: count,
            photos: count,
            notices: count,
          }),
        ),
        doneAt: optional(moment),
      }),
    ),
  }),
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
