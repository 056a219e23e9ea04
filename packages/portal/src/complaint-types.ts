/** What the pages and the JSON API say about a complaint. Times are ISO 8601 UTC, days yyyy-mm-dd. */
export type ComplaintKind = 'complaint' | 'information' | 'aspiration';

export type ChannelName =
  | 'web'
  | 'app'
  | 'sms'
  | 'whatsapp'
  | 'x'
  | 'email'
  | 'suggestion_box'
  | 'face_to_face'
  | 'partner';

export type CaseStatusName =
  | 'unverified'
  | 'assigned'
  | 'held'
  | 'returned'
  | 'in_progress'
  | 'answered'
  | 'closed'
  | 'archived'
  | 'referred'
  | 'withdrawn';

export type AnswerKindName = 'solved' | 'explained' | 'clarified' | 'cannot' | 'promised';
export type FollowUpKindName =
  | 'inspection'
  | 'work_scheduled'
  | 'work_started'
  | 'coordination'
  | 'information_gathered';
export type ArchiveReasonName =
  | 'too_vague'
  | 'duplicate'
  | 'spam'
  | 'test'
  | 'before_court'
  | 'not_a_public_service';
export type CloseOutcomeName = 'confirmed' | 'silent' | 'unreachable' | 'promised';

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Goes to the vault; never public. */
export interface ReporterContact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** As typed; 08… is taken for Indonesia. */
  readonly phone?: string | undefined;
  readonly language?: 'id' | 'en' | undefined;
}

/** What a reporter sends in. Only `body` and one of `area` and `agency` are required. */
export interface NewComplaint {
  /** Default "complaint". */
  readonly type?: ComplaintKind | undefined;
  readonly title?: string | undefined;
  readonly body: string;
  /** Category code; unknown ones are refused. */
  readonly category?: string | undefined;
  /** Dotted area code as deep as known: "21.71.01.1001". */
  readonly area?: string | undefined;
  /** Agency id. */
  readonly agency?: string | undefined;
  readonly address?: string | undefined;
  readonly point?: Point | undefined;
  readonly occurredAt?: string | undefined;
  /** Default "web". */
  readonly channel?: ChannelName | undefined;
  readonly reporter?: ReporterContact | undefined;
  /** Name hidden from officers. */
  readonly anonymous?: boolean | undefined;
  /** Content hidden from the public; switches `anonymous` on. */
  readonly secret?: boolean | undefined;
  /** "This is about a person in that office": that office never sees it. */
  readonly aboutOfficial?: boolean | undefined;
  /** Life or limb at risk now. */
  readonly danger?: boolean | undefined;
  /** "Me too": the tracking id of a report about the same matter. */
  readonly sameAs?: string | undefined;
}

/** An open report as anybody may see it in a list of what is near. */
export interface NearbyReport {
  readonly trackingId: string;
  readonly trackingIdText: string;
  readonly status: CaseStatusName;
  readonly type?: ComplaintKind | undefined;
  readonly category?: NamedCode | undefined;
  /** The district. */
  readonly area?: NamedCode | undefined;
  readonly agency?: NamedCode | undefined;
  readonly submittedAt?: string | undefined;
  /** How many others told of the same matter. */
  readonly members?: number | undefined;
  /** Absent unless it was released. */
  readonly title?: string | undefined;
}

/** Shown once after filing; the access code is the key to everything private. */
export interface Receipt {
  /** As stored: "7K3M9Q2TXA". */
  readonly trackingId: string;
  /** As shown and said: "7K3M-9Q2-TXA". */
  readonly trackingIdText: string;
  readonly accessCode: string;
  readonly status: CaseStatusName;
  readonly submittedAt: string;
  /** Signed: a compact JWS that anybody can check by the published keys. */
  readonly receipt: string;
  readonly danger: boolean;
  /** 112, 110, 119 when danger was ticked or read out of the words; else empty. */
  readonly emergencyNumbers: readonly string[];
  /** Only when asked to wait and routed in time. */
  readonly agency?: NamedCode | undefined;
}

/** A code or id with the name a person reads. */
export interface NamedCode {
  readonly code: string;
  readonly name: string;
  /** Where it is called something else in English. */
  readonly nameEn?: string | undefined;
  /** Its name cannot be had just now: the code stands in its place. */
  readonly unnamed?: boolean | undefined;
}

/** What kind of report it is; the weight is never told to the public. */
export interface ClassifiedAs {
  readonly type?: ComplaintKind | undefined;
  readonly category?: NamedCode | undefined;
  readonly supervisory: boolean;
}

