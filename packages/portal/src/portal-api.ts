import type {
  AgencyChange,
  AgencyChangeInfo,
  KindAndArea,
  KindAndAreaPreview,
} from './agency-change-types.ts';
import type { AgencyKeyInfo, AgencyKeyRotation, NewAgencyKey, ShownAgencyKey } from './agency-key-types.ts';
import type { BreachFormat, BreachListingView, BreachQuestion } from './breach-types.ts';
import type {
  CalendarChange,
  CalendarPreview,
  CalendarView,
  PolicyFields,
  PolicyView,
} from './clock-rules-types.ts';
import type { CategoryChange, CategoryChangeInfo, MergePreview } from './category-types.ts';
import type {
  CompetenceAnswer,
  CompetenceChange,
  CompetencePreview,
  CompetenceQuestion,
  CompetenceRow,
  CompetenceTable,
} from './competence-types.ts';
import type {
  AttachmentInfo,
  ComplaintView,
  NearbyReport,
  NewComplaint,
  Receipt,
  ReporterCommand,
  ReporterMessage,
} from './complaint-types.ts';
import type { CheckedReceipt, HistoryProof, ProofKey, ReporterExport } from './own-data-types.ts';
import type {
  AgencyInfo,
  AgencyQuery,
  AreaInfo,
  AreaQuery,
  AreaWithAncestors,
  CategoryInfo,
} from './directory-types.ts';
import type { AgencyFiguresView, FiguresQuery, SummaryView } from './figures-types.ts';
import type {
  AbsenceInfo,
  AwayOfficer,
  Colleague,
  DeliveryInfo,
  Inbox,
  InboxQuery,
  InvitedOfficer,
  NewOfficer,
  EndedSessions,
  OfficerCaseView,
  OfficerChange,
  OfficerCommand,
  OfficerInfo,
  OfficersWanted,
  OfficerSession,
  OpenSession,
  OwnPreferences,
  ProviderAccount,
  RecordedChange,
  ShownCode,
  Reveal,
  RevealedIdentity,
  SavedFilter,
  SecondFactorSetup,
  SignedIn,
  SimilarCase,
  Succession,
} from './officer-types.ts';

import type { AnswerTemplate, NewAnswerTemplate } from './template-types.ts';
import type { ReleaseDraft, ReleasePreview, ReleaseWish } from './release-types.ts';

/** What the use cases must know of the request besides its content. */
export interface RequestContext {
  /** For rate limits; never stored. */
  readonly clientAddress: string;
  readonly traceparent?: string | undefined;
  /** As the browser calls itself: only what it is and on what is kept of it. */
  readonly userAgent?: string | undefined;
  /** What this browser was given at an earlier log-in, to be known again by. */
  readonly deviceToken?: string | undefined;
}

/** Makes a write safe to send again: put a random value into a hidden field of the form. */
export interface WriteContext extends RequestContext {
  readonly idempotencyKey?: string | undefined;
}

/** Refused when the case is at another version than the one that was looked at. */
export interface CommandContext extends WriteContext {
  readonly expectedVersion?: number | undefined;
}

/** An image to show; already re-encoded and without metadata. */
export interface AttachmentFile {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface Installation {
  readonly name: string;
  /** Shown on every page of a demo or training city. */
  readonly banner?: string | undefined;
  readonly emergencyNumbers: readonly { readonly number: string; readonly what: string }[];
}

/**
 * Everything the pages can do. Implemented by intake's use cases, the same that serve the JSON API.
 * All functions throw `AppError` from `@lapor/kernel`: `invalid` with `issues` (field, rule), `not_found`, `unauthenticated`
 * (wrong access code or session), `forbidden`, `illegal` (with `extra.legal`), `conflict`, `rate_limited` …
 */
export interface PortalApi {
  readonly installation: Installation;

