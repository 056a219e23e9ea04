import type { Loaded, StoredEvent } from '@lapor/store';
import type { CaseWords, ReleasedStepWords } from '../case-contents.ts';
import { type CaseRecord, fromRecord } from '../case-record.ts';
import { type RoutingState } from '../case-store.ts';
import { clockStepsOf } from '../domain/clocks/clock-steps.ts';
import type { CaseEvent, ContentRef } from '../domain/events.ts';
import { relationsOf } from '../domain/relations.ts';
import { readsDrafts, readsNote, readsNudges } from '../domain/notes.ts';
import { type Viewer, type Visibility } from '../domain/visibility.ts';
import type { RoutingParts } from '../parts.ts';
import type { Release } from './released-words.ts';
import { known, moment, statuses } from '../publish.ts';
import { detailsOf, furthest, withoutWeight, type Entry, type Thresholds } from './step-details.ts';

/** What has happened, as far as this viewer may know, in words where they may read them. */
export async function timelineOf(
  parts: RoutingParts,
  { id: caseId, head, state }: Loaded<RoutingState>,
  { viewer, sees, release }: Omit<Sight, 'state'> & { readonly release: Release | undefined },
): Promise<Entry[]> {
  const all = await parts.cases.history(caseId, head);
  const events = new Map(all.map((stored) => [stored.seq, fromRecord(stored, stored)]));
  const clockSteps = clockStepsIn(events);
  const history = all.filter((event) => maySee(event, { state, viewer, sees }));
  const readable = history.filter(
    (event) => isNote(event) || (sees.text && event.type !== 'WordsReleased' && mayRead(event, viewer)),
  );
  const words = await parts.contents.read(
    caseId,
    readable.flatMap((event) => contentIdOf(event) ?? []),
  );
  const judges = sees.text && viewer.kind !== 'reporter';
  // Who may not read the words as they are reads those that were released.
  const released = new Map(sees.text ? [] : release?.words.steps.map((step) => [step.seq, step]));
  return history.map((event) => {
    const said = wordsOfStep(released.get(event.seq));
    const whole = { ...entryOf(event, events.get(event.seq)!, words), ...said };
    const { reusedOn = 0, photosReusedOn = 0, betterAgencyId = '', nextDate = '', ...told } = whole;
    const reads = sees.text || released.has(event.seq);
    const entry = {
      ...told,
      clockSteps: clockSteps.get(event.seq) ?? [],
      ...(reads ? { nextDate } : {}),
    };
    if (viewer.kind === 'public') return withoutWeight(entry);
    return judges ? { ...entry, reusedOn, photosReusedOn, betterAgencyId } : entry;
  });
}

/** By the number of the step. */
function clockStepsIn(events: ReadonlyMap<number, CaseEvent>) {
  const changes = clockStepsOf(
    [...events.values()].map(({ type, at, data }) => ({
      type,
      at,
      clocks: data.clocks,
      automatic: 'automatic' in data && data.automatic,
    })),
  );
  return new Map(
    [...events.keys()].map((seq, at) => {
      const some = changes[at] ?? [];
      return [
        seq,
        some.map(({ dueAt, ...step }) => ({ ...step, ...known({ dueAt: moment(dueAt) }) })),
      ] as const;
    }),
  );
}

function wordsOfStep(step: ReleasedStepWords | undefined): Entry {
  if (step === undefined) return {};
  const { text, nextStep, ground, whereToGo } = step;
  return { text, nextStep, ground, whereToGo };
}

/** What an officer notes for the unit below is between offices. */
function mayRead({ type }: StoredEvent<CaseRecord>, viewer: Viewer): boolean {
  return viewer.kind !== 'reporter' || !BETWEEN_OFFICES.has(type);
}

const BETWEEN_OFFICES: ReadonlySet<string> = new Set([
  'CaseDisposed',
  'CaseMerged',
  'CaseUnmerged',
  'LegalHoldSet',
  'LegalHoldLifted',
]);

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
  if (event.type === 'CaseNudged') return readsNudges(state, viewer);
  if (!sees.classification) return false;
  const staff = viewer.kind === 'officer' || viewer.kind === 'machine' || viewer.kind === 'system';
  const holds = viewer.kind === 'officer' && relationsOf(state, viewer).has('legal_holder');
  switch (event.type) {
    // By the platform: only whom it is about has become more, and that is nobody's choice.
    case 'CasePrivacyChanged':
      return viewer.kind !== 'public' && event.actor.kind !== 'system';
    // What somebody said of the day is part of the words.
    case 'NextStepDue':
      return sees.text;
    // The public sees what came of it.
    case 'WordsReleased':
    case 'WordsWithheld':
      return sees.text;
    case 'WordsAwaitRelease':
      return sees.text && staff;
    // Between the reporter, whose data it is, and those who read the case.
    case 'LegalHoldSet':
    case 'LegalHoldLifted':
      return viewer.kind === 'reporter' ? sees.text : staff && (sees.text || holds);
    case 'ErasureBegun':
      return sees.text && (staff || viewer.kind === 'reporter');
    // Between the reporter and those who may look.
    case 'CaseIdentityRevealed':
      return viewer.kind === 'reporter' || viewer.kind === 'system' || sees.reveal;
    case 'ClockThresholdsPassed':
      return staff || furthest(event.data['passed'] as Thresholds['passed']).percent >= 100;
    // Who is above an agency is the business of those who work there.
    case 'CaseHolderMoved':
      return staff;
    // How many others there are is told elsewhere; when each of them came is nobody's business. A message is there to be read itself.
    case 'DangerSaid':
    case 'CaseLeads':
    case 'MembersTold':
    case 'CaseMessagesMoved':
      return viewer.kind === 'system';
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

function contentIdOf(event: StoredEvent<CaseRecord>): string | undefined {
  const content = event.data['content'] as ContentRef | undefined;
  return content === undefined || content.id === '' ? undefined : content.id;
}

function entryOf(
  stored: StoredEvent<CaseRecord>,
  event: CaseEvent,
  kept: ReadonlyMap<string, CaseWords>,
): Entry {
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

function wordsIn({ evidence = [], photos = [], released: _released, ...words }: CaseWords): Entry {
  return { ...known(words), evidence: [...evidence], photos: [...photos] };
}

function agenciesIn(event: CaseEvent): Entry {
  switch (event.type) {
    case 'CaseDisposed':
    case 'CaseReturned':
    case 'CaseRevived':
    case 'CaseTakenOver':
      return { agencyId: event.data.from.id, toAgencyId: event.data.to.id };
    case 'CasePrivacyChanged':
      return known({ agencyId: event.data.from?.id, toAgencyId: event.data.to?.id });
    case 'CaseMerged':
    case 'CaseUnmerged':
      return known({ agencyId: event.data.from?.id, toAgencyId: event.data.to.id });
    case 'CaseNoteAdded':
      return known({ agencyId: event.data.byAgencyId, toAgencyId: event.data.toAgencyId });
    case 'CaseIdentityRevealed':
    case 'CaseNudged':
    case 'LegalHoldSet':
    case 'LegalHoldLifted':
      return { agencyId: event.data.byAgencyId };
    case 'ReclassificationObjected':
      return { toAgencyId: event.data.decider.id };
    case 'CaseOpened':
      return { toAgencyId: event.data.holder.id };
    default:
      return { agencyId: event.data.case.holderAgencyId };
  }
}
