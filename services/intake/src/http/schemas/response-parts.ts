import { Type } from 'typebox';
import { closeOutcomes } from '../../names.ts';
import {
  areaLevel,
  channel,
  complaintType,
  moment,
  optional,
  status,
  strictObject,
} from './field-schemas.ts';
import { OFFICER_COMMANDS } from './schemas.ts';

/** Parts of answers that several of them have. */
export const text = Type.String();
export const flag = Type.Boolean();
export const count = Type.Integer({ minimum: 0 });
export const outcome = Type.Enum([...closeOutcomes.words]);
export const ref = (name: string) => Type.Unsafe<unknown>({ $ref: `${name}#` });
export const listOf = (name: string) => Type.Array(ref(name));

export const erasure = Type.Enum(['identity', 'all']);
export const point = strictObject({ latitude: Type.Number(), longitude: Type.Number() });

export const due = strictObject({
  caseDueAt: optional(moment),
  verificationDueAt: optional(moment),
  responseDueAt: optional(moment),
  resolutionDueAt: optional(moment),
  replyDueAt: optional(moment),
  urgentDueAt: optional(moment),
  provisional: flag,
});

export const clock = strictObject({
  name: text,
  state: Type.Enum(['running', 'paused', 'stopped']),
  dueAt: moment,
  missed: flag,
  passed: Type.Integer({ minimum: 0, description: 'The highest threshold told of, in percent of the limit' }),
  toldAbove: Type.Boolean({ description: 'It was late enough for a tier above the holder to be told' }),
  provisional: flag,
  policyVersion: text,
});

export const clockStep = strictObject({
  clock: text,
  change: Type.Enum(['met', 'met_late', 'paused', 'resumed']),
  dueAt: moment,
});

export const classifiedAs = strictObject({
  type: optional(complaintType),
  category: optional(ref('NamedCode')),
  supervisory: flag,
});

export const dayOff = strictObject({ date: Type.String({ format: 'date' }), kind: text });

export const ruleChange = strictObject({
  at: moment,
  what: Type.String({ description: 'A year, "weekend", or the version of a policy' }),
  officerId: optional(text),
  officerName: optional(text),
  reason: optional(text),
  // Of the table of a year: days that came, and days that went.
  added: optional(Type.Array(dayOff)),
  gone: optional(Type.Array(dayOff)),
});

export const listItem = {
  id: text,
  trackingIdText: text,
  version: count,
  status,
  // What these absent ones would say is not for who looks: only the status is.
  type: optional(complaintType),
  channel: optional(channel),
  title: text,
  wordsGone: optional(flag),
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
  questionsLeft: Type.Integer({ minimum: 0, description: 'How often the reporter may still be asked' }),
  bounces: count,
  notSolved: count,
  handedOver: flag,
  nextStepMissed: optional(
    Type.String({
      format: 'date',
      description: 'The day named for the next step, once it is over without one',
    }),
  ),
  draftWaits: flag,
  merged: flag,
  masterId: optional(text),
  members: count,
  triageReason: optional(text),
  wordsWaitSince: optional(moment),
  legal: Type.Array(Type.Enum(Object.keys(OFFICER_COMMANDS))),
  matched: optional(
    Type.Array(
      strictObject({
        in: Type.Enum(['text', 'place', 'agency', 'step', 'message']),
        step: optional(text),
        parts: Type.Array(strictObject({ text, hit: flag })),
      }),
    ),
  ),
};

export const days = strictObject({ count, mean: Type.Number(), median: Type.Number(), p90: Type.Number() });
export const freshness = strictObject({ lastEventAt: optional(moment), lagSeconds: count });
export const area = {
  code: text,
  name: text,
  level: areaLevel,
  fullName: text,
};
export const session = {
  officer: ref('Officer'),
  expiresAt: moment,
  mustSetPassword: flag,
  /** awaited: show it first; required: set it up first. */
  secondFactor: Type.Enum(['none', 'set', 'awaited', 'required']),
};

export const agencyKey = {
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
