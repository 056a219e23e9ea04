import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readSlips } from './read-slips.ts';

describe('a file of slips', () => {
  it('knows on which line each begins, across quoted line ends and empty lines', () => {
    const csv =
      '\uFEFFisi,Tanggal Kotak\r\n\r\n"satu\r\ndua\r\n",2020-03-31\r\ntiga,\r\n,\r\n"empat ""4""",1/2/2020';
    expect(readSlips(csv, 'a.csv')).toEqual([
      { line: 3, fields: { text: 'satu\r\ndua', foundOn: '2020-03-31' } },
      { line: 6, fields: { text: 'tiga' } },
      { line: 8, fields: { text: 'empat "4"', foundOn: '1/2/2020' } },
    ]);
  });

  it('takes semicolons when the header has them, and leaves commas to the text', () => {
    expect(readSlips('isi;nama\nlampu mati, gelap;Tini\n', 'a.csv')).toEqual([
      { line: 2, fields: { text: 'lampu mati, gelap', name: 'Tini' } },
    ]);
  });

  it('leaves no cell out without a word', () => {
    expect(readSlips('isi,nama\nlampu mati, gelap, Tini\n', 'a.csv')).toMatchObject([
      { line: 2, problem: 'line: has 3 cells, the header 2' },
    ]);
  });

  test.each([
    ['', 'a.csv:1: header: is missing'],
    ['isi,warna,isi\n', 'a.csv:1: warna: is not a known column\na.csv:1: isi: is there twice'],
    ['nama\n', 'a.csv:1: text: column is required (text, isi)'],
    ['isi\nsatu\n"dua\ntiga\n', 'a.csv:3: has a quote that never ends'],
  ])('names what is wrong with %j', (csv, message) => {
    expect(() => readSlips(csv, 'a.csv')).toThrow(message);
  });

  it('reads back whatever a program wrote, each on its line', () => {
    const cell = fc.stringMatching(/^[a-z;,"\n ]{0,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), fc.constantFrom(',', ';'), (rows, separator) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
        let line = 2;
        const expected = rows.flatMap(([text, name]) => {
          const begins = line;
          line += 1 + text.split('\n').length - 1 + name.split('\n').length - 1;
          const fields = {
            ...(text.trim() ? { text: text.trim() } : {}),
            ...(name.trim() ? { name: name.trim() } : {}),
          };
          return text.trim() || name.trim() ? [{ line: begins, fields }] : [];
        });
        const lines = rows.map((cells) => `${cells.map(quote).join(separator)}\n`);
        expect(readSlips(`isi${separator}nama\n${lines.join('')}`, 'a.csv')).toEqual(expected);
      }),
    );
  });

  it('reads ticks as ticks, a cell in doubt as not ticked', () => {
    const [slip, other] = readSlips('isi,tentang_petugas,anonim\nPungli,x,\nLampu,tidak,ya\n', 'a.csv');
    expect(slip?.fields).toEqual({ text: 'Pungli', aboutOfficial: true });
    expect(other?.fields).toEqual({ text: 'Lampu', aboutOfficial: false, anonymous: true });
  });
});
