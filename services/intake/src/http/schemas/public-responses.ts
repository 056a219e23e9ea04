import { JUDGED_CLOCKS } from '@lapor/portal';
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { channel, moment, optional, strictObject } from './field-schemas.ts';
import { text, flag, count, ref, listOf, days, freshness, area } from './response-parts.ts';

const imported = Type.Integer({ minimum: 0, description: 'Of an import: how many were added or changed' });

/** What everybody gets: problems, places, agencies, figures. */
export const PUBLIC_RESPONSES = {
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
  NamedCode: strictObject({
    code: text,
    name: text,
    nameEn: optional(text),
    unnamed: optional(
      Type.Boolean({ description: 'Its name cannot be had just now: the code stands in its place' }),
    ),
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
    active: flag,
    successorId: optional(text),
  }),
  AgencyChanges: strictObject({
    changes: Type.Array(
      strictObject({
        at: moment,
        what: Type.Enum(['registered', 'renamed', 'moved', 'closed', 'merged', 'imported']),
        agencyId: text,
        agencyName: Type.String({ description: 'As it was called before' }),
        to: optional(text),
        officerName: optional(text),
        reason: text,
        units: optional(imported),
        officers: optional(imported),
        rules: optional(imported),
      }),
    ),
  }),
  Agencies: strictObject({ agencies: listOf('Agency') }),
  Categories: strictObject({
    categories: listOf('Category'),
  }),
  Category: strictObject({
    code: text,
    parentCode: optional(text),
    nameId: text,
    nameEn: text,
    hintId: text,
    hintEn: text,
    danger: flag,
    neverPublic: flag,
    retired: optional(flag),
    successorCode: optional(text),
  }),
  CategoryChanges: strictObject({
    changes: Type.Array(
      strictObject({
        at: moment,
        officerName: optional(text),
        what: Type.Enum(['added', 'renamed', 'marked', 'retired', 'restored', 'merged']),
        code: text,
        nameId: optional(text),
        nameEn: optional(text),
        danger: optional(flag),
        neverPublic: optional(flag),
        intoCode: optional(text),
        reason: text,
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
    cases: count,
    keptPromisesPercent: optional(Type.Number()),
    clocks: Type.Array(
      strictObject({
        clock: Type.Union(JUDGED_CLOCKS.map((name) => Type.Literal(name))),
        met: count,
        missed: count,
        open: count,
        onTimePercent: optional(Type.Number()),
      }),
      { description: 'How the limits were kept: what is overdue and not done is missed already' },
    ),
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
  Clock: strictObject({ now: moment }),
} satisfies Readonly<Record<string, TSchema>>;
