import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from './competence-row.ts';
import { rowsTaken } from './rows-taken.ts';

const GROUPS: Readonly<Record<string, string>> = { drainase: 'jalan', trotoar: 'jalan' };
const steps = (code: string) => [[code], ...(GROUPS[code] === undefined ? [] : [[GROUPS[code]]])];
const row = (bodyId: string, categoryCode: string, areaCode: string, more: Partial<Rule> = {}): Rule => {
  const id = `${bodyId} ${categoryCode} ${areaCode}`;
  return { id, agencyId: `${bodyId}-unit`, bodyId, categoryCode, areaCode, validFrom: '2020-01-01', ...more };
};
const TABLE = [
  row('city', 'drainase', '21.71'),
  row('city', 'jalan', '21.71'),
  row('ministry', 'sinyal', ''),
  row('city', 'sampah', '21.71', { validTo: '2026-06-30' }),
];
const under = (group: string) => Object.keys(GROUPS).filter((code) => GROUPS[code] === group);
const rowsFor = (areaCode: string, categoryCode: string) =>
  TABLE.filter((each) => each.areaCode === areaCode && each.categoryCode === categoryCode);
const taken = (entered: Rule, before?: Rule) =>
  rowsTaken(entered, before, { today: '2026-11-30', steps, under, rowsFor })
    .map(({ id }) => id)
    .toSorted();

test.each([
  [
    'the same topic in a nearer place',
    row('bp', 'drainase', '21.71.12'),
    ['city drainase 21.71', 'city jalan 21.71'],
  ],
  [
    'the same topic in the same place',
    row('bp', 'drainase', '21.71'),
    ['city drainase 21.71', 'city jalan 21.71'],
  ],
  ['a topic out of a group', row('bp', 'trotoar', '21.71'), ['city jalan 21.71']],
  [
    'the group in the same place: topics of their own stay',
    row('bp', 'jalan', '21.71'),
    ['city jalan 21.71'],
  ],
  [
    'the group in a nearer place',
    row('bp', 'jalan', '21.71.12'),
    ['city drainase 21.71', 'city jalan 21.71'],
  ],
  ['what a ministry has in the whole country', row('bp', 'sinyal', '21.71'), ['ministry sinyal ']],
  ['a wider place', row('kepri', 'drainase', '21'), []],
  ['another topic', row('bp', 'bandara', '21.71'), []],
  ['its own', row('city', 'drainase', '21.71.12'), []],
  ['what has ended', row('bp', 'sampah', '21.71'), []],
])('takes: %s', (_, entered, lost) => {
  expect(taken(entered)).toEqual(lost);
});

test('what was in force before, and days that lie behind, take nothing; a later end does', () => {
  const there = row('bp', 'drainase', '21.71.12', { validTo: '2026-12-31' });
  expect(taken(there, there)).toEqual([]);
  expect(taken({ ...there, validTo: '2026-12-01' }, there)).toEqual([]);
  expect(taken(row('bp', 'drainase', '21.71.12', { validTo: '2026-11-29' }))).toEqual([]);
  expect(taken(row('bp', 'drainase', '21.71.12'), there)).not.toEqual([]);
  const forever = row('bp', 'drainase', '21.71.12');
  expect(taken({ ...forever, validTo: '2027-01-01' }, forever)).toEqual([]);
});

test('one look at where a row lies finds what a walk through all rows does', () => {
  const anyRow = fc.record({
    bodyId: fc.constantFrom('city', 'bp', 'ministry'),
    categoryCode: fc.constantFrom('drainase', 'trotoar', 'jalan', 'sampah'),
    areaCode: fc.constantFrom('', '21', '21.71', '21.71.12', '21.72'),
    validFrom: fc.constantFrom('2020-01-01', '2027-01-01'),
    validTo: fc.constantFrom(undefined, '2026-06-30', '2028-01-01'),
  });
  const made = ({ validTo, ...each }: Parameters<Parameters<typeof anyRow.map>[0]>[0], at: number): Rule => ({
    ...row(each.bodyId, each.categoryCode, each.areaCode, { validFrom: each.validFrom }),
    id: `row-${at}`,
    ...(validTo === undefined ? {} : { validTo }),
  });
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), anyRow, (others, entered) => {
      const table = others.map(made);
      const now = { today: '2026-11-30', steps };
      const near = (areaCode: string, code: string) =>
        table.filter((each) => each.areaCode === areaCode && each.categoryCode === code);
      // As if every row were for this place and topic.
      const anywhere = (areaCode: string, code: string) =>
        areaCode === '' && code === 'sampah'
          ? table.filter(({ areaCode: area }) => lies(entered.areaCode, area))
          : [];
      const all = ['drainase', 'trotoar', 'jalan', 'sampah'];
      const ids = (found: readonly Rule[]) => found.map(({ id }) => id).toSorted();
      const one = rowsTaken(made(entered, -1), undefined, { ...now, under, rowsFor: near });
      const walked = rowsTaken(made(entered, -1), undefined, { ...now, under: () => all, rowsFor: anywhere });
      expect(ids(one)).toEqual(ids(walked));
    }),
    { numRuns: 500 },
  );
});

function lies(area: string, around: string): boolean {
  return around === '' || area === around || area.startsWith(`${around}.`);
}
