import { describe, expect, it } from 'vitest';
import { createDirectoryView } from './directory-view.ts';
import type { AgencyRecord } from './directory-view.ts';

function agency(agencyId: string, path: readonly string[], more: Partial<AgencyRecord> = {}): AgencyRecord {
  const parentId = path.at(-1) ?? '';
  return {
    agencyId,
    name: agencyId,
    shortName: '',
    kind: 'unit',
    parentId,
    path: [...path, agencyId],
    areaCode: '',
    timeZone: 'Asia/Jakarta',
    active: true,
    onboarded: false,
    ...more,
  };
}

function view() {
  const made = createDirectoryView();
  made.replaceAll([
    agency('root', [], { kind: 'national' }),
    agency('batam', ['root'], { kind: 'city', areaCode: '21.71', name: 'Pemerintah Kota Batam' }),
    agency('bp', ['root'], { kind: 'authority', areaCode: '21.71', name: 'BP Batam', shortName: 'BPB' }),
    agency('dlh', ['root', 'batam'], { name: 'Dinas Lingkungan Hidup', shortName: 'DLH', areaCode: '21.71' }),
    agency('bmsda', ['root', 'batam'], { name: 'Dinas Bina Marga', areaCode: '21.71' }),
    agency('uptd', ['root', 'batam', 'dlh'], { name: 'UPTD Sampah', areaCode: '21.71' }),
  ]);
  return made;
}
const ids = (agencies: readonly AgencyRecord[]) => agencies.map(({ agencyId }) => agencyId);
const any = () => true;

describe('the directory in memory', () => {
  it('walks down the tree, by name', () => {
    expect(ids(view().children('batam'))).toEqual(['bmsda', 'dlh']);
    expect(ids(view().subtree('batam'))).toEqual(['batam', 'bmsda', 'dlh', 'uptd']);
    expect(view().subtree('nobody')).toEqual([]);
  });

  it('knows who governs an area: the government, then authorities, never their units', () => {
    expect(ids(view().governing('21.71'))).toEqual(['batam', 'bp']);
  });

  it('finds by beginnings of words and by short name, the whole word first', () => {
    expect(ids(view().search('batam', 10, any))).toEqual(['bp', 'batam']);
    expect(ids(view().search('dinas bina', 10, any))).toEqual(['bmsda']);
    expect(ids(view().search('ling HID', 10, any))).toEqual(['dlh']);
    expect(ids(view().search('dlh', 10, any))).toEqual(['dlh']);
    expect(view().search('dinas kesehatan', 10, any)).toEqual([]);
    expect(view().search('  ', 10, any)).toEqual([]);
    expect(view().search('dinas', 1, any)).toHaveLength(1);
    expect(ids(view().search('dinas', 10, (found) => found.agencyId === 'dlh'))).toEqual(['dlh']);
  });

  it('finds by a name of before, after those that are called so today', () => {
    const made = view();
    made.put(
      agency('cipta', ['root', 'batam'], {
        name: 'Dinas Cipta Karya',
        formerNames: ['Dinas Bina Marga Lama'],
        formerShortNames: ['DBML'],
      }),
    );
    expect(ids(made.search('marga lama', 10, any))).toEqual(['cipta']);
    expect(ids(made.search('dbml', 10, any))).toEqual(['cipta']);
    expect(ids(made.search('bina marga', 10, any))).toEqual(['bmsda', 'cipta']);
    // Not by words of several names together.
    expect(made.search('cipta marga', 10, any)).toEqual([]);
  });

  it('moves what has moved', () => {
    const made = view();
    made.put(agency('uptd', ['root', 'bp'], { name: 'UPTD Sampah' }));
    expect(ids(made.children('dlh'))).toEqual([]);
    expect(ids(made.children('bp'))).toEqual(['uptd']);
    expect(made.size).toBe(6);
  });
});
