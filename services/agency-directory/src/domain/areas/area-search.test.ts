import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAreas } from '../../reference/load-areas.ts';
import type { AreaIndex } from './area-index.ts';
import { editDistance } from './edit-distance.ts';

let areas: AreaIndex;
beforeAll(() => {
  areas = loadAreas();
});

const first = (text: string, within?: string) =>
  areas.search(text, within === undefined ? {} : { within })[0]?.area.code;

describe('area search', () => {
  it.each([
    ['Kota Batam', '21.71'],
    ['KOTA BATAM', '21.71'],
    ['batam', '21.71'],
    ['batam kota', '21.71.10'],
    ['kec. batam kota', '21.71.10'],
    ['Kecamatan Nongsa', '21.71.04'],
    ['kab. bintan', '21.01'],
    ['Kabupaten Bintan', '21.01'],
    ['kab bandung', '32.04'],
    ['kota bandung', '32.73'],
    ['prov kepri', '21'],
    ['kepulauan riau', '21'],
    ['jaksel', '31.74'],
    ['DI Yogyakarta', '34'],
    ['Kel. Baloi Permai, Kec. Batam Kota, Kota Batam, Kepulauan Riau', '21.71.10.1001'],
    ['batam kota baloi permai', '21.71.10.1001'],
    ['permai baloi', '21.71.10.1001'],
    ['sungai lekop sagulung', '21.71.11.1003'],
    ['sungai lekop bintan timur', '21.01.06.1009'],
    ['tanjung riau sekupang', '21.71.03.1003'],
    ['kelurahan kota baru kediri', undefined],
  ])('finds %j at %j', (text, code) => {
    if (code === undefined) expect(areas.search(text).length).toBeGreaterThan(0);
    else expect(first(text)).toBe(code);
  });

  it.each([
    ['sagulumg', '21.71.11'],
    ['sagulong', '21.71.11'],
    ['lubuk bja', '21.71.06'],
    ['lubukbaja', '21.71.06'],
    ['batu haji batam', '21.71.12'],
    ['bengkog', '21.71.09'],
    ['sei panas', '21.71.10.1006'],
    ['sei beduk', '21.71.07'],
    ['sungai beduk', '21.71.07'],
    ['mukakuning', '21.71.07.1001'],
    ['muka kning', '21.71.07.1001'],
    ['tj uncang', '21.71.12.1001'],
    ['tanjung uncnag', '21.71.12.1001'],
    ['tanjung sengkwang', '21.71.02.1001'],
    ['belakng pandang', '21.71.01'],
    ['sekupamg btm', '21.71.03'],
    ['tibna indah', '21.71.03.1005'],
    ['baloy permai', '21.71.10.1001'],
    ['tanjungpinang', '21.72'],
    ['tanjung pinag', '21.72'],
    ['sima lungun', '12.08'],
    ['bojong gede bogor', '32.01.13'],
    ['yogjakarta', '34'],
    ['jl. merdeka no 5 rt 03 rw 01 coblong bandung', '32.73.02'],
  ])('understands %j as %j', (text, code) => expect(first(text)).toBe(code));

  it('puts the part of town before the namesakes elsewhere', () => {
    const found = areas.search('baloi batam kota').map(({ area }) => area.code);
    expect(found.slice(0, 2).sort()).toEqual(['21.71.10.1001', '21.71.10.1002']);
    expect(found[2]).toBe('21.71.06.1006');
  });

  it('prefers the village that is really written so, unless told where to look', () => {
    expect(areas.search('batuaji')[0]?.area.name).toBe('Batuaji');
    expect(first('batuaji', '21.71')).toBe('21.71.12');
  });

  it('looks only where it is told to, and at the tier it is told', () => {
    const found = areas.search('tanjung', { within: '21.71', level: 'village', limit: 50 });
    expect(found.length).toBeGreaterThan(5);
    for (const { area } of found) {
      expect(area.level).toBe('village');
      expect(area.code.startsWith('21.71.')).toBe(true);
    }
    expect(areas.search('batam', { within: '99.99' })).toEqual([]);
    expect(first('kota', '21.71')).toBeDefined();
  });

  it('completes a word that is still being typed', () => {
    expect(areas.search('sagul', { within: '21.71' })[0]?.area.code).toBe('21.71.11');
    expect(areas.search('beng', { within: '21.71' })[0]?.area.code).toBe('21.71.09');
  });

  it.each(['', '   ', '!!!', 'xqzwvy', '12345'])('finds nothing in %j', (text) => {
    expect(areas.search(text)).toEqual([]);
  });

  it('keeps nothing from one search to the next', () => {
    const before = areas.search('tanjung sengkwang');
    areas.search('sengkuang batam kota tanjung sungai su');
    expect(areas.search('tanjung sengkwang')).toEqual(before);
  });

  it('gives at most what was asked for, best first, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const scores = areas.search(text, { limit }).map(({ score }) => score);
        expect(scores.length).toBeLessThanOrEqual(limit);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('finds a kelurahan of Batam in spite of one wrong letter', { timeout: 300_000 }, () => {
    const villages = areas.children('21.71').flatMap((district) => areas.children(district.code));
    let right = 0;
    let all = 0;
    for (const village of villages) {
      for (let at = 0; at < village.name.length; at += 1) {
        const typed = `${village.name.slice(0, at)}x${village.name.slice(at + 1)}`;
        const found = areas.search(typed, { within: '21.71', level: 'village', limit: 3 });
        all += 1;
        if (found.some(({ area }) => area.code === village.code)) right += 1;
      }
    }
    expect(right / all).toBeGreaterThan(0.9);
  });
});

describe('edit distance', () => {
  const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') });

  it.each([
    ['batam', 'batam', 0],
    ['batam', 'btaam', 1],
    ['batam', 'batm', 1],
    ['sagulung', 'saguling', 1],
    ['abc', 'xyz', 3],
  ])('%s → %s: %d', (a, b, distance) => expect(editDistance(a, b, 9)).toBe(distance));

  it('is symmetric, zero only for the same, and stops at its limit', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
        const distance = editDistance(a, b, 99);
        expect(editDistance(b, a, 99)).toBe(distance);
        expect(distance === 0).toBe(a === b);
        expect(editDistance(a, b, limit)).toBe(Math.min(distance, limit + 1));
      }),
    );
  });
});
