import type { Message } from '@lapor/kernel';

/** A reporter's rights over what is kept of them. */
export const ownDataMessages = {
  fold: { id: 'Data Anda', en: 'Your data' },
  'kept.whole': {
    id: 'Nama dan kontak Anda, bila ada, disimpan terenkripsi dan terpisah dari laporan.',
    en: 'Your name and contact, if you gave any, are kept encrypted and apart from the report.',
  },
  'kept.identity': {
    id: 'Nama dan kontak Anda sudah dihapus. Kabar tidak dapat dikirim lagi; lihat di halaman ini.',
    en: 'Your name and contact were erased. You can no longer be notified; look here instead.',
  },
  'kept.anonymised': {
    id: 'Masa simpan laporan ini sudah berakhir: nama, kontak, isi laporan, foto, pesan, dan jawaban sudah dihapus. Yang tersisa hanya urutan kejadian tanpa kata-kata.',
    en: 'The time for keeping this report is over: name, contact, words, photos, messages and answers were erased. What is left is the order of events, without words.',
  },
  'kept.held': {
    id: 'Data laporan ini ditahan karena alasan hukum dan belum dapat dihapus.',
    en: 'The data of this report are on legal hold and cannot be erased yet.',
  },
  'kept.all': {
    id: 'Nama, kontak, isi laporan, foto, pesan, dan jawaban sudah dihapus. Yang tersisa hanya urutan kejadian tanpa kata-kata.',
    en: 'Name, contact, words, photos, messages and answers were erased. What is left is the order of events, without words.',
  },
  download: { id: 'Unduh semua data saya (JSON)', en: 'Download all my data (JSON)' },
  erase: { id: 'Hapus data saya…', en: 'Erase my data…' },
  eraseTitle: { id: 'Hapus data saya', en: 'Erase my data' },
  forGood: {
    id: 'Penghapusan tidak dapat dibatalkan oleh siapa pun. Unduh dahulu bila masih perlu.',
    en: 'Erasing cannot be undone by anybody. Download first what you still need.',
  },
  stays: {
    id: 'Yang tetap ada: nomor laporan, status, tanggal, dan instansi, tanpa nama dan tanpa kata-kata, supaya angka kinerja tetap benar.',
    en: 'What stays: number, status, dates and agency, without name and without words, so that the figures stay true.',
  },
  what: { id: 'Apa yang dihapus?', en: 'What shall be erased?' },
  'scope.identity': { id: 'Nama dan kontak', en: 'Name and contact' },
  'scopeHint.identity': {
    id: 'Instansi tetap menangani laporan, tetapi tidak dapat mengabari Anda.',
    en: 'The agency goes on with the report, but cannot notify you.',
  },
  'scope.all': { id: 'Semuanya', en: 'Everything' },
  'scopeHint.all': {
    id: 'Juga isi laporan, foto, pesan, dan jawaban instansi.',
    en: 'Also the words, photos, messages and the agency’s answers.',
  },
  choose: { id: 'Pilih apa yang dihapus.', en: 'Choose what to erase.' },
  open: {
    id: 'Isi laporan baru dapat dihapus setelah laporan selesai. Cabut dahulu laporannya bila tidak perlu ditangani lagi.',
    en: 'The words can be erased only once the report is finished. Withdraw it first if it need not be handled any more.',
  },
  eraseNow: { id: 'Hapus sekarang', en: 'Erase now' },
  held: {
    id: 'Data laporan ini ditahan karena alasan hukum, misalnya untuk perkara yang berjalan. Coba lagi setelah penahanannya diakhiri.',
    en: 'The data of this report are on legal hold, for a case before a court for example. Try again when the hold has ended.',
  },
  anonymised: {
    id: 'Masa simpan laporan ini sudah berakhir: isinya dihapus. Urutan kejadian dan angka tetap.',
    en: 'The time for keeping this report is over: its words were erased. The order of events and the figures stay.',
  },
  erasedForOfficers: {
    id: 'Pelapor menghapus isi laporan ini. Urutan kejadian dan angka tetap.',
    en: 'The reporter erased the words of this report. The order of events and the figures stay.',
  },
} as const satisfies Readonly<Record<string, Message>>;
