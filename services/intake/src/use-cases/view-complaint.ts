import type { CaseSnapshot } from '@lapor/contracts/routing/v1/case';
import type { CaseView } from '@lapor/contracts/routing/v1/routing_service';
import { formatTrackingId } from '@lapor/kernel';
import type { ComplaintView, NamedCode, PrivateView, TimelineItem } from '@lapor/portal';
import type { Loaded } from '@lapor/store';
import { PUBLIC_CALLER, reporterCaller } from '../remotes/callers.ts';
import type { Complaint } from '../domain/complaint.ts';
import { districtOf } from '../domain/district.ts';
import type { Intake } from '../intake.ts';
import { caseStatuses, closeOutcomes, complaintTypes } from '../names.ts';
import { getCase, getComplaint, getOwnComplaint } from './case-access.ts';
import { reasonOf } from './list-breach.ts';
import { namesIn, clocksOf, dueOf, inOrder, isoOf, publicWordsOf, timelineItem } from './case-mapping.ts';
import { reporterCommandNames } from './command-names.ts';
import { photosOfSteps, publicPhotosOfSteps } from './step-photos.ts';
import { attachmentsOf, readIdentity, readMessages, readSubmission } from './private-parts.ts';

/**
 * One complaint as whoever asks may see it: the table "who sees what".
 * @throws AppError not_found, unauthenticated for a wrong access code
 */
export async function viewComplaint(
  intake: Intake,
  typed: string,
  accessCode: string | undefined,
  clientAddress: string | undefined,
): Promise<ComplaintView> {
  if (accessCode === undefined) return publicView(intake, await getComplaint(intake, typed));
  return reporterView(intake, await getOwnComplaint(intake, typed, accessCode, clientAddress));
}

async function publicView(intake: Intake, complaint: Loaded<Complaint>): Promise<ComplaintView> {
  const view = await getCase(intake, complaint.id, PUBLIC_CALLER);
  const { snapshot } = view;
  if (snapshot === undefined || snapshot.secret || snapshot.protected) return statusOnly(complaint.id, view);
  return shownTo(intake, complaint, view, 'public');
}

function statusOnly(trackingId: string, view: CaseView): ComplaintView {
  const { snapshot } = view;
  const clocks = snapshot !== undefined && !snapshot.protected;
  return {
    trackingId,
    trackingIdText: formatTrackingId(trackingId),
    status: statusOf(snapshot),
    visibility: 'status_only',
    due: clocks ? dueOf(view) : undefined,
    timeline: [],
  };
}

/** @param known the case, when a command has just answered with it */
export async function reporterView(
  intake: Intake,
  complaint: Loaded<Complaint>,
  known?: CaseView,
): Promise<ComplaintView> {
  const { id, state } = complaint;
  const [view, submission, reporter, messages, breaches] = await Promise.all([
    known ?? getCase(intake, id, reporterCaller(id)),
    readSubmission(intake, id),
    readIdentity(intake, state),
    readMessages(intake, complaint),
    breachSteps(intake, id),
  ]);
  const { snapshot } = view;
  const own: PrivateView = {
    ...submission,
    reporter,
    anonymous: snapshot?.anonymous ?? state.filing.anonymous,
    secret: snapshot?.secret ?? state.filing.secret,
    aboutOfficial: snapshot?.protected ?? state.filing.protected,
    attachments: state.erased === 'all' ? [] : attachmentsOf(state),
    messages,
    erased: state.erased,
    anonymisedAt: isoOf(view.anonymisedAt),
    legalHold: view.legalHold,
    legal: reporterCommandNames(view.legal),
  };
  const said = messages.map(({ at, text }): TimelineItem => ({
    seq: 0,
    at,
    type: 'ReporterMessageAdded',
    actor: 'reporter',
    text,
  }));
  return { ...(await shownTo(intake, complaint, view, 'reporter', [...said, ...breaches])), private: own };
}

/** That the reporter was named to somebody because of a breach, and why. */
async function breachSteps(intake: Intake, trackingId: string): Promise<readonly TimelineItem[]> {
  const listings = await intake.breaches.ofComplaint(trackingId);
  if (listings.length === 0) return [];
  const names = await intake.places.nameAgencies(listings.map(({ byAgencyId }) => byAgencyId));
  return Promise.all(
    listings.map(async ({ _id, at, byAgencyId }) => ({
      seq: 0,
      at: at.toISOString(),
      type: 'BreachListed',
      actor: 'officer' as const,
      agency: names.get(byAgencyId),
      text: await reasonOf(intake, _id),
    })),
  );
}

async function shownTo(
  intake: Intake,
  { id, state }: Loaded<Complaint>,
  view: CaseView,
  visibility: 'public' | 'reporter',
  extra: readonly TimelineItem[] = [],
): Promise<ComplaintView> {
  const { places } = intake;
  const { snapshot } = view;
  const areaCode = snapshot?.areaCode ?? state.filing.areaCode;
  const [names, category, area, photos] = await Promise.all([
    namesIn(places, [view]),
    places.nameCategory(snapshot?.categoryCode ?? state.filing.category),
    areaFor(intake, areaCode, visibility),
    visibility === 'reporter' ? photosOfSteps(intake, view) : publicPhotosOfSteps(view),
  ]);
  const filed: TimelineItem = { seq: 0, at: state.submittedAt, type: 'ComplaintFiled', actor: 'reporter' };
  const released = publicWordsOf(view);
  const steps = view.timeline.map((entry) =>
    timelineItem(
      entry,
      names,
      visibility === 'reporter' || released?.steps.includes(entry.seq) === true,
      photos,
    ),
  );
  return {
    trackingId: id,
    trackingIdText: formatTrackingId(id),
    status: statusOf(snapshot),
    visibility,
    type: complaintTypes.word(snapshot?.type ?? 0) ?? state.filing.type,
    submittedAt: state.submittedAt,
    category,
    area,
    agency: names.get(snapshot?.holderAgencyId ?? ''),
    due: snapshot === undefined ? undefined : dueOf(view),
    clocks: clocksOf(view),
    reopenUntil: isoOf(view.reopenUntil),
    reviveUntil: isoOf(view.reviveUntil),
    danger: snapshot?.danger ?? state.filing.danger,
    outcome: closeOutcomes.word(view.outcome),
    rating: view.rating === 0 ? undefined : view.rating,
    merged: visibility === 'reporter' && view.merged ? true : undefined,
    members: view.members === 0 ? undefined : view.members,
    timeline: inOrder([filed, ...steps, ...extra]),
    released,
  };
}

function areaFor(
  intake: Intake,
  code: string,
  visibility: 'public' | 'reporter',
): Promise<NamedCode | undefined> {
  return intake.places.nameArea(visibility === 'public' ? districtOf(code) : code);
}

function statusOf(snapshot: CaseSnapshot | undefined): ComplaintView['status'] {
  return caseStatuses.word(snapshot?.status ?? 0) ?? 'unverified';
}
