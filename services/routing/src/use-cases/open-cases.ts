import { agencyIdFor } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { OPEN_LANES, type RoutingState } from '../case-store.ts';
import { OPEN_STATUSES } from '../domain/vocabulary.ts';
import type { RoutingParts } from '../parts.ts';

const BATCH = 500;
/** Everybody's ancestor. */
const ROOT = agencyIdFor('nasional');
const OPEN: ReadonlySet<string> = new Set(OPEN_STATUSES);

const IN_AN_INBOX = { 'state.holder.path': ROOT, 'state.inbox.lane': OPEN_LANES };

type Batch = readonly Loaded<RoutingState>[];

/**
 * All open cases, for what is done rarely. First those in somebody's inbox, what is
 * due next first; then those that follow a master, which are in none.
 */
export async function* openCases(parts: RoutingParts): AsyncGenerator<Batch> {
  yield* pages(parts, IN_AN_INBOX);
  for (
    let master = await nextMaster(parts, '');
    master !== undefined;
    master = await nextMaster(parts, master)
  )
    for await (const batch of pages(parts, { 'state.master.id': master }))
      yield batch.filter(({ state }) => OPEN.has(state.status));
}

async function* pages(parts: RoutingParts, filter: Readonly<Record<string, unknown>>): AsyncGenerator<Batch> {
  for (let after = ''; ;) {
    const from = after === '' ? {} : { 'state.inbox.order': { $gt: after } };
    const batch = await parts.cases.query(
      { ...filter, ...from },
      { sort: { 'state.inbox.order': 1 }, limit: BATCH },
    );
    yield batch;
    if (batch.length < BATCH) return;
    after = batch.at(-1)?.state.inbox.order ?? '';
  }
}

/** Whom somebody follows, in the order of their ids. */
async function nextMaster(parts: RoutingParts, after: string): Promise<string | undefined> {
  const [member] = await parts.cases.query(
    { 'state.master.id': { $gt: after } },
    { sort: { 'state.master.id': 1, 'state.inbox.order': 1 }, limit: 1 },
  );
  return member?.state.master?.id;
}
