import type { MessageInitShape } from '@bufbuild/protobuf';
import type {
  CaseViewSchema,
  ClockViewSchema,
  TimelineEntrySchema,
} from '@lapor/contracts/routing/v1/routing_service';
import { notFound } from '@lapor/kernel';
import type { Loaded, StoredEvent } from '@lapor/store';
import type { CaseWords } from '../case-contents.ts';
import { type CaseRecord, fromRecord } from '../case-record.ts';
import { type RoutingState } from '../case-store.ts';
import { nextDue } from '../domain/case.ts';
import { CLOCK_NAMES } from '../domain/clock.ts';
import type { CaseEvent, CaseEventFields, ContentRef, ThresholdPassed } from '../domain/events.ts';
import { legalCommands } from '../domain/legal.ts';
import { readsDrafts, readsNote } from '../domain/notes.ts';
import { isAddressed } from '../domain/relations.ts';
import { snapshotOf } from '../domain/snapshot.ts';
import { visibilityFor, type Viewer, type Visibility } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import {
  answerKinds,
  archiveReasons,
  followUpKinds,
  revealPurposes,
  known,
  moment,
  outcomes,
  snapshotMessage,
  statuses,
} from '../publish.ts';
import {
  AnswerKind,
  ArchiveReason,
  CloseOutcome,
  FollowUpKind,
  RevealPurpose,
} from '@lapor/contracts/routing/v1/case';

/** What goes into a message, without being one yet. */
type Plain<Init> = Exclude<Init, { readonly $typeName: string }>;
export type CaseViewMessage = Plain<MessageInitShape<typeof CaseViewSchema>>;
type Entry = Plain<MessageInitShape<typeof TimelineEntrySchema>>;

/** The case with its history. @throws AppError not_found also where it exists but not for this viewer */
export async function viewCase(
  parts: RoutingParts,
  caseId: string,
  viewer: Viewer,
): Promise<CaseViewMessage> {
  const loaded = await parts.cases.find(caseId);
  if (loaded === undefined) throw notFound('case', caseId);
  return viewLoaded(parts, loaded, viewer);
}

/** The same of a case that has been loaded. */
export async function viewLoaded(
  parts: RoutingParts,
  loaded: Loaded<RoutingState>,
  viewer: Viewer,
): Promise<CaseViewMessage> {
  const sees = visibilityFor(loaded.state, viewer);
  if (!sees.exists) throw notFound('case', loaded.id);
  const [view, timeline] = await Promise.all([
    summarizeCase(parts, loaded, viewer),
    sees.classification || isWrittenTo(loaded.state, viewer)
      ? timelineOf(parts, loaded, viewer, sees)
      : undefined,
  ]);
  return timeline === undefined ? view : { ...view, timeline };
}

/** The case without its history: a row of a list. */
export async function summarizeCase(
  parts: RoutingParts,
  { state, version }: Loaded<RoutingState>,
  viewer: Viewer,
): Promise<CaseViewMessage> {
  const sees = visibilityFor(state, viewer);
  const snapshot = snapshotMessage(snapshotOf(state));
  if (!sees.classification) {
    // Whoever holds the tracking id of a hidden case learns how it stands, and when it is due where that tells nothing.
    const { caseId, status, caseDueAt, submittedAt, secret } = snapshot;
    const due = state.protected ? {} : known({ caseDueAt, submittedAt });
    const clocks = state.protected ? [] : clockViews(state).filter(({ name }) => name === 'case');
    const bare = { ...known({ caseId, status, secret }), protected: state.protected, ...due };
    const seen = { snapshot: bare, clocks };
    if (viewer.kind !== 'officer' || !isWrittenTo(state, viewer)) return seen;
    return { ...seen, version: BigInt(version), legal: [...(await legalFor(parts, state, viewer))] };
  }
  const next = nextDue(state);
  return {
    snapshot,
    version: BigInt(version),
    legal: viewer.kind === 'public' ? [] : [...(await legalFor(parts, state, viewer))],
    triageReason: state.triageReason ?? '',
    bounces: state.bounces,
    ...(state.outcome === undefined ? {} : { outcome: outcomes.value(state.outcome) }),
    rating: state.rating ?? 0,
    ...(next === undefined ? {} : { nextClock: next.clock, ...known({ nextDueAt: moment(next.at) }) }),
    clocks: clockViews(state),
    textVisible: sees.text,
    nameVisible: sees.name,
    handedOver: state.handedOverAt !== undefined,
  };
}

