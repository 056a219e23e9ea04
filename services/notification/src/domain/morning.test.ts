import { describe, expect, it } from 'vitest';
import { mostPressing, renderMorning, valuesOf } from './morning.ts';

const CONTEXT = {
  language: 'id',
  agency: 'Dinas Bina Marga',
  now: new Date('2026-03-03T01:00:00Z'),
  publicUrl: 'https://lapor.example',
  say: (at: Date) => at.toISOString().slice(0, 10),
} as const;
const CASES = [
  { caseId: '7K3M9Q2TXA', danger: true, clock: 'urgent', dueAt: new Date('2026-03-02T01:00:00Z') },
  { caseId: '7K3M9Q2TXB', danger: false, clock: 'response', dueAt: new Date('2026-03-04T09:00:00Z') },
  { caseId: '7K3M9Q2TXC', danger: false, clock: '', dueAt: undefined },
  { caseId: '7K3M9Q2TXD', danger: false, clock: '', dueAt: undefined },
];

describe('the morning message', () => {
  it('has three cases, each with its limit and its link, and the way out', () => {
    const { subject, text } = renderMorning(valuesOf(CASES), CONTEXT);
    expect(subject).toBe('Dinas Bina Marga: yang paling mendesak pagi ini');
    expect(text.split('\n\n')).toEqual([
      'Selamat pagi. Ini yang paling mendesak dari yang menunggu Anda:',
      '1. DARURAT 7K3M-9Q2-TXA, penanganan darurat: terlambat sejak 2026-03-02\n   https://lapor.example/petugas/laporan/7K3M9Q2TXA',
      '2. 7K3M-9Q2-TXB, tindak lanjut pertama: paling lambat 2026-03-04\n   https://lapor.example/petugas/laporan/7K3M9Q2TXB',
      '3. 7K3M-9Q2-TXC\n   https://lapor.example/petugas/laporan/7K3M9Q2TXC',
      'Semua laporan: https://lapor.example/petugas',
      'Tidak mau menerima pesan pagi ini lagi? Matikan di https://lapor.example/petugas/keamanan',
    ]);
  });

  it('is in English for those who read English', () => {
    const { text } = renderMorning(valuesOf(CASES.slice(1, 2)), { ...CONTEXT, language: 'en' });
    expect(text).toContain('the first follow-up: by 2026-03-04');
    expect(text).not.toContain('2. ');
  });

  it('names the day of a next step that is over, before what is not late yet', () => {
    const [danger, soon, ...others] = CASES;
    const missed = { ...CASES[2], caseId: '7K3M9Q2TXE', clock: '', dueAt: undefined, danger: false } as const;
    const step = { ...missed, nextStepMissed: '2026-03-02' };
    const cases = [danger, soon, ...others, step].filter((each) => each !== undefined);
    const ranked = mostPressing(cases, CONTEXT.now);
    expect(ranked.map(({ caseId }) => caseId.at(-1)).join('')).toBe('AEBCD');
    const { text } = renderMorning(valuesOf(ranked), CONTEXT);
    expect(text).toContain('2. 7K3M-9Q2-TXE; langkah berikutnya dijadwalkan 2 Mar 2026, belum ada kabar');
  });
});
