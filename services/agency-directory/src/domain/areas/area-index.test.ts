import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { areaLoading } from '../../reference/load-areas.ts';
import {
  areaCodeLineage,
  areaKey,
  areaLevelOf,
  codeOfKey,
  isWithinArea,
  normalizeAreaCode,
} from './area-code.ts';
import type { AreaIndex } from './area-index.ts';
import { buildAreaIndex } from './area-index.ts';

let areas: AreaIndex;
let pauses = 0;
beforeAll(() => {
  const loading = areaLoading();
  for (let step = loading.next(); ; step = loading.next()) {
    if (step.done === true) {
      areas = step.value;
      return;
    }
    pauses += 1;
  }
});

describe('area codes', () => {
  it.each([
    ['2171', '21.71'],
    [' 21.71.10 ', '21.71.10'],
    ['2171101001', '21.71.10.1001'],
    ['217', undefined],
    ['21.71.10.10', undefined],
    ['Batam', undefined],
    ['', undefined],
  ])('%j is read as %j', (typed, code) => expect(normalizeAreaCode(typed)).toBe(code));

  it('become a number and back', () => {
    const part = (digits: number) => fc.integer({ min: 1, max: 10 ** digits - 1 });
    const code = fc
      .tuple(fc.integer({ min: 10, max: 99 }), part(2), part(2), part(4), fc.integer({ min: 1, max: 4 }))
      .map(([p, r, d, v, tiers]) => {
        const all = [p, r, d].map((n) => String(n).padStart(2, '0'));
        return [...all, String(v).padStart(4, '0')].slice(0, tiers).join('.');
      });
    fc.assert(
      fc.property(code, (code) => {
        expect(codeOfKey(areaKey(code))).toBe(code);
        expect(areaCodeLineage(code)).toHaveLength(code.split('.').length);
        expect(areaCodeLineage(code).every((above) => isWithinArea(code, above))).toBe(true);
      }),
    );
  });

  it('is not within an area that merely begins alike', () => {
    expect(isWithinArea('21.71', '21.7')).toBe(false);
    expect(isWithinArea('21.71.10', '21.71')).toBe(true);
    expect(isWithinArea('21', '21.71')).toBe(false);
  });
});

describe('the areas of Indonesia', () => {
  it('are all there, and small', () => {
    expect(areas.children()).toHaveLength(38);
    expect(areas.children().flatMap((province) => areas.children(province.code))).toHaveLength(514);
    expect(areas.size).toBeGreaterThan(91_000);
    expect(areas.bytes).toBeLessThan(10e6);
    // Whoever asks something else meanwhile gets an answer.
    expect(pauses).toBeGreaterThan(100);
  });

  it('know what lies in and above them', () => {
    expect(areas.get('2171')).toEqual({
      code: '21.71',
      name: 'Kota Batam',
      label: 'Kota Batam',
      level: 'regency',
      parentCode: '21',
    });
    expect(areas.children('21.71').map((area) => area.name)).toContain('Batam Kota');
    expect(areas.children('21.71')).toHaveLength(12);
    const villages = areas.children('21.71').flatMap((district) => areas.children(district.code));
    expect(villages).toHaveLength(64);
    expect(villages.every((village) => areaLevelOf(village.code) === 'village')).toBe(true);
    expect(areas.ancestors('21.71.10.1001').map((area) => area.code)).toEqual(['21.71.10', '21.71', '21']);
    expect(areas.ancestors('21')).toEqual([]);
  });

  it('go as many tiers down as there is room for, and never part of one', () => {
    const codes = (code: string | undefined, atMost: number) =>
      areas.tiersBelow(code, atMost).map((area) => area.code);
    expect(codes('21.71', 76)).toHaveLength(12 + 64);
    expect(codes('21.71', 76)).toEqual(codes('21.71', 76).toSorted());
    expect(codes('21.71', 75)).toEqual(areas.children('21.71').map((area) => area.code));
    expect(codes('21.71', 11)).toEqual([]);
    expect(codes(undefined, 1_000)).toHaveLength(38 + 514);
  });

  it.each([
    ['21.71.10.1001', 'Kel. Baloi Permai, Kec. Batam Kota, Kota Batam, Kepulauan Riau'],
    ['21.02.02.2006', 'Desa Lubuk, Kec. Kundur, Kabupaten Karimun, Kepulauan Riau'],
    ['53.07.01.2021', 'Desa Regapu’u, Kec. Paga, Kabupaten Sikka, Nusa Tenggara Timur'],
    ['12.07.28.1007', 'Kel. Lubuk Pakam I,II, Kec. Lubuk Pakam, Kabupaten Deli Serdang, Sumatera Utara'],
    ['91.71.01', 'Distrik Jayapura Utara, Kota Jayapura, Papua'],
  ])('%s is %s', (code, name) => expect(areas.fullName(code)).toBe(name));

  it('say so when there is no such area', () => {
    expect(areas.find('21.99')).toBeUndefined();
    expect(areas.find('nowhere')).toBeUndefined();
    expect(() => areas.get('21.99')).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(() => areas.children('21.99')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('have their parent, every one', () => {
    const small = buildAreaIndex([{ code: '21.71', name: 'Kota Batam' }]);
    expect(small.ancestors('21.71')).toEqual([]);
    expect(small.children('21.71')).toEqual([]);
    for (const province of areas.children()) {
      for (const regency of areas.children(province.code)) expect(regency.parentCode).toBe(province.code);
    }
  });
});
