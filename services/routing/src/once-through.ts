import { newId } from '@lapor/kernel';
import { isSimulated } from '@lapor/runtime';
import { isDuplicateKey, type StoreConnection } from '@lapor/store';
import type { RoutingParts } from './parts.ts';
import { restAfter } from './rest-after.ts';

const BATCH = 100;
/** Whoever has not moved on for so long, far more than it rests, is taken to be gone, and another replica goes on where it stopped. */
const GONE_MILLISECONDS = 60_000;

interface Progress {
  readonly _id: string;
  /** The id of the last case that is done. */
  readonly after: string;
  readonly by: string;
  readonly movedAt: number;
  readonly done?: true;
}

interface Collection {
  findOne(filter: object): Promise<Progress | null>;
  insertOne(progress: Progress): Promise<unknown>;
  updateOne(filter: object, update: object): Promise<{ readonly matchedCount: number }>;
}

/** Work to be done once on cases that were there before this version of the platform. */
export interface Errand {
  /** Of its progress. */
  readonly name: string;
  readonly work: (caseIds: readonly string[]) => Promise<void>;
  /** What the log says when it is through. */
  readonly told: string;
}

/**
 * Goes once through all cases, by one replica at a time, going on where the last one stopped. Two at once would do double work and no
 * harm.
 */
export function onceThrough(
  connection: StoreConnection,
  parts: RoutingParts,
): (errand: Errand) => (stopping: AbortSignal) => Promise<void> {
  const schema = new connection.mongoose.Schema({ _id: String }, { strict: false, versionKey: false });
  const progress = connection.model('search_progress', schema).collection as unknown as Collection;
  const me = newId();
  return (errand) => {
    let done = false;
    return async (stopping) => {
      if (done) return;
      const mine = await claim(progress, errand.name, me, parts.clock.now().getTime());
      if (mine !== undefined)
        done = mine.done === true || (await walk(progress, { parts, errand, stopping }, mine));
    };
  };
}

/** The walk, if nobody else is at it. */
async function claim(
  progress: Collection,
  name: string,
  me: string,
  now: number,
): Promise<Progress | undefined> {
  const start: Progress = { _id: name, after: '', by: me, movedAt: now };
  const known = await progress.findOne({ _id: name });
  if (known === null) {
    try {
      await progress.insertOne(start);
      return start;
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }
  if (known.done) return known;
  // A simulation may turn the clock back: what was moved in the future is not being moved.
  if (known.by !== me && Math.abs(now - known.movedAt) < GONE_MILLISECONDS) return undefined;
  const { by, movedAt } = known;
  const taken = await progress.updateOne({ _id: name, by, movedAt }, { $set: { by: me, movedAt: now } });
  return taken.matchedCount === 1 ? { ...known, by: me, movedAt: now } : undefined;
}

interface Walk {
  readonly parts: RoutingParts;
  readonly errand: Errand;
  readonly stopping: AbortSignal;
}

/** @returns whether it is through; not when somebody else has taken over, or when it is to stop */
async function walk(
  progress: Collection,
  { parts, errand, stopping }: Walk,
  { by, ...from }: Progress,
): Promise<boolean> {
  const { cases, clock, log } = parts;
  const { name, work, told } = errand;
  let count = 0;
  for (let { after } = from; ;) {
    const begun = performance.now();
    const batch = await cases.query({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: BATCH });
    await work(batch.map(({ id }) => id));
    count += batch.length;
    const movedAt = clock.now().getTime();
    const over = batch.length < BATCH;
    const $set = { after: batch.at(-1)?.id ?? after, movedAt, ...(over ? { done: true } : {}) };
    const moved = await progress.updateOne({ _id: name, by, after }, { $set });
    if (moved.matchedCount === 0) return false;
    if (over) break;
    ({ after } = $set);
    // A simulation waits for all there is to do.
    if (!isSimulated(clock)) await restAfter(performance.now() - begun, stopping);
    if (stopping.aborted) return false;
  }
  if (count > 0) log.info({ cases: count }, told);
  return true;
}
