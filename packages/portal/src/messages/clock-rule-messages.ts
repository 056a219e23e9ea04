import type { Message } from '@lapor/kernel';

/** Holidays and limits, for the national admin. */
export const clockRuleMessages = {
  title: { id: 'Kalender dan batas waktu', en: 'Calendar and limits' },
  lead: {
    id: 'Hari libur dan batas waktu adalah data. Perubahan hari libur menghitung ulang semua batas waktu yang masih berjalan.',
    en: 'Holidays and limits are data. A change of holidays counts all limits anew that still run.',
  },
  years: { id: 'Tahun yang sudah diisi', en: 'Years that are entered' },
  yearLine: { id: '{year}: {count} hari libur', en: '{year}: {count} days off' },
  none: { id: 'Belum ada yang diisi di sini.', en: 'Nothing is entered here yet.' },
  holiday: { id: 'libur nasional', en: 'holiday' },
  collective_leave: { id: 'cuti bersama', en: 'collective leave' },
  enter: { id: 'Isi satu tahun', en: 'Enter a year' },
  area: { id: 'Kode provinsi', en: 'Code of a province' },
  areaHint: {
    id: 'Kosong untuk seluruh negeri; 21 untuk Kepulauan Riau.',
    en: 'Empty for the whole nation; 21 for the Riau Islands.',
  },
  year: { id: 'Tahun', en: 'Year' },
  days: { id: 'Hari libur', en: 'Days off' },
  daysHint: {
    id: 'Satu hari per baris: 2027-01-01,holiday atau 2027-02-08,collective_leave. Menggantikan seluruh tahun itu.',
    en: 'A day per line: 2027-01-01,holiday or 2027-02-08,collective_leave. Replaces the whole year.',
  },
  reason: { id: 'Alasan', en: 'Reason' },
  reasonHint: { id: 'Keputusan yang menjadi dasarnya.', en: 'The decree it rests on.' },
  send: { id: 'Simpan', en: 'Save' },
  saved: {
    id: 'Tersimpan. Batas waktu yang berjalan sedang dihitung ulang.',
    en: 'Saved. Running limits are being counted anew.',
  },
  'refused.at': { id: 'Hari ke-{place}: {text}', en: 'Day {place}: {text}' },
  'refused.outside': { id: '{day} tidak termasuk tahun {year}.', en: '{day} is not in {year}.' },
  'refused.twice': { id: '{day} tertulis dua kali.', en: '{day} stands there twice.' },
  'refused.day': { id: 'tulis tanggal sebagai 2027-01-31.', en: 'write a day as 2027-01-31.' },
  'refused.kind': {
    id: 'jenisnya holiday atau collective_leave.',
    en: 'its kind is holiday or collective_leave.',
  },
  'refused.columns': { id: 'isinya tanggal dan jenis saja.', en: 'it has a day and a kind, no more.' },
  'refused.year': { id: 'Tahun antara {first} dan {last}.', en: 'A year from {first} to {last}.' },
  'refused.empty': { id: 'Harus diisi.', en: 'This must be filled in.' },
  'refused.long': { id: 'Paling banyak {most} huruf.', en: 'At most {most} characters.' },
  changes: { id: 'Perubahan', en: 'Changes' },
  policies: { id: 'Batas waktu', en: 'Limits' },
  policyLine: {
    id: '{version}, berlaku mulai {from}: tindak lanjut {response}, pengaduan {complaint}, verifikasi {verification} hari kerja; darurat {urgent} jam.',
    en: '{version}, from {from}: follow-up {response}, complaint {complaint}, verification {verification} working days; urgent {urgent} hours.',
  },
  keptLine: {
    id: 'Nama dan isi laporan disimpan, sejak laporan berakhir: selesai {closed}, diarsipkan {archived}, dirujuk {referred}, dicabut {withdrawn} tahun.',
    en: 'Names and words are kept, from when a report ends: closed {closed}, archived {archived}, referred {referred}, withdrawn {withdrawn} years.',
  },
} as const satisfies Readonly<Record<string, Message>>;
