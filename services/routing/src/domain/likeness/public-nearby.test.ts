import { describe, expect, test } from 'vitest';
import type { CaseState } from '../case.ts';
import { EXAMPLES } from '../fixtures/examples.ts';
import { fewOfEach, shownNearby, shownOfAll } from './public-nearby.ts';

const open = EXAMPLES['verified']!.given().state!;
const case_ = (fields: Partial<CaseState> = {}) => ({ state: { ...open, anonymous: false, ...fields } });

describe('what anybody is shown nearby', () => {
  test('open ordinary cases, and nothing that lists may not have or that follows another', () => {
    const shown = case_();
    const master = {
      id: 'M',
      since: 0,
      followed: 0,
      before: { status: 'assigned', holder: open.holder },
    } as const;
    const others = [
      case_({ secret: true, anonymous: true }),
      case_({ protected: true }),
      case_({ status: 'closed' }),
      case_({ status: 'archived' }),
      case_({ master }),
    ];
    expect(shownNearby([...others, shown], 0)).toEqual([shown]);
  });

  test('anonymous ones where they are five or more, and none of them where they are fewer', () => {
    const hidden = Array.from({ length: 4 }, () => case_({ anonymous: true }));
    expect(shownNearby([case_(), ...hidden], 0)).toHaveLength(1);
    expect(shownNearby([case_(), ...hidden, case_({ anonymous: true })], 0)).toHaveLength(6);
    // Old ones that are not shown are no company.
    const old = hidden.map(() => case_({ anonymous: true, submittedAt: 1 }));
    expect(shownNearby([...old, case_({ anonymous: true, submittedAt: 3 })], 2)).toEqual([]);
  });

  test('of a whole district nobody who is not shown by category either', () => {
    const of = (categoryCode: string) =>
      Array.from({ length: 3 }, () => case_({ anonymous: true, categoryCode }));
    // Six anonymous ones in all, and few of each.
    const cases = [...of('banjir'), ...of('lampu-jalan'), case_({ categoryCode: 'banjir' })];
    expect(shownOfAll(cases, 0)).toHaveLength(1);
    expect(shownOfAll([...of('banjir'), ...of('banjir'), case_({ categoryCode: '' })], 0)).toHaveLength(6);
  });

  test('of a whole district a few of each topic, in their order', () => {
    const roads = Array.from({ length: 4 }, () => case_({ categoryCode: 'jalan-rusak' }));
    const lamp = case_({ categoryCode: 'lampu-jalan' });
    expect(fewOfEach([...roads, lamp])).toEqual([roads[0], roads[1], lamp]);
    expect(fewOfEach([lamp, ...roads])).toEqual([lamp, roads[0], roads[1]]);
  });
});
