import { describe, expect, it } from 'vitest';
import { parseSlipFile, readDay } from './slip-csv.ts';

describe('parseSlipFile', () => {
  it('reads Indonesian headers, semicolons, quotes and line breaks inside them', () => {
    const file = parseSlipFile(
      '\uFEFFIsi;Tanggal Kotak;Nama\r\n"Antre; lama\nsekali ""benar""";31/03/2020;Budi\r\n\r\nKotor;;\r\n',
    );
    expect(file.issues).toEqual([]);
    expect(file.lines).toEqual([
      {
        line: 2,
        slip: { text: 'Antre; lama\nsekali "benar"', foundOn: '2020-03-31', name: 'Budi' },
        issues: [],
      },
      { line: 5, slip: { text: 'Kotor' }, issues: [] },
    ]);
  });

  it('names each wrong line and keeps the others', () => {
    const { lines } = parseSlipFile('text,found_on\nA,2020-02-30\n,2020-01-01\nC\nD,2020-01-01\n"E');
    expect(lines.map(({ line, issues }) => [line, issues[0]?.field])).toEqual([
      [2, 'foundOn'],
      [3, 'text'],
      [4, 'line'],
      [5, undefined],
      [6, 'line'],
    ]);
  });

  it('refuses a header it does not know', () => {
    expect(parseSlipFile('text,warna\nA,B').issues).toEqual([
      { field: 'warna', rule: 'is not a known column' },
    ]);
    expect(parseSlipFile('').issues).not.toEqual([]);
  });

  it.each([
    ['2020-12-31', '2020-12-31'],
    ['1/2/2020', '2020-02-01'],
    ['2021-02-29', undefined],
    ['kemarin', undefined],
  ])('day %j → %j', (typed, day) => expect(readDay(typed)).toBe(day));
});
