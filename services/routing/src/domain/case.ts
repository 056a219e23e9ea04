import type { Agency } from './agency.ts';
import { nextDueOf, type ClockName, type Clocks } from './clocks/clock.ts';
import type { AnswerDraft, ContentRef } from './content-ref.ts';
import type {
  AnswerKind,
  ArchiveReason,
  CaseStatus,
  Channel,
  CloseOutcome,
  ComplaintType,
} from './vocabulary.ts';
import type { Instant, LocalDay } from './clocks/working-time.ts';

/** How many hops and legs a case remembers; older ones are in its history of events. */
export const CHAIN_LENGTH = 64;

/** One step of the chain of holders, shown to the citizen. */
export interface Hop {
  readonly from?: string;
  readonly to: string;
  readonly at: Instant;
  readonly kind:
    | 'opened'
    | 'disposed'
    | 'returned'
    | 'revived'
    | 'protected'
    | 'taken_over'
    | 'merged'
    | 'unmerged';
  readonly automatic: boolean;
}

/** The time one holder had the case, by which that holder is judged and nobody else. */
export interface Leg {
  readonly agencyId: string;
  readonly receivedAt: Instant;
  /** Given to work on, or handed back up to decide on. */
  readonly kind: 'assigned' | 'returned';
  readonly responseDueAt?: Instant;
  readonly resolutionDueAt?: Instant;
  readonly firstFollowUpAt?: Instant;
  readonly answeredAt?: Instant;
  readonly endedAt?: Instant;
  readonly endedBy?:
    | 'disposed'
    | 'returned'
    | 'protected'
    | 'archived'
    | 'referred'
    | 'withdrawn'
    | 'taken_over'
    | 'merged'
    | 'unmerged';
  /**
   * For a returned leg, once somebody decided: true when it went elsewhere, false when it was sent back. Sent back, the return
   * was wrong and costs the returner this leg.
   */
  readonly upheld?: boolean;
  /** Ended by giving the case to somebody who had to return it, and was upheld: that costs this holder the leg. */
  readonly misrouted?: true;
}

/** Only what is named here is public, and as it lies in `content`: with its blacked-out parts. */
export type WordsDecision =
  | {
      readonly decision: 'released';
      readonly at: Instant;
      readonly content: ContentRef;
      /** What the reporter filed. */
      readonly report: boolean;
      /** Steps, by number in the history, whose words are public. */
      readonly steps: readonly number[];
      readonly photos: readonly string[];
    }
  | { readonly decision: 'withheld'; readonly at: Instant };
/** What a case that follows another keeps of itself. */
export interface Membership {
  readonly id: string;
  readonly since: Instant;
  /** How many of the master's steps have been taken here too. */
  readonly followed: number;
  /** What it goes back to by itself. */
  readonly before: {
    readonly status: 'unverified' | 'assigned' | 'returned';
    readonly holder: Agency;
    readonly firstFollowUpAt?: Instant;
  };
}

/** What a case knows of those that follow it: never which they are, so that it stays small. */
export interface Lead {
  /** Steps taken since it leads, and how many of them everybody has been brought. */
  readonly steps: number;
  readonly told: number;
  /** As counted last. */
  readonly members: number;
  /** When the oldest of all of them was submitted: from there its case clock runs. */
  readonly oldestAt: Instant;
  /** It is dangerous by what those tell who follow, and by nothing of its own. */
  readonly danger?: true;
}

/** An agency was merged into another. */
export interface Succession {
  readonly fromId: string;
  readonly toId: string;
}

