import {
  AnswerKind,
  ArchiveReason,
  CloseOutcome,
  FollowUpKind,
  RevealPurpose,
} from '@lapor/contracts/routing/v1/case';
import type { TimelineEntrySchema } from '@lapor/contracts/routing/v1/routing_service';
import type { CaseEvent, Classification, ThresholdPassed } from '../domain/events.ts';
import type { Reuse } from '../domain/reuse.ts';
import {
  answerKinds,
  archiveReasons,
  followUpKinds,
  known,
  moment,
  outcomes,
  revealPurposes,
  type PlainMessage,
  types,
} from '../publish.ts';

export type Entry = PlainMessage<typeof TimelineEntrySchema>;

export type Thresholds = Extract<CaseEvent, { readonly type: 'ClockThresholdsPassed' }>['data'];

/** The clock that has run furthest. */
export function furthest(
  passed: Thresholds['passed'],
): Pick<ThresholdPassed, 'percent'> & Partial<ThresholdPassed> {
  return passed.reduce(
    (most, each) => (each.percent > most.percent ? each : most),
    passed[0] ?? { percent: 0 },
  );
}

/** What a step says besides who took it and when, without any words. */
export function detailsOf(event: CaseEvent): Entry {
  switch (event.type) {
    case 'CaseDisposed':
      return event.data.boundTo === undefined ? {} : { kind: 'DISPOSITION_KIND_BINDING' };
    case 'CaseArchived':
      return { kind: nameIn(ArchiveReason, 'ARCHIVE_REASON', archiveReasons.value(event.data.reason)) };
    case 'CaseIdentityRevealed':
      return { kind: nameIn(RevealPurpose, 'REVEAL_PURPOSE', revealPurposes.value(event.data.purpose)) };
    case 'CaseFollowedUp':
      return {
        kind: nameIn(FollowUpKind, 'FOLLOW_UP_KIND', followUpKinds.value(event.data.kind)),
        ...known({ nextDate: event.data.nextDate }),
        ...reuseIn(event.data),
      };
    case 'CaseReturned':
      return known({ betterAgencyId: event.data.betterAgencyId });
    case 'AnswerDrafted':
      return {
        kind: nameIn(AnswerKind, 'ANSWER_KIND', answerKinds.value(event.data.kind)),
        ...known({ promisedDate: event.data.promisedDate }),
        ...reuseIn(event.data),
      };
    case 'CaseAnswered':
      return {
        kind: nameIn(AnswerKind, 'ANSWER_KIND', answerKinds.value(event.data.kind)),
        ...known({ dueAt: moment(event.data.promisedFor) }),
        ...reuseIn(event.data),
      };
    case 'NextStepDue':
      return known({ dueAt: moment(event.data.dueAt) });
    case 'PromiseReported':
      return reuseIn(event.data);
    case 'PromiseDue':
      return known({ dueAt: moment(event.data.promisedFor) });
    case 'CaseClosed':
      return {
        kind: nameIn(CloseOutcome, 'CLOSE_OUTCOME', outcomes.value(event.data.outcome)),
        rating: event.data.rating ?? 0,
      };
    case 'CaseRated':
      return { rating: event.data.rating };
    case 'ObjectionDecided':
      return {
        kind: event.data.accepted ? 'OBJECTION_OUTCOME_ACCEPTED' : 'OBJECTION_OUTCOME_REJECTED',
        ...known({ dueBefore: moment(event.data.dueBefore), dueAt: moment(event.data.dueAfter) }),
        ...(event.data.accepted ? { after: classMessage(event.data) } : {}),
      };
    case 'CaseReclassified': {
      const { before, limitKept, dueBefore, dueAfter } = event.data;
      return {
        ...known({ dueBefore: moment(dueBefore), dueAt: moment(dueAfter) }),
        ...(before === undefined ? {} : { before: classMessage(before), after: classMessage(event.data) }),
        limitKept,
      };
    }
    case 'ClockThresholdsPassed': {
      const { clock, percent, dueAt } = furthest(event.data.passed);
      return { percent, kind: noticeKind(event.data), ...known({ clock, dueAt: moment(dueAt) }) };
    }
    case 'ClocksRecounted': {
      const { moved } = event.data;
      const shown = moved.find(({ clock }) => clock === 'case') ?? moved[0];
      return known({
        dueBefore: moment(shown?.dueBefore),
        dueAt: moment(shown?.dueAfter),
        clock: shown?.clock,
      });
    }
    case 'CaseReferred':
      return { bodyName: event.data.bodyName };
    default:
      return {};
  }
}

function reuseIn({ reusedOn, photosReusedOn }: Reuse): Entry {
  return known({ reusedOn, photosReusedOn });
}

function nameIn(protoEnum: Readonly<Record<string, number>>, prefix: string, value: number): string {
  const name = Object.keys(protoEnum).find((key) => protoEnum[key] === value);
  return name === undefined ? '' : `${prefix}_${name}`;
}

function classMessage({ type, categoryCode, supervisory }: Classification): Entry['after'] {
  return { type: types.value(type), categoryCode, supervisory };
}

/** That it had the weight which protects a case is not for the public. */
export function withoutWeight({ before, after, ...entry }: Entry): Entry {
  const hidden = { supervisory: false };
  return {
    ...entry,
    ...(before === undefined ? {} : { before: { ...before, ...hidden } }),
    ...(after === undefined ? {} : { after: { ...after, ...hidden } }),
  };
}

/** Whom thresholds were told of: a warning, the miss, what is a tier's above by now; of a protected case nobody but its holder. */
function noticeKind({ passed, tierIds, case: { protected: confined } }: Thresholds): string {
  if (tierIds.length > 0) return 'NOTICE_KIND_ABOVE';
  if (passed.some(({ missedNow }) => missedNow)) return `NOTICE_KIND_${confined ? 'WITHIN' : 'MISSED'}`;
  return furthest(passed).percent < 100 ? 'NOTICE_KIND_WARNED' : 'NOTICE_KIND_REMINDED';
}
