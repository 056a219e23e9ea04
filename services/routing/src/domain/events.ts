import type { Succession } from './case.ts';
import type { Agency, EventActor } from './agency.ts';
import type { AnswerDraft, ContentRef } from './content-ref.ts';
import type { ClockChanges, ClockName } from './clocks/clock.ts';
import type { CaseSnapshot } from './snapshot.ts';
import type {
  AnswerKind,
  ArchiveReason,
  CaseStatus,
  Channel,
  CloseOutcome,
  ComplaintType,
  FollowUpKind,
  RevealPurpose,
} from './vocabulary.ts';
import type { Instant, LocalDay } from './clocks/working-time.ts';

export type { ContentRef };

interface Worded {
  readonly content?: ContentRef;
}

/** Said by the reporter. */
interface Heard extends Worded {
  /** What was said reads like danger: a hint for whoever has the case. */
  readonly saysDanger?: true;
}

/** A step that a case takes because its master took it: which of the master's. */
interface Followed {
  readonly followed?: number;
}

export interface Classification {
  readonly type: ComplaintType;
  readonly categoryCode: string;
  readonly supervisory: boolean;
}

export interface ThresholdPassed {
  readonly clock: ClockName;
  /** Of the limit: below 100 a warning, 100 the miss, above it told further up. */
  readonly percent: number;
  readonly dueAt: Instant;
  /** That it was missed has not been told before. */
  readonly missedNow: boolean;
}

export interface ClockMoved {
  readonly clock: ClockName;
  readonly dueBefore: Instant;
  readonly dueAfter: Instant;
}

