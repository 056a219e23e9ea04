import type { CaseState } from '../case.ts';
import { visibilityFor } from '../visibility.ts';
import { isOpenStatus } from '../vocabulary.ts';

/** Fewer than this of one kind in one place could point at somebody. */
const LEAST_SHOWN = 5;

/**
 * What anybody is shown of one category in one place: open cases that lists may have, each matter once. Anonymous ones, which
 * by place and category could point at whoever filed them, only where there are several.
 * @param since milliseconds; what was submitted before is not shown, and makes nobody one of several
 */
export function shownNearby<Case extends { readonly state: CaseState }>(
  cases: readonly Case[],
  since: number,
): readonly Case[] {
  const listed = cases.filter(
    ({ state }) =>
      state.submittedAt >= since &&
      isOpenStatus(state.status) &&
      state.master === undefined &&
      visibilityFor(state, { kind: 'public' }).listed &&
      visibilityFor(state, { kind: 'public' }).classification,
  );
  const anonymous = listed.filter(({ state }) => state.anonymous).length;
  return anonymous < LEAST_SHOWN ? listed.filter(({ state }) => !state.anonymous) : listed;
}

/** Of one topic among all: more would hide the others. */
const MOST_OF_ONE = 2;

/** Of what is in order, the first few of each category. */
export function fewOfEach<Case extends { readonly state: CaseState }>(
  cases: readonly Case[],
): readonly Case[] {
  const shown = new Map<string, number>();
  return cases.filter(({ state: { categoryCode } }) => {
    const count = (shown.get(categoryCode) ?? 0) + 1;
    shown.set(categoryCode, count);
    return count <= MOST_OF_ONE;
  });
}

/** The same of a whole place: of each category as by itself, so that nobody is shown here who is not shown there. */
export function shownOfAll<Case extends { readonly state: CaseState }>(
  cases: readonly Case[],
  since: number,
): readonly Case[] {
  const known = cases.filter(({ state }) => state.categoryCode !== '');
  const groups = Map.groupBy(known, ({ state }) => state.categoryCode);
  return [...groups.values()].flatMap((group) => shownNearby(group, since));
}
