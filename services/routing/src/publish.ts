import { create, type DescMessage, type MessageInitShape, toJsonString } from '@bufbuild/protobuf';
import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt';
import { enumWords, isForAgencies } from '@lapor/contracts';
import { Channel, ComplaintType } from '@lapor/contracts/common/v1/common';
import {
  AnswerKind,
  ArchiveReason,
  type CaseSnapshotSchema,
  CaseStatus,
  CloseOutcome,
  FollowUpKind,
  RevealPurpose,
} from '@lapor/contracts/routing/v1/case';
import * as contract from '@lapor/contracts/routing/v1/events';
import type { Agency } from './domain/agency.ts';
import type { CaseEventFields, CaseEventType, ContentRef, EventCommon } from './domain/events.ts';
import type { CaseSnapshot } from './domain/snapshot.ts';
import type { CaseRecord } from './case-record.ts';

export const statuses = enumWords(CaseStatus);
export const types = enumWords(ComplaintType);
export const channels = enumWords(Channel);
export const answerKinds = enumWords(AnswerKind);
export const followUpKinds = enumWords(FollowUpKind);
export const archiveReasons = enumWords(ArchiveReason);
export const outcomes = enumWords(CloseOutcome);
export const revealPurposes = enumWords(RevealPurpose);

export function moment(at: number | undefined): Timestamp | undefined {
  return at === undefined ? undefined : timestampFromMs(at);
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** What goes into a message, without being one yet. */
export type PlainMessage<Schema extends DescMessage> = Exclude<
  MessageInitShape<Schema>,
  { readonly $typeName: string }
>;

/** Leaves out what is not known: protobuf tells absent from undefined. */
export function known<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}

export function snapshotMessage(snapshot: CaseSnapshot): MessageInitShape<typeof CaseSnapshotSchema> {
  const {
    caseId,
    categoryCode,
    areaCode,
    anonymous,
    secret,
    danger,
    supervisory,
    provisional,
    reachable,
    urgentMet,
  } = snapshot;
  return {
    caseId,
    categoryCode,
    areaCode,
    anonymous,
    secret,
    danger,
    supervisory,
    provisional,
    reachable,
    urgentMet,
    protected: snapshot.protected,
    status: statuses.value(snapshot.status),
    type: types.value(snapshot.type),
    channel: channels.value(snapshot.channel),
    holderAgencyId: snapshot.holderAgencyId,
    holderPath: [...snapshot.holderPath],
    ...known({
      submittedAt: moment(snapshot.submittedAt),
      masterCaseId: snapshot.masterCaseId,
      receivedAt: moment(snapshot.receivedAt),
      caseDueAt: moment(snapshot.caseDueAt),
      verificationDueAt: moment(snapshot.verificationDueAt),
      responseDueAt: moment(snapshot.responseDueAt),
      resolutionDueAt: moment(snapshot.resolutionDueAt),
      replyDueAt: moment(snapshot.replyDueAt),
      urgentDueAt: moment(snapshot.urgentDueAt),
    }),
  };
}

interface Mapping<Type extends CaseEventType> {
  readonly schema: DescMessage;
  /** What the contract says besides the snapshot. Nothing else of an event ever leaves this service. */
  readonly fields: (data: CaseEventFields[Type]) => Readonly<Record<string, unknown>>;
}

const nothing = () => ({});

function formerHolder(from: Agency | undefined) {
  return from === undefined ? {} : { fromAgencyId: from.id, fromPath: from.path };
}

/** That the reporter said something, never what. */
function commented(content: ContentRef | undefined) {
  return content === undefined ? {} : { commented: true };
}

/** That what was said reads like danger, never what. */
function heard({ saysDanger }: { readonly saysDanger?: true | undefined }) {
  return known({ saysDanger });
}

