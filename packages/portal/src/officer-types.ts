import type {
  AnswerKindName,
  ArchiveReasonName,
  AttachmentInfo,
  CaseStatusName,
  ChannelName,
  CloseOutcomeName,
  ComplaintKind,
  ClockInfo,
  DueDates,
  FollowUpKindName,
  NamedCode,
  Point,
  PublicWords,
  ReporterMessage,
  TimelineItem,
} from './complaint-types.ts';

export type RoleName =
  | 'national_admin'
  | 'agency_admin'
  | 'liaison'
  | 'clerk'
  | 'coordinator'
  | 'inspectorate'
  | 'leader'
  | 'overseer'
  | 'supervisor';

/** Which officers of an agency; all of them, and all of the units below it, unless it says otherwise. */
export interface OfficersWanted {
  readonly ownOnly?: boolean;
  /** Not those who have left. */
  readonly presentOnly?: boolean;
  readonly limit?: number;
}

export interface OfficerInfo {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: RoleName;
  readonly agencyId: string;
  readonly agencyName: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly status: 'invited' | 'active' | 'deactivated';
  readonly lastSignedInAt?: string | undefined;
  /** Of an overseer: what is looked over; absent: everything. */
  readonly scopeAgencyId?: string | undefined;
  readonly scopeArea?: string | undefined;
  /** Away, now or next. */
  readonly absence?: AbsenceInfo | undefined;
  /** All that are planned, in the order in which they begin. */
  readonly absences?: readonly AbsenceInfo[] | undefined;
  /** Who has taken over from one who left; absent: the agency has. */
  readonly successorId?: string | undefined;
  /** Whoever asked for the list looks after the account. */
  readonly managed?: boolean | undefined;
  /** Until when the one-time code opens that is to be replaced by a password; absent: none is, or it has no end. */
  readonly codeUntil?: string | undefined;
}

/** Days on which somebody is away, yyyy-mm-dd in the zone of the agency, both included. */
export interface AbsenceInfo {
  readonly from: string;
  readonly to: string;
  /** Absent: the others of the agency. */
  readonly deputyId?: string | undefined;
  readonly deputyName?: string | undefined;
}

/** Somebody who may stand in, or take over. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: RoleName;
  readonly agencyName: string;
}

/** An account that somebody may have whom the provider has let in. */
export interface ProviderAccount extends Colleague {
  /** Its password shows that it is theirs, once. */
  readonly needsPassword: boolean;
}

export interface AwayOfficer extends AbsenceInfo {
  readonly id: string;
  readonly name: string;
  readonly role: RoleName;
  /** Today is one of the days. */
  readonly now: boolean;
}

/** Who comes after an officer: somebody new, or one who is there. With neither what was personal goes to the agency. */
export interface Succession {
  readonly reason: string;
  readonly successor?: NewOfficer | undefined;
  readonly successorId?: string | undefined;
}

export interface NewOfficer {
  readonly username: string;
  readonly name: string;
  readonly role: RoleName;
  readonly agencyId: string;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** Of an overseer: the agency and the area, with all below them, that are looked over. */
  readonly scopeAgencyId?: string | undefined;
  readonly scopeArea?: string | undefined;
  /** The same person as whoever had this user name and left. */
  readonly returning?: boolean | undefined;
}

/** All that is to hold of an officer from then on, and why. */
export type OfficerChange = Omit<NewOfficer, 'username' | 'returning'> & { readonly reason: string };

/** Which session of an officer is ended; without an id all of them. */
export interface EndedSessions {
  readonly sessionId?: string | undefined;
  readonly reason: string;
}

/** Who did what to an account, a key or a template, when and why. */
export interface RecordedChange {
  readonly at: string;
  readonly what: string;
  /** Undefined: the platform itself, or nobody knows any more. */
  readonly officerName?: string | undefined;
  readonly reason?: string | undefined;
  /** Which, where a history is about more than one. */
  readonly about?: string | undefined;
}

/** A one-time code, shown once, and until when it opens. */
export interface ShownCode {
  readonly oneTimePassword: string;
  readonly codeUntil?: string | undefined;
}

/** A new officer and the code to start with, shown once. */
export interface InvitedOfficer {
  readonly officer: OfficerInfo;
  readonly oneTimePassword: string;
}

