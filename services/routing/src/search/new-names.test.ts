import { describe, expect, test } from 'vitest';
import { calledSo, newNamesOf } from './new-names.ts';

const agency = (...path: readonly string[]) => ({ id: path.at(-1) ?? '', path });
const CITY = agency('nation', 'city');
const ROADS = agency('nation', 'city', 'roads');
const FAR = agency('nation', 'far', 'water');

describe('agencies by the words of their names today', () => {
  const names = newNamesOf([
    {
      agency: ROADS,
      name: 'Dinas Bina Marga dan Sumber Daya Air',
      shortName: 'DBMSDA',
      formerNames: ['Dinas Pekerjaan Umum', 'Dinas Bina Marga'],
    },
    { agency: FAR, name: 'Dinas Air', shortName: 'DA', formerNames: [] },
  ]);

  test.each([
    ['dinas', []],
    ['pekerjaan', []],
    // Cases of the first name are in the index without it.
    ['marga', ['roads']],
    ['air', ['roads']],
    ['dbmsda', ['roads']],
    ['xyz', []],
  ])('%s', (word, ids) => {
    expect(calledSo(names, word, CITY)).toEqual(ids);
  });

  test('as far as the part of the tree goes that is searched, and what it lies in', () => {
    expect(calledSo(names, 'da', CITY)).toEqual([]);
    expect(calledSo(names, 'da', agency('nation'))).toEqual(['water']);
    expect(calledSo(names, 'marga', agency('nation', 'city', 'roads', 'lamps'))).toEqual(['roads']);
    expect(calledSo(names, 'marga', agency('nation', 'city', 'health'))).toEqual([]);
  });
});

test('of very many that are called alike only some are looked for', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({
    agency: agency('nation', `body-${index}`),
    name: 'Perangkat Baru',
    shortName: '',
    formerNames: ['Kantor Lama'],
  }));
  expect(calledSo(newNamesOf(many), 'perangkat', agency('nation'))).toHaveLength(16);
});
