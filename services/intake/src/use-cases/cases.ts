import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, formatTrackingId, invalid } from '@lapor/kernel';
import type { CaseListItem, Inbox, InboxQuery, OfficerCaseView } from '@lapor/portal';
import { districtOf } from '../domain/district.ts';
import type { Intake } from '../intake.ts';
import { caseStatuses, channels, closeOutcomes, complaintTypes } from '../names.ts';
import { caseIdOf, getCase } from './case-access.ts';
import { namesIn, clocksOf, dueOf, inOrder, isoOf, publicWordsOf, timelineItem } from './case-mapping.ts';
import { dangerReasons, laterDanger } from './danger-signs.ts';
import type { Names } from './case-mapping.ts';
import { inQueryWords, officerCommandNames } from './command-names.ts';
import { callerOf } from './directory/officer-session.ts';
import { knownPictures } from './known-pictures.ts';
import {
  attachmentsOf,
  readIdentity,
  readMessages,
  readSubmission,
  readSubmissions,
} from './private-parts.ts';
import type { FiledWords } from './private-parts.ts';
import { searchMatches } from './search-matches.ts';
import { evidencePhotosFor, photosOfSteps } from './step-photos.ts';

/** A headline for complaints without a title, in characters. */
const HEADLINE = 80;

/** What the officer's subtree holds, what is due first. */
export async function readInbox(intake: Intake, token: string, query: InboxQuery): Promise<Inbox> {
  const caller = await callerOf(intake, token);
  const [categoryCodes] = await Promise.all([
    categoriesWithin(intake, query.category),
    requireArea(intake, query.area),
  ]);
  const { cases, nextPageToken, searchedTo, stoppedEarly, total } = await intake.routing
    .listCases(
      {
        statuses: (query.statuses ?? []).map((name) => caseStatuses.value(name)),
        agencyId: query.agencyId ?? '',
        ownOnly: query.ownOnly ?? false,
        pageSize: query.pageSize ?? 0,
        pageToken: query.pageToken ?? '',
        addressed: query.addressed ?? false,
        query: query.search ?? '',
        unreleased: query.unreleased ?? false,
        drafts: query.drafts ?? false,
        handedOver: query.handedOver ?? false,
        categoryCodes,
        areaCode: query.area ?? '',
        danger: query.danger ?? false,
        channel: query.channel === undefined ? 0 : channels.value(query.channel),
        type: query.type === undefined ? 0 : complaintTypes.value(query.type),
        ...(query.submittedFrom === undefined
          ? {}
          : { submittedFrom: timestampFromDate(new Date(query.submittedFrom)) }),
        ...(query.submittedBefore === undefined
          ? {}
          : { submittedBefore: timestampFromDate(new Date(query.submittedBefore)) }),
        masterCaseId: query.master === undefined ? '' : caseIdOf(query.master),
      },
      { caller },
    )
    .catch((error: unknown) => {
      throw inQueryWords(error);
    });
  const readable = cases.flatMap(({ textVisible, snapshot }) =>
    textVisible && snapshot ? snapshot.caseId : [],
  );
  const [names, words] = await Promise.all([
    namesIn(intake.places, cases),
    readSubmissions(intake, readable),
  ]);
  const found = await Promise.all(
    cases.map(async (view) => {
      const filed = words.get(view.snapshot?.caseId ?? '');
      return { view, filed, line: await listItem(intake, view, names, filed) };
    }),
  );
  const search = query.search?.trim() ?? '';
  const matched = search === '' ? undefined : await searchMatches(intake, caller, found, search);
  return {
    cases: found.map(({ line }) =>
      matched === undefined ? line : { ...line, matched: matched.get(line.id) ?? [] },
    ),
    nextPageToken: nextPageToken === '' ? undefined : nextPageToken,
    searchedTo: isoOf(searchedTo),
    ...(stoppedEarly ? { stoppedEarly } : {}),
    ...(total === undefined ? {} : { total }),
  };
}

/** A topic with those in its group. @throws AppError invalid */
async function categoriesWithin({ places }: Intake, wanted: string | undefined): Promise<string[]> {
  if (wanted === undefined) return [];
  const all = await places.categories();
  const codes = all.flatMap(({ code, parentCode }) =>
    code === wanted || parentCode === wanted ? [code] : [],
  );
  if (codes.length === 0) throw invalid('category', 'must be the code of a category');
  return codes;
}

/** Nothing lies in an area that is none: not the same as that nothing was reported there. @throws AppError invalid */
async function requireArea({ places }: Intake, code: string | undefined): Promise<void> {
  if (code !== undefined && (await places.findArea(code)) === undefined)
    throw invalid('area', 'must be the code of an area');
}

