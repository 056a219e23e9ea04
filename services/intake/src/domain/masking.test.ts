import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdentity } from './masking.ts';

describe('maskIdentity', () => {
  it.each([
    ['NIK saya 2171010101900001 ya', 'NIK saya [NIK] ya'],
    ['NIK 2171 0101 0190 0001', 'NIK [NIK]'],
    ['hubungi 0812-3456-7890.', 'hubungi [telepon].'],
    ['WA +62 812 3456 7890 pagi', 'WA [telepon] pagi'],
    ['wa 6281234567890', 'wa [telepon]'],
    ['kantor (0778) 462164', 'kantor [telepon]'],
    ['surel budi.s@contoh.co.id, terima kasih', 'surel [e-mail], terima kasih'],
    ['surel budi (at) contoh (dot) com', 'surel [e-mail]'],
    ['rekening 123456789012', 'rekening [nomor]'],
    ['telp ０８１２３４５６７８９０', 'telp [telepon]'],
  ])('%j → %j', (text, masked) => expect(maskIdentity(text)).toBe(masked));

  it.each([
    'Jalan rusak sejak 2024-05-01, RT 03 RW 12',
    'Lubang 30 cm di km 12, tanggal 01/05/2024',
    'anggaran 2023-2024 tidak jelas, 1.250 warga, 29432',
  ])('leaves %j alone', (text) => expect(maskIdentity(text)).toBe(text));

  it('leaves no run of sixteen digits and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^\d{16}$/), fc.string(), (before, nik, after) => {
        const masked = maskIdentity(`${before} ${nik} ${after}`);
        expect(masked).not.toContain(nik);
        expect(maskIdentity(masked)).toBe(masked);
      }),
    );
  });
});
