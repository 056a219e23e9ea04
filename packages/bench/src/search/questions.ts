import type { Government } from './nation.ts';
import { pick } from './vocabulary.ts';
import type { Random, Vocabulary } from './vocabulary.ts';

/** What somebody looks for. Each time with other words of the kind, so that nothing is at hand from the last time. */
export interface Question {
  readonly name: string;
  /** The query of the page of cases. */
  readonly ask: (random: Random) => Readonly<Record<string, string>>;
  /** Which page is looked at; what comes before it is not counted. */
  readonly page?: number;
}

export interface Asked {
  readonly vocabulary: Vocabulary;
  /** Where the officer works. */
  readonly government: Government;
  /** An agency to look into; absent for who has none below. */
  readonly below: string | undefined;
  /** Of cases the officer may see. */
  readonly ids: readonly string[];
}

/** Ranks of words: in most reports, in many, in some, in hardly any. */
const [COMMONEST, COMMON, MIDDLE, RARE] = [
  [1, 5],
  [6, 60],
  [300, 1_500],
  [20_000, 39_000],
] as const;

export function questionsFor({ vocabulary, government, below, ids }: Asked): readonly Question[] {
  const word = (random: Random, [from, to]: readonly [number, number]) =>
    vocabulary.word(from + Math.floor(random() * (to - from + 1)));
  const words = (random: Random, ...ranks: readonly (readonly [number, number])[]) =>
    ranks.map((rank) => word(random, rank)).join(' ');
  const place = (random: Random) =>
    pick(government.villages, random).fullName.split(',').slice(0, 2).join(' ');
  const agency = (random: Random) => pick(government.holders, random).names.split(' ').slice(-5).join(' ');
  return [
    { name: 'one rare word', ask: (random) => ({ q: words(random, RARE) }) },
    { name: 'one very common word', ask: (random) => ({ q: words(random, COMMONEST) }) },
    { name: 'two common words', ask: (random) => ({ q: words(random, COMMONEST, COMMON) }) },
    { name: 'four common words', ask: (random) => ({ q: words(random, COMMONEST, COMMON, COMMON, COMMON) }) },
    { name: 'three words of the middle', ask: (random) => ({ q: words(random, MIDDLE, MIDDLE, MIDDLE) }) },
    { name: 'a common and a rare word', ask: (random) => ({ q: words(random, COMMONEST, RARE) }) },
    { name: 'a place', ask: (random) => ({ q: place(random) }) },
    {
      name: 'a place and a common word',
      ask: (random) => ({ q: `${place(random)} ${words(random, COMMON)}` }),
    },
    { name: 'an agency and a word', ask: (random) => ({ q: `${agency(random)} ${words(random, MIDDLE)}` }) },
    ...(below === undefined
      ? []
      : [
          {
            name: 'within one unit, a common word',
            ask: (random: Random) => ({ q: words(random, COMMON), agency: below }),
          },
        ]),
    { name: 'a tracking id', ask: (random) => ({ q: pick(ids, random) }) },
    { name: 'a common word, page 5', ask: (random) => ({ q: words(random, COMMON) }), page: 5 },
    {
      name: 'two common words, page 20',
      ask: (random) => ({ q: words(random, COMMONEST, COMMON) }),
      page: 20,
    },
  ];
}