/** Event → published contract, one row each. */
const MAPPINGS: { readonly [Type in CaseEventType]: Mapping<Type> } = {
  CaseOpened: { schema: contract.CaseOpenedSchema, fields: ({ triageReason }) => known({ triageReason }) },
  CaseDisposed: {
    schema: contract.CaseDisposedSchema,
    fields: ({ from, automatic }) => ({ fromAgencyId: from.id, fromPath: from.path, automatic }),
  },
  QuestionAsked: { schema: contract.QuestionAskedSchema, fields: nothing },
  QuestionAnswered: { schema: contract.QuestionAnsweredSchema, fields: heard },
  CaseArchived: {
    schema: contract.CaseArchivedSchema,
    fields: ({ reason, reviveUntil }) => ({
      reason: archiveReasons.value(reason),
      ...known({ reviveUntil: moment(reviveUntil) }),
    }),
  },
  CaseRevived: {
    schema: contract.CaseRevivedSchema,
    fields: ({ objection, saysDanger }) => ({ objection, ...heard({ saysDanger }) }),
  },
  CaseReferred: { schema: contract.CaseReferredSchema, fields: ({ bodyName }) => ({ bodyName }) },
  CaseReturned: {
    schema: contract.CaseReturnedSchema,
    fields: ({ from, bounces, returns, betterAgencyId }) => ({
      fromAgencyId: from.id,
      fromPath: from.path,
      bounces,
      ...known({ returns, betterAgencyId }),
    }),
  },
  CaseFollowedUp: {
    schema: contract.CaseFollowedUpSchema,
    fields: ({ kind, first, nextDate, reusedOn, photosReusedOn }) => ({
      kind: followUpKinds.value(kind),
      first,
      ...known({ nextDate, reusedOn, photosReusedOn }),
    }),
  },
  CaseAnswered: {
    schema: contract.CaseAnsweredSchema,
    fields: ({ kind, firstFollowUp, promisedFor, reusedOn, photosReusedOn }) => ({
      kind: answerKinds.value(kind),
      firstFollowUp,
      ...known({ promisedFor: moment(promisedFor), reusedOn, photosReusedOn }),
    }),
  },
  AnswerDelivered: {
    schema: contract.AnswerDeliveredSchema,
    fields: ({ deliveredAt }) => known({ deliveredAt: moment(deliveredAt) }),
  },
  ClockThresholdsPassed: {
    schema: contract.ClockThresholdsPassedSchema,
    fields: ({ passed, tierIds }) => ({
      passed: passed.map(({ clock, percent, dueAt, missedNow }) => ({
        clock,
        percent,
        missedNow,
        ...known({ dueAt: moment(dueAt) }),
      })),
      tierAgencyIds: tierIds,
    }),
  },
  ClocksRecounted: {
    schema: contract.ClocksRecountedSchema,
    fields: ({ moved }) => ({
      moved: moved.map(({ clock, dueBefore, dueAfter }) => ({
        clock,
        ...known({ dueBefore: moment(dueBefore), dueAfter: moment(dueAfter) }),
      })),
    }),
  },
  CaseTakenOver: {
    schema: contract.CaseTakenOverSchema,
    fields: ({ from, merged }) => ({ fromAgencyId: from.id, fromPath: from.path, merged }),
  },
  CaseHolderMoved: {
    schema: contract.CaseHolderMovedSchema,
    fields: ({ from }) => ({ fromAgencyId: from.id, fromPath: from.path }),
  },
  CaseMessagesMoved: {
    schema: contract.CaseMessagesMovedSchema,
    fields: ({ fromId, toId }) => ({ fromAgencyId: fromId, toAgencyId: toId }),
  },
  CaseCategoryFollowed: {
    schema: contract.CaseCategoryFollowedSchema,
    fields: ({ fromCode }) => ({ fromCategoryCode: fromCode }),
  },
  CaseMerged: {
    schema: contract.CaseMergedSchema,
    fields: ({ masterId, formerId, from }) => ({
      masterCaseId: masterId,
      ...known({ formerMasterCaseId: formerId }),
      ...formerHolder(from),
    }),
  },
  CaseUnmerged: {
    schema: contract.CaseUnmergedSchema,
    fields: ({ masterId, from, succeeds }) => ({ masterCaseId: masterId, succeeds, ...formerHolder(from) }),
  },
  CaseLeads: {
    schema: contract.CaseLeadsSchema,
    fields: ({ oldestAt, dangerJoins }) => known({ oldestAt: moment(oldestAt), dangerJoins }),
  },
  MembersTold: { schema: contract.MembersToldSchema, fields: ({ members }) => ({ members }) },
  CaseHandedOver: { schema: contract.CaseHandedOverSchema, fields: heard },
  DangerSaid: { schema: contract.DangerSaidSchema, fields: nothing },
  AnswerDrafted: { schema: contract.AnswerDraftedSchema, fields: nothing },
  DraftSentBack: { schema: contract.DraftSentBackSchema, fields: nothing },
  NextStepDue: {
    schema: contract.NextStepDueSchema,
    fields: ({ nextDate, dueAt }) => ({ nextDate, ...known({ dueAt: moment(dueAt) }) }),
  },
  PromiseDue: {
    schema: contract.PromiseDueSchema,
    fields: ({ promisedFor }) => known({ promisedFor: moment(promisedFor) }),
  },
  PromiseReported: {
    schema: contract.PromiseReportedSchema,
    fields: ({ photosReusedOn }) => known({ photosReusedOn }),
  },
  PromiseKept: { schema: contract.PromiseKeptSchema, fields: ({ content }) => commented(content) },
  CaseNotSolved: {
    schema: contract.CaseNotSolvedSchema,
    fields: ({ times, saysDanger }) => ({ times, ...heard({ saysDanger }) }),
  },
  CaseClosed: {
    schema: contract.CaseClosedSchema,
    fields: ({ outcome, rating, reopenUntil, content }) => ({
      outcome: outcomes.value(outcome),
      ...known({ rating, reopenUntil: moment(reopenUntil) }),
      ...commented(content),
    }),
  },
  CaseRated: {
    schema: contract.CaseRatedSchema,
    fields: ({ rating, content }) => ({ rating, ...commented(content) }),
  },
  CaseReopened: {
    schema: contract.CaseReopenedSchema,
    fields: ({ times, saysDanger }) => ({ times, ...heard({ saysDanger }) }),
  },
  CaseWithdrawn: {
    schema: contract.CaseWithdrawnSchema,
    fields: ({ content, saysDanger }) => ({ ...commented(content), ...heard({ saysDanger }) }),
  },
  CaseReclassified: {
    schema: contract.CaseReclassifiedSchema,
    fields: ({ dueBefore, dueAfter, dangerFound }) =>
      known({ dueBefore: moment(dueBefore), dueAfter: moment(dueAfter), dangerFound }),
  },
  ReclassificationObjected: {
    schema: contract.ReclassificationObjectedSchema,
    fields: ({ decider, saysDanger }) => ({ deciderAgencyId: decider.id, ...heard({ saysDanger }) }),
  },
  ObjectionDecided: {
    schema: contract.ObjectionDecidedSchema,
    fields: ({ accepted, dueBefore, dueAfter }) => ({
      accepted,
      ...known({ dueBefore: moment(dueBefore), dueAfter: moment(dueAfter) }),
    }),
  },
  CaseIdentityRevealed: {
    schema: contract.CaseIdentityRevealedSchema,
    fields: ({ byAgencyId, purpose }) => ({ byAgencyId, purpose: revealPurposes.value(purpose) }),
  },
  WordsReleased: {
    schema: contract.WordsReleasedSchema,
    fields: ({ report, steps, photos }) => ({ report, steps: steps.length, photos: photos.length }),
  },
  WordsWithheld: { schema: contract.WordsWithheldSchema, fields: ({ wasPublic }) => ({ wasPublic }) },
  WordsAwaitRelease: { schema: contract.WordsAwaitReleaseSchema, fields: nothing },
  LegalHoldSet: { schema: contract.LegalHoldSetSchema, fields: ({ byAgencyId }) => ({ byAgencyId }) },
  LegalHoldLifted: { schema: contract.LegalHoldLiftedSchema, fields: ({ byAgencyId }) => ({ byAgencyId }) },
  ErasureBegun: { schema: contract.ErasureBegunSchema, fields: ({ words }) => ({ words }) },
  CaseAnonymised: {
    schema: contract.CaseAnonymisedSchema,
    fields: ({ finalSince, policyVersion }) => ({
      policyVersion,
      ...known({ finalSince: moment(finalSince) }),
    }),
  },
  CaseNoteAdded: {
    schema: contract.CaseNoteAddedSchema,
    fields: ({ byAgencyId, toAgencyId }) => ({ byAgencyId, ...known({ toAgencyId }) }),
  },
  CaseNudged: { schema: contract.CaseNudgedSchema, fields: ({ byAgencyId }) => ({ byAgencyId }) },
  CasePrivacyChanged: {
    schema: contract.CasePrivacyChangedSchema,
    fields: ({ from }) => formerHolder(from),
  },
};

/** Whether copies of the event go to the agencies it concerns: what no agency may see is not counted for them either. */
export function isCopied(type: CaseEventType): boolean {
  return isForAgencies(MAPPINGS[type].schema.typeName);
}

/** The published contract of a stored event, with the case as it was right after it. */
export function publishCaseEvent(record: CaseRecord): { readonly type: string; readonly body: string } {
  const { schema, fields } = MAPPINGS[record.type] as Mapping<CaseEventType>;
  const data = record.data as unknown as CaseEventFields[CaseEventType] & EventCommon;
  const message = create(schema, { case: snapshotMessage(data.case), ...fields(data) });
  return { type: schema.typeName, body: toJsonString(schema, message) };
}
