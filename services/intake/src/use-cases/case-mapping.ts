import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { CaseView, TimelineEntry } from '@lapor/contracts/routing/v1/routing_service';
import type {
  ClassifiedAs,
  ClockInfo,
  ClockStep,
  DueDates,
  NamedCode,
  PublicWords,
  TimelineItem,
} from '@lapor/portal';
import { caseStatuses, complaintTypes, shortKind } from '../names.ts';
import type { Places } from '../remotes/places.ts';
import type { StepPhotos } from './step-photos.ts';

export function isoOf(timestamp: Timestamp | undefined): string | undefined {
  return timestamp === undefined ? undefined : timestampDate(timestamp).toISOString();
}

/** What is still to be met; a clock that was met, or that no longer matters, is due no more. */
export function dueOf({ clocks }: CaseView): DueDates {
  const open = new Map(clocks.filter(({ state }) => state !== 'stopped').map((clock) => [clock.name, clock]));
  const at = (name: string) => isoOf(open.get(name)?.dueAt);
  return {
    caseDueAt: at('case'),
    verificationDueAt: at('verification'),
    responseDueAt: at('response'),
    resolutionDueAt: at('resolution'),
    replyDueAt: at('reply'),
    urgentDueAt: at('urgent'),
    provisional: [...open.values()].some(({ provisional }) => provisional),
  };
}

export function clocksOf({ clocks }: CaseView): readonly ClockInfo[] {
  return clocks.map(({ name, state, dueAt, missed, passed, toldAbove, provisional, policyVersion }) => ({
    name,
    state: state === 'stopped' || state === 'paused' ? state : 'running',
    dueAt: isoOf(dueAt) ?? '',
    missed,
    passed,
    toldAbove,
    provisional,
    policyVersion,
  }));
}

/** By id or code. */
export type Names = ReadonlyMap<string, NamedCode>;

/** Names of every agency a case speaks of, and of the categories that its steps gave it. */
export async function namesIn(places: Places, views: readonly CaseView[]): Promise<Names> {
  const steps = views.flatMap(({ timeline }) => timeline);
  const codes = new Set(
    steps.flatMap(({ before, after }) => [before?.categoryCode ?? '', after?.categoryCode ?? '']),
  );
  codes.delete('');
  const [agencies, ...categories] = await Promise.all([
    places.nameAgencies([
      ...views.map(({ snapshot }) => snapshot?.holderAgencyId ?? ''),
      ...steps.flatMap(({ agencyId, toAgencyId, betterAgencyId }) => [agencyId, toAgencyId, betterAgencyId]),
    ]),
    ...[...codes].map((code) => places.nameCategory(code)),
  ]);
  const named = categories.flatMap((one) => (one === undefined ? [] : [[one.code, one] as const]));
  return new Map([...agencies, ...named]);
}

/** @param readsText false for whoever must not read words, whatever routing sent; notes come only to whom they are for */
export function timelineItem(
  entry: TimelineEntry,
  names: Names,
  readsText: boolean,
  photos: StepPhotos,
): TimelineItem {
  const withText = readsText || entry.type === 'CaseNoteAdded';
  const optional = (text: string) => (text === '' ? undefined : text);
  return {
    seq: entry.seq,
    at: isoOf(entry.at) ?? '',
    type: entry.type,
    actor: actorOf(entry.actor),
    agency: names.get(entry.agencyId),
    toAgency: names.get(entry.toAgencyId),
    status: caseStatuses.word(entry.status),
    kind: entry.kind === '' ? undefined : shortKind(entry.kind),
    text: withText ? optional(entry.text) : undefined,
    nextStep: withText ? optional(entry.nextStep) : undefined,
    nextDate: withText ? optional(entry.nextDate) : undefined,
    betterAgency: names.get(entry.betterAgencyId),
    dueBefore: isoOf(entry.dueBefore),
    dueAt: isoOf(entry.dueAt),
    clock: optional(entry.clock),
    percent: entry.percent === 0 ? undefined : entry.percent,
    clockSteps: clockStepsOf(entry),
    reusedOn: entry.reusedOn === 0 ? undefined : entry.reusedOn,
    rating: entry.rating === 0 ? undefined : entry.rating,
    evidence: withText && entry.evidence.length > 0 ? entry.evidence : undefined,
    photos: photos.get(entry.seq),
    photosReusedOn: entry.photosReusedOn === 0 ? undefined : entry.photosReusedOn,
    promisedDate: optional(entry.promisedDate),
    before: classOf(entry.before, names),
    after: classOf(entry.after, names),
    limitKept: entry.limitKept ? true : undefined,
    bodyName: optional(entry.bodyName),
    contact: withText ? optional(entry.contact) : undefined,
    reference: withText ? optional(entry.reference) : undefined,
    ground: withText ? optional(entry.ground) : undefined,
    whereToGo: withText ? optional(entry.whereToGo) : undefined,
  };
}

const CHANGES: readonly ClockStep['change'][] = ['met', 'met_late', 'paused', 'resumed'];

function clockStepsOf({ clockSteps }: TimelineEntry): readonly ClockStep[] | undefined {
  const steps = clockSteps.flatMap(({ clock, change: word, dueAt }) => {
    const change = CHANGES.find((each) => each === word);
    // Of a version to come: not told of rather than told wrongly.
    return change === undefined ? [] : [{ clock, change, dueAt: isoOf(dueAt) ?? '' }];
  });
  return steps.length === 0 ? undefined : steps;
}

function classOf(given: TimelineEntry['before'], names: Names): ClassifiedAs | undefined {
  if (given === undefined) return undefined;
  return {
    type: complaintTypes.word(given.type),
    category: names.get(given.categoryCode),
    supervisory: given.supervisory,
  };
}

/** What is public of the words; undefined where nothing is. */
export function publicWordsOf({ released }: CaseView): PublicWords | undefined {
  if (released === undefined) return undefined;
  const { at, report, title, body, steps, photos } = released;
  return {
    releasedAt: isoOf(at),
    ...(report ? { report: { title, body } } : {}),
    steps,
    photos: photos.map(({ id, contentType, width, height, sizeBytes, step }) => ({
      id,
      contentType,
      width,
      height,
      sizeBytes,
      ...(step === 0 ? {} : { step }),
    })),
  };
}

/** Oldest first; what came at the same moment keeps its order. */
export function inOrder(items: readonly TimelineItem[]): readonly TimelineItem[] {
  return [...items].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What an agency's own system did, the agency did: `system` is the platform acting by itself. */
function actorOf(actor: string): TimelineItem['actor'] {
  if (actor === 'machine') return 'officer';
  return actor === 'reporter' || actor === 'officer' ? actor : 'system';
}