/** Who is signed in. The token is given only by `signIn`. */
export interface OfficerSession {
  readonly officer: OfficerInfo;
  readonly expiresAt: string;
  /** Signed in with a one-time password: an own one comes first. */
  readonly mustSetPassword: boolean;
  /** `awaited`: it is shown before anything else. `required`: it is set up before anything else. */
  readonly secondFactor: SecondFactorStanding;
}

export type SecondFactorStanding = 'none' | 'set' | 'awaited' | 'required';

/** What an authenticator app needs: the secret to type in, and the same as an address for a QR code. */
export interface SecondFactorSetup {
  readonly secret: string;
  readonly uri: string;
}

/** What an officer is told unasked. */
export interface OwnPreferences {
  /** The three most pressing cases by e-mail, at the start of the working day. */
  readonly morningMessage: boolean;
}

/** Where somebody is signed in. */
export interface OpenSession {
  readonly id: string;
  /** "Firefox, Android"; empty when unknown. */
  readonly device: string;
  readonly createdAt?: string | undefined;
  /** To some minutes. */
  readonly lastUsedAt?: string | undefined;
  readonly current: boolean;
}

export interface SignedIn extends OfficerSession {
  readonly token: string;
}

/** Why somebody looks at who the reporter is. There is no other reason. */
export const REVEAL_PURPOSES = ['protect_life', 'law_enforcement', 'court_order', 'legal_duty'] as const;

export interface Reveal {
  readonly purpose: (typeof REVEAL_PURPOSES)[number];
  /** The reporter reads it. */
  readonly reason: string;
}

