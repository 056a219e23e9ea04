import { AppError } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { formValues } from '../../shell/form-values.ts';
import { COMMAND_PATHS } from '../command-paths.ts';
import type { CommandPath } from '../command-paths.ts';
import { fieldOfIssue, readCommand } from './read-command.ts';
import type { KnownCase } from './read-command.ts';

const page = { language: 'id' } as const;
const known: KnownCase = {
  type: 'complaint',
  category: { code: 'jalan-rusak', name: 'Jalan rusak' },
  supervisory: false,
  protected: false,
};
const read = (path: CommandPath, form: Readonly<Record<string, string>>) =>
  readCommand(page, path, formValues(form), known);

function brokenFields(path: CommandPath, form: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(path, form);
    return [];
  } catch (error) {
    if (error instanceof AppError) return error.issues.map(({ field }) => field);
    throw error;
  }
}

describe('the form of a command', () => {
  it('tells everything that is missing at once', () => {
    expect(brokenFields('tindak-lanjut', {})).toEqual(['jenis', 'teks', 'langkah_berikut', 'tanggal']);
    expect(brokenFields('jawaban', { jenis: 'cannot' })).toEqual(['teks', 'dasar', 'ke_mana']);
    expect(brokenFields('jawaban', { jenis: 'promised', teks: 'Pekan depan' })).toEqual(['tanggal_janji']);
    expect(brokenFields('jawaban', { jenis: 'solved', teks: 'Sudah' })).toEqual(['bukti']);
    expect(brokenFields('disposisi', { unit: 'x y' })).toEqual(['unit']);
    expect(brokenFields('rujuk', { lembaga: 'KPK', kontak: '198', teks: 'Wewenang KPK' })).toEqual([
      'rujukan',
    ]);
    expect(brokenFields('kembalikan', { teks: 'Bukan kami', unit_teks: 'dinas' })).toEqual(['unit']);
  });

  it('leaves out what another kind of answer would need', () => {
    const form = {
      jenis: 'explained',
      teks: 'Begini.',
      tanggal_janji: '2026-12-01',
      dasar: 'x',
      ke_mana: 'y',
    };
    expect(read('jawaban', form)).toEqual({
      command: 'answer',
      kind: 'explained',
      text: 'Begini.',
      evidence: [],
      promisedDate: undefined,
      ground: undefined,
      whereToGo: undefined,
    });
  });

  it('takes evidence line by line, and a day only where there is one', () => {
    const form = {
      jenis: 'inspection',
      teks: 'Diperiksa',
      langkah_berikut: 'Ditambal',
      bukti: ' a \r\n\r\nb ',
    };
    expect(read('tindak-lanjut', form)).toMatchObject({ evidence: ['a', 'b'], nextDate: undefined });
    expect(brokenFields('tindak-lanjut', { ...form, tanggal: '2026-02-30' })).toEqual(['tanggal']);
  });

  it('takes photos for evidence', () => {
    const form = { jenis: 'solved', teks: 'Sudah ditambal.', foto_ada: 'FOTO1' };
    expect(read('jawaban', form)).toMatchObject({ evidence: [], photos: ['FOTO1'] });
    const step = { jenis: 'inspection', teks: 'Diperiksa', langkah_berikut: 'Ditambal', foto_ada: 'FOTO1' };
    expect(read('tindak-lanjut', step)).toMatchObject({ photos: ['FOTO1'], nextDate: undefined });
    expect(fieldOfIssue('jawaban', 'image')).toBe('foto');
  });

  it('sends only what a reclassification changes', () => {
    const same = { jenis: 'complaint', kategori: 'jalan-rusak', teks: 'Alasan' };
    expect(read('klasifikasi', same)).toEqual({
      command: 'reclassify',
      type: undefined,
      category: undefined,
      supervisory: undefined,
      reason: 'Alasan',
    });
    expect(read('klasifikasi', { ...same, kategori: 'trotoar', pengawasan: 'ya' })).toMatchObject({
      category: 'trotoar',
      supervisory: true,
    });
  });

  it('tells a rule of the platform at the field that it is about', () => {
    for (const path of Object.keys(COMMAND_PATHS) as CommandPath[])
      expect(fieldOfIssue(path, 'text'), path).toBe('teks');
    expect(['bodyName', 'contact', 'reference'].map((field) => fieldOfIssue('rujuk', field))).toEqual([
      'lembaga',
      'kontak',
      'rujukan',
    ]);
  });

  it('turns protection round', () => {
    expect(read('perlindungan', {})).toEqual({ command: 'privacy', protected: true });
  });
});
