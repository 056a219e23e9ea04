/**
 * A text for comparing: the smallest of the keyed digests of its bare words, ascending (a bottom-k MinHash). Of a text of no more
 * than `SKETCH_SIZE` words, as nearly all are, it is the whole set, and what two have in common is counted and not estimated.
 */
export type Sketch = readonly number[];

export const SKETCH_SIZE = 64;

export function sketchOf(digests: Iterable<number>): Sketch {
  return [...new Set(digests)].toSorted((a, b) => a - b).slice(0, SKETCH_SIZE);
}

/** Beyond this a sketch that is full tells nothing of its text. */
export function reachOfSketch(sketch: Sketch): number {
  return sketch.length < SKETCH_SIZE ? Infinity : (sketch.at(-1) ?? Infinity);
}
