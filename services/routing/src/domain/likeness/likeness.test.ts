import { createHash } from 'node:crypto';
import { bareWords } from '@lapor/language';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MADE_MATTERS, MADE_SINGLES, type MadeMatter } from '../fixtures/made-reports.ts';
import { likeTexts } from './like-texts.ts';
import { type likenessOf, rankLike } from './likeness.ts';
import { neighbourhoodsOf, searchedAround } from './near-places.ts';
import { reachOfSketch, SKETCH_SIZE, type Sketch, sketchOf } from './sketch.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-03T02:00:00Z');
const MOST_SHOWN = 5;
const HOLDER = { id: 'holder', path: ['nation', 'city', 'holder'], calendar: '21' };

const sketched = (text: string): Sketch =>
  sketchOf(bareWords(text).map((word) => createHash('sha256').update(word).digest().readUInt32BE(0)));

interface Made {
  readonly matter: number;
  readonly caseId: string;
  readonly sketch: Sketch;
  readonly state: Parameters<typeof searchedAround>[0] & Parameters<typeof likenessOf>[0];
}

/** Some days apart; now and then under another category, and with no more than the district known. */
function filed(matter: MadeMatter, at: number): readonly Made[] {
  return matter.reports.map((text, nth) => {
    const caseId = `${at}-${nth}`;
    const state = {
      id: caseId,
      areaCode: nth === 1 && at % 3 === 0 ? matter.place.slice(0, 8) : matter.place,
      categoryCode: nth === 2 && at % 4 === 0 ? '' : matter.category,
      submittedAt: START + ((at * 7 + nth * 5) % 40) * DAY,
      holder: HOLDER,
      protected: false,
      secret: false,
    };
    return { matter: at, caseId, sketch: sketched(text), state };
  });
}

const ALL = [...MADE_MATTERS, ...MADE_SINGLES].flatMap(filed);

function shownBeside(one: Made): readonly Made[] {
  const around = new Set(searchedAround(one.state));
  const near = ALL.filter(
    (other) => other !== one && neighbourhoodsOf(other.state).some((each) => around.has(each)),
  );
  const texts = new Map(likeTexts(one.sketch, near).map(({ caseId, text }) => [caseId, text]));
  const candidates = near.map((made) => ({ ...made, text: texts.get(made.caseId) ?? 0 }));
  return rankLike(one.state, candidates).slice(0, MOST_SHOWN);
}

interface Measured {
  readonly precision: number;
  readonly recall: number;
  readonly firstRight: number;
}

/** Over all made reports of these matters, each looked at as an officer looks at it. */
function measure(counts: (matter: number) => boolean): Measured {
  let [shown, right, wanted, first, asked] = [0, 0, 0, 0, 0];
  for (const one of ALL.filter(({ matter }) => counts(matter))) {
    const beside = shownBeside(one);
    const same = beside.filter(({ matter }) => matter === one.matter);
    shown += beside.length;
    right += same.length;
    const others = ALL.filter(({ matter }) => matter === one.matter).length - 1;
    wanted += others;
    if (others === 0) continue;
    asked += 1;
    if (beside[0]?.matter === one.matter) first += 1;
  }
  return { precision: right / shown, recall: right / wanted, firstRight: first / asked };
}

describe('on made reports, with paraphrases, typing errors, and the like in other places', () => {
  // What counts as likely was chosen by the even matters; the odd ones were only looked at.
  test.each([
    ['those it was chosen by', (matter: number) => matter % 2 === 0],
    ['those it had never seen', (matter: number) => matter % 2 === 1],
  ])('most of what is the same is shown, and most of what is shown is the same: %s', (_, counts) => {
    const { precision, recall, firstRight } = measure(counts);
    // Measured when this was written, of either half: 0.72 and 0.72, 0.97 and 0.97, 0.97 and 1.00.
    expect(precision).toBeGreaterThan(0.65);
    expect(recall).toBeGreaterThan(0.9);
    expect(firstRight).toBeGreaterThan(0.9);
  });

  test('who says that it is the same is shown, however little the texts have in common', () => {
    const [one] = filed(MADE_MATTERS[0]!, 0);
    const [other] = filed(MADE_SINGLES[0]!, 1);
    const told = { ...other!, state: { ...other!.state, sameAs: one!.caseId }, text: 0 };
    expect(rankLike(one!.state, [told]).map(({ likeness }) => likeness.told)).toEqual([true]);
    expect(rankLike(one!.state, [{ ...other!, text: 0 }])).toEqual([]);
  });
});

describe('likeTexts', () => {
  const words = fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 200 }).map(sketchOf);

  test('is between nothing in common and the same, and the same is 1', () => {
    fc.assert(
      fc.property(words, fc.array(words, { maxLength: 5 }), (mine, others) => {
        const found = likeTexts(
          mine,
          [...others, mine].map((sketch, at) => ({ caseId: `${at}`, sketch })),
        );
        for (const { text } of found) {
          expect(text).toBeGreaterThanOrEqual(0);
          expect(text).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(found.at(-1)?.text).toBeCloseTo(mine.length === 0 ? 0 : 1);
      }),
    );
  });

  test('what few say counts more than what all say', () => {
    const street = [1, 2, 3, 50];
    const crowd = Array.from({ length: 40 }, (_, at) => ({ caseId: `c${at}`, sketch: [1, 2, 3, 100 + at] }));
    const found = likeTexts(street, [{ caseId: 'same street', sketch: [50, 60, 61, 62] }, ...crowd]);
    expect(found[0]!.text).toBeGreaterThan(found[1]!.text);
  });

  test('of long texts the part is compared that both sketches reach', () => {
    const long = sketchOf(Array.from({ length: 400 }, (_, at) => at * 10_007));
    expect(long).toHaveLength(SKETCH_SIZE);
    const half = sketchOf(Array.from({ length: 400 }, (_, at) => at * 10_007 + (at % 2)));
    const [found] = likeTexts(long, [{ caseId: 'half', sketch: half }]);
    expect(found?.text).toBeGreaterThan(0.3);
    expect(found?.text).toBeLessThan(0.7);
    expect(reachOfSketch(long)).toBe(long.at(-1));
  });
});
