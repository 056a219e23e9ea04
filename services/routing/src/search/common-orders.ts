import type { Key, Newest, SearchIndex } from './search-index.ts';

type Index = Pick<SearchIndex, 'newest' | 'having'>;

/** Looked up first of each of several keys, which tells which one is rarest. */
const FIRST = 128;
/** Looked up at once; fewer are hardly cheaper. */
const LEAST = 64;
/** Of one key at once: more than two thousand are not read out of the index alone, embedded. */
const MOST_AT_ONCE = 1_536;
/** So often the index is asked for one page where a key is: some 30 ms of a processor, whatever the keys. */
export const EFFORT = 12_288;

/** A part of the order that has been looked through. */
export interface Stretch {
  /** Where each of the keys is to be found. */
  readonly orders: readonly number[];
  /** How far it goes; undefined where there was nothing at all. */
  readonly to: number | undefined;
  /** There is nothing behind it. */
  readonly all: boolean;
}

/** A key that is asked about, and how much of what it was asked about last was left. */
interface Other {
  readonly key: Key;
  left: number;
}

/** What is looked for, and how long. */
export interface Wanted {
  readonly keys: readonly Key[];
  /** Only at this place in the order or before it. */
  readonly from: number | undefined;
  /** How many are still wanted. */
  readonly lacking: () => number;
  /** How often the index may be asked where a key is, about. */
  readonly effort: number;
}

/**
 * Where in the order, at a place or before it, all of some keys are found, newest first. The rarest one is walked, and asked is at
 * which of its places the others are. After the first few places it goes as far as what is lacking will take if it goes on like
 * this, and ends when that has been effort enough.
 */
export async function* commonOrders(
  index: Index,
  { keys, from, lacking, effort }: Wanted,
): AsyncGenerator<Stretch, void, undefined> {
  const first = keys.length === 1 ? Math.max(LEAST, lacking()) : FIRST;
  const { rarest, others, begin } = await rarestFirst(index, keys, from, first);
  let [walked, asked, common] = [0, 0, 0];
  for (let newest = begin; ;) {
    const { orders, times } = await whereAll(index, others, newest.orders);
    const to = newest.orders.at(-1);
    yield { orders, to, all: newest.all };
    walked += newest.orders.length;
    asked += newest.orders.length + times;
    common += orders.length;
    if (to === undefined || newest.all || asked >= effort) return;
    const enough = common === 0 ? Infinity : Math.ceil((lacking() * walked) / common);
    const affordable = Math.ceil(((effort - asked) * walked) / asked);
    const limit = Math.max(LEAST, Math.min(enough, affordable, MOST_AT_ONCE));
    newest = await index.newest(rarest, to - 1, limit);
  }
}

/** Asked first is whatever left the fewest last: words of one place are always together, and of no use to each other. */
async function whereAll(
  index: Index,
  others: Other[],
  orders: readonly number[],
): Promise<{ readonly orders: readonly number[]; readonly times: number }> {
  others.sort((one, other) => one.left - other.left);
  let [left, times] = [orders, 0];
  for (const other of others) {
    if (left.length === 0) break;
    times += left.length;
    const having = await index.having(other.key, left);
    other.left = having.length / left.length;
    left = having;
  }
  return { orders: left, times };
}

interface Begun {
  readonly rarest: Key;
  readonly others: Other[];
  /** What there is first of the rarest. */
  readonly begin: Newest;
}

/** A key is rare when few have it, or when as many go back further. */
async function rarestFirst(
  index: Index,
  keys: readonly Key[],
  from: number | undefined,
  limit: number,
): Promise<Begun> {
  const begun = await Promise.all(
    keys.map(async (key) => {
      const begin = await index.newest(key, from, limit);
      return { key, begin, few: begin.all ? begin.orders.length : Infinity, reach: begin.orders.at(-1) ?? 0 };
    }),
  );
  const [first, ...others] = begun.toSorted((one, other) =>
    one.few === other.few ? one.reach - other.reach : one.few - other.few,
  );
  return {
    rarest: first?.key ?? [],
    others: others.map(({ key }, at) => ({ key, left: at })),
    begin: first?.begin ?? { orders: [], all: true },
  };
}
