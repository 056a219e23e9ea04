import type { Newest, SearchIndex } from './search-index.ts';

/** Looked up first of each of several keys, which tells which one is rarest. */
const FIRST = 128;
/** Looked up at once; fewer are hardly cheaper. */
const LEAST = 64;
/** So much of the rarest key is looked through for one page. */
const MOST_LOOKED_UP = 2_048;

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
  readonly key: string;
  left: number;
}

/**
 * Where in the order, at a place or before it, all of some keys are found, newest first. The rarest one is walked, and asked is at
 * which of its places the others are. After the first few places it goes as far as `lacking`, what is still wanted, will take if it
 * goes on like this.
 */
export async function* commonOrders(
  index: SearchIndex,
  keys: readonly string[],
  from: number | undefined,
  lacking: () => number,
): AsyncGenerator<Stretch, void, undefined> {
  const { rarest, others, begin } = await rarestFirst(
    index,
    keys,
    from,
    keys.length === 1 ? Math.max(LEAST, lacking()) : FIRST,
  );
  let [lookedUp, common] = [0, 0];
  for (let newest = begin; ;) {
    const orders = await whereAll(index, others, newest.orders);
    const to = newest.orders.at(-1);
    yield { orders, to, all: newest.all };
    lookedUp += newest.orders.length;
    common += orders.length;
    if (to === undefined || newest.all || lookedUp >= MOST_LOOKED_UP) return;
    const enough = common === 0 ? Infinity : Math.ceil((lacking() * lookedUp) / common);
    const limit = Math.min(Math.max(LEAST, enough), MOST_LOOKED_UP - lookedUp);
    newest = await index.newest(rarest, to - 1, limit);
  }
}

/** Asked first is whatever left the fewest last: words of one place are always together, and of no use to each other. */
async function whereAll(
  index: SearchIndex,
  others: Other[],
  orders: readonly number[],
): Promise<readonly number[]> {
  others.sort((one, other) => one.left - other.left);
  let left = orders;
  for (const other of others) {
    if (left.length === 0) break;
    const having = await index.having(other.key, left);
    other.left = having.length / left.length;
    left = having;
  }
  return left;
}

interface Begun {
  readonly rarest: string;
  readonly others: Other[];
  /** What there is first of the rarest. */
  readonly begin: Newest;
}

/** A key is rare when few have it, or when as many go back further. */
async function rarestFirst(
  index: SearchIndex,
  keys: readonly string[],
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
    rarest: first?.key ?? '',
    others: others.map(({ key }, at) => ({ key, left: at })),
    begin: first?.begin ?? { orders: [], all: true },
  };
}
