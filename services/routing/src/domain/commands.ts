import type { Actor, Agencies, Agency, KnownAgency } from './agency.ts';
import type { CaseState, Succession } from './case.ts';
import type { TimeContext } from './clocks/clock.ts';
import type { FollowedStep } from './following.ts';
import type { ContentRef } from './events.ts';
import type {
  AnswerKind,
  ArchiveReason,
  Channel,
  ComplaintType,
  FollowUpKind,
  RevealPurpose,
} from './vocabulary.ts';
import type { Instant, LocalDay } from './clocks/working-time.ts';

/** Words as a command brings them: looked at here, kept elsewhere. Only `content` goes into the history. */
export interface Words {
  readonly text: string;
  readonly content: ContentRef;
  /** The reporter's own, and they read like danger. */
  readonly danger?: true;
}

/** What the front door tells of a complaint. */
export interface Filing {
  readonly trackingId: string;
  readonly type: ComplaintType;
  readonly channel: Channel;
  readonly categoryCode: string;
  readonly areaCode: string;
  /** Key of the calendar of that area. */
  readonly areaCalendar: string;
  readonly anonymous: boolean;
  readonly secret: boolean;
  readonly protected: boolean;
  readonly danger: boolean;
  readonly reachable: boolean;
  readonly submittedAt: Instant;
  readonly foundAt?: Instant;
  /** The case that its reporter said is about the same matter. */
  readonly sameAs?: string;
}

/** What jurisdiction found out: who watches over it, and who is competent or why nobody was found. */
export interface Jurisdiction {
  readonly admin: Agency;
  /** Where nobody works there on the platform, the admin triages instead. */
  readonly competent?: KnownAgency;
  readonly triageReason?: string;
  /** For a protected case: whom it is about. */
  readonly reportedId?: string;
}

/** Of a draft: by whoever does not say which they have read. */
interface Unread {
  readonly unread?: true;
}

