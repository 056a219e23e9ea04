import { describe, expect, it } from 'vitest';
import { loadCategories, loadLaporCategories } from '../../reference/load-categories.ts';
import { buildCategoryTree } from './category-tree.ts';

const tree = loadCategories();

describe('the category tree', () => {
  it('has two levels of about the size people can oversee', () => {
    expect(tree.groups.length).toBeGreaterThanOrEqual(10);
    expect(tree.groups.length).toBeLessThanOrEqual(15);
    expect(tree.leaves.length).toBeGreaterThanOrEqual(55);
    expect(tree.leaves.length).toBeLessThanOrEqual(75);
    for (const group of tree.groups) expect(group.categories.length).toBeLessThanOrEqual(10);
  });

  it.each(tree.leaves.map((leaf) => [leaf.code, leaf] as const))('%s is complete', (code, leaf) => {
    for (const text of [leaf.nameId, leaf.nameEn, leaf.hintId, leaf.hintEn]) expect(text.trim()).not.toBe('');
    expect(leaf.nameId.length).toBeLessThanOrEqual(45);
    expect(leaf.hintId.length).toBeLessThanOrEqual(110);
    expect(leaf.keywords.length).toBeGreaterThan(0);
    for (const keyword of leaf.keywords) expect(keyword).toMatch(/^[a-z0-9][a-z0-9 -]*$/);
    expect(new Set(leaf.keywords).size).toBe(leaf.keywords.length);
    expect(tree.find(code)).toBe(leaf);
    expect(tree.lineage(code)).toEqual([code, leaf.groupCode]);
    const known = ['code', 'groupCode', 'nameId', 'nameEn', 'hintId', 'hintEn', 'keywords'];
    expect(Object.keys(leaf).sort()).toEqual([...known, 'danger', 'neverPublic', 'supervisory'].sort());
  });

  it('marks what is urgent and what must stay out of sight', () => {
    const codes = (mark: 'danger' | 'neverPublic' | 'supervisory') =>
      tree.leaves.filter((leaf) => leaf[mark]).map(({ code }) => code);
    expect(codes('danger')).toEqual(
      expect.arrayContaining(['kabel-bahaya', 'jembatan-putus', 'kekerasan', 'kebakaran', 'bencana']),
    );
    expect(codes('neverPublic')).toEqual(
      expect.arrayContaining(['kekerasan', 'korupsi', 'pungli', 'perilaku-petugas', 'perundungan-sekolah']),
    );
    expect(codes('supervisory')).toEqual(expect.arrayContaining(['korupsi', 'pungli', 'netralitas']));
    expect(codes('danger')).not.toContain('jalan-rusak');
  });

  it('knows nothing of what is not in it', () => {
    expect(tree.find('tidak-ada')).toBeUndefined();
    expect(tree.lineage('tidak-ada')).toEqual([]);
    expect(tree.lineage('jalan')).toEqual(['jalan']);
  });

  it('refuses a code that is used twice or is no code', () => {
    const leaf = { ...tree.leaves[0]!, code: 'Jalan Rusak' };
    const group = { code: 'jalan', nameId: 'a', nameEn: 'b', categories: [leaf] };
    expect(() => buildCategoryTree({ groups: [group] })).toThrow('category codes');
    expect(() =>
      buildCategoryTree({
        groups: [
          { ...group, categories: [] },
          { ...group, categories: [] },
        ],
      }),
    ).toThrow(expect.objectContaining({ issues: [{ field: 'jalan', rule: 'is used twice' }] }));
  });
});

describe('the categories of SP4N-LAPOR!', () => {
  const mapped = loadLaporCategories();

  it('are all mapped to one of ours, once', () => {
    expect(mapped).toHaveLength(225);
    expect(new Set(mapped.map(({ laporId }) => laporId)).size).toBe(225);
    for (const { laporId, laporName, category } of mapped) {
      expect(laporId).toMatch(/^\d+$/);
      expect(laporName).not.toBe('');
      expect(tree.find(category)?.code, `${laporId} ${laporName}`).toBe(category);
    }
  });

  it.each([
    ['1397', 'jalan-rusak'],
    ['1398', 'lampu-jalan'],
    ['2453', 'kekerasan'],
    ['1558', 'pungli'],
  ])('%s is our %s', (id, code) => {
    expect(mapped.find(({ laporId }) => laporId === id)?.category).toBe(code);
  });
});