/** `words`: as filed, where the officer may read them. */
export async function listItem(
  intake: Intake,
  view: CaseView,
  names: Names,
  words: FiledWords | undefined,
): Promise<CaseListItem> {
  const { snapshot } = view;
  if (snapshot === undefined) throw new AppError('internal', 'routing told of a case without a snapshot');
  const id = snapshot.caseId;
  const [category, area] = await Promise.all([
    intake.places.nameCategory(snapshot.categoryCode),
    // Who may not read the words sees no more of the place than the public does.
    intake.places.nameArea(view.textVisible ? snapshot.areaCode : districtOf(snapshot.areaCode)),
  ]);
  const nextDueAt = isoOf(view.nextDueAt);
  return {
    id,
    trackingIdText: formatTrackingId(id),
    version: Number(view.version),
    status: caseStatuses.word(snapshot.status) ?? 'unverified',
    // Of a hidden case routing tells the status and no more: what it is about is not made up here.
    type: complaintTypes.word(snapshot.type),
    channel: channels.word(snapshot.channel),
    title: words === undefined ? '' : headline(words),
    ...(words?.body === '' ? { wordsGone: true } : {}),
    category,
    area,
    agency: names.get(snapshot.holderAgencyId),
    danger: snapshot.danger,
    supervisory: snapshot.supervisory,
    anonymous: snapshot.anonymous,
    secret: snapshot.secret,
    protected: snapshot.protected,
    submittedAt: isoOf(snapshot.submittedAt),
    receivedAt: isoOf(snapshot.receivedAt),
    due: dueOf(view),
    clocks: clocksOf(view),
    questionsLeft: view.questionsLeft,
    nextClock: view.nextClock === '' ? undefined : view.nextClock,
    nextDueAt,
    overdue: nextDueAt !== undefined && new Date(nextDueAt) < intake.clock.now(),
    bounces: view.bounces,
    notSolved: view.notSolved,
    handedOver: view.handedOver,
    wordsWaitSince: isoOf(view.wordsWaitSince),
    nextStepMissed: view.nextStepMissed === '' ? undefined : view.nextStepMissed,
    draftWaits: view.draftWaits,
    merged: view.merged,
    masterId: view.masterCaseId === '' ? undefined : view.masterCaseId,
    members: view.members,
    triageReason: view.triageReason === '' ? undefined : view.triageReason,
    legal: officerCommandNames(view.legal),
  };
}

function headline({ title, body }: { title: string; body: string }): string {
  if (title !== '') return title;
  const line = body.replace(/\s+/g, ' ').trim();
  if (line.length <= HEADLINE) return line;
  const start = line.slice(0, HEADLINE - 1);
  // Between words, unless it is one endless word.
  const end = start.lastIndexOf(' ');
  return `${end > HEADLINE / 2 ? start.slice(0, end) : start}…`;
}

/** @throws AppError not_found also for a case the officer may not know of */
export async function readCase(intake: Intake, token: string, typed: string): Promise<OfficerCaseView> {
  const caller = await callerOf(intake, token);
  return officerView(intake, await getCase(intake, caseIdOf(typed), caller), token);
}

export async function officerView(intake: Intake, view: CaseView, token: string): Promise<OfficerCaseView> {
  const names = await namesIn(intake.places, [view]);
  const id = view.snapshot?.caseId ?? '';
  const complaint = view.textVisible ? await intake.complaints.find(id) : undefined;
  const [submission, messages, identity, photos, pictures, ofDanger] = await Promise.all([
    complaint === undefined ? undefined : readSubmission(intake, id),
    complaint === undefined ? [] : readMessages(intake, complaint),
    complaint !== undefined && mayShowName(view) ? readIdentity(intake, complaint.state) : undefined,
    photosOfSteps(intake, view),
    complaint === undefined ? undefined : knownPictures(intake, view, complaint.state, token),
    isOfDanger(intake, view),
  ]);
  const timeline = inOrder(
    view.timeline.map((entry) => ({
      ...timelineItem(entry, names, view.textVisible, photos),
      ...pictures?.get(entry.seq),
    })),
  );
  return {
    ...(await listItem(intake, view, names, submission)),
    body: submission?.body ?? '',
    address: submission?.address,
    point: submission?.point,
    occurredAt: submission?.occurredAt,
    // The name alone: officers write through the platform.
    reporterName: identity?.name,
    ...(complaint !== undefined && mayShowName(view) && (identity?.name ?? '') === ''
      ? { nameless: true }
      : {}),
    mayReveal: view.legal.includes('reveal'),
    mayRelease: view.legal.includes('release_words'),
    mayHold: view.legal.some((name) => name === 'set_legal_hold' || name === 'lift_legal_hold'),
    legalHold: view.legalHold,
    anonymisedAt: isoOf(view.anonymisedAt),
    released: publicWordsOf(view),
    reachable: view.textVisible ? view.snapshot?.reachable : undefined,
    outcome: closeOutcomes.word(view.outcome),
    rating: view.rating === 0 ? undefined : view.rating,
    timeline,
    messages,
    dangerReasons:
      complaint === undefined
        ? []
        : dangerReasons(
            {
              danger: view.snapshot?.danger ?? false,
              filing: complaint.state.filing,
              words: submission === undefined ? '' : [submission.title, submission.body].join('\n'),
              ofDanger,
              members: view.members,
            },
            intake.danger,
          ),
    membersInDanger: view.membersInDanger.map((each) => ({
      id: each,
      trackingIdText: formatTrackingId(each),
    })),
    laterDanger: complaint === undefined ? [] : laterDanger(messages, timeline, intake.danger),
    attachments:
      complaint === undefined || complaint.state.erased === 'all' ? [] : attachmentsOf(complaint.state),
    evidencePhotos:
      complaint === undefined
        ? []
        : evidencePhotosFor(view, complaint.state, (await callerOf(intake, token)).agencyId),
    erased: complaint?.state.erased,
  };
}

/** While the directory does not answer, nobody knows. */
async function isOfDanger({ places }: Intake, { snapshot }: CaseView): Promise<boolean> {
  if (snapshot?.danger !== true) return false;
  const categories = await places.categories().catch(() => []);
  return categories.some(({ code, danger }) => danger && code === snapshot.categoryCode);
}

/** Routing decides; the flags are looked at again, for a name once shown cannot be taken back. */
function mayShowName({ nameVisible, snapshot }: CaseView): boolean {
  return nameVisible && snapshot !== undefined && !snapshot.anonymous && !snapshot.secret;
}
