import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { PLATFORM } from '../domain/agency.ts';
import { countedIn, type RoutingState } from '../case-store.ts';
import { calendarsToday, staleClocks } from '../domain/clock-changes.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';

const BATCH = 100;
/** So many marks are looked for with one query. */
const MARKS = 500;
/** Open cases that an earlier version wrote, which bear no calendar: looked for once after each start, many at a time. */
const WRITTEN_BEFORE = { 'state.inbox.counted': null, 'state.inbox.open': true };
const UPGRADE_BATCH = 2_000;
/** Looked for all the same this often: another replica may have counted with an old calendar after the last look. */
const ANYHOW_AFTER_MILLISECONDS = 300_000;
/** Cases in the calendar of a whole province that are looked at at once, whether they have a smaller one now. */
const MOST_COARSE = 5_000;

type Editions = ReadonlyMap<string, number>;

interface Recounted {
  readonly done: number;
  /** Left for the next look. */
  readonly failed: number;
}

/** Brings open clocks to the calendar as it is now. Any number of replicas may do so at once: each case is recounted once. */
export function clockRecounter(parts: RoutingParts): () => Promise<number> {
  let known = '';
  let lookedAt = -Infinity;
  let upgraded = false;
  return async () => {
    const editions = await parts.directory.calendarEditions();
    if (!upgraded) {
      await recountAll(parts, WRITTEN_BEFORE, UPGRADE_BATCH);
      upgraded = true;
    }
    const current = JSON.stringify([...editions]);
    if (current === known && performance.now() - lookedAt < ANYHOW_AFTER_MILLISECONDS) return 0;
    const rounds: Recounted[] = [];
    for (const marks of inParts(staleMarks(editions), MARKS))
      rounds.push(await recountAll(parts, { 'state.inbox.counted': { $in: marks } }, BATCH));
    rounds.push(await recountCoarse(parts, editions));
    // What could not be recounted is tried again at the next look, and not only when somebody looks anyhow.
    if (rounds.every(({ failed }) => failed === 0)) {
      known = current;
      lookedAt = performance.now();
    }
    return rounds.reduce((sum, { done }) => sum + done, 0);
  };
}

/** Until none is left. Those that cannot be recounted now are left for the next look. */
async function recountAll(
  parts: RoutingParts,
  filter: Readonly<Record<string, unknown>>,
  batch: number,
): Promise<Recounted> {
  const failed = new Set<string>();
  let done = 0;
  for (;;) {
    const found = await parts.cases.query(filter, { limit: batch + failed.size });
    const fresh = found.filter(({ id }) => !failed.has(id));
    if (fresh.length === 0) return { done, failed: failed.size };
    const results = await Promise.all(fresh.map((loaded) => tryRecount(parts, loaded)));
    for (const [at, ok] of results.entries()) {
      if (ok) done += 1;
      else failed.add(fresh[at]?.id ?? '');
    }
  }
}

/**
 * Cases of earlier versions are in the calendar of their province, and no edition of it says that a regency there has days of its own
 * now. They get the key of the smaller calendar with the first change of it that they are counted in.
 */
async function recountCoarse(parts: RoutingParts, editions: Editions): Promise<Recounted> {
  const marks = provincesWithSmaller(editions).map((key) => countedIn(key, editions.get(key) ?? 0));
  if (marks.length === 0) return { done: 0, failed: 0 };
  const found = await parts.cases.query({ 'state.inbox.counted': { $in: marks } }, { limit: MOST_COARSE });
  const agencies = await parts.directory.agencies(found.map(({ state }) => state.holder.id));
  const keys = found.map(({ state }) => Object.values(calendarsToday(state, { agencies })));
  const calendars = await parts.directory.calendars(keys.flat());
  const coarse = found.filter(({ state }) => staleClocks(state, { calendars, agencies }).length > 0);
  const results = await Promise.all(coarse.map((loaded) => tryRecount(parts, loaded)));
  const done = results.filter(Boolean).length;
  return { done, failed: results.length - done };
}

/** Provinces in which a regency or a city has days of its own. */
function provincesWithSmaller(editions: Editions): readonly string[] {
  const found = new Set<string>();
  for (const [key, edition] of editions) {
    const [province = '', regency] = key.split('.');
    if (regency !== undefined && edition > (editions.get(province) ?? edition)) found.add(province);
  }
  return [...found];
}

/** What cases bear that were counted with an older edition. */
function staleMarks(editions: Editions): readonly string[] {
  const marks: string[] = [];
  for (const [key, edition] of editions) {
    for (let old = 0; old < edition; old += 1) marks.push(countedIn(key, old));
  }
  return marks;
}

function inParts<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}

async function tryRecount(
  parts: RoutingParts,
  { id, state, version }: Loaded<RoutingState>,
): Promise<boolean> {
  try {
    const outcome = await decideOnCase(
      parts,
      {
        caseId: id,
        commandId: `recount:${id}:${version}`,
        bodyHash: 'recount',
        actor: PLATFORM,
        command: { type: 'recount_clocks' },
      },
      state,
    );
    return !outcome.replayed;
  } catch (error) {
    const overtaken = error instanceof AppError && (error.code === 'illegal' || error.code === 'conflict');
    if (!overtaken)
      parts.log.error({ caseId: id, err: error }, 'clocks could not be recounted; trying again');
    return false;
  }
}
