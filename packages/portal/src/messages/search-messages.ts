import type { Message } from '@lapor/kernel';

/** Finding cases, and doing something with several of them. */
export const searchMessages = {
  search: { id: 'Cari laporan', en: 'Search reports' },
  searchHint: {
    id: 'Kata di laporan, jawaban, atau pesan; tempat, unit, atau nomor laporan.',
    en: 'Words of report, answer, or message; place, unit, or the number of a report.',
  },
  find: { id: 'Cari', en: 'Search' },
  anyStatus: { id: 'Semua, juga yang selesai', en: 'All, finished ones too' },
  searchedFor: { id: '“{words}”', en: '“{words}”' },
  noneFound: {
    id: 'Tidak ada laporan dengan semua kata ini. Yang dicari kata utuh: coba juga bentuk lain (lubang, berlubang), ejaan lain, atau kata yang lebih sedikit.',
    en: 'No report has all of these words. Whole words are searched: try other forms (hole, holes), another spelling, or fewer words.',
  },
  searchedTo: {
    id: 'Belum semuanya: yang dicari baru laporan sejak {day}, yang lebih lama belum.',
    en: 'Not all of it: only reports since {day} have been looked through, older ones not yet.',
  },
  searchNarrower: {
    id: 'Kata-kata ini ada di sangat banyak laporan. Lebih cepat ketemu dengan kata yang lebih khas, misalnya nama jalan atau nomor.',
    en: 'These words are in very many reports. A rarer one, such as a street or a number, finds it sooner.',
  },
  searchOneUnit: {
    id: 'Atau pilih satu unit di “Saring”.',
    en: 'Or choose a single unit under “Filter”.',
  },
  searchOn: { id: 'Cari di laporan yang lebih lama', en: 'Search older reports' },
  wordsNeeded: {
    id: 'Ketik 1 sampai 8 kata yang khas, misalnya nama jalan.',
    en: 'Type 1 to 8 telling words, such as the name of a street.',
  },
  found: { id: 'Ditemukan', en: 'Found' },
  foundSoFar: { id: 'Ditemukan sejauh ini', en: 'Found so far' },
  reports: { id: 'Laporan', en: 'Reports' },
  'matched.place': { id: 'Lokasi', en: 'Place' },
  'matched.agency': { id: 'Pemegang', en: 'Holder' },
  'matched.message': { id: 'Dalam pesan pelapor', en: 'In a message of the reporter' },
  'matched.step': { id: 'Dalam percakapan', en: 'In what was said since' },
  'matched.step.QuestionAsked': { id: 'Dalam pertanyaan', en: 'In a question' },
  'matched.step.QuestionAnswered': { id: 'Dalam balasan pelapor', en: 'In a reply of the reporter' },
  'matched.step.CaseFollowedUp': { id: 'Dalam tindak lanjut', en: 'In a follow-up' },
  'matched.step.CaseAnswered': { id: 'Dalam jawaban', en: 'In an answer' },
  'matched.step.PromiseReported': { id: 'Dalam kabar tentang janji', en: 'In the news of a promise' },
  'matched.step.PromiseKept': { id: 'Dalam tanggapan pelapor', en: 'In a verdict of the reporter' },
  'matched.step.CaseNotSolved': { id: 'Dalam tanggapan pelapor', en: 'In a verdict of the reporter' },
  'matched.step.CaseReopened': { id: 'Dalam tanggapan pelapor', en: 'In a verdict of the reporter' },
  'matched.step.CaseClosed': { id: 'Dalam penilaian pelapor', en: 'In a rating' },
  'matched.step.CaseRated': { id: 'Dalam penilaian pelapor', en: 'In a rating' },
  'matched.step.CaseWithdrawn': { id: 'Dalam pencabutan', en: 'In a withdrawal' },
  'matched.step.CaseArchived': { id: 'Dalam alasan arsip', en: 'In why it was archived' },
  'matched.step.CaseRevived': { id: 'Dalam balasan pelapor', en: 'In a reply of the reporter' },
  'matched.step.CaseReferred': { id: 'Dalam rujukan', en: 'In a referral' },
  'matched.step.CaseReclassified': {
    id: 'Dalam alasan perubahan jenis',
    en: 'In why it was reclassified',
  },
  'matched.step.ReclassificationObjected': { id: 'Dalam keberatan pelapor', en: 'In an objection' },
  'matched.step.ObjectionDecided': { id: 'Dalam putusan keberatan', en: 'In a decision on an objection' },

  saveFilter: { id: 'Simpan saringan ini', en: 'Save this filter' },
  savedFilters: { id: 'Saringan tersimpan', en: 'Saved filters' },
  filterName: { id: 'Nama saringan', en: 'Name of the filter' },
  save: { id: 'Simpan', en: 'Save' },
  removeFilter: { id: 'Hapus saringan {name}', en: 'Remove the filter {name}' },
  filterNotSaved: {
    id: 'Saringan tidak tersimpan: beri nama paling panjang 60 huruf, dan simpan paling banyak 20 saringan.',
    en: 'The filter was not saved: give it a name of at most 60 characters, and keep at most 20 filters.',
  },

  keys: {
    id: 'Papan ketik: / cari, j dan k atau panah untuk berpindah, Enter buka.',
    en: 'Keyboard: / search, j and k or arrows to move, Enter to open.',
  },
  tickKeys: {
    id: 'x pilih, a pilih semua, b ke tindakan bersama.',
    en: 'x to tick, a to tick all, b to what to do with them.',
  },
  caseKeys: {
    id: 'Papan ketik: l langkah berikutnya, j dan k antarlangkah, r riwayat, i kembali ke kotak masuk.',
    en: 'Keyboard: l for the steps, j and k from one to the next, r for the history, i back to the inbox.',
  },
  tickAll: { id: 'Pilih semua di halaman ini', en: 'Tick all on this page' },

  tick: { id: 'Pilih laporan: {title}', en: 'Tick report: {title}' },
  bulk: { id: 'Dengan laporan yang dipilih', en: 'With the ticked reports' },
  bulkUnit: { id: 'Teruskan ke unit', en: 'Pass on to the unit' },
  bulkNote: { id: 'Catatan untuk unit', en: 'Note to the unit' },
  bulkPass: { id: 'Teruskan semua', en: 'Pass all on' },
  bulkTake: { id: 'Tangani sendiri', en: 'Take them on ourselves' },
  bulkNone: { id: 'Pilih dahulu laporannya.', en: 'Tick the reports first.' },
  bulkTooMany: {
    id: 'Paling banyak {count} laporan sekaligus.',
    en: 'At most {count} reports at once.',
  },
  bulkNoUnit: { id: 'Pilih dahulu unitnya.', en: 'Choose the unit first.' },
  bulkTitle: { id: 'Disposisi beberapa laporan', en: 'Assign several reports' },
  bulkDone: { id: '{done} dari {all} laporan didisposisikan.', en: '{done} of {all} reports were assigned.' },
  bulkAlike: {
    id: 'Belum ada yang didisposisikan: {count} laporan yang dipilih mungkin tentang hal yang sama dengan laporan lain. Periksa dahulu, lalu teruskan bila memang berbeda.',
    en: 'Nothing was assigned yet: {count} of the ticked reports may be about the same matter as others. Look first, and go on if they are not.',
  },
  bulkAlikeTitle: { id: 'Mungkin hal yang sama', en: 'Perhaps the same matter' },
  bulkAlso: { id: 'Ikut dipilih', en: 'Ticked too' },
  bulkOne: { id: 'Terdisposisi.', en: 'Assigned.' },
  bulkChosen: { id: 'Laporan yang dipilih', en: 'The ticked reports' },
  backToInbox: { id: 'Kotak masuk', en: 'Inbox' },
  bulkGone: { id: 'Laporan ini tidak ada untuk Anda.', en: 'There is no such report for you.' },
  bulkChanged: {
    id: 'Sudah berubah sejak Anda melihatnya. Buka dan periksa dahulu.',
    en: 'It has changed since you saw it. Open and check it first.',
  },
  bulkIllegal: {
    id: 'Pada keadaannya sekarang tidak dapat didisposisikan ke sana.',
    en: 'As it stands it cannot be assigned there.',
  },
} as const satisfies Readonly<Record<string, Message>>;
