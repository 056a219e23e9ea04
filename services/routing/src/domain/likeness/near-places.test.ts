import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closenessOf, neighbourhoodsOf, publicNeighbourhood, searchedAround } from './near-places.ts';

const place = fc.constantFrom('', '21', '21.71', '21.72', '21.71.02', '21.71.02.1002', '21.71.02.1003');
const id = fc.constantFrom('A', 'B', 'C');
const placed = fc.record(
  {
    id,
    areaCode: place,
    categoryCode: fc.constantFrom('', 'banjir', 'sampah'),
    holder: id.map((holder) => ({ id: holder, path: ['nation', holder], calendar: '21' })),
    protected: fc.boolean(),
    secret: fc.boolean(),
    sameAs: id,
  },
  { requiredKeys: ['id', 'areaCode', 'categoryCode', 'holder', 'protected', 'secret'] },
);

describe('where a case is looked up', () => {
  test('a protected one lies in no neighbourhood of an ordinary one, but for who said so; nothing hidden in one anybody looks through', () => {
    fc.assert(
      fc.property(placed, placed, (one, other) => {
        const around = new Set(searchedAround(one));
        const met = neighbourhoodsOf(other).filter((each) => around.has(each));
        if (one.protected !== other.protected)
          expect(met.every((each) => each.startsWith('same:'))).toBe(true);
        const open = neighbourhoodsOf(other).filter((each) => each.startsWith('public:'));
        if (other.protected || other.secret) expect(open).toEqual([]);
      }),
    );
  });

  test('two ordinary ones of one district meet, and one of which no more than the city is known', () => {
    const at = (areaCode: string) =>
      ({
        id: areaCode,
        areaCode,
        categoryCode: '',
        holder: { id: 'A', path: [], calendar: '' },
        protected: false,
        secret: false,
      }) as const;
    const meet = (one: string, other: string) =>
      neighbourhoodsOf(at(other)).some((each) => searchedAround(at(one)).includes(each));
    expect(meet('21.71.02.1002', '21.71.02.1003')).toBe(true);
    expect(meet('21.71', '21.71.02.1003')).toBe(true);
    expect(meet('21.71.02.1003', '21.71')).toBe(true);
    expect(meet('21.71.02.1003', '21.71.06.1001')).toBe(false);
    expect(meet('21.72.01', '21.71.02.1003')).toBe(false);
    expect(publicNeighbourhood('21.71.02.1002', 'banjir')).toBe(publicNeighbourhood('21.71.02', 'banjir'));
  });

  test('how near two places are', () => {
    expect(closenessOf('21.71.02.1002', '21.71.02.1002')).toBe('village');
    expect(closenessOf('21.71.02.1002', '21.71.02')).toBe('district');
    expect(closenessOf('21.71.02.1002', '21.71.06.1001')).toBe('regency');
    expect(closenessOf('21.71', '21.72')).toBe('elsewhere');
    expect(closenessOf('', '')).toBe('elsewhere');
  });
});