type ClockMessage = Plain<MessageInitShape<typeof ClockViewSchema>>;

/** Every clock of the case, also those that were met. */
function clockViews({ clocks }: RoutingState): ClockMessage[] {
  return CLOCK_NAMES.flatMap((name) => {
    const clock = clocks[name];
    if (clock === undefined) return [];
    const { dueAt, from, stoppedAt, pausedAt, passed, provisional, policy } = clock;
    return [
      {
        name,
        state: stoppedAt !== undefined ? 'stopped' : pausedAt !== undefined ? 'paused' : 'running',
        missed: (stoppedAt ?? -Infinity) > dueAt || (passed ?? 0) >= 100,
        passed: passed ?? 0,
        provisional,
        policyVersion: policy,
        ...known({ dueAt: moment(dueAt), from: moment(from), stoppedAt: moment(stoppedAt) }),
      },
    ];
  });
}

/** What this viewer could do with it now. */
export async function legalFor(
  parts: RoutingParts,
  state: RoutingState,
  viewer: Exclude<Viewer, { kind: 'public' }>,
) {
  const calendars = await parts.directory.calendars([state.areaCalendar, state.holder.calendar]);
  return legalCommands(state, viewer, {
    now: parts.clock.now().getTime(),
    policies: await parts.directory.policies(),
    calendars,
  });
}

async function timelineOf(
  parts: RoutingParts,
  { id: caseId, head, state }: Loaded<RoutingState>,
  viewer: Viewer,
  sees: Visibility,
): Promise<Entry[]> {
  const history = (await parts.cases.history(caseId, head)).filter((event) =>
    maySee(event, { state, viewer, sees }),
  );
  const readable = history.filter((event) => isNote(event) || (sees.text && mayRead(event, viewer)));
  const words = await parts.contents.read(
    caseId,
    readable.flatMap((event) => contentIdOf(event) ?? []),
  );
  const judges = sees.text && viewer.kind !== 'reporter';
  return history.map((event) => {
    const { reusedOn = 0, ...entry } = entryOf(event, words);
    return judges ? { ...entry, reusedOn } : entry;
  });
}

/** What an officer notes for the unit below is between offices. */
function mayRead({ type }: StoredEvent<CaseRecord>, viewer: Viewer): boolean {
  return viewer.kind !== 'reporter' || type !== 'CaseDisposed';
}

interface Sight {
  readonly state: RoutingState;
  readonly viewer: Viewer;
  readonly sees: Visibility;
}

/**
 * That a case was once protected, and against whom, is not for the public, also when it no longer is. A warning is between the
 * platform and the office, a miss is for all; a change of calendar that moved nothing is for nobody.
 */
function maySee(event: StoredEvent<CaseRecord>, { state, viewer, sees }: Sight): boolean {
  if (isNote(event)) return readsNote(state, noteIn(event), viewer);
  if (event.type === 'AnswerDrafted' || event.type === 'DraftSentBack') return readsDrafts(state, viewer);
  if (!sees.classification) return false;
  const staff = viewer.kind === 'officer' || viewer.kind === 'machine' || viewer.kind === 'system';
  switch (event.type) {
    case 'CasePrivacyChanged':
      return viewer.kind !== 'public';
    // Between the reporter and those who may look.
    case 'CaseIdentityRevealed':
      return viewer.kind === 'reporter' || viewer.kind === 'system' || sees.reveal;
    case 'ClockThresholdsPassed':
      return staff || furthest(event.data['passed'] as Thresholds).percent >= 100;
    case 'ClocksRecounted':
      return (event.data['moved'] as readonly unknown[]).length > 0;
    default:
      return true;
  }
}