export interface TimelineItem {
  readonly seq: number;
  readonly at: string;
  /** "ComplaintFiled", "CaseDisposed", "CaseAnswered", "ReporterMessageAdded" … */
  readonly type: string;
  readonly actor: 'reporter' | 'officer' | 'system';
  readonly agency?: NamedCode | undefined;
  readonly toAgency?: NamedCode | undefined;
  readonly status?: CaseStatusName | undefined;
  /** Kind of answer or follow-up, archive reason, outcome, who was told of a limit: "solved", "inspection", "spam", "silent", "above". */
  readonly kind?: string | undefined;
  /** Absent unless the viewer may read it. */
  readonly text?: string | undefined;
  readonly nextStep?: string | undefined;
  /** Of a follow-up: the day by which its next step is to happen, yyyy-mm-dd. */
  readonly nextDate?: string | undefined;
  /** Of a return: who is competent instead, as the returning agency says; for officers. */
  readonly betterAgency?: NamedCode | undefined;
  /** Of a reclassification: when the case was due before it. */
  readonly dueBefore?: string | undefined;
  /** The day of a promise; of a reclassification when the case is due now. */
  readonly dueAt?: string | undefined;
  /** Of thresholds passed: the clock that has run furthest, and how far, in percent of its limit. */
  readonly clock?: string | undefined;
  readonly percent?: number | undefined;
  /** What the step did to the clocks of the case. */
  readonly clockSteps?: readonly ClockStep[] | undefined;
  /** Of the draft of a promise: its day, yyyy-mm-dd. */
  readonly promisedDate?: string | undefined;
  /** Of a reclassification, and an objection that was accepted: what it was before, and what it is now. */
  readonly before?: ClassifiedAs | undefined;
  readonly after?: ClassifiedAs | undefined;
  /** Of a reclassification: the new class has a longer limit, but too much of the old one had run. */
  readonly limitKept?: boolean | undefined;
  readonly rating?: number | undefined;
  /** On how many cases these very words were used, where it is too many; for officers. */
  readonly reusedOn?: number | undefined;
  readonly evidence?: readonly string[] | undefined;
  /** Given as evidence; for everybody else those that were released. */
  readonly photos?: readonly PhotoInfo[] | undefined;
  /** On how many cases one of these pictures was given as evidence, where it is not on this one alone; for officers. */
  readonly photosReusedOn?: number | undefined;
  /** Cases about other matters that show one of these pictures too, earlier or later: as far as the officer may read them. */
  readonly photosAlsoOn?: readonly { readonly id: string; readonly trackingIdText: string }[] | undefined;
  /** One of these pictures is one that the reporter had sent before; for officers. */
  readonly photosFromReporter?: boolean | undefined;
  /** Of a referral: the body outside. */
  readonly bodyName?: string | undefined;
  readonly contact?: string | undefined;
  readonly reference?: string | undefined;
  /** Of an answer "cannot". */
  readonly ground?: string | undefined;
  readonly whereToGo?: string | undefined;
}

/** What a step did to one clock. */
export interface ClockStep {
  readonly clock: string;
  /** `met`, `met_late`: what it waited for came, within the limit or after it. */
  readonly change: 'met' | 'met_late' | 'paused' | 'resumed';
  /** When it was due; of one that runs on, when it is due now. */
  readonly dueAt: string;
}

/** One clock of a case. */
export interface ClockInfo {
  /** "case", "verification", "response", "resolution", "reply", "urgent", "silence". */
  readonly name: string;
  /** `stopped`: met, or no longer of any matter. */
  readonly state: 'running' | 'paused' | 'stopped';
  readonly dueAt: string;
  /** Met after it was due, or not yet though it is. */
  readonly missed: boolean;
  /** The highest threshold that was told of, in percent of the limit: 75, 90, 100, 125 …; 0 for none. */
  readonly passed: number;
  /** It was late enough for a tier above the holder to be told. */
  readonly toldAbove: boolean;
  readonly provisional: boolean;
  /** The policy that gave the limit. */
  readonly policyVersion: string;
}

/** Of the clocks that are still to be met. */
export interface DueDates {
  readonly caseDueAt?: string | undefined;
  readonly verificationDueAt?: string | undefined;
  readonly responseDueAt?: string | undefined;
  readonly resolutionDueAt?: string | undefined;
  readonly replyDueAt?: string | undefined;
  readonly urgentDueAt?: string | undefined;
  /** A year has no holiday table yet. */
  readonly provisional: boolean;
}

