import type { CaseViewSchema, ClockViewSchema } from '@lapor/contracts/routing/v1/routing_service';
import { notFound } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { type RoutingState } from '../case-store.ts';
import { nextDue } from '../domain/case.ts';
import { CLOCK_NAMES, type TimeContext } from '../domain/clocks/clock.ts';
import { legalCommands, masterFor } from '../domain/legal.ts';
import { readsDrafts } from '../domain/notes.ts';
import { isAddressed, relationsOf } from '../domain/relations.ts';
import { secondChances } from '../domain/second-chances.ts';
import { snapshotOf } from '../domain/snapshot.ts';
import { without } from '../domain/without.ts';
import { visibilityFor, type Viewer, type Visibility } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import { known, moment, outcomes, snapshotMessage, type PlainMessage } from '../publish.ts';
import { timelineOf } from './case-timeline.ts';
import { readRelease, releasedMessage } from './released-words.ts';
import { caughtUp } from './caught-up.ts';

export type CaseViewMessage = PlainMessage<typeof CaseViewSchema>;

/** The case with its history. @throws AppError not_found also where it exists but not for this viewer */
export async function viewCase(
  parts: RoutingParts,
  caseId: string,
  viewer: Viewer,
): Promise<CaseViewMessage> {
  const loaded = await parts.cases.find(caseId);
  if (loaded === undefined) throw notFound('case', caseId);
  return viewLoaded(parts, await caughtUp(parts, loaded), viewer);
}

/** The same of a case that has been loaded. */
export async function viewLoaded(
  parts: RoutingParts,
  loaded: Loaded<RoutingState>,
  viewer: Viewer,
): Promise<CaseViewMessage> {
  const sees = visibilityFor(loaded.state, viewer);
  if (!sees.exists) throw notFound('case', loaded.id);
  const release = sees.releasedText ? await readRelease(parts, loaded) : undefined;
  const [summary, membersInDanger, timeline] = await Promise.all([
    summarizeCase(parts, loaded, viewer),
    viewer.kind === 'officer' && sees.text ? inDanger(parts, loaded.state, viewer) : [],
    sees.classification || isWrittenTo(loaded.state, viewer)
      ? timelineOf(parts, loaded, { viewer, sees, release })
      : undefined,
  ]);
  const view = membersInDanger.length === 0 ? summary : { ...summary, membersInDanger };
  const seen = release === undefined ? view : { ...view, released: releasedMessage(release, sees.text) };
  return timeline === undefined ? seen : { ...seen, timeline };
}

/** A page names no more of them. */
const MOST_IN_DANGER = 5;

/** Those that follow it whose reporters spoke of danger last. */
async function inDanger(
  { cases }: RoutingParts,
  { id, leads }: RoutingState,
  viewer: Viewer,
): Promise<string[]> {
  if (leads === undefined) return [];
  const found = await cases.query(
    { 'state.inbox.saidDanger': id },
    { sort: { 'state.dangerSaidAt': -1 }, limit: MOST_IN_DANGER },
  );
  return found.filter(({ state }) => visibilityFor(state, viewer).text).map((each) => each.id);
}

/** The case without its history: a row of a list. */
export async function summarizeCase(
  parts: RoutingParts,
  { state, version }: Loaded<RoutingState>,
  viewer: Viewer,
): Promise<CaseViewMessage> {
  const sees = visibilityFor(state, viewer);
  const snapshot = snapshotMessage(snapshotOf(without(state, 'master')));
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
  const time = await timeFor(parts, state);
  return {
    snapshot,
    version: BigInt(version),
    legal: viewer.kind === 'public' ? [] : [...legalCommands(state, viewer, time)],
    triageReason: state.triageReason ?? '',
    bounces: state.bounces,
    notSolved: state.notSolved,
    ...(state.outcome === undefined ? {} : { outcome: outcomes.value(state.outcome) }),
    rating: state.rating ?? 0,
    ...(next === undefined ? {} : { nextClock: next.clock, ...known({ nextDueAt: moment(next.at) }) }),
    clocks: clockViews(state),
    ...chancesOf(state, time),
    textVisible: sees.text,
    nameVisible: sees.name,
    handedOver: state.handedOverAt !== undefined,
    ...(sees.text ? known({ wordsWaitSince: moment(state.wordsWaitSince) }) : {}),
    nextStepMissed: sees.text && state.nextStep?.told ? state.nextStep.day : '',
    draftWaits: state.draft !== undefined && readsDrafts(state, viewer),
    merged: state.master !== undefined,
    masterCaseId: masterFor(state, viewer) ?? '',
    members: state.leads?.members ?? 0,
    legalHold: state.legalHoldSince !== undefined && knowsOfHold(state, viewer, sees),
    ...known({ anonymisedAt: moment(state.anonymisedAt) }),
  };
}

/** The reporter, whose data it is; those who read the case; and those who may end it. */
function knowsOfHold(state: RoutingState, viewer: Viewer, { text }: Visibility): boolean {
  return text || (viewer.kind === 'officer' && relationsOf(state, viewer).has('legal_holder'));
}

type ClockMessage = PlainMessage<typeof ClockViewSchema>;

/** Every clock of the case, also those that were met. */
function clockViews({ clocks }: RoutingState): ClockMessage[] {
  return CLOCK_NAMES.flatMap((name) => {
    const clock = clocks[name];
    if (clock === undefined) return [];
    const { dueAt, from, stoppedAt, pausedAt, passed, toldAbove, provisional, policy } = clock;
    return [
      {
        name,
        state: stoppedAt !== undefined ? 'stopped' : pausedAt !== undefined ? 'paused' : 'running',
        missed: (stoppedAt ?? -Infinity) > dueAt || (passed ?? 0) >= 100,
        passed: passed ?? 0,
        toldAbove: toldAbove === true,
        provisional,
        policyVersion: policy,
        ...known({ dueAt: moment(dueAt), from: moment(from), stoppedAt: moment(stoppedAt) }),
      },
    ];
  });
}

/** Until when its end is not the last word, and how often its reporter may be asked. */
function chancesOf(state: RoutingState, time: TimeContext) {
  const { questionsLeft, ...until } = secondChances(state, time);
  return {
    questionsLeft,
    ...known({ reopenUntil: moment(until.reopenUntil), reviveUntil: moment(until.reviveUntil) }),
  };
}

/** What this viewer could do with it now. */
export async function legalFor(
  parts: RoutingParts,
  state: RoutingState,
  viewer: Exclude<Viewer, { kind: 'public' }>,
) {
  return legalCommands(state, viewer, await timeFor(parts, state));
}

async function timeFor({ clock, directory }: RoutingParts, state: RoutingState): Promise<TimeContext> {
  const calendars = await directory.calendars([state.areaCalendar, state.holder.calendar]);
  const agencies = await directory.agencies([state.holder.id]);
  return { now: clock.now().getTime(), policies: await directory.policies(), calendars, agencies };
}

function isWrittenTo(state: RoutingState, viewer: Viewer): boolean {
  return viewer.kind === 'officer' && isAddressed(state, viewer);
}