export interface CommandFields {
  readonly open: { readonly filing: Filing; readonly jurisdiction: Jurisdiction };
  readonly dispose: { readonly agencyId: string; readonly note?: Words };
  readonly ask: { readonly question: Words };
  readonly reply: { readonly words: Words };
  readonly archive: { readonly reason: ArchiveReason; readonly words: Words };
  readonly object: { readonly words: Words };
  /** Contact and reference are kept with the words; only the body's name is public. */
  readonly refer: {
    readonly bodyName: string;
    readonly contact: string;
    readonly reference: string;
    readonly words: Words;
  };
  readonly return: { readonly words: Words; readonly betterAgencyId?: string };
  readonly follow_up: {
    readonly kind: FollowUpKind;
    readonly words: Words;
    readonly nextStep: string;
    readonly nextDate?: LocalDay;
    readonly evidence: readonly string[];
    /** Ids of photos attached to the case: evidence too. */
    readonly photos?: readonly string[];
    /** On how many cases these very words have been used, this one included. Absent: nobody has counted. */
    readonly usedOn?: number;
    /** The same of the pictures: of the one that was used on most. */
    readonly photosUsedOn?: number;
  };
  readonly answer: {
    readonly kind: AnswerKind;
    readonly words: Words;
    readonly evidence: readonly string[];
    readonly promisedDate?: LocalDay;
    readonly ground?: string;
    readonly whereToGo?: string;
    readonly photos?: readonly string[];
    readonly usedOn?: number;
    readonly photosUsedOn?: number;
  };
  readonly draft_answer: CommandFields['answer'];
  readonly release_answer: Unread & {
    /** Of the draft's words and pictures: nothing is said and shown before. */
    readonly usedOn?: number;
    readonly photosUsedOn?: number;
  };
  readonly send_back_draft: Unread & { readonly words: Words };
  readonly not_solved: { readonly words?: Words };
  readonly solved: { readonly rating?: number; readonly words?: Words };
  readonly rate: { readonly rating: number; readonly words?: Words };
  readonly reopen: { readonly words?: Words };
  readonly withdraw: { readonly words?: Words };
  readonly reclassify: {
    readonly words: Words;
    readonly complaintType?: ComplaintType;
    readonly categoryCode?: string;
    readonly supervisory?: boolean;
    /** The new category is one of danger. */
    readonly danger?: boolean;
  };
  readonly set_privacy: {
    readonly anonymous?: boolean;
    readonly secret?: boolean;
    readonly protected?: boolean;
  };
  /** Without an agency for those who have the case. */
  readonly reveal: { readonly purpose: RevealPurpose; readonly words: Words };
  /** The words as the public will read them, blacked out where somebody marked them. */
  readonly release_words: {
    readonly words: Words;
    readonly report: boolean;
    readonly steps: readonly number[];
    readonly photos: readonly string[];
    /** What this category is about is never public. */
    readonly neverPublic?: boolean;
    /** One of the steps is none whose words can be released. */
    readonly strangeStep?: boolean;
  };
  readonly withhold_words: { readonly words?: Words };
  /** The photo was not among those that were decided about. */
  readonly await_release: { readonly photo: string };
  readonly set_legal_hold: { readonly words: Words };
  readonly lift_legal_hold: { readonly words: Words };
  /** Words and photos too, not name and contact alone. */
  readonly begin_erasure: { readonly words: boolean };
  readonly anonymise: object;
  readonly note: { readonly words: Words; readonly toAgencyId?: string };
  readonly nudge: { readonly words?: Words };
  readonly decide_objection: {
    readonly accept: boolean;
    readonly words: Words;
    /** Into which the category there was before has been merged since. */
    readonly successorCode?: string;
  };
  readonly remind_next_step: object;
  readonly note_danger: object;
  readonly ask_promise: object;
  readonly promise_kept: { readonly words?: Words };
  readonly report_promise: {
    readonly words: Words;
    readonly evidence: readonly string[];
    readonly photos?: readonly string[];
    readonly photosUsedOn?: number;
  };
  /** `master` as it stands; absent: there is none, or none for whoever asks. */
  readonly merge: { readonly masterId: string; readonly words?: Words; readonly master?: CaseState };
  /** `succeeds`: the platform's own, when the master has gone. */
  readonly unmerge: { readonly words?: Words; readonly succeeds?: true };
  readonly follow: { readonly steps: readonly FollowedStep[] };
  /** `urgentFrom`: its urgent clock runs since then. */
  readonly lead: { readonly oldestAt: Instant; readonly danger: boolean; readonly urgentFrom?: Instant };
  /** Counted from what is stored: how many follow, which step the last of them has been brought, and the danger of any; see `lead`. */
  readonly tell_members: {
    readonly steps: number;
    readonly members: number;
    readonly danger: boolean;
    readonly oldestAt?: Instant;
    readonly urgentFrom?: Instant;
  };
  readonly hand_over: { readonly words?: Words };
  readonly archive_held: object;
  readonly close_reply_window: object;
  /** The notice of the answer of that moment reached the reporter. */
  readonly confirm_delivery: { readonly answeredAt: Instant; readonly deliveredAt: Instant };
  readonly pass_thresholds: object;
  readonly recount_clocks: object;
  /** `path`: of the successor, or of the tier above: the lowest on it that works here gets the case. */
  readonly take_over: {
    readonly closedId: string;
    readonly path: readonly string[];
    readonly merged: boolean;
  };
  /** An agency that it is about was merged into another. */
  readonly follow_reported: object;
  /** `path`: where the holder lies now. */
  readonly move_holder: { readonly path: readonly string[]; readonly calendar: string };
  /** What was written to the one is for the other, into which it was merged. */
  readonly move_messages: Succession;
  /** The one was merged into the other. */
  readonly follow_category: { readonly fromCode: string; readonly toCode: string };
}

export type CommandType = keyof CommandFields;
export type CommandOf<T extends CommandType> = { readonly type: T } & CommandFields[T];
export type CaseCommand = { readonly [T in CommandType]: CommandOf<T> }[CommandType];

/** All that deciding needs to know besides the case. `now` is read once, by the caller. */
export interface DecisionContext extends TimeContext {
  readonly actor: Actor;
  readonly agencies: Agencies;
  /**
   * Inspectorates of the bodies that a protected case may concern: one of them holds it, and those over whoever holds it are told
   * of it while it is protected.
   */
  readonly inspectorates?: readonly KnownAgency[];
}
