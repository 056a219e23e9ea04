import type { ClockInfo, ClockStep, TimelineItem } from '../complaint-types.ts';
import { chainMessages } from '../messages/chain-messages.ts';
import { trackMessages } from '../messages/track-messages.ts';
import { html } from '../shell/html.ts';
import type { Html } from '../shell/html.ts';
import { icons } from '../shell/icons.ts';
import type { Page } from '../shell/page.ts';
import { speaker, wordIn } from '../shell/speak.ts';

const say = speaker(chainMessages);

/** What a step did to the clocks: which limit it kept or missed, whether time stands still from here on. */
export function clockLines(page: Page, { clockSteps = [] }: TimelineItem): Html {
  const lines = shownOnce(clockSteps).map((step) => clockLine(page, step));
  if (lines.length === 0) return html``;
  return html`<ul class="clock-steps">
    ${lines}
  </ul>`;
}

function clockLine(page: Page, { clock, change, dueAt }: ClockStep): Html {
  const t = say(page.language);
  const values = { clock: clockName(page, clock), due: page.moments.moment(dueAt) };
  const late = change === 'met_late';
  return html`<li class="${change}">${late ? icons.alarm : change === 'met' ? icons.check : icons.clock}<span>${t(`clock.${change}`, values)}</span></li>`;
}

/** All clocks stand still together, and where the office has had the case from the start its own is that of the case. */
function shownOnce(steps: readonly ClockStep[]): readonly ClockStep[] {
  return steps.filter((step, at) => {
    const others = steps.slice(0, at);
    if (step.change === 'paused' || step.change === 'resumed')
      return !others.some(({ change }) => change === step.change);
    return !others.some(({ change, dueAt }) => change === step.change && dueAt === step.dueAt);
  });
}

/** Limits that lie ahead, or have passed and are still to be met: the next first. */
export function pointsAhead(page: Page, clocks: readonly ClockInfo[]): readonly Html[] {
  const t = say(page.language);
  const { moments } = page;
  return limitsAhead(clocks).map(({ name, dueAt, state, provisional }) => {
    const late = state === 'running' && moments.isPast(dueAt);
    const still = state === 'paused';
    const when = still ? t('clock.still') : late ? moments.limit(dueAt) : moments.fromNow(dueAt);
    return html`<li class="link ahead${late && ' passed'}">
      <span class="node">${icons.clock}</span>
      <h3>${t(late ? 'clock.overdue' : 'clock.ahead', { clock: clockName(page, name) })}</h3>
      <p class="when"><time datetime="${dueAt}">${moments.moment(dueAt)}</time> · <span>${when}</span>${provisional && html` · ${speaker(trackMessages)(page.language)('provisional')}`}</p>
    </li>`;
  });
}

function limitsAhead(clocks: readonly ClockInfo[]): readonly ClockInfo[] {
  const open = clocks.filter(({ state }) => state !== 'stopped');
  const whole = open.find(({ name }) => name === 'case');
  return open
    .filter(({ name, dueAt }) => name === 'case' || dueAt !== whole?.dueAt)
    .toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
}

/** How long whoever got the case with this step had it, or has had it until now. */
export function heldWords(page: Page, items: readonly TimelineItem[], at: number): Html | false {
  const item = items[at];
  if (item?.toAgency === undefined || !HANDS_ON.has(item.type)) return false;
  const next = items.slice(at + 1).find(({ type, status }) => HANDS_ON.has(type) || ENDS.has(status ?? ''));
  const [duration, word] = [
    page.moments.between(item.at, next?.at),
    next === undefined ? 'hasFor' : 'hadFor',
  ] as const;
  return html`<p class="sub">${say(page.language)(word, { agency: item.toAgency.name, duration })}</p>`;
}

const HANDS_ON: ReadonlySet<string> = new Set([
  'CaseOpened',
  'CaseDisposed',
  'CaseReturned',
  'CaseRevived',
  'CaseTakenOver',
]);
const ENDS: ReadonlySet<string> = new Set(['answered', 'closed', 'archived', 'referred', 'withdrawn']);

function clockName(page: Page, clock: string): string {
  return wordIn(chainMessages, page.language, 'of.', clock);
}
