import type { Loaded } from '@lapor/store';
import type { RoutingState } from '../case-store.ts';
import type { RoutingParts } from '../parts.ts';
import { known } from '../publish.ts';

/** How much is read at once while looking for what the viewer may see. */
const BATCH = 200;

/** Which of the orders a case is kept under. */
export type Order = 'order' | 'release' | 'draft';

interface Reading {
  readonly order: Order;
  readonly shown: (state: RoutingState) => boolean;
  /** Order of the last one seen; empty: from the start. */
  readonly after: string;
  readonly count: number;
  /** Only what stands before this. */
  readonly below?: string;
  /** How many of each list are looked at before it is enough. */
  readonly most: number;
}

interface Visible {
  readonly found: readonly Loaded<RoutingState>[];
  /** The place in the order up to which all lists were looked through, where one of them was left before its end. */
  readonly stoppedAt?: string;
}

/** The first cases after a place in the order that the viewer may know of, over all filters together. */
export async function readVisible(
  parts: RoutingParts,
  filters: readonly object[],
  reading: Reading,
): Promise<Visible> {
  const { order, count } = reading;
  const orderOf = ({ state }: Loaded<RoutingState>) => state.inbox[order] ?? '';
  const lists = await Promise.all(filters.map((filter) => readList(parts, filter, reading)));
  const stops = lists.flatMap(({ stoppedAt }) => stoppedAt ?? []).toSorted();
  const [stoppedAt] = stops;
  // What two filters found is there once; beyond where one of them stopped nobody knows what lies between.
  const merged = [
    ...new Map(lists.flatMap(({ found }) => found).map((loaded) => [loaded.id, loaded])).values(),
  ].filter((loaded) => stoppedAt === undefined || orderOf(loaded) <= stoppedAt);
  const found = merged.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).slice(0, count);
  return { found, ...known({ stoppedAt }) };
}

async function readList(
  parts: RoutingParts,
  filter: object,
  { shown, order, after, count, most, below }: Reading,
): Promise<Visible> {
  const place = `state.inbox.${order}`;
  const limit = most === Infinity ? Math.min(BATCH, count) : BATCH;
  const visible: Loaded<RoutingState>[] = [];
  let last = after;
  for (let looked = 0; ; looked += limit) {
    if (looked >= most) return { found: visible, stoppedAt: last };
    // Whatever is kept under an order has a place in it that is not empty.
    const from = last === '' && order === 'order' ? {} : { $gt: last };
    const stretch = { ...from, ...(below === undefined ? {} : { $lt: below }) };
    const batch = await parts.cases.query(
      { ...filter, ...(Object.keys(stretch).length === 0 ? {} : { [place]: stretch }) },
      { sort: { [place]: 1 }, limit },
    );
    visible.push(...batch.filter(({ state }) => shown(state)));
    last = batch.at(-1)?.state.inbox[order] ?? '';
    if (visible.length >= count || batch.length < limit) return { found: visible };
  }
}
