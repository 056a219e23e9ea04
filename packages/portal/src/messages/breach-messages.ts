import type { Message } from '@lapor/kernel';

/** Whom a breach concerns: asked, written down, handed out as a file. */
export const breachMessages = {
  title: { id: 'Kebocoran data', en: 'Data breaches' },
  lead: {
    id: 'Siapa yang terdampak bila data keluar, agar dapat diberi tahu dalam 3 × 24 jam (UU 27/2022). Setiap permintaan tercatat dengan alasannya dan tidak dapat dihapus.',
    en: 'Whom it concerns when data got out, so that they can be told within 3 × 24 hours. Each request is written down with its reason, for good.',
  },
  ask: { id: 'Buat daftar', en: 'List' },
  from: { id: 'Laporan masuk sejak', en: 'Reports filed from' },
  to: { id: 'Sampai dengan', en: 'Up to and including' },
  stores: { id: 'Data yang keluar', en: 'What got out' },
  'store.vault': { id: 'Nama dan kontak pelapor', en: 'Names and contacts of reporters' },
  'store.contents': { id: 'Isi laporan dan percakapan', en: 'Words of reports and messages' },
  'store.attachments': { id: 'Foto', en: 'Photos' },
  'store.notices': { id: 'Pemberitahuan yang terkirim', en: 'Notices that were sent' },
  reason: {
    id: 'Apa yang terjadi, dan nomor penanganannya',
    en: 'What happened, and the number it is handled under',
  },
  reasonHint: {
    id: 'Dibaca oleh setiap pelapor yang namanya ada di dalam daftar.',
    en: 'Each reporter who is named in the list reads it.',
  },
  key: { id: 'Kunci publik', en: 'Public key' },
  keyHint: {
    id: 'Milik petugas yang akan memberi tahu para pelapor (JWK, X25519 atau P-256; dibuat dengan “lapor breach keys”). Nama dan kontak hanya dapat dibuka dengan kunci pribadinya. Tanpa kunci: hanya jumlahnya.',
    en: 'Of whoever is to tell the reporters (JWK, X25519 or P-256; made by “lapor breach keys”). Names and contacts open with its private key alone. Without one: numbers only.',
  },
  optional: { id: 'tidak wajib', en: 'optional' },
  format: { id: 'Bentuk berkas', en: 'Kind of file' },
  'format.csv': { id: 'CSV, untuk lembar kerja', en: 'CSV, for a spreadsheet' },
  'format.ndjson': { id: 'JSON per baris', en: 'JSON, line by line' },
  send: { id: 'Catat dan unduh', en: 'Write down and download' },
  past: { id: 'Yang sudah diminta', en: 'What was asked before' },
  none: { id: 'Belum pernah ada.', en: 'Nothing yet.' },
  line: { id: '{moment}: {complaints} laporan', en: '{moment}: {complaints} reports' },
  cutOff: { id: '{moment}: terputus sebelum selesai', en: '{moment}: cut off before its end' },
  mine: { id: 'Diminta oleh Anda', en: 'Asked by you' },
  other: { id: 'Diminta oleh {officer}, {agency}', en: 'Asked by {officer}, {agency}' },
  unknown: {
    id: 'Diminta oleh petugas yang namanya sudah dihapus',
    en: 'Asked by an officer whose name was erased',
  },
  span: { id: 'Laporan dari {from} sampai {to}', en: 'Reports from {from} to {to}' },
  sealed: { id: 'Bernama, untuk kunci {key}', en: 'With names, for the key {key}' },
  counted: { id: 'Hanya jumlah', en: 'Numbers only' },
  people: {
    id: '{identities} dengan nama atau kontak ({withEmail} surel, {withPhone} telepon), {words} dengan isi, {photos} foto, {notices} pemberitahuan',
    en: '{identities} with name or contact ({withEmail} e-mail, {withPhone} phone), {words} with words, {photos} photos, {notices} notices',
  },
  'rule.day': { id: 'Isi tanggal.', en: 'Give a day.' },
  'rule.order': { id: 'Tidak boleh sebelum hari pertama.', en: 'Must not be before the first day.' },
  'rule.stores': { id: 'Pilih paling sedikit satu.', en: 'Choose at least one.' },
  'rule.reason': { id: 'Tulis alasannya.', en: 'Give the reason.' },
  'rule.key': {
    id: 'Bukan kunci publik (JWK X25519 atau P-256). Kunci pribadi jangan pernah dikirim.',
    en: 'This is no public key (JWK of X25519 or P-256). Never send the private one.',
  },
} as const satisfies Readonly<Record<string, Message>>;