function isNote({ type }: StoredEvent<CaseRecord>): boolean {
  return type === 'CaseNoteAdded';
}

function noteIn({ data }: StoredEvent<CaseRecord>): Parameters<typeof readsNote>[1] {
  return data as unknown as Parameters<typeof readsNote>[1];
}

function isWrittenTo(state: RoutingState, viewer: Viewer): boolean {
  return viewer.kind === 'officer' && isAddressed(state, viewer);
}

type Thresholds = CaseEventFields['ClockThresholdsPassed']['passed'];

/** The clock that has run furthest. */
function furthest(passed: Thresholds): Pick<ThresholdPassed, 'percent'> & Partial<ThresholdPassed> {
  return passed.reduce(
    (most, each) => (each.percent > most.percent ? each : most),
    passed[0] ?? { percent: 0 },
  );
}

function contentIdOf(event: StoredEvent<CaseRecord>): string | undefined {
  const content = event.data['content'] as ContentRef | undefined;
  return content === undefined || content.id === '' ? undefined : content.id;
}

function entryOf(stored: StoredEvent<CaseRecord>, kept: ReadonlyMap<string, CaseWords>): Entry {
  const event = fromRecord({ type: stored.type, data: stored.data }, stored);
  const words = kept.get(contentIdOf(stored) ?? '');
  return {
    seq: stored.seq,
    type: stored.type,
    actor: stored.actor.kind,
    status: statuses.value(event.data.status),
    ...known({ at: moment(event.at) }),
    ...agenciesIn(event),
    ...detailsOf(event),
    ...(words === undefined ? {} : wordsIn(words)),
  };
}

function wordsIn({ evidence, ...words }: CaseWords): Entry {
  return { ...known(words), ...(evidence === undefined ? {} : { evidence: [...evidence] }) };
}

function agenciesIn(event: CaseEvent): Entry {
  switch (event.type) {
    case 'CaseDisposed':
    case 'CaseReturned':
    case 'CaseRevived':
      return { agencyId: event.data.from.id, toAgencyId: event.data.to.id };
    case 'CasePrivacyChanged':
      return known({ agencyId: event.data.from?.id, toAgencyId: event.data.to?.id });
    case 'CaseNoteAdded':
      return known({ agencyId: event.data.byAgencyId, toAgencyId: event.data.toAgencyId });
    case 'CaseIdentityRevealed':
      return { agencyId: event.data.byAgencyId };
    case 'ReclassificationObjected':
      return { toAgencyId: event.data.decider.id };
    case 'CaseOpened':
      return { toAgencyId: event.data.holder.id };
    default:
      return { agencyId: event.data.case.holderAgencyId };
  }
}

function nameIn(protoEnum: Readonly<Record<string, number>>, prefix: string, value: number): string {
  const name = Object.keys(protoEnum).find((key) => protoEnum[key] === value);
  return name === undefined ? '' : `${prefix}_${name}`;
}

function detailsOf(event: CaseEvent): Entry {
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
        ...known({ reusedOn: event.data.reusedOn }),
      };
    case 'AnswerDrafted':
      return {
        kind: nameIn(AnswerKind, 'ANSWER_KIND', answerKinds.value(event.data.kind)),
        ...known({ reusedOn: event.data.reusedOn }),
      };
    case 'CaseAnswered':
      return {
        kind: nameIn(AnswerKind, 'ANSWER_KIND', answerKinds.value(event.data.kind)),
        ...known({ dueAt: moment(event.data.promisedFor), reusedOn: event.data.reusedOn }),
      };
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
      };
    case 'CaseReclassified':
      return known({ dueBefore: moment(event.data.dueBefore), dueAt: moment(event.data.dueAfter) });
    case 'ClockThresholdsPassed': {
      const { clock, percent, dueAt } = furthest(event.data.passed);
      return { percent, ...known({ clock, dueAt: moment(dueAt) }) };
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