/** What each event says of its own. Names are those of the published contract. */
export interface CaseEventFields {
  readonly CaseOpened: {
    readonly caseId: string;
    readonly type: ComplaintType;
    readonly channel: Channel;
    readonly categoryCode: string;
    readonly areaCode: string;
    readonly areaCalendar: string;
    readonly anonymous: boolean;
    readonly secret: boolean;
    readonly protected: boolean;
    readonly danger: boolean;
    readonly reachable: boolean;
    readonly submittedAt: Instant;
    /** For slips: the day the box was opened. */
    readonly foundAt?: Instant;
    readonly sameAs?: string;
    readonly holder: Agency;
    readonly competentId?: string;
    readonly reportedIds: readonly string[];
    readonly triageReason?: string;
  };
  readonly CaseDisposed: Worded &
    Followed & {
      readonly from: Agency;
      readonly to: Agency;
      readonly automatic: boolean;
      /** Set when an arbiter decided, bindingly. */
      readonly boundTo?: string;
    };
  readonly QuestionAsked: Worded;
  readonly QuestionAnswered: Heard;
  readonly CaseArchived: Worded &
    Followed & {
      readonly reason: ArchiveReason;
      readonly bySilence: boolean;
      /** Set aside for silence: until when an answer revives it, by the policy of that day. */
      readonly reviveUntil?: Instant;
      readonly byPath: readonly string[];
    };
  readonly CaseRevived: Heard & { readonly objection: boolean; readonly from: Agency; readonly to: Agency };
  readonly CaseReferred: Worded & Followed & { readonly bodyName: string };
  readonly CaseReturned: Worded &
    Followed & {
      readonly from: Agency;
      readonly to: Agency;
      /** Of the returns before it those that were upheld; in older events, without `returns`, the number of returns. */
      readonly bounces: number;
      readonly returns?: number;
      readonly returnersPath: readonly string[];
      readonly betterAgencyId?: string;
    };
  readonly CaseFollowedUp: Worded &
    Followed & {
      readonly kind: FollowUpKind;
      /** The first one of this holder. */
      readonly first: boolean;
      readonly nextDate?: LocalDay;
      /** Close of office hours of that day; absent in older events. */
      readonly nextStepAt?: Instant;
      readonly evidenceCount: number;
      /** On how many cases these very words have been used, where it is too many. */
      readonly reusedOn?: number;
      /** On how many cases a picture among the evidence has been used, where it is not on this one alone. */
      readonly photosReusedOn?: number;
    };
  readonly CaseAnswered: Worded &
    Followed & {
      readonly kind: AnswerKind;
      readonly firstFollowUp: boolean;
      /** Close of office hours of the promised day. */
      readonly promisedFor?: Instant;
      readonly evidenceCount: number;
      readonly reusedOn?: number;
      readonly photosReusedOn?: number;
    };
  /** The notice of the answer reached the reporter. */
  readonly AnswerDelivered: { readonly deliveredAt: Instant };
  /** Warnings, misses and what is told further up; one event for all that was passed at once. */
  readonly ClockThresholdsPassed: {
    readonly passed: readonly ThresholdPassed[];
    /** Tiers above the holder, inside its body, to be told now. */
    readonly tierIds: readonly string[];
  };
  /** A calendar changed. The keys where they became those of a smaller area than before. */
  readonly ClocksRecounted: {
    readonly moved: readonly ClockMoved[];
    readonly areaCalendar?: string;
    readonly holderCalendar?: string;
  };
  /**
   * The holder was closed; `merged`: into another agency. Or whom the case is about works there now: `reportedIds`, where these have
   * become more.
   */
  readonly CaseTakenOver: {
    readonly from: Agency;
    readonly to: Agency;
    readonly merged: boolean;
    readonly reportedIds?: readonly string[];
  };
  /** The holder was moved in the tree: the same agency on another path. */
  readonly CaseHolderMoved: { readonly from: Agency; readonly to: Agency };
  /** An agency that was written to about it was merged into another. */
  readonly CaseMessagesMoved: Succession;
  /** Its category was merged into another one. */
  readonly CaseCategoryFollowed: { readonly fromCode: string; readonly toCode: string };
  readonly AnswerDrafted: Worded & Omit<AnswerDraft, 'content' | 'bySystem'>;
  readonly DraftSentBack: Worded;
  /** The day that the holder named for its next step is over, without one. */
  readonly NextStepDue: { readonly nextDate: LocalDay; readonly dueAt: Instant };
  readonly PromiseDue: { readonly promisedFor: Instant };
  readonly PromiseReported: Worded & { readonly evidenceCount: number; readonly photosReusedOn?: number };
  readonly PromiseKept: Worded;
  readonly CaseNotSolved: Heard & { readonly times: number };
  readonly CaseClosed: Worded & {
    readonly outcome: CloseOutcome;
    readonly rating?: number;
    /** Until when the reporter may open it again, by the policy of that day; absent: not any more. */
    readonly reopenUntil?: Instant;
  };
  readonly CaseRated: Worded & { readonly rating: number };
  readonly CaseReopened: Heard & { readonly times: number };
  /** It follows another case from here on; `from` where that took it to another holder. */
  readonly CaseMerged: Worded & {
    readonly masterId: string;
    /** The one it followed until now; that one is gone, or follows another itself. */
    readonly formerId?: string;
    /** Of the master's steps those that lie behind. */
    readonly followed: number;
    readonly from?: Agency;
    readonly to: Agency;
  };
  readonly CaseUnmerged: Worded & {
    readonly masterId: string;
    readonly from?: Agency;
    readonly to: Agency;
    /** The master has gone, and this one leads the others from here on. */
    readonly succeeds: boolean;
  };
  /** Others follow it; its case clock runs from the submission of the oldest of them. */
  readonly CaseLeads: {
    readonly oldestAt: Instant;
    readonly danger: boolean;
    /** Danger that nobody has looked at comes with the one that is about to follow. */
    readonly dangerJoins?: true;
  };
  /** Everybody who follows has been brought so many of its steps. */
  readonly MembersTold: {
    readonly steps: number;
    readonly members: number;
    readonly oldestAt: Instant;
    /** Whoever brought the danger follows no longer. */
    readonly dangerOver?: true;
    /** One of them is dangerous, and this one was not, or not any more. */
    readonly dangerJoins?: true;
  };
  readonly CaseHandedOver: Heard;
  /** A message of the reporter reads like danger; intake has it. */
  readonly DangerSaid: object;
  readonly CaseWithdrawn: Heard;
  readonly CaseReclassified: Worded & {
    readonly type: ComplaintType;
    readonly categoryCode: string;
    readonly supervisory: boolean;
    readonly danger: boolean;
    /** Both are shown to the reporter. */
    readonly dueBefore: Instant;
    readonly dueAfter: Instant;
    /** The new class has a longer limit, but too much of the old one had run. */
    readonly limitKept: boolean;
    /** Whose decision it was; an objection goes to the tier above it. Absent in older ones: these are not objected to. */
    readonly byPath?: readonly string[];
    readonly before?: Classification;
    /** Danger that nobody has looked at yet; not where protection takes it elsewhere, where whoever gets it is told. */
    readonly dangerFound?: true;
  };
  readonly ReclassificationObjected: Heard & { readonly decider: Agency };
  readonly ObjectionDecided: Worded &
    Classification & {
      readonly accepted: boolean;
      readonly dueBefore: Instant;
      readonly dueAfter: Instant;
    };
  readonly CaseIdentityRevealed: Worded & { readonly byAgencyId: string; readonly purpose: RevealPurpose };
  /** Replaces what was public before. */
  readonly WordsReleased: {
    readonly content: ContentRef;
    readonly report: boolean;
    readonly steps: readonly number[];
    readonly photos: readonly string[];
  };
  /** Nothing of the words is public any more, or ever was. */
  readonly WordsWithheld: Worded & { readonly wasPublic: boolean };
  /** The reporter added photos since somebody had decided. */
  readonly WordsAwaitRelease: object;
  /** What is kept is not destroyed while this lasts. */
  readonly LegalHoldSet: Worded & { readonly byAgencyId: string };
  readonly LegalHoldLifted: Worded & { readonly byAgencyId: string };
  /** The reporter asked for it: what says who, and with `words` what, is destroyed from here on. */
  readonly ErasureBegun: { readonly words: boolean };
  /** It has been kept for as long as it had to be: what says who and what is destroyed from here on. */
  readonly CaseAnonymised: { readonly finalSince: Instant; readonly policyVersion: string };
  readonly CaseNoteAdded: Worded & {
    readonly byAgencyId: string;
    /** Absent: for those who have the case. */
    readonly toAgencyId?: string;
  };
  readonly CaseNudged: Worded & { readonly byAgencyId: string };
  readonly CasePrivacyChanged: {
    readonly anonymous: boolean;
    readonly secret: boolean;
    readonly protected: boolean;
    readonly reportedIds: readonly string[];
    /** Both set when protection took the case away from its holder. */
    readonly from?: Agency;
    readonly to?: Agency;
  };
}

export type CaseEventType = keyof CaseEventFields;

/** What every event says besides. */
export interface EventCommon {
  readonly status: CaseStatus;
  readonly clocks: ClockChanges;
  /** Of a protected case: the inspectorates that read it after this event or until it. Absent: none. */
  readonly inspectorateIds?: readonly string[];
  /** The case right after this event, ready for the published contract. */
  readonly case: CaseSnapshot;
}

export type EventOf<T extends CaseEventType> = {
  readonly type: T;
  readonly at: Instant;
  readonly actor: EventActor;
  readonly data: CaseEventFields[T] & EventCommon;
};

/** Something that happened to a case. A JSON-able document without free text. */
export type CaseEvent = { readonly [T in CaseEventType]: EventOf<T> }[CaseEventType];
