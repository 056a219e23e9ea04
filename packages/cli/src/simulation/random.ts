/** Numbers from 0 up to 1 that are the same for the same seed. */
export type Random = () => number;

/** mulberry32: small, and even enough for a simulation. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

export function shuffled<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** A standard normal value (Box–Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Waits as offices have them: many short, a few long (log-normal), in whole steps and at least one, with this mean as
 * exactly as whole steps allow.
 */
export function waitsWithMean(random: Random, count: number, mean: number): readonly number[] {
  if (count === 0) return [];
  const raw = Array.from({ length: count }, () => Math.exp(0.8 * normal(random)));
  const total = raw.reduce((sum, value) => sum + value, 0);
  const steps = raw.map((value) => Math.max(1, Math.round((value / total) * count * mean)));
  let excess = steps.reduce((sum, value) => sum + value, 0) - Math.round(count * mean);
  for (let i = 0; excess !== 0; i = (i + 1) % count) {
    const value = steps[i] ?? 1;
    if (excess > 0 && value > 1) {
      steps[i] = value - 1;
      excess -= 1;
    } else if (excess < 0) {
      steps[i] = value + 1;
      excess += 1;
    }
  }
  return steps;
}
