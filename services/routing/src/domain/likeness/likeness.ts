import type { CaseState } from '../case.ts';
import { closenessOf, type Closeness } from './near-places.ts';

type Compared = Pick<CaseState, 'id' | 'areaCode' | 'categoryCode' | 'submittedAt' | 'sameAs'>;

/** Why one case may be about the same matter as another. */
export interface Likeness {
  /** 0 to 1. */
  readonly score: number;
  readonly text: number;
  readonly closeness: Closeness;
  readonly daysApart: number;
  readonly sameCategory: boolean;
  /** A reporter said so, of one about the other. */
  readonly told: boolean;
}

const DAY_MILLISECONDS = 86_400_000;
/** Two reports of one matter are seldom further apart. */
export const DAYS_NEAR = 60;
/** What a reporter said is worth more than any text: it had been read by somebody who was there. */
const TOLD = 0.6;
/** What the place, the day and the category add to what the texts have in common, or take from it. */
const BY_CLOSENESS: Readonly<Record<Closeness, number>> = {
  village: 0.08,
  district: 0.02,
  regency: -0.04,
  elsewhere: -0.2,
};
const SAME_CATEGORY = 0.05;
const OTHER_CATEGORY = -0.05;
/** Over all the days that count as near. */
const BY_TIME = -0.1;
/** Below this it is not worth an officer's look. One shown too many costs a glance, one too few costs a second crew. */
export const LEAST_SCORE = 0.3;

export function likenessOf(one: Compared, other: Compared, text: number): Likeness {
  const closeness = closenessOf(one.areaCode, other.areaCode);
  const daysApart = Math.floor(Math.abs(one.submittedAt - other.submittedAt) / DAY_MILLISECONDS);
  const told = one.sameAs === other.id || other.sameAs === one.id;
  const sameCategory = one.categoryCode !== '' && one.categoryCode === other.categoryCode;
  const known = one.categoryCode !== '' && other.categoryCode !== '';
  const byCategory = sameCategory ? SAME_CATEGORY : known ? OTHER_CATEGORY : 0;
  const byTime = (Math.min(daysApart, DAYS_NEAR) / DAYS_NEAR) * BY_TIME;
  const sum = text + BY_CLOSENESS[closeness] + byCategory + byTime + (told ? TOLD : 0);
  return { score: Math.min(1, Math.max(0, sum)), text, closeness, daysApart, sameCategory, told };
}

/** Likeliest first; of two that are as likely the one that was there first. Those that are not likely are left out. */
export function rankLike<Candidate extends { readonly state: Compared }>(
  one: Compared,
  candidates: readonly (Candidate & { readonly text: number })[],
): readonly (Candidate & { readonly likeness: Likeness })[] {
  return candidates
    .map((candidate) => ({ ...candidate, likeness: likenessOf(one, candidate.state, candidate.text) }))
    .filter(({ likeness }) => likeness.score >= LEAST_SCORE)
    .toSorted((a, b) => b.likeness.score - a.likeness.score || a.state.submittedAt - b.state.submittedAt);
}
