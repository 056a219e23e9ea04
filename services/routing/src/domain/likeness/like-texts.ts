import { reachOfSketch, type Sketch } from './sketch.ts';

export interface Sketched {
  readonly caseId: string;
  readonly sketch: Sketch;
}

export interface LikeText {
  readonly caseId: string;
  /** 0 (no word in common) to 1 (the same words). */
  readonly text: number;
}

/** So many texts in which a word does not stand are assumed besides those at hand: of two texts alone nobody can say what is rare. */
const ASSUMED = 20;

/**
 * How much each text has in common with mine. A word that half the neighbourhood uses ("jalan") counts little, one that two texts
 * alone have (a street, a shop, a number) counts much.
 */
export function likeTexts(mine: Sketch, others: readonly Sketched[]): readonly LikeText[] {
  const weigh = weightsIn([mine, ...others.map(({ sketch }) => sketch)]);
  const own = new Set(mine);
  return others.map(({ caseId, sketch }) => {
    const reach = Math.min(reachOfSketch(mine), reachOfSketch(sketch));
    const sum = (words: Sketch) =>
      words.reduce((total, word) => total + (word > reach ? 0 : weigh(word) ** 2), 0);
    const all = Math.sqrt(sum(mine) * sum(sketch));
    return { caseId, text: all === 0 ? 0 : sum(sketch.filter((word) => own.has(word))) / all };
  });
}

function weightsIn(texts: readonly Sketch[]): (word: number) => number {
  const counts = new Map<number, number>();
  for (const text of texts) for (const word of text) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log((texts.length + ASSUMED) / (counts.get(word) ?? 1));
}
