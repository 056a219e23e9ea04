import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLACK, blackOut, suggestHidden } from './redaction.ts';

describe('blackOut', () => {
  it.each([
    ['Pak Budi dan BUDI', ['Budi'], `Pak ${BLACK} dan ${BLACK}`],
    ['Ani berani, kata Ani.', ['Ani'], `${BLACK} berani, kata ${BLACK}.`],
    ['Budi Santoso, lalu Budi', ['Budi', 'Budi Santoso'], `${BLACK}, lalu ${BLACK}`],
    ['Budi\n Santoso lewat', ['budi santoso'], `${BLACK} lewat`],
    ['Plat BP 1234 AB (merah)', ['BP 1234 AB'], `Plat ${BLACK} (merah)`],
    ['a.b bukan axb', ['a.b'], `${BLACK} bukan axb`],
    ['Harga 5+5*2?', ['5+5*2?'], `Harga ${BLACK}`],
    ['tetap', ['', '  '], 'tetap'],
  ])('%j without %j', (text, marked, left) => expect(blackOut(text, marked)).toBe(left));

  it('masks phone numbers, NIK and e-mail addresses whatever is marked, also where a part of one is', () => {
    const text = 'Hubungi 0812-3456-7890, NIK 2171010101900001, siti@example.org';
    for (const marked of [[], ['0812'], ['siti']]) {
      const left = blackOut(text, marked);
      expect(left).not.toMatch(/3456|2171|@|example/);
    }
  });

  it('leaves nothing of what was marked, and nothing that was not there', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), fc.nat(), (all, n) => {
        const marked = all[n % all.length] ?? '';
        const left = blackOut(all.join(' '), [marked]).split(' ');
        expect(left).not.toContain(marked);
        expect(left).toEqual(all.map((each) => (each === marked ? BLACK : each)));
      }),
    );
  });
});

describe('suggestHidden', () => {
  const kindsOf = (text: string, name?: string) =>
    suggestHidden([text], name).map((each) => Object.values(each));

  it.each([
    ['Mobil BP 1234 AB parkir di trotoar', [['BP 1234 AB', 'plate']]],
    ['Ditransfer ke rekening BCA 1234567890', []],
    ['Ditransfer ke rek. 123-456-78', [['123-456-78', 'account']]],
    [
      'Kata Pak Budi Santoso begitu, Bu Rina juga',
      [
        ['Budi Santoso', 'name'],
        ['Rina', 'name'],
      ],
    ],
    ['Rumah di Jalan Melati Indah No. 12 banjir', [['Jalan Melati Indah No. 12', 'address']]],
    ['Lubang di depan pasar, 3 motor jatuh', []],
  ])('%j → %j', (text, found) => expect(kindsOf(text)).toEqual(found));

  it('knows the name of the reporter, whole and in parts, where it is told', () => {
    expect(kindsOf('Saya Siti dari Sekupang', 'Siti Aminah')).toEqual([['Siti', 'name']]);
    expect(kindsOf('Saya Siti dari Sekupang')).toEqual([]);
    // Not where it does not stand, and a complaint without a title is one.
    expect(suggestHidden(['', 'Lubang di depan pasar. '], 'Siti Aminah')).toEqual([]);
  });
});