  // The citizen
  file(
    complaint: NewComplaint,
    context: WriteContext & { readonly wait?: boolean | undefined },
  ): Promise<Receipt>;
  /** Open reports in one district, of one category or of all, as anybody may see them. `area` is a district or a place in it. */
  nearby(
    place: { readonly area: string; readonly category?: string | undefined },
    context: RequestContext,
  ): Promise<readonly NearbyReport[]>;
  /** Takes what a person typed: dashes, spaces, any case. A wrong access code throws `unauthenticated`. */
  view(trackingId: string, accessCode: string | undefined, context: RequestContext): Promise<ComplaintView>;
  command(
    trackingId: string,
    accessCode: string,
    command: ReporterCommand,
    context: WriteContext,
  ): Promise<ComplaintView>;
  /** Always accepted, changes no state. */
  addMessage(
    trackingId: string,
    accessCode: string,
    text: string,
    context: WriteContext,
  ): Promise<ReporterMessage>;
  /** jpeg, png, webp, heic, avif up to 10 MB; five per complaint. When one is refused, none is taken. */
  addAttachments(
    trackingId: string,
    accessCode: string,
    images: readonly Uint8Array[],
    context: WriteContext,
  ): Promise<readonly AttachmentInfo[]>;
  /**
   * Of an officer, to be named by a follow-up or an answer: five at a time, twenty per case. When single ones of several are refused
   * the error names each by its place (`image/0`), and its `attachments` are the others, which were taken.
   */
  addEvidencePhotos(
    token: string,
    caseId: string,
    images: readonly Uint8Array[],
  ): Promise<readonly AttachmentInfo[]>;
  /** One that nothing has shown yet. */
  removeEvidencePhoto(token: string, caseId: string, photoId: string): Promise<void>;
  /** For anybody: the public copy, where one was released. */
  attachment(
    trackingId: string,
    attachmentId: string,
    size: 'full' | 'thumbnail',
    viewer: { readonly accessCode: string } | { readonly sessionToken: string } | { readonly anybody: true },
    context: RequestContext,
  ): Promise<AttachmentFile>;

  /** All that is kept of the reporter with this complaint. */
  exportData(trackingId: string, accessCode: string, context: RequestContext): Promise<ReporterExport>;
  /** For good. `illegal` for the words of a case that somebody still works on. */
  eraseData(
    trackingId: string,
    accessCode: string,
    scope: 'identity' | 'all',
    context: RequestContext,
  ): Promise<ComplaintView>;
  /** The signed receipt of a complaint, as it was given. */
  receipt(trackingId: string, accessCode: string, context: RequestContext): Promise<string>;
  historyProof(trackingId: string, accessCode: string, context: RequestContext): Promise<HistoryProof>;
  /** What receipts are checked by, the newest first. */
  proofKeys(): readonly ProofKey[];
  /** Throws `invalid` when it is no receipt of ours, or was changed. */
  checkReceipt(
    receipt: string,
    words: { readonly title?: string | undefined; readonly body?: string | undefined },
    context: RequestContext,
  ): Promise<CheckedReceipt>;

