import type { Status } from './vocabulary.ts';

/** What agencies are held to: a limit each, set and moved by routing. */
export const CLOCKS = ['verification', 'response', 'resolution', 'urgent', 'case'] as const;
export type ClockName = (typeof CLOCKS)[number];

/** When each clock is due, as an event says. Epoch milliseconds. */
export type Dues = { readonly [Name in ClockName]?: number };

/**
 * `met`: done, in time or not. `returned`: whether it was right to is decided later. `left`: it came to nothing, so only a miss before
 * that counts. `moved`: taken away for protection, or because whoever had it was closed, which judges nobody.
 */
export type TermEnd = 'met' | 'returned' | 'left' | 'moved';

/** How one clock stood from a moment on. */
export interface TermStep {
  readonly at: number;
  readonly dueAt: number;
  /** Absent: it is still to be met. */
  readonly end?: TermEnd;
  /** When it was, where it had stood still before it ended. */
  readonly endedAt?: number;
}

/** One time a clock ran, whose, and how it went. */
export interface Term {
  readonly clock: ClockName;
  /** Place among the fact's holders. Absent: that of the case, whoever has it. */
  readonly holder?: number;
  readonly steps: readonly TermStep[];
}

/** As much of a fact as clocks go by. */
interface Known {
  readonly terms?: readonly Term[];
  readonly statuses: readonly { readonly at: number; readonly status: Status }[];
  readonly holders: readonly unknown[];
}

/** As much of an event. */
interface Happened {
  /** Without package: "CaseDisposed". */
  readonly name: string;
  readonly at: number;
  readonly status: Status;
  readonly automatic?: boolean;
  readonly dues?: Dues;
}

const OF_THE_CASE: ReadonlySet<ClockName> = new Set<ClockName>(['urgent', 'case']);
/** While the reporter is waited for these stand still. */
export const PAUSED_WHILE_HELD: ReadonlySet<ClockName> = new Set<ClockName>([
  'verification',
  'response',
  'resolution',
  'case',
]);
const HANDED_ON: ReadonlySet<string> = new Set(['CaseDisposed', 'CaseReturned']);
const TAKEN_AWAY: ReadonlySet<string> = new Set(['CasePrivacyChanged', 'CaseTakenOver']);
const GOES_ON: ReadonlySet<string> = new Set(['CaseNotSolved', 'CaseReopened', 'CaseRevived']);

/** What ends a clock besides the end of the case. */
const ENDS: Readonly<Record<ClockName, Readonly<Record<string, TermEnd>>>> = {
  verification: { CaseDisposed: 'met' },
  response: { CaseFollowedUp: 'met', CaseAnswered: 'met', CaseDisposed: 'met', CaseReturned: 'returned' },
  resolution: { CaseAnswered: 'met', CaseDisposed: 'left', CaseReturned: 'returned' },
  urgent: { CaseFollowedUp: 'met', CaseAnswered: 'met' },
  case: { CaseAnswered: 'met' },
};

/** The terms after one more event. `before` is the fact without it, `holder` the place of who has the case now. */
export function nextTerms(before: Known, event: Happened, holder: number): readonly Term[] {
  const terms = before.terms ?? [];
  const newHolder = holder !== before.holders.length - 1;
  const ended = terms.map((term) => endTerm(term, before, event, newHolder));
  const resumed = GOES_ON.has(event.name) ? ended.map((term) => goOn(term, before, event)) : ended;
  const moved = resumed.map((term) => moveDue(term, event));
  return [...moved, ...started(moved, event, holder, newHolder)];
}

export function isOpen({ steps }: Term): boolean {
  return steps.at(-1)?.end === undefined;
}

function endTerm(term: Term, before: Known, event: Happened, newHolder: boolean): Term {
  const last = term.steps.at(-1);
  const end = isOpen(term) ? endOf(term.clock, event, newHolder) : undefined;
  if (last === undefined || end === undefined) return term;
  const waiting = before.statuses.at(-1);
  const stood = waiting?.status === 'held' && PAUSED_WHILE_HELD.has(term.clock);
  const step = { at: event.at, dueAt: last.dueAt, end, ...(stood ? { endedAt: waiting.at } : {}) };
  return { ...term, steps: [...term.steps, step] };
}

function endOf(
  clock: ClockName,
  { name, status, automatic }: Happened,
  newHolder: boolean,
): TermEnd | undefined {
  if (TAKEN_AWAY.has(name) && newHolder && !OF_THE_CASE.has(clock)) return 'moved';
  // What found its agency by itself nobody has verified, soon or late.
  if (clock === 'verification' && automatic === true) return 'left';
  return ENDS[clock][name] ?? endOfCase(status);
}

function endOfCase(status: Status): TermEnd | undefined {
  if (status === 'withdrawn') return 'left';
  return status === 'archived' || status === 'referred' || status === 'closed' ? 'met' : undefined;
}

/**
 * The clock of the case has never stood still. What the archive ended goes on with it, unless the case is verified anew; what was
 * done before that is done.
 */
function goOn(term: Term, before: Known, event: Happened): Term {
  const last = term.steps.at(-1);
  if (last?.end === undefined) return term;
  const archived = before.statuses.at(-1);
  const byArchive = archived?.status === 'archived' && last.at === archived.at;
  const anew = event.status === 'unverified' && !OF_THE_CASE.has(term.clock);
  if (term.clock !== 'case' && (!byArchive || anew)) return term;
  return { ...term, steps: [...term.steps, { at: event.at, dueAt: last.dueAt }] };
}

function moveDue(term: Term, { at, dues = {} }: Happened): Term {
  const dueAt = dues[term.clock];
  if (!isOpen(term) || dueAt === undefined || dueAt === term.steps.at(-1)?.dueAt) return term;
  return { ...term, steps: [...term.steps, { at, dueAt }] };
}

function started(
  terms: readonly Term[],
  event: Happened,
  holder: number,
  newHolder: boolean,
): readonly Term[] {
  const { at, dues = {} } = event;
  return CLOCKS.flatMap((clock): Term[] => {
    const dueAt = dues[clock];
    const runs = terms.some((term) => term.clock === clock && isOpen(term));
    if (dueAt === undefined || runs || !starts(clock, event, { terms, newHolder })) return [];
    return [{ clock, ...(OF_THE_CASE.has(clock) ? {} : { holder }), steps: [{ at, dueAt }] }];
  });
}

function starts(
  clock: ClockName,
  { name, status, at }: Happened,
  { terms, newHolder }: { readonly terms: readonly Term[]; readonly newHolder: boolean },
): boolean {
  // Whoever goes on with the work of another has what that one had still to do.
  if (name === 'CaseTakenOver')
    return terms.some(({ clock: other, steps }) => other === clock && isMovedAt(steps.at(-1), at));
  if (OF_THE_CASE.has(clock))
    return !terms.some((term) => term.clock === clock) && endOfCase(status) === undefined;
  if (clock === 'verification') return status === 'unverified';
  const received = HANDED_ON.has(name) || (name === 'CasePrivacyChanged' && newHolder);
  if (clock === 'response') return received && status !== 'answered' && status !== 'unverified';
  const again = name === 'CaseNotSolved' || name === 'CaseReopened';
  return again || (received && status !== 'answered' && status !== 'unverified');
}

function isMovedAt(step: TermStep | undefined, at: number): boolean {
  return step?.end === 'moved' && step.at === at;
}