/** A photo, as it was taken in. */
export interface PhotoInfo {
  readonly id: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
}

export interface AttachmentInfo extends PhotoInfo {
  readonly addedAt: string;
}

export interface ReporterMessage {
  readonly id: string;
  readonly at: string;
  readonly text: string;
}

/** What only the reporter sees, access code in hand. */
export interface PrivateView {
  readonly title: string;
  readonly body: string;
  readonly address?: string | undefined;
  readonly point?: Point | undefined;
  readonly occurredAt?: string | undefined;
  readonly reporter?: ReporterContact | undefined;
  readonly anonymous: boolean;
  readonly secret: boolean;
  readonly aboutOfficial: boolean;
  readonly attachments: readonly AttachmentInfo[];
  readonly messages: readonly ReporterMessage[];
  /** What the reporter had destroyed: name and contact, or besides them all words and photos. */
  readonly erased?: 'identity' | 'all' | undefined;
  /** Not at the reporter's wish: the time of keeping it was over. */
  readonly anonymisedAt?: string | undefined;
  /** Nothing of it can be erased while this lasts. */
  readonly legalHold: boolean;
  /** What the reporter can do now: "solved", "not-solved", "rating", "reply", "reopen", "withdraw", "object", "privacy". */
  readonly legal: readonly ReporterCommandName[];
}

/** One complaint as the asker may see it. */
export interface ComplaintView {
  readonly trackingId: string;
  readonly trackingIdText: string;
  readonly status: CaseStatusName;
  /** `status_only`: a secret or protected one without its code; then only status (and due dates if not protected) are here. */
  readonly visibility: 'status_only' | 'public' | 'reporter';
  readonly type?: ComplaintKind | undefined;
  readonly submittedAt?: string | undefined;
  readonly category?: NamedCode | undefined;
  /** Down to the district for the public. */
  readonly area?: NamedCode | undefined;
  /** Who has it now. */
  readonly agency?: NamedCode | undefined;
  readonly due?: DueDates | undefined;
  readonly clocks?: readonly ClockInfo[] | undefined;
  /** Until when the reporter may open a closed one again, or revive by an answer one set aside for silence; absent: not any more. */
  readonly reopenUntil?: string | undefined;
  readonly reviveUntil?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly outcome?: CloseOutcomeName | undefined;
  readonly rating?: number | undefined;
  /** Told to the reporter: it follows another report about the same matter. */
  readonly merged?: boolean | undefined;
  /** How many others told of the same matter. */
  readonly members?: number | undefined;
  readonly timeline: readonly TimelineItem[];
  /** What of the words and photos anybody may see; absent while nothing was released. */
  readonly released?: PublicWords | undefined;
  readonly private?: PrivateView | undefined;
}

/** What of the words and photos is public, as anybody reads it. */
export interface PublicWords {
  readonly releasedAt?: string | undefined;
  /** What was filed; absent when that is not public. */
  readonly report?: { readonly title: string; readonly body: string } | undefined;
  /** Numbers of the steps whose words are public; the words are in the timeline. */
  readonly steps: readonly number[];
  /** Under the ids of the photos as they were sent; whoever has no right to these gets the public copy. */
  readonly photos: readonly (PhotoInfo & {
    /** Number of the step whose evidence it is; absent: the reporter sent it. */
    readonly step?: number | undefined;
  })[];
}

/** What a reporter can do with a case, access code in hand. */
export type ReporterCommand =
  | { readonly command: 'solved'; readonly rating?: number | undefined; readonly text?: string | undefined }
  | { readonly command: 'not-solved'; readonly text?: string | undefined }
  | { readonly command: 'rating'; readonly rating: number; readonly text?: string | undefined }
  | { readonly command: 'reply'; readonly text: string }
  | { readonly command: 'reopen'; readonly text?: string | undefined }
  | { readonly command: 'withdraw'; readonly text?: string | undefined }
  | { readonly command: 'object'; readonly text: string }
  /** Lets an overseer know; no identity goes with it. */
  | { readonly command: 'hand-over'; readonly text?: string | undefined }
  | { readonly command: 'promise-kept'; readonly text?: string | undefined }
  | {
      readonly command: 'privacy';
      readonly anonymous?: boolean | undefined;
      readonly secret?: boolean | undefined;
    };
export type ReporterCommandName = ReporterCommand['command'];