/** The case as it stands: a JSON-able document, without any text and without who the reporter is. */
export interface CaseState {
  /** The tracking id. */
  readonly id: string;
  readonly status: CaseStatus;
  readonly type: ComplaintType;
  readonly channel: Channel;
  readonly categoryCode: string;
  /** Under which it was before that was merged: where it comes back to if that is undone. */
  readonly categoryOrigin?: string;
  readonly areaCode: string;
  /** Key of the calendar of the complaint's area. */
  readonly areaCalendar: string;
  readonly anonymous: boolean;
  readonly secret: boolean;
  readonly protected: boolean;
  readonly danger: boolean;
  readonly supervisory: boolean;
  /** By what was given when it was filed; `isReachable` for now. */
  readonly reachable: boolean;
  readonly holder: Agency;
  /** The agency the reporter named or the competence table found. */
  readonly competentId?: string;
  /** Agencies a protected case is about: it must exist for nobody in their subtrees. */
  readonly reportedIds: readonly string[];
  readonly submittedAt: Instant;
  readonly openedAt: Instant;
  readonly receivedAt: Instant;
  readonly triageReason?: string;
  /** Where a held (or silently archived) case goes on. */
  readonly resumeTo?: 'unverified' | 'assigned' | 'in_progress';
  readonly asked: number;
  /** How often it was returned: from the second time on an arbiter decides. */
  readonly returns: number;
  /** Those of them that were upheld: it went elsewhere. */
  readonly bounces: number;
  /** What the paths of all who returned it have in common. */
  readonly returnersPath?: readonly string[];
  /** An arbiter gave it to this agency: it may not leave that subtree again by a return. */
  readonly boundTo?: string;
  readonly firstFollowUpAt?: Instant;
  readonly inspected: boolean;
  readonly answer?: {
    readonly kind: AnswerKind;
    readonly at: Instant;
    readonly promisedFor?: Instant;
    /** When word of it reached the reporter; absent: nobody knows that it did. */
    readonly deliveredAt?: Instant;
    /** Of a promise: when it was asked about, when the agency said it was kept, when the reporter did. */
    readonly askedAt?: Instant;
    readonly reportedAt?: Instant;
    readonly keptAt?: Instant;
  };
  /** What the holder named as the day of its next step, and when office hours of that day are over; `told`: they were, without one. */
  readonly nextStep?: { readonly day: LocalDay; readonly at: Instant; readonly told?: true };
  /** An answer that waits to be released. */
  readonly draft?: AnswerDraft;
  readonly notSolved: number;
  readonly reopened: number;
  readonly objected: boolean;
  readonly archive?: {
    readonly reason: ArchiveReason;
    readonly at: Instant;
    /** Whose decision it was; an objection goes to the tier above it. */
    readonly byPath: readonly string[];
    readonly bySilence: boolean;
  };
  readonly closedAt?: Instant;
  readonly outcome?: CloseOutcome;
  readonly rating?: number;
  /** The last one, to be objected to once; a later one is not objected to again. */
  readonly reclassification?: {
    readonly byPath: readonly string[];
    readonly before: {
      readonly type: ComplaintType;
      readonly categoryCode: string;
      readonly supervisory: boolean;
    };
    readonly objection?: { readonly deciderPath: readonly string[]; readonly decided: boolean };
  };
  /** What was decided last about showing words and photos to the public. Absent: nobody has decided anything. */
  readonly release?: WordsDecision;
  /**
   * Since when there are words that nobody has looked at with the public in mind. Also absent in cases from before there were
   * releases, until something more is said on them.
   */
  readonly wordsWaitSince?: Instant;
  /** Since when it is final. */
  readonly finalSince?: Instant;
  /** Somebody said that what is kept of it must not be destroyed. */
  readonly legalHoldSince?: Instant;
  /** What the reporter asked to be erased is being, or is: name and contact, or besides them all words and photos. */
  readonly erasureBegun?: 'identity' | 'all';
  /** Who reported and what was said is gone: the time for keeping it was over. */
  readonly anonymisedAt?: Instant;
  /** When the reporter let an overseer know of it. A flag: nothing else changes. */
  readonly handedOverAt?: Instant;
  /** When a coordinator last nudged whoever has it. */
  readonly nudgedAt?: Instant;
  /** Agencies elsewhere that were written to about it: they read what was written to them, and may answer. */
  readonly addressedIds?: readonly string[];
  /** Those of them that were merged into others, which read and answer in their stead. */
  readonly successions?: readonly Succession[];
  /** It follows another case about the same matter; stays when it is closed. */
  readonly master?: Membership;
  /** The master it followed until that had gone, and leads in its stead. */
  readonly succeeded?: string;
  /** Its reporter said on filing: this is the matter of that case. A hint for officers, and nothing more. */
  readonly sameAs?: string;
  /** Others follow it. */
  readonly leads?: Lead;
  /** One of them brought danger after the first follow-up, and nobody has followed up since. */
  readonly dangerJoined?: true;
  /** When its reporter last said something that reads like danger; absent: never, or somebody has followed up since. */
  readonly dangerSaidAt?: Instant;
  readonly clocks: Clocks;
  readonly hops: readonly Hop[];
  readonly legs: readonly Leg[];
}

/** Of anything else the public learns how it stands, and no more. */
export function mayBePublic(state: Pick<CaseState, 'secret' | 'protected'>): boolean {
  return !state.secret && !state.protected;
}

/** The leg of the present holder, if it has one (a case that waits for verification has none). */
export function presentLeg(state: CaseState): Leg | undefined {
  const last = state.legs.at(-1);
  return last === undefined || last.endedAt !== undefined ? undefined : last;
}

/** When a promise is to be asked about; undefined when there is none, it has been, or the reporter has said that it is solved. */
export function promiseDueOf({ status, outcome, answer }: CaseState): Instant | undefined {
  const waits = status === 'answered' || (status === 'closed' && outcome === 'promised');
  return waits && answer?.askedAt === undefined ? answer?.promisedFor : undefined;
}

/**
 * When the holder is to be told that the day of its next step is over; a draft that waits for a second pair of eyes is a step. Also of
 * what the reporter withdrew and the office goes on with.
 */
export function nextStepDueOf({ status, nextStep, draft, master }: CaseState): Instant | undefined {
  const isWorkedOn = status === 'in_progress' || status === 'withdrawn';
  const waits = isWorkedOn && draft === undefined && master === undefined;
  return waits && nextStep?.told === undefined ? nextStep?.at : undefined;
}

/** What is due next on a case, of what is still running. */
export function nextDue(state: CaseState): { readonly clock: ClockName; readonly at: Instant } | undefined {
  return nextDueOf(state.clocks);
}

/** False once name and contact are being, or are, destroyed. Whether there were any only the vault knows. */
export function keepsIdentity({ erasureBegun, anonymisedAt }: CaseState): boolean {
  return erasureBegun === undefined && anonymisedAt === undefined;
}

/** False once all words are being, or are, destroyed: with nothing nobody can go on. */
export function keepsWords({ erasureBegun, anonymisedAt }: CaseState): boolean {
  return erasureBegun !== 'all' && anonymisedAt === undefined;
}

/** Whether there is a way to tell the reporter anything. */
export function isReachable(state: CaseState): boolean {
  return state.reachable && keepsIdentity(state);
}
