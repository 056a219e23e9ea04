import { AppError } from '@lapor/kernel';
import { describe, expect, test } from 'vitest';
import { addFilter, MOST_FILTERS, removeFilter, takeOverFilters } from './saved-filters.ts';
import type { SavedFilter } from './saved-filters.ts';

const filter = (name: string, query = 'cari=pasar'): SavedFilter => ({ id: `id-${name}`, name, query });

describe('filters of an officer', () => {
  test('are in the order of their names; the same name takes the place of the old one', () => {
    const two = addFilter(addFilter([], filter('Pasar')), filter('Banjir', 'cari=banjir'));
    expect(two.map(({ name }) => name)).toEqual(['Banjir', 'Pasar']);
    const changed = addFilter(two, filter('  Pasar ', 'cari=pasar+baru'));
    expect(changed.map(({ name, query }) => [name, query])).toEqual([
      ['Banjir', 'cari=banjir'],
      ['Pasar', 'cari=pasar+baru'],
    ]);
  });

  test('saved twice or removed twice, nothing changes', () => {
    const one = addFilter([], filter('Pasar'));
    expect(addFilter(one, { ...filter('Pasar'), id: 'another' })).toBe(one);
    expect(removeFilter(one, 'id-Pasar')).toEqual([]);
    expect(removeFilter(one, 'another')).toBe(one);
  });

  test('go to whoever takes over, who keeps their own and no more than there is room for', () => {
    const own = [filter('Banjir', 'cari=banjir'), filter('Pasar', 'cari=pasar+lama')];
    const left = [filter('Jalan', 'cari=jalan'), filter('Pasar')];
    const both = takeOverFilters(own, left);
    expect(both.map(({ name, query }) => [name, query])).toEqual([
      ['Banjir', 'cari=banjir'],
      ['Jalan', 'cari=jalan'],
      ['Pasar', 'cari=pasar+lama'],
    ]);
    expect(takeOverFilters(both, left)).toEqual(both);
    const many = Array.from({ length: MOST_FILTERS }, (_, n) => filter(`F${n}`));
    expect(takeOverFilters(own, many)).toHaveLength(MOST_FILTERS);
    expect(takeOverFilters(many, left)).toEqual(many);
  });

  test('are bounded: how many, and how long', () => {
    const all = Array.from({ length: MOST_FILTERS }, (_, n) => filter(`F${n}`)).reduce(
      addFilter,
      [] as readonly SavedFilter[],
    );
    expect(all).toHaveLength(MOST_FILTERS);
    expect(() => addFilter(all, filter('one more'))).toThrow(AppError);
    expect(addFilter(all, filter('F1', 'cari=lain'))).toHaveLength(MOST_FILTERS);
    for (const bad of [filter(' '), filter('x'.repeat(61)), filter('x', ''), filter('x', 'q'.repeat(501))])
      expect(() => addFilter([], bad)).toThrow(expect.objectContaining({ code: 'invalid' }));
  });
});
