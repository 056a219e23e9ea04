import { agencyIdFor } from '@lapor/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAreas } from '../../reference/load-areas.ts';
import { loadCategories } from '../../reference/load-categories.ts';
import { loadGovernments } from '../../reference/load-governments.ts';
import { readGovernment } from '../../reference/read-government.ts';
import type { GovernmentTexts } from '../../reference/read-government.ts';
import { isDay } from './field-rules.ts';
import { agenciesOf, entriesOf } from './imported-government.ts';

const areas = loadAreas();
const context = { areaCode: '21.71', bodyKey: '21.71', areas, categories: loadCategories() };
const read = (files: Partial<GovernmentTexts>) => readGovernment(files, context);

const units = `key,name,kind,parent_key,area_code,email
kel-baloi,Kelurahan Baloi Permai,subunit,kec-batam-kota,2171101001,
kec-batam-kota,Kecamatan Batam Kota,unit,,21.71.10,camat@batam.example
dinkes,"Dinas Kesehatan, Kota Batam",unit,,,
inspektorat,Inspektorat Daerah,inspectorate,,,
`;
const officers = `username,name,role,unit_key,email,phone
Admin.Batam ,Siti Rahma,agency_admin,,siti@batam.example,
dinkes.batam,Budi Santoso,liaison,dinkes,,+62 812 0000 0001
`;
const competence = `unit_key,category,area_code,valid_from,valid_to
dinkes,kesehatan,,2024-01-01,
kel-baloi,layanan-kelurahan,21.71.10.1001,2024-01-01,2024-12-31
`;

describe('the files of a government', () => {
  it('are read, parents first', () => {
    const all = read({ units, officers, competence });
    expect(all.issues).toEqual([]);
    expect(all.units.map(({ key }) => key)).toEqual(['kec-batam-kota', 'dinkes', 'inspektorat', 'kel-baloi']);
    expect(all.units.at(-1)).toEqual({
      line: 2,
      key: 'kel-baloi',
      name: 'Kelurahan Baloi Permai',
      kind: 'subunit',
      parentKey: 'kec-batam-kota',
      areaCode: '21.71.10.1001',
      email: '',
    });
    expect(all.units[1]).toMatchObject({ name: 'Dinas Kesehatan, Kota Batam', areaCode: '21.71' });
    expect(all.officers.map(({ username }) => username)).toEqual(['admin.batam', 'dinkes.batam']);
    expect(all.rules).toEqual([
      { line: 2, unitKey: 'dinkes', categoryCode: 'kesehatan', areaCode: '21.71', validFrom: '2024-01-01' },
      expect.objectContaining({ line: 3, validTo: '2024-12-31' }),
    ]);
  });

  it('say what overseers look over: a branch, an area, or what is in both', () => {
    const { issues, officers: overseers } = read({
      units,
      officers: `username,name,role,scope_agency,scope_area
ombudsman.kepri,Ana,overseer,,21
pengawas.dinkes,Budi,overseer,dinkes,21.71.10
pengawas.kota,Cici,overseer,21.71,
`,
    });
    expect(issues).toEqual([]);
    expect(overseers.map(({ scope }) => scope)).toEqual([
      { areaCode: '21' },
      { unitKey: 'dinkes', areaCode: '21.71.10' },
      { unitKey: '' },
    ]);
    // Who looks over a unit makes it none that works.
    const batam = loadGovernments(areas).find(({ key }) => key === '21.71')!;
    const served = agenciesOf(
      { ...read({ units }), officers: overseers.map((each) => ({ ...each, unitKey: 'dinkes' })) },
      batam,
    );
    expect(served.some(({ onboarded }) => onboarded)).toBe(false);
  });

  it('become agencies below their government, and entries', () => {
    const all = read({ units, officers, competence });
    const batam = loadGovernments(areas).find(({ key }) => key === '21.71')!;
    const agencies = agenciesOf(all, batam);
    expect(agencies.find(({ key }) => key === '21.71/kel-baloi')).toMatchObject({
      agencyId: agencyIdFor('21.71/kel-baloi'),
      parentId: agencyIdFor('21.71/kec-batam-kota'),
      path: [...batam.path, agencyIdFor('21.71/kec-batam-kota'), agencyIdFor('21.71/kel-baloi')],
      onboarded: false,
    });
    expect(agencies.find(({ key }) => key === '21.71/dinkes')?.onboarded).toBe(true);
    const entries = entriesOf(all, '21.71');
    expect(entries[0]).toMatchObject({ agencyId: agencyIdFor('21.71/dinkes'), categoryCode: 'kesehatan' });
    expect(entriesOf(read({ units, competence }), '21.71')).toEqual(entries);
  });

  it('are not blamed twice: who names a unit whose own line is wrong has made no mistake', () => {
    const wrong = units.replace('"Dinas Kesehatan, Kota Batam"', '');
    expect(read({ units: wrong, officers, competence }).issues).toEqual([
      { file: 'units', line: 4, field: 'name', rule: expect.any(String) as string },
    ]);
  });

  it('may be separated by semicolons, start with a byte order mark, end lines as Windows does', () => {
    const other = `\uFEFF${units.replaceAll('"Dinas Kesehatan, Kota Batam"', 'Dinas').replaceAll(',', ';').replaceAll('\n', '\r\n')}`;
    expect(read({ units: other }).issues).toEqual([]);
    expect(read({ units: other }).units).toHaveLength(4);
  });
});

