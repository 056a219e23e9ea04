import { FIRST_ROOT, headHash, rootDigest, signDailyRoot, treeRoot } from '@lapor/attest';
import type { Head, SigningKey } from '@lapor/attest';
import { newId } from '@lapor/kernel';
import { type Anchors, HEADS_PER_CHUNK } from '../anchors.ts';
import type { RoutingParts } from '../parts.ts';

export interface AnchorParts {
  readonly parts: RoutingParts;
  readonly anchors: Anchors;
  readonly key: SigningKey;
}

/** What was written before midnight by a clock that is a little behind is there by then. */
const GRACE_MILLISECONDS = 10 * 60_000;
const PAGE = 256;

/**
 * Makes the signed root of each day that is over and has none yet, one after the other. A case is under the root of the
 * last day on which it changed; one that goes on changing is under a later one, which fixes all before it too.
 */
export async function anchorDays(
  { parts, anchors, key }: AnchorParts,
  stopping: AbortSignal,
): Promise<number> {
  let [last] = await anchors.newest(1);
  for (let made = 0; ; made += 1) {
    if (stopping.aborted) return made;
    const day = await nextDay(parts, last?._id ?? '');
    if (day === undefined) return made;
    const run = newId();
    const { size, root } = await saveHeads(parts, anchors, day, run);
    const madeAt = parts.clock.now();
    const prev = last === undefined ? FIRST_ROOT : rootDigest(last.signed);
    const claims = { day, at: madeAt.toISOString(), size, root, prev };
    await anchors.saveRoot({ _id: day, run, madeAt, signed: await signDailyRoot(key, claims) });
    // Ours, or that of the replica that was first.
    [last] = await anchors.rootsOf([day]);
  }
}

/** The first day after `last` that is over and on which something happened. */
async function nextDay({ cases, clock }: RoutingParts, last: string): Promise<string | undefined> {
  const today = new Date(clock.now().getTime() - GRACE_MILLISECONDS).toISOString().slice(0, 10);
  const [first] = await cases.query(
    { 'state.changedDay': { $gt: last, $lt: today } },
    { sort: { 'state.changedDay': 1 }, limit: 1 },
  );
  return first?.state.changedDay;
}

async function saveHeads(
  parts: RoutingParts,
  anchors: Anchors,
  day: string,
  run: string,
): Promise<{ readonly size: number; readonly root: string }> {
  const roots: Buffer[] = [];
  let size = 0;
  let gathered: Head[] = [];
  const save = async (): Promise<void> => {
    const heads = gathered.splice(0, HEADS_PER_CHUNK);
    const root = treeRoot(heads.map(headHash));
    await anchors.saveChunk(day, run, roots.length, { heads, root: root.toString('hex') });
    roots.push(root);
    size += heads.length;
  };
  for await (const page of headsOf(parts, day)) {
    gathered = [...gathered, ...page];
    if (gathered.length >= HEADS_PER_CHUNK) await save();
  }
  if (gathered.length > 0) await save();
  return { size, root: treeRoot(roots).toString('hex') };
}

/** In the order of their ids. */
async function* headsOf({ cases }: RoutingParts, day: string): AsyncGenerator<readonly Head[]> {
  for (let after = ''; ;) {
    const page = await cases.heads(
      { 'state.changedDay': day, _id: { $gt: after } },
      { sort: { _id: 1 }, limit: PAGE },
    );
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}