  // Officers
  signIn(username: string, password: string, context: RequestContext): Promise<SignedIn>;
  /** Undefined when the token stands for nobody (any more). */
  session(token: string): Promise<OfficerSession | undefined>;
  /** With where to sign out at the provider too, for whoever signed in there. */
  signOut(token: string): Promise<{ readonly providerUrl: string | undefined }>;
  /** What the government's own OpenID Connect provider is called; undefined where there is none. */
  provider(): Promise<string | undefined>;
  /** `flow` stays in this browser until it comes back. */
  beginProviderSignIn(context: RequestContext): Promise<{ readonly url: string; readonly flow: string }>;
  /** `query`: what the provider has sent the browser back with. Whoever may not in throws `unauthenticated` with `extra.provider`. */
  finishProviderSignIn(
    flow: string,
    query: string,
    context: RequestContext,
  ): Promise<SignedIn | { readonly ticket: string }>;
  /** The accounts that whoever has this ticket may come as. */
  providerAccounts(ticket: string, context: RequestContext): Promise<readonly ProviderAccount[]>;
  /** As which of them. A wrong password throws `unauthenticated`; where one is needed and '' is shown with `extra.provider`. */
  chooseProviderAccount(
    ticket: string,
    chosen: { readonly officerId: string; readonly password: string },
    context: RequestContext,
  ): Promise<SignedIn>;
  setPassword(token: string, oldPassword: string, newPassword: string): Promise<void>;
  /** A code of the app or a recovery code. A wrong one throws `invalid`. */
  confirmSecondFactor(token: string, code: string): Promise<{ readonly recoveryCodesLeft: number }>;
  beginSecondFactor(token: string): Promise<SecondFactorSetup>;
  enrolSecondFactor(token: string, code: string): Promise<{ readonly recoveryCodes: readonly string[] }>;
  removeSecondFactor(token: string, code: string): Promise<void>;
  preferences(token: string): Promise<OwnPreferences>;
  setPreferences(token: string, wanted: OwnPreferences): Promise<OwnPreferences>;
  sessions(token: string): Promise<readonly OpenSession[]>;
  /** Another session of the same officer; without an id all others. */
  endSessions(token: string, sessionId?: string): Promise<void>;
  inbox(token: string, query: InboxQuery): Promise<Inbox>;
  /** Filters of the inbox that the officer keeps under a name. */
  savedFilters(token: string): Promise<readonly SavedFilter[]>;
  /** In the place of one of the same name. `illegal` when there are too many. */
  saveFilter(token: string, filter: Omit<SavedFilter, 'id'>): Promise<void>;
  removeFilter(token: string, filterId: string): Promise<void>;
  caseView(token: string, caseId: string): Promise<OfficerCaseView>;
  /** Undefined when the command took the case out of the officer's sight. */
  runCommand(
    token: string,
    caseId: string,
    command: OfficerCommand,
    context: CommandContext,
  ): Promise<OfficerCaseView | undefined>;
  /** Written into the case's history before it is shown. */
  revealIdentity(
    token: string,
    caseId: string,
    reveal: Reveal,
    context: WriteContext,
  ): Promise<RevealedIdentity>;
  /** `forbidden` for whoever does not decide what is public. */
  releaseDraft(token: string, caseId: string): Promise<ReleaseDraft>;
  previewRelease(token: string, caseId: string, wish: ReleaseWish): Promise<ReleasePreview>;
  releaseWords(
    token: string,
    caseId: string,
    wish: ReleaseWish,
    context: CommandContext,
  ): Promise<OfficerCaseView>;
  withholdWords(
    token: string,
    caseId: string,
    reason: string | undefined,
    context: CommandContext,
  ): Promise<OfficerCaseView>;
  /** Others that may be about the same matter, likeliest first. `forbidden` for whoever may not read the case. */
  similarCases(token: string, caseId: string): Promise<readonly SimilarCase[]>;
  deliveries(token: string, caseId: string): Promise<readonly DeliveryInfo[]>;

