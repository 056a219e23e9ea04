import { newId } from '@lapor/kernel';
import { isDuplicateKey, type StoreConnection } from '@lapor/store';
import { indexCases, type Indexing } from './index-case.ts';

const CASES = 'cases';
const BATCH = 100;
/** Whoever has not moved on for so long is taken to be gone, and another replica goes on where it stopped. */
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

/**
 * Cases that were there before they could be searched for: once through all of them, by one replica at a time, going on where the
 * last one stopped. Two at once would do double work and no harm.
 */
export function searchBackfill(connection: StoreConnection, indexing: Indexing): () => Promise<void> {
  const schema = new connection.mongoose.Schema({ _id: String }, { strict: false, versionKey: false });
  const progress = connection.model('search_progress', schema).collection as unknown as Collection;
  const me = newId();
  let done = false;
  return async () => {
    if (done) return;
    const mine = await claim(progress, me, indexing.parts.clock.now().getTime());
    if (mine !== undefined) done = mine.done === true || (await walk(progress, indexing, mine));
  };
}

/** The walk, if nobody else is at it. */
async function claim(progress: Collection, me: string, now: number): Promise<Progress | undefined> {
  const start: Progress = { _id: CASES, after: '', by: me, movedAt: now };
  const known = await progress.findOne({ _id: CASES });
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
  const taken = await progress.updateOne({ _id: CASES, by, movedAt }, { $set: { by: me, movedAt: now } });
  return taken.matchedCount === 1 ? { ...known, by: me, movedAt: now } : undefined;
}

/** @returns whether it is through; not when somebody else has taken over */
async function walk(progress: Collection, indexing: Indexing, { by, ...from }: Progress): Promise<boolean> {
  const { cases, clock, log } = indexing.parts;
  let count = 0;
  for (let { after } = from; ;) {
    const batch = await cases.query({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: BATCH });
    const ids = batch.map(({ id }) => id);
    await indexCases(indexing, ids);
    count += ids.length;
    const movedAt = clock.now().getTime();
    const over = batch.length < BATCH;
    const $set = { after: ids.at(-1) ?? after, movedAt, ...(over ? { done: true } : {}) };
    const moved = await progress.updateOne({ _id: CASES, by, after }, { $set });
    if (moved.matchedCount === 0) return false;
    if (over) break;
    ({ after } = $set);
  }
  if (count > 0) log.info({ cases: count }, 'cases that were there before can be searched for');
  return true;
}
