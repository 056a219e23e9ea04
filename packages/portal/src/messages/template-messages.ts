import type { Message } from '@lapor/kernel';

/** Words to begin an answer with. */
export const templateMessages = {
  template: { id: 'Contoh kalimat', en: 'Template' },
  templateHint: {
    id: 'Hanya awal: sesuaikan dengan laporan ini. Bila dipakai apa adanya pada terlalu banyak laporan, jawaban ditandai bagi semua yang membacanya.',
    en: 'Only a beginning: fit it to this report. Used as it is on too many reports, the answer is flagged for all who read it.',
  },
  choose: { id: 'Pilih …', en: 'Choose …' },
  'choose.empty': { id: 'Pilih contohnya dulu.', en: 'Choose one first.' },
  option: { id: '{name} ({agency})', en: '{name} ({agency})' },
  use: { id: 'Pakai', en: 'Use' },
  title: { id: 'Contoh kalimat', en: 'Templates' },
  lead: {
    id: 'Awal jawaban dan tindak lanjut bagi petugas di sini dan di semua unit di bawahnya.',
    en: 'Beginnings of answers and follow-ups for the officers here and in all units below.',
  },
  own: { id: 'Milik {agency}', en: 'Of {agency}' },
  none: { id: 'Belum ada.', en: 'There are none yet.' },
  inherited: { id: 'Dari instansi di atasnya', en: 'From agencies above' },
  new: { id: 'Contoh baru', en: 'New template' },
  name: { id: 'Nama', en: 'Name' },
  nameHint: { id: 'Dengan nama ini petugas memilihnya.', en: 'Officers choose it by this.' },
  text: { id: 'Kalimat', en: 'Words' },
  textHint: {
    id: '{code} diganti kode laporan, {agency} nama unit yang menangani, {day} tanggal hari itu.',
    en: '{code} becomes the id of the report, {agency} the unit that has it, {day} the day.',
  },
  reasonHint: {
    id: 'Singkat saja, misalnya “disesuaikan dengan Perwali 7/2026”. Untuk menghapus pun perlu.',
    en: 'A few words, such as “follows regulation 7/2026”. It is needed for removing too.',
  },
  history: { id: 'Riwayat', en: 'History' },
  'what.added': { id: '{name}: dibuat', en: '{name}: added' },
  'what.changed': { id: '{name}: diubah', en: '{name}: changed' },
  'what.removed': { id: '{name}: dihapus', en: '{name}: removed' },
  send: { id: 'Simpan', en: 'Save' },
  remove: { id: 'Hapus', en: 'Remove' },
  saved: { id: 'Tersimpan.', en: 'Saved.' },
  removed: { id: 'Dihapus.', en: 'Removed.' },
  'rule.empty': { id: 'Harus diisi.', en: 'This must be filled in.' },
  'rule.name': { id: 'Isi, paling banyak 80 huruf.', en: 'Fill it in, with 80 characters at most.' },
  'rule.text': {
    id: 'Isi, paling banyak 5.000 huruf; di dalam kurung kurawal hanya kode, instansi, atau tanggal.',
    en: 'Fill it in, with 5,000 characters at most; in braces only kode, instansi or tanggal.',
  },
  tooMany: {
    id: 'Sudah ada seratus contoh. Hapus yang tidak dipakai lagi.',
    en: 'There are a hundred already. Remove those that are not used any more.',
  },
} as const satisfies Readonly<Record<string, Message>>;