/** All absent: the reporter left nothing, or it was erased. */
export interface RevealedIdentity {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

export interface InboxQuery {
  /** Empty: the open ones. */
  readonly statuses?: readonly CaseStatusName[] | undefined;
  readonly agencyId?: string | undefined;
  /** Only what the officer's own agency holds, not the units below. */
  readonly ownOnly?: boolean | undefined;
  /** Instead: cases elsewhere on which the officer's agency was written to. */
  readonly addressed?: boolean | undefined;
  /** Instead: what has all these words, or is of this tracking id; newest first, over or not unless statuses are given. */
  readonly search?: string | undefined;
  /** Instead: cases with words that wait to be released or withheld, the longest waiting first. */
  readonly unreleased?: boolean | undefined;
  /** Instead: drafted answers that wait for this officer to release them, urgent and due first. */
  readonly drafts?: boolean | undefined;
  /** Instead, for overseers: what reporters handed over. */
  readonly handedOver?: boolean | undefined;
  /** Of all that: only of this topic, or of one in this group of topics. */
  readonly category?: string | undefined;
  /** Only in this area, by its code. */
  readonly area?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly channel?: ChannelName | undefined;
  readonly type?: ComplaintKind | undefined;
  /** Submitted from this moment on, and before that one; ISO 8601. */
  readonly submittedFrom?: string | undefined;
  readonly submittedBefore?: string | undefined;
  /** Instead: the cases that follow this one, by its tracking id. */
  readonly master?: string | undefined;
  /** 1 to 200; default 50. */
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

/** One line of the inbox. `title` is text: shown to officers only. */
export interface CaseListItem {
  readonly id: string;
  readonly trackingIdText: string;
  readonly version: number;
  readonly status: CaseStatusName;
  /** Like channel and day absent where only the status is for this officer. */
  readonly type?: ComplaintKind | undefined;
  readonly channel?: ChannelName | undefined;
  /** Empty for whoever may not read the words, and where there are none any more. */
  readonly title: string;
  /** Whoever may read the words finds none: they were destroyed. */
  readonly wordsGone?: boolean | undefined;
  readonly category?: NamedCode | undefined;
  readonly area?: NamedCode | undefined;
  readonly agency?: NamedCode | undefined;
  readonly danger: boolean;
  readonly supervisory: boolean;
  readonly anonymous: boolean;
  readonly secret: boolean;
  readonly protected: boolean;
  readonly submittedAt?: string | undefined;
  readonly receivedAt?: string | undefined;
  readonly due: DueDates;
  readonly clocks: readonly ClockInfo[];
  /** "verification", "response", "resolution", "reply", "urgent", "case". */
  readonly nextClock?: string | undefined;
  readonly nextDueAt?: string | undefined;
  /** How often the reporter may still be asked. */
  readonly questionsLeft: number;
  /** `nextDueAt` has passed. */
  readonly overdue: boolean;
  readonly bounces: number;
  /** How often the reporter has said of an answer that it is not solved. */
  readonly notSolved: number;
  /** To an overseer, with the reporter's consent. */
  readonly handedOver: boolean;
  /** yyyy-mm-dd: the day that the holder named for its next step, once it is over without one. */
  readonly nextStepMissed?: string | undefined;
  /** A drafted answer waits for a second pair of eyes; for those who may read drafts. */
  readonly draftWaits: boolean;
  /** It follows another case; which one, for those who work on it. */
  readonly merged: boolean;
  readonly masterId?: string | undefined;
  /** How many cases follow it. */
  readonly members: number;
  readonly triageReason?: string | undefined;
  /** Since when words wait for somebody to look at them with the public in mind. */
  readonly wordsWaitSince?: string | undefined;
  /** What the officer can do now. */
  readonly legal: readonly OfficerCommandName[];
  /** Of a search: where the words are. Absent in lists; empty where it was found by its tracking id or by a name of old. */
  readonly matched?: readonly SearchMatch[] | undefined;
}

/** A piece of what was searched; `hit`: one of the words. */
export interface SearchMatch {
  /** `step`: said with a step of the timeline; `message`: written by the reporter later. Only for words that are nowhere else. */
  readonly in: 'text' | 'place' | 'agency' | 'step' | 'message';
  /** Which kind of step, as in the timeline: "CaseAnswered". */
  readonly step?: string | undefined;
  readonly parts: readonly { readonly text: string; readonly hit: boolean }[];
}

export interface Inbox {
  readonly cases: readonly CaseListItem[];
  readonly nextPageToken?: string | undefined;
  /** A search that stopped early, so as not to take long: what was submitted after this has been looked through. */
  readonly searchedTo?: string | undefined;
  /** A narrowed list that was long: so much was looked through without a full page, and the token goes on from there. */
  readonly stoppedEarly?: boolean | undefined;
  /** Of drafts: how many wait for this officer in all. */
  readonly total?: number | undefined;
}

/** Another case that may be about the same matter, and why. */
export interface SimilarCase {
  /** With a title only where the officer may read it. */
  readonly case: CaseListItem;
  /** 0 to 100. */
  readonly score: number;
  readonly closeness: 'village' | 'district' | 'regency' | 'elsewhere';
  /** Where both reporters marked a point. */
  readonly metres?: number | undefined;
  readonly daysApart: number;
  readonly sameCategory: boolean;
  /** A reporter said that it is the same. */
  readonly told: boolean;
  /** This officer may have the case follow this one now, or this one follow the case. */
  readonly mayLead: boolean;
  readonly mayFollow: boolean;
}

/** A filter of the inbox under a name; `query` as in the address of the inbox, without "?". */
export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** `words`: found in what was filed; `filed`: it was taken for urgent then, nobody kept why; `joined`: a report that follows it told of danger. */
export interface DangerReason {
  readonly why: 'tick' | 'words' | 'category' | 'filed' | 'joined';
  readonly words?: readonly string[] | undefined;
}

/** Words of the reporter, later than the report, that read like danger. */
export interface LaterDanger {
  readonly at: string;
  readonly words: readonly string[];
}

/** One case as the signed-in officer may see it. */
export interface OfficerCaseView extends CaseListItem {
  readonly body: string;
  readonly address?: string | undefined;
  readonly point?: Point | undefined;
  readonly occurredAt?: string | undefined;
  /** Absent for an anonymous, secret or protected one, and for roles that see no identity. */
  readonly reporterName?: string | undefined;
  /** Nothing is hidden: the reporter gave no name. */
  readonly nameless?: boolean | undefined;
  /** May look at who the reporter is, with a purpose and a reason that the reporter sees. */
  readonly mayReveal: boolean;
  /** Decides what of the words the public reads. */
  readonly mayRelease: boolean;
  /** Says whether what is kept of it may be destroyed when its time is over. */
  readonly mayHold: boolean;
  /** It may not. Told to those who read the case, or may end it. */
  readonly legalHold: boolean;
  /** Since when who reported and what was said is gone, for the time of keeping it was over. */
  readonly anonymisedAt?: string | undefined;
  readonly released?: PublicWords | undefined;
  /** Whether notices reach the reporter at all. Absent for those who may not read the case. */
  readonly reachable?: boolean | undefined;
  readonly outcome?: CloseOutcomeName | undefined;
  readonly rating?: number | undefined;
  readonly timeline: readonly TimelineItem[];
  readonly messages: readonly ReporterMessage[];
  /** Why it is urgent; empty where it is not, or for whoever may not read it. */
  readonly dangerReasons: readonly DangerReason[];
  /** Newest first. */
  readonly laterDanger: readonly LaterDanger[];
  /** Cases that follow this one, whose reporters spoke of danger since somebody last followed up; some of them. */
  readonly membersInDanger: readonly { readonly id: string; readonly trackingIdText: string }[];
  readonly attachments: readonly AttachmentInfo[];
  /** What officers attached; empty for those who cannot give evidence now. */
  readonly evidencePhotos: readonly AttachmentInfo[];
  /** What the reporter had destroyed. */
  readonly erased?: 'identity' | 'all' | undefined;
}

/** What shows that something was done: links or references, and ids of photos that officers attached to the case. */
interface EvidenceFields {
  readonly evidence?: readonly string[] | undefined;
  readonly photos?: readonly string[] | undefined;
}

interface AnswerFields extends EvidenceFields {
  readonly kind: AnswerKindName;
  readonly text: string;
  readonly promisedDate?: string | undefined;
  readonly ground?: string | undefined;
  readonly whereToGo?: string | undefined;
}

export type OfficerCommand =
  | { readonly command: 'dispose'; readonly agencyId: string; readonly note?: string | undefined }
  | { readonly command: 'ask'; readonly question: string }
  | { readonly command: 'archive'; readonly reason: ArchiveReasonName; readonly text: string }
  | {
      readonly command: 'refer';
      readonly bodyName: string;
      readonly contact: string;
      readonly reference: string;
      readonly text: string;
    }
  | { readonly command: 'return'; readonly reason: string; readonly betterAgencyId?: string | undefined }
  | (EvidenceFields & {
      readonly command: 'follow-up';
      readonly kind: FollowUpKindName;
      readonly text: string;
      readonly nextStep: string;
      readonly nextDate?: string | undefined;
    })
  | (AnswerFields & { readonly command: 'answer' })
  /** Where the agency wants four eyes: released by a supervisor. */
  | (AnswerFields & { readonly command: 'draft' })
  | { readonly command: 'release-answer' }
  | { readonly command: 'send-back'; readonly reason: string }
  | {
      readonly command: 'reclassify';
      readonly type?: ComplaintKind | undefined;
      readonly category?: string | undefined;
      readonly supervisory?: boolean | undefined;
      readonly reason: string;
    }
  /** Of the reporter, to a reclassification. */
  | { readonly command: 'objection'; readonly accept: boolean; readonly text: string }
  /** It was kept. */
  | (EvidenceFields & { readonly command: 'promise'; readonly text: string })
  /** For those who have the case, or to another agency. The reporter never sees it. */
  | { readonly command: 'nudge'; readonly text?: string | undefined }
  | { readonly command: 'note'; readonly text: string; readonly toAgencyId?: string | undefined }
  /** It follows another case about the same matter, by that one's tracking id. The reason is for officers. */
  | { readonly command: 'merge'; readonly masterId: string; readonly reason?: string | undefined }
  | { readonly command: 'unmerge'; readonly reason?: string | undefined }
  | { readonly command: 'privacy'; readonly protected: boolean }
  /** Nothing of it is destroyed while this lasts. */
  | { readonly command: 'legal-hold'; readonly reason: string }
  | { readonly command: 'lift-legal-hold'; readonly reason: string };
export type OfficerCommandName = OfficerCommand['command'];

/** A message to somebody about a case, without the address. */
export interface DeliveryInfo {
  readonly id: string;
  readonly eventType: string;
  /** "reporter" or an officer's id. */
  readonly recipient: string;
  readonly channel: 'email' | 'sms';
  readonly status: 'waiting' | 'sending' | 'sent' | 'noted' | 'dead' | 'skipped';
  readonly attempts: number;
  readonly ambiguous: boolean;
  readonly notBefore?: string | undefined;
  readonly settledAt?: string | undefined;
}