  // Admins
  officers(token: string, agencyId?: string, which?: OfficersWanted): Promise<readonly OfficerInfo[]>;
  /** Sent again with the same key it shows the same code, as long as that opens; so do the two below. */
  inviteOfficer(
    token: string,
    officer: NewOfficer,
    reason: string,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<InvitedOfficer>;
  resetOfficer(
    token: string,
    officerId: string,
    reason: string,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<ShownCode>;
  /** Corrects, moves or promotes. */
  changeOfficer(
    token: string,
    officerId: string,
    change: OfficerChange,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<OfficerInfo>;
  /** Where an officer is signed in, for whoever looks after the account. */
  officerSessions(token: string, officerId: string): Promise<readonly OpenSession[]>;
  endOfficerSessions(
    token: string,
    officerId: string,
    ended: EndedSessions,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<void>;
  /** What was done to the account, newest first. */
  officerChanges(token: string, officerId: string): Promise<readonly RecordedChange[]>;
  /** Ends access; with a new successor, invites that one into the same place. */
  replaceOfficer(
    token: string,
    officerId: string,
    succession: Succession,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<InvitedOfficer | undefined>;
  /** Away on these days, or no more on those that begin so (without a day: now). By the officer or an admin. */
  setAbsence(
    token: string,
    officerId: string,
    absence: Pick<AbsenceInfo, 'from' | 'to' | 'deputyId'> | { readonly ended: string | undefined },
    /** Needed of somebody else's. */
    reason: string | undefined,
  ): Promise<OfficerInfo>;
  /** Keys of systems of the agency and of those below it, without their secrets. */
  agencyKeys(token: string, agencyId: string): Promise<readonly AgencyKeyInfo[]>;
  /** Shown once. Throws `illegal` when the agency has too many. */
  createAgencyKey(
    token: string,
    key: NewAgencyKey,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<ShownAgencyKey>;
  /** Throws `illegal` for a key that has ended. */
  rotateAgencyKey(
    token: string,
    rotation: AgencyKeyRotation,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<ShownAgencyKey>;
  revokeAgencyKey(token: string, keyId: string, reason: string): Promise<AgencyKeyInfo>;
  /** Newest first. */
  agencyKeyChanges(token: string, keyId: string): Promise<readonly RecordedChange[]>;
  deputies(token: string, officerId: string): Promise<readonly Colleague[]>;
  /** Throws `forbidden` for those who neither serve the agency nor look after it. */
  absences(token: string, agencyId: string): Promise<readonly AwayOfficer[]>;

  /** Changes the agency tree; `conflict` when others do at this moment. */
  changeAgency(
    token: string,
    change: AgencyChange,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<AgencyInfo>;
  /** Stores nothing. */
  previewKindAndArea(token: string, change: KindAndArea): Promise<KindAndAreaPreview>;
  /** In the agency's part of the tree, newest first. */
  agencyChanges(token: string, agencyId: string): Promise<readonly AgencyChangeInfo[]>;

  // Who answers for what
  competence(token: string, agencyId?: string): Promise<CompetenceTable>;
  changeCompetence(
    token: string,
    order: { readonly change: CompetenceChange; readonly reason: string },
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<CompetenceRow>;
  /** What the change would have done to the last 500 complaints of the officer's agency. Changes nothing. */
  previewCompetence(token: string, change: CompetenceChange): Promise<CompetencePreview>;
  askCompetence(question: CompetenceQuestion): Promise<CompetenceAnswer>;

  // Words to begin an answer with
  /** Those of the agency, then what it inherits. */
  answerTemplates(token: string, agencyId: string): Promise<readonly AnswerTemplate[]>;
  /** Of whoever has the case, filled in for it. `forbidden` for whoever may not read it. */
  caseTemplates(token: string, caseId: string): Promise<readonly AnswerTemplate[]>;
  /** With an id: other words for that one. `illegal` when there are too many. */
  setAnswerTemplate(
    token: string,
    template: NewAnswerTemplate & { readonly id?: string | undefined },
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<AnswerTemplate>;
  removeAnswerTemplate(token: string, templateId: string, reason: string): Promise<void>;
  /** Of the agency's own, newest first. */
  answerTemplateChanges(token: string, agencyId: string): Promise<readonly RecordedChange[]>;

  // What reports can be about: changed by the national admin
  changeCategory(
    token: string,
    order: { readonly change: CategoryChange; readonly reason: string },
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<CategoryInfo>;
  /** Without `into`: what undoing its merger would move. Stores nothing. */
  previewMerge(
    token: string,
    merger: { readonly code: string; readonly into?: string },
  ): Promise<MergePreview>;
  /** Newest first. */
  categoryChanges(token: string): Promise<readonly CategoryChangeInfo[]>;

  // Limits and holidays: read by everybody, changed by the national admin
  calendar(areaCode: string, token?: string): Promise<CalendarView>;
  changeCalendar(
    token: string,
    change: CalendarChange,
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<CalendarView>;
  /** Changes nothing. */
  previewCalendar(token: string, change: Omit<CalendarChange, 'reason'>): Promise<CalendarPreview>;
  policies(token?: string): Promise<PolicyView>;
  addPolicy(
    token: string,
    added: { readonly policy: PolicyFields; readonly reason: string },
    context: Pick<WriteContext, 'idempotencyKey'>,
  ): Promise<PolicyView>;
  /** Who asked whom a breach concerns, newest first. For the national admin. */
  breachListings(token: string): Promise<{ readonly listings: readonly BreachListingView[] }>;
  /** Whom a breach concerns, as the lines of a file; it is written down before the first of them. `invalid`: to, key. */
  listBreach(token: string, question: BreachQuestion, format: BreachFormat): Promise<AsyncIterable<string>>;

  // Everybody
  figures(query: FiguresQuery): Promise<SummaryView>;
  /** One row per agency directly below `agencyId`; without it all bodies on the platform. */
  agencyFigures(query: FiguresQuery): Promise<AgencyFiguresView>;
  searchAreas(query: AreaQuery): Promise<readonly AreaInfo[]>;
  area(code: string): Promise<AreaWithAncestors>;
  /** Without a code: the provinces. `atMost`: as many whole tiers below as keep within this number. */
  areaChildren(code?: string, atMost?: number): Promise<readonly AreaInfo[]>;
  agencies(query: AgencyQuery): Promise<readonly AgencyInfo[]>;
  agency(id: string): Promise<AgencyInfo>;
  /** What can be chosen; with `retired` also what no longer can. */
  categories(query?: { readonly retired?: boolean }): Promise<readonly CategoryInfo[]>;
}
