import { AppError } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { loadCategories } from '../../reference/load-categories.ts';
import { changeCategories, evolveCategories } from './category-changes.ts';
import type { CategoriesState, CategoryChange } from './category-changes.ts';
import { effectiveTree } from './effective-tree.ts';

const shipped = loadCategories();
const reason = { id: 'r', digest: 'd' };
const PARK = {
  kind: 'add',
  code: 'lampu-taman',
  groupCode: 'jalan',
  nameId: 'Lampu taman',
  nameEn: 'Park light',
  hintId: '',
  hintEn: '',
  danger: false,
  neverPublic: false,
} as const;

const HIDE = { kind: 'mark', danger: false, neverPublic: true } as const;
const merge = (code: string, intoCode: string): CategoryChange => ({ kind: 'merge', code, intoCode });

function after(...changes: readonly CategoryChange[]) {
  let state: CategoriesState | undefined;
  for (const change of changes) {
    for (const event of changeCategories(effectiveTree(shipped, state), change, reason))
      state = evolveCategories(state, event);
  }
  return effectiveTree(shipped, state);
}

function refusal(change: CategoryChange, ...before: readonly CategoryChange[]): string | undefined {
  try {
    changeCategories(after(...before), change, reason);
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.issues[0]?.field : 'thrown';
  }
}

