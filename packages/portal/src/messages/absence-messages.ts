import type { Message } from '@lapor/kernel';

/** Who is away, and who stands in. */
export const absenceMessages = {
  own: { id: 'Ketidakhadiran Anda', en: 'Your absence' },
  ofOther: { id: 'Ketidakhadiran {name}', en: 'Absence of {name}' },
  lead: {
    id: 'Pada hari-hari ini pemberitahuan dan peringatan batas waktu sampai kepada wakil. Laporannya sendiri tetap dipegang unit.',
    en: 'On these days notices and warnings of limits go to the deputy. The reports themselves stay with the unit.',
  },
  from: { id: 'Dari tanggal', en: 'First day' },
  to: { id: 'Sampai tanggal', en: 'Last day' },
  deputy: { id: 'Wakil', en: 'Deputy' },
  deputyHint: {
    id: 'Petugas unit yang sama, atau admin instansi di atasnya.',
    en: 'Somebody of the same unit, or an admin of one above it.',
  },
  noDeputy: { id: 'Rekan lain di unit', en: 'The others of the unit' },
  reasonHint: {
    id: 'Misalnya “cuti tahunan, surat 7/2026”. Tercatat di riwayat akun; soal kesehatan tidak perlu ditulis.',
    en: 'Such as “annual leave, letter 7/2026”. It is kept in the history of the account; matters of health need not be told.',
  },
  reasonHintOwn: {
    id: 'Boleh dikosongkan. Kalau diisi, admin instansi membacanya di riwayat akun Anda; soal kesehatan tidak perlu ditulis.',
    en: 'May be left empty. If you fill it in, the admins read it in the history of your account; matters of health need not be told.',
  },
  save: { id: 'Simpan', en: 'Save' },
  end: { id: 'Sudah kembali: hapus', en: 'Back again: remove it' },
  saved: { id: 'Ketidakhadiran tersimpan.', en: 'The absence is saved.' },
  ended: { id: 'Ketidakhadiran itu dihapus.', en: 'That absence is removed.' },
  remove: { id: 'Hapus', en: 'Remove' },
  add: { id: 'Tambah hari tidak hadir', en: 'Add days of absence' },
  overlap: {
    id: 'Ketidakhadiran di atas yang harinya bertumpang tindih diganti seluruhnya.',
    en: 'An absence above that has a day in common is replaced as a whole.',
  },
  tooMany: {
    id: 'Paling banyak delapan ketidakhadiran dapat direncanakan. Hapus dulu salah satunya.',
    en: 'At most eight absences are planned ahead. Remove one of them first.',
  },
  manage: { id: 'Ketidakhadiran', en: 'Absence' },
  setUp: {
    id: 'Cuti, dinas, atau sakit: siapa wakil Anda?',
    en: 'On leave, travelling or ill: who stands in?',
  },
  awayUntil: { id: 'Tidak hadir sampai {to}', en: 'Away until {to}' },
  awayFrom: { id: 'Tidak hadir {from} sampai {to}', en: 'Away from {from} to {to}' },
  through: { id: 'wakil: {name}', en: 'deputy: {name}' },
  away: { id: 'Tidak hadir di unit pemegang', en: 'Away at the unit that has it' },
  notADay: { id: 'Pilih tanggal.', en: 'Choose a day.' },
  toWrong: {
    id: 'Hari terakhir tidak sebelum hari pertama, belum lewat, dan paling lama 400 hari kemudian.',
    en: 'The last day is not before the first, not over, and at most 400 days later.',
  },
  deputyWrong: {
    id: 'Orang ini tidak dapat mewakili. Pilih yang lain.',
    en: 'This person cannot stand in. Choose another one.',
  },
} as const satisfies Readonly<Record<string, Message>>;
