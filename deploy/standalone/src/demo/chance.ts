/** Chance that falls the same way for the same name: a demo that was cut short goes on with the stories it began. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** In [from, to]. */
  between(from: number, to: number): number;
  pick<const Things extends readonly [unknown, ...unknown[]]>(things: Things): Things[number];
  /** One of the keys, as often as their weights say. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
}

/** Mulberry32, seeded by FNV-1a of the name. Good enough to scatter; nothing here is secret. */
export function chanceOf(name: string): Chance {
  let state = 0x811c9dc5;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (from, to) => from + next() * (to - from),
    pick: (things) => things[Math.floor(next() * things.length)] ?? things[0],
    weighted(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      throw new RangeError('there is nothing to choose from');
    },
  };
}
