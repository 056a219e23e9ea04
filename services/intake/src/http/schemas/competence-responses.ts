import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { day, moment, optional, strictObject } from './field-schemas.ts';
import { count, listOf, ref, text } from './response-parts.ts';

/** The competence table, and what it says. */
export const COMPETENCE_RESPONSES = {
  CompetenceRow: strictObject({
    id: text,
    agency: ref('NamedCode'),
    category: ref('NamedCode'),
    area: optional(ref('NamedCode')),
    validFrom: day,
    validTo: optional(day),
  }),
  CompetenceTable: strictObject({
    rows: listOf('CompetenceRow'),
    changes: Type.Array(
      strictObject({
        at: moment,
        officerName: optional(text),
        row: ref('CompetenceRow'),
        reason: optional(text),
      }),
    ),
  }),
  CompetenceAnswer: strictObject({
    agency: optional(ref('NamedCode')),
    via: optional(Type.Enum(['declared', 'competence'])),
    row: optional(ref('CompetenceRow')),
    admin: optional(ref('NamedCode')),
    triageReason: optional(text),
  }),
  CompetencePreview: strictObject({
    looked: Type.Integer({
      minimum: 0,
      description:
        'Reports that were tried, 500 at most: those that the agency and all below it hold, but protected ones. What others hold may be drawn here too',
    }),
    moved: Type.Array(
      strictObject({
        trackingId: text,
        trackingIdText: text,
        category: optional(ref('NamedCode')),
        area: optional(ref('NamedCode')),
        before: ref('CompetenceAnswer'),
        after: ref('CompetenceAnswer'),
      }),
    ),
  }),
  KindAndAreaPreview: strictObject({
    agency: ref('Agency'),
    calendar: optional(ref('NamedCode')),
    following: listOf('Agency'),
    followingInAll: count,
    ending: listOf('CompetenceRow'),
    endingInAll: count,
    open: Type.Integer({ minimum: 0, description: 'Open cases that it holds, and keeps; 200 at most' }),
    more: Type.Boolean({ description: 'There are more than were counted' }),
  }),
  MergePreview: strictObject({
    open: count,
    following: count,
    holders: Type.Array(strictObject({ agency: ref('NamedCode'), open: count })),
    rows: listOf('CompetenceRow'),
    rowsInAll: count,
    areas: Type.Array(
      strictObject({
        area: ref('NamedCode'),
        merged: ref('CompetenceAnswer'),
        survivor: ref('CompetenceAnswer'),
        after: ref('CompetenceAnswer'),
        fromDay: optional(
          Type.String({ format: 'date', description: 'So from this day on; without: today already' }),
        ),
      }),
    ),
    areasInAll: count,
    danger: optional(
      strictObject({
        becomes: Type.Boolean({
          description: 'Whether reports to come of what is merged are of danger from then on, or are no more',
        }),
        limits: Type.Array(
          strictObject({
            version: text,
            validFrom: Type.String({ format: 'date' }),
            urgentHours: count,
          }),
          {
            description:
              'Policies that say how soon danger is to be answered: the one in force, then those to come',
          },
        ),
      }),
    ),
  }),
} satisfies Readonly<Record<string, TSchema>>;