describe('a wrong line', () => {
  const unit = (line: string) => read({ units: `${units}${line}\n` }).issues;
  it.each([
    ['dinkes,Lagi,unit,,,', 'key', 'is used once; line 4 has it too'],
    ['Dinas X,Lagi,unit,,,', 'key', 'has up to 48 lower-case letters, digits, dots and dashes'],
    ['x,,unit,,,', 'name', 'has 1 to 160 characters'],
    ['x,X,ministry,,,', 'kind', 'is one of unit, subunit, inspectorate'],
    [
      'x,X,unit,nobody,,',
      'parent_key',
      'is the key of a unit in this file, or empty for the government itself',
    ],
    ['x,X,subunit,,,', 'parent_key', 'is given for a subunit'],
    ['x,X,unit,x,,', 'parent_key', 'does not lead back to itself'],
    ['x,X,unit,,21.72,', 'area_code', 'lies within 21.71'],
    ['x,X,unit,,21.71.99,', 'area_code', 'is the code of an area'],
    ['x,X,unit,,,nobody', 'email', 'is an e-mail address'],
    ['x,X,unit', '', 'has 6 fields, as the header; this line has 3'],
  ])('of units, %j: %s', (line, field, rule) => {
    expect(unit(line)).toEqual([{ file: 'units', line: 6, field, rule }]);
  });

  it.each([
    ['x,X,liaison,nobody,,', 'unit_key', 'is the key of a unit, or empty for the government itself'],
    ['ab,X,liaison,,,', 'username', 'has 3 to 64 letters, digits, dots, dashes, underscores, @ or +'],
    ['ADMIN.batam,X,liaison,,,', 'username', 'is used once; line 2 has it too'],
    [
      'abc,X,national_admin,,,',
      'role',
      'is one of agency_admin, liaison, clerk, coordinator, inspectorate, leader, supervisor, overseer',
    ],
    ['abc,,liaison,,,', 'name', 'has 1 to 120 characters'],
    ['abc,X,liaison,,@,', 'email', 'is an e-mail address'],
    ['abc,X,liaison,,,12', 'phone', 'is a phone number'],
  ])('of officers, %j: %s', (line, field, rule) => {
    const { issues } = read({ units, officers: `${officers}${line.replace(/^x,/, 'xyz,')}\n` });
    expect(issues).toEqual([{ file: 'officers', line: 4, field, rule }]);
  });

  it.each([
    ['abc,X,overseer,,', 'scope_area', 'or scope_agency is given for an overseer'],
    ['abc,X,overseer,,99.99', 'scope_area', 'is the code of an area'],
    ['abc,X,overseer,,Batam', 'scope_area', 'is the code of an area'],
    ['abc,X,overseer,nobody,21', 'scope_agency', 'is the key of a unit, or 21.71 for the government itself'],
    ['abc,X,liaison,dinkes,', 'scope_agency', 'is given to overseers only'],
    ['abc,X,leader,,21.71', 'scope_area', 'is given to overseers only'],
  ])('of overseers, %j: %s', (line, field, rule) => {
    const text = `username,name,role,scope_agency,scope_area\n${line}\n`;
    expect(read({ units, officers: text }).issues).toEqual([{ file: 'officers', line: 2, field, rule }]);
  });

  it.each([
    [
      'nobody,jalan-rusak,,2024-01-01,',
      'unit_key',
      'is the key of a unit, or empty for the government itself',
    ],
    ['dinkes,unheard-of,,2024-01-01,', 'category', 'is the code of a category or of a group'],
    ['dinkes,jalan-rusak,32.73,2024-01-01,', 'area_code', 'lies within 21.71'],
    ['dinkes,jalan-rusak,,2024-02-30,', 'valid_from', 'is a day, written 2024-01-31'],
    ['dinkes,jalan-rusak,,2024-01-01,soon', 'valid_to', 'is a day, written 2024-01-31'],
    ['dinkes,jalan-rusak,,2024-01-02,2024-01-01', 'valid_to', 'is not before valid_from'],
    [
      'inspektorat,kesehatan,2171,2025-01-01,',
      'unit_key',
      'is the only one for this; line 2 names one already',
    ],
  ])('of competence, %j: %s', (line, field, rule) => {
    const { issues } = read({ units, competence: `${competence}${line}\n` });
    expect(issues).toEqual([{ file: 'competence', line: 4, field, rule }]);
  });

  it('may follow when a unit is succeeded by another', () => {
    const next = 'inspektorat,layanan-kelurahan,21.71.10.1001,2025-01-01,\n';
    expect(read({ units, competence: competence + next }).issues).toEqual([]);
  });

  it.each([
    ['key,name\n', [[1, 'kind']]],
    ['key,name,kind,colour\n', [[1, 'colour']]],
    ['key,name,kind,key\n', [[1, 'key']]],
    ['key,name,kind\na"b,X,unit\n', [[2, '']]],
    ['\n', [[1, '']]],
  ])('is named where it stands: %j', (text, places) => {
    expect(read({ units: text }).issues.map(({ line, field }) => [line, field])).toEqual(places);
  });

  it('does not hide the others', () => {
    const { issues } = read({ units: `key,name,kind,parent_key\na,,unit,\nb,B,what,\nc,C,subunit,a\n` });
    expect(issues.map(({ line, field }) => [line, field])).toEqual([
      [2, 'name'],
      [3, 'kind'],
    ]);
  });

  it('tells of every unit in a circle', () => {
    const { issues, units } = read({
      units: 'key,name,kind,parent_key\na,A,unit,b\nb,B,unit,a\nc,C,unit,\n',
    });
    expect(issues.map(({ line }) => line)).toEqual([2, 3]);
    expect(units.map(({ key }) => key)).toEqual(['c']);
  });

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        const all = read({ units: `key,name,kind\n${a}`, officers: b, competence: c });
        expect(all.issues.every(({ line, rule }) => line >= 1 && rule !== '')).toBe(true);
      }),
    );
  });
});

describe('a day', () => {
  it.each(['2024-01-31', '2024-02-29'])('%s is one', (day) => expect(isDay(day)).toBe(true));
  it.each(['2023-02-29', '2024-13-01', '31-01-2024', '2024-1-1', ''])('%s is none', (day) =>
    expect(isDay(day)).toBe(false),
  );
});