describe('changes of the category tree', () => {
  it('adds to a group, renames a category and a group, and marks', () => {
    const tree = after(
      PARK,
      { kind: 'rename', code: 'jalan', nameId: 'Jalan', nameEn: 'Roads' },
      { kind: 'mark', code: 'lampu-taman', danger: true, neverPublic: true },
    );
    expect(tree.find('lampu-taman')).toMatchObject({
      nameId: 'Lampu taman',
      danger: true,
      neverPublic: true,
    });
    expect(tree.findGroup('jalan')).toMatchObject({ nameId: 'Jalan', nameEn: 'Roads' });
    expect(tree.lineage('lampu-taman')).toEqual(['lampu-taman', 'jalan']);
    expect(shipped.find('lampu-taman')).toBeUndefined();
  });

  it('finds nothing to do where it is so already', () => {
    const tree = after(PARK, merge('trotoar', 'jalan-rusak'), { kind: 'retire', code: 'jembatan' });
    for (const change of [
      merge('trotoar', 'jalan-rusak'),
      { kind: 'retire', code: 'jembatan' },
      { kind: 'rename', code: 'lampu-taman', nameId: ' Lampu taman ', nameEn: 'Park light' },
      { kind: 'mark', code: 'lampu-taman', danger: false, neverPublic: false },
      { kind: 'restore', code: 'jalan-rusak' },
    ] as const)
      expect(changeCategories(tree, change, reason)).toEqual([]);
  });

  it('lets a merged code stand for the survivor, through any number of mergers, and keeps its own name', () => {
    const tree = after(PARK, merge('lampu-taman', 'lampu-jalan'), merge('lampu-jalan', 'jalan-rusak'));
    expect(tree.survivorOf('lampu-taman')).toBe('jalan-rusak');
    expect(tree.mergedInto('jalan-rusak').toSorted()).toEqual(['lampu-jalan', 'lampu-taman']);
    expect(tree.find('lampu-taman')).toMatchObject({ nameId: 'Lampu taman', retired: true });
    // Whoever asks by the old code gets the same answer as by the new one.
    expect(tree.steps('lampu-taman')).toEqual(tree.steps('jalan-rusak'));
    expect(tree.steps('jalan-rusak').map((codes) => codes.toSorted())).toEqual([
      ['jalan-rusak'],
      ['lampu-jalan', 'lampu-taman'],
      ['jalan'],
    ]);
    expect(tree.steps('tidak-ada')).toEqual([]);
  });

  it('puts back what was retired, but not what was merged', () => {
    const back = after({ kind: 'retire', code: 'trotoar' }, { kind: 'restore', code: 'trotoar' });
    expect(back.find('trotoar')?.retired).toBeUndefined();
    expect(refusal({ kind: 'restore', code: 'trotoar' }, merge('trotoar', 'jembatan'))).toBe('code');
  });

  it('opens nothing that was never public by what it was merged into', () => {
    const open = (code: string) => ({ ...HIDE, code, neverPublic: false }) as const;
    const shut = [
      { ...HIDE, code: 'trotoar' },
      { ...HIDE, code: 'jembatan' },
    ] as const;
    const both = [...shut, merge('trotoar', 'jembatan')] as const;
    expect(refusal(open('jembatan'), ...both)).toBe('neverPublic');
    // Through others too, and where the one in between was merged itself.
    const chain = [...both, { ...HIDE, code: 'jalan-rusak' }, merge('jembatan', 'jalan-rusak')] as const;
    for (const code of ['jalan-rusak', 'jembatan']) expect(refusal(open(code), ...chain)).toBe('neverPublic');
    // It may be marked otherwise, and opened once nothing shut stands for it.
    expect(after(...both, { ...HIDE, code: 'jembatan', danger: true }).find('jembatan')?.danger).toBe(true);
    expect(refusal(open('jembatan'), ...both, { kind: 'unmerge', code: 'trotoar' })).toBeUndefined();
    expect(refusal(open('jembatan'), ...both, open('trotoar'))).toBeUndefined();
  });

  it('undoes a merger: the code stands for itself again, with all that was merged into it', () => {
    const unmerge = (code: string) => ({ kind: 'unmerge', code }) as const;
    const chain = [PARK, merge('lampu-taman', 'lampu-jalan'), merge('lampu-jalan', 'jalan-rusak')] as const;
    const middle = after(...chain, unmerge('lampu-jalan'));
    expect(['lampu-taman', 'lampu-jalan'].map(middle.survivorOf)).toEqual(['lampu-jalan', 'lampu-jalan']);
    expect(middle.mergedInto('jalan-rusak')).toEqual([]);
    expect(middle.find('lampu-jalan')).toEqual(after(PARK).find('lampu-jalan'));
    const lowest = after(...chain, unmerge('lampu-taman'));
    expect(['lampu-taman', 'lampu-jalan'].map(lowest.survivorOf)).toEqual(['lampu-taman', 'jalan-rusak']);
    // Merged once more, and undone once more.
    const again = after(...chain, unmerge('lampu-taman'), merge('lampu-taman', 'trotoar'));
    expect(again.survivorOf('lampu-taman')).toBe('trotoar');
  });

  it('that was retired before its merger is so after it was undone', () => {
    const retired = { kind: 'retire', code: 'trotoar' } as const;
    const undone = after(retired, merge('trotoar', 'jembatan'), { kind: 'unmerge', code: 'trotoar' });
    expect(undone.find('trotoar')).toMatchObject({ retired: true });
    expect(undone.survivorOf('trotoar')).toBe('trotoar');
  });

  it.each<[string, CategoryChange, ...CategoryChange[]]>([
    ['code', { ...PARK, code: 'Lampu Taman' }],
    ['code', { ...PARK, code: 'trotoar' }],
    ['code', { ...PARK, code: 'jalan' }],
    ['code', PARK, PARK],
    ['group', { ...PARK, groupCode: 'trotoar' }],
    ['nameEn', { ...PARK, nameEn: ' ' }],
    ['hintId', { ...PARK, hintId: 'x'.repeat(201) }],
    ['nameId', { kind: 'rename', code: 'trotoar', nameId: 'x'.repeat(81), nameEn: 'Pavement' }],
    ['code', { kind: 'mark', code: 'jalan', danger: true, neverPublic: false }],
    ['code', { kind: 'retire', code: 'tidak-ada' }],
    ['into', merge('trotoar', 'trotoar')],
    ['into', merge('trotoar', 'jalan')],
    ['into', merge('trotoar', 'jembatan'), { kind: 'retire', code: 'jembatan' }],
    ['into', merge('jembatan', 'trotoar'), merge('trotoar', 'jembatan')],
    ['into', merge('trotoar', 'jalan-rusak'), { ...HIDE, code: 'trotoar' }],
    ['code', merge('trotoar', 'jalan-rusak'), merge('trotoar', 'jembatan')],
    ['code', { kind: 'unmerge', code: 'trotoar' }],
    ['code', { kind: 'unmerge', code: 'jalan' }],
  ])('names the field that is wrong: %s', (field, change, ...before) => {
    expect(refusal(change, ...before)).toBe(field);
  });
});
