import { setImmediate } from 'node:timers/promises';
import { reachOf } from '@lapor/contracts';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { CalendarToCome } from '@lapor/contracts/routing/v1/routing_service';
import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { COUNTED_SOMEWHERE } from '../case-store.ts';
import type { RoutingState } from '../case-store.ts';
import { clocksOnNewCalendar } from '../domain/clock-changes.ts';
import { finerKey } from '../domain/clocks/calendar-key.ts';
import type { TimeContext } from '../domain/clocks/clock.ts';
import type { Calendar } from '../domain/clocks/working-time.ts';
import { movedBy } from '../domain/decisions/decide-clocks.ts';
import type { ClockMoved } from '../domain/events.ts';
import type { RoutingParts } from '../parts.ts';
import { ROOT } from '../domain/search-scope.ts';
import { openCases } from './open-cases.ts';

/** So many are tried at the most: some seconds of work. */
const MOST_LOOKED_AT = 10_000;
const MOST_EXAMPLES = 5;

type Cases = readonly Loaded<RoutingState>[];

/** The calendars of these, `''` those of everybody; and who is everybody's ancestor. */
interface Tried {
  readonly keys: readonly string[];
  readonly root: string;
  readonly most: number;
}

export interface RecountPreview {
  readonly looked: number;
  readonly moved: number;
  /** Of those that would move, cases that follow another one. */
  readonly following: number;
  readonly examples: readonly (ClockMoved & { readonly caseId: string })[];
  /** There are more than were looked at. */
  readonly more: boolean;
  /** As many as were looked at; where there are more, all of them with a limit that runs, by the index. */
  readonly open: number;
}

/**
 * What recounting would move if the calendars were these: by the same decision, and nothing is stored. Protected cases count for the
 * national admin alone: of so few in one area anybody could tell which.
 * @throws AppError forbidden
 */
export async function previewRecount(
  parts: RoutingParts,
  caller: Caller,
  toCome: readonly CalendarToCome[],
  most = MOST_LOOKED_AT,
): Promise<RecountPreview> {
  const calendars = calendarsBy(toCome);
  const keys = [...calendars.keys()];
  const all = await requireKeeper(parts, caller, keys);
  const time = {
    now: parts.clock.now().getTime(),
    policies: await parts.directory.policies(),
    calendars,
  };
  const seen = new Set<string>();
  const examples: (ClockMoved & { readonly caseId: string })[] = [];
  let moved = 0;
  let following = 0;
  const [root = ROOT] = caller.agencyPath;
  for await (const batch of casesIn(parts, { keys, root, most })) {
    const fresh = batch.filter(({ id, state }) => !seen.has(id) && (all || !state.protected));
    const agencies = await parts.directory.agencies(fresh.map(({ state }) => state.holder.id));
    for (const { id, state } of fresh) {
      if (seen.size >= most) {
        const open = await parts.cases.count(filterFor(keys));
        return { looked: seen.size, moved, following, examples, more: true, open };
      }
      seen.add(id);
      const shown = movedIn(state, { ...time, agencies });
      if (shown === undefined) continue;
      moved += 1;
      if (state.master !== undefined) following += 1;
      if (examples.length < MOST_EXAMPLES && !state.protected) examples.push({ caseId: id, ...shown });
    }
    await setImmediate();
  }
  return { looked: seen.size, moved, following, examples, more: false, open: seen.size };
}

const GOVERNMENTS: ReadonlySet<string | undefined> = new Set(['province', 'regency', 'city']);

/** @returns whether for all the country; else these are calendars of the officer's own area. @throws AppError forbidden */
async function requireKeeper(
  { directory }: RoutingParts,
  caller: Caller,
  keys: readonly string[],
): Promise<boolean> {
  const reach = reachOf(caller, 'keep_calendar');
  if (reach === 'everywhere') return true;
  const own =
    reach === undefined ? undefined : (await directory.agencies([caller.agencyId])).get(caller.agencyId);
  const area = (GOVERNMENTS.has(own?.kind) ? own?.calendar : undefined) ?? '';
  if (area === '' || !keys.every((key) => finerKey(area, key) === key))
    throw new AppError('forbidden', 'only an admin of the government of this area may');
  return false;
}

/** Each newer than any there is, so that whatever was counted before is counted with it. */
function calendarsBy(toCome: readonly CalendarToCome[]): ReadonlyMap<string, Calendar> {
  return new Map(
    toCome.flatMap(({ areaCodes, timeZone, daysOff, years, weekend }) => {
      const days = { daysOff: new Set(daysOff), years: new Set(years), weekend: new Set(weekend) };
      const calendar = { timeZone, ...days, edition: Number.MAX_SAFE_INTEGER };
      return areaCodes.map((code) => [code, calendar] as const);
    }),
  );
}

/** The limit of the reporter where that moves, else the first that does. */
function movedIn(state: RoutingState, time: TimeContext): ClockMoved | undefined {
  const moved = movedBy(state, clocksOnNewCalendar(state, time));
  return moved.find(({ clock }) => clock === 'case') ?? moved[0];
}

/** Open cases with a clock in one of these; the same case may come again. */
async function* casesIn(parts: RoutingParts, { keys, root, most }: Tried): AsyncGenerator<Cases> {
  if (keys.includes('')) {
    yield* openCases(parts, root);
    return;
  }
  for (const filter of filtersFor(keys)) yield await parts.cases.query(filter, { limit: most + 1 });
}

/** Each case once, whether it is worked on or follows another. */
function filterFor(keys: readonly string[]): Readonly<Record<string, unknown>> {
  return keys.includes('') ? COUNTED_SOMEWHERE : { $or: filtersFor(keys) };
}

/** Cases of earlier versions are in the calendar of their province. */
function filtersFor(keys: readonly string[]) {
  const all = [...new Set(keys.flatMap((key) => [key, key.slice(0, 2)]))];
  return all.map((key) => ({
    'state.inbox.counted': { $regex: `^${key.replace('.', String.raw`\.`)}@` },
  }));
}
