import type { Message } from '@lapor/kernel';

/** Signed receipts, and checking them. */
export const proofMessages = {
  title: { id: 'Periksa tanda terima', en: 'Check a receipt' },
  lead: {
    id: 'Tanda terima bertanda tangan membuktikan bahwa sebuah laporan masuk pada waktu itu dengan kata-kata itu. Siapa pun boleh memeriksanya.',
    en: 'A signed receipt proves that a report came in at that time with those words. Anybody may check it.',
  },
  receipt: { id: 'Tanda terima', en: 'Receipt' },
  receiptHint: {
    id: 'Isi berkas tanda-terima-….jws yang disimpan setelah melapor.',
    en: 'The content of the file tanda-terima-….jws that was saved after filing.',
  },
  words: { id: 'Bandingkan isi laporan', en: 'Compare the words' },
  headline: { id: 'Judul', en: 'Headline' },
  body: { id: 'Isi laporan', en: 'What was said' },
  bodyHint: {
    id: 'Persis seperti yang dikirim. Tidak disimpan.',
    en: 'Exactly as it was sent. It is not kept.',
  },
  file: { id: 'Berkas tanda terima', en: 'File of the receipt' },
  fileHint: {
    id: 'tanda-terima-….jws. Diperiksa di sini, di perangkat Anda; tidak ada yang dikirim.',
    en: 'tanda-terima-….jws. Checked here, on your device; nothing is sent.',
  },
  ownKey: { id: 'Pakai kunci yang Anda simpan sendiri', en: 'Use a key that you kept' },
  keyFile: { id: 'Berkas kunci', en: 'File of keys' },
  keyFileHint: {
    id: 'jwks.json, paling baik yang disimpan pada hari melapor. Tanpa berkas ini dipakai kunci yang dimuat bersama halaman ini.',
    en: 'jwks.json, best kept since the day of the report. Without it the key that came with this page is used.',
  },
  check: { id: 'Periksa di perangkat ini', en: 'Check on this device' },
  ask: { id: 'Tanyakan kepada server', en: 'Ask the server' },
  askHint: {
    id: 'Jawaban server adalah kata layanan ini sendiri. Siapa yang tidak mau bergantung padanya memeriksa di perangkatnya, dengan skrip di peramban atau perintah di bawah.',
    en: 'What the server answers is the word of this service itself. Who does not want to rely on it checks on their device, by a script in the browser or the command below.',
  },
  cannot: {
    id: 'Peramban ini tidak dapat memeriksa tanda tangan Ed25519, atau halaman ini tidak dibuka lewat https.',
    en: 'This browser cannot check Ed25519 signatures, or this page was not opened by https.',
  },
  byBrowser: {
    id: 'Tanda tangannya dihitung di perangkat Anda, tanpa bertanya kepada server.',
    en: 'The signature was worked out on your device, without asking the server.',
  },
  serverSays: { id: 'Kata server: tanda terima asli', en: 'The server says: the receipt is genuine' },
  number: { id: 'Laporan', en: 'Report' },
  issuer: { id: 'Diterima oleh', en: 'Taken in by' },
  moment: { id: 'Pada', en: 'On' },
  content: { id: 'Sidik isi (SHA-256)', en: 'Digest of the words (SHA-256)' },
  key: { id: 'Ditandatangani dengan kunci', en: 'Signed by the key' },
  keyFromPage: {
    id: 'Kunci itu dimuat bersama halaman ini. Bandingkan dengan yang Anda catat atau simpan dahulu.',
    en: 'That key came with this page. Compare it with the one you noted or kept.',
  },
  keyFromFile: { id: 'Kunci itu ada di berkas Anda.', en: 'That key is in your file.' },
  bad: { id: 'Bukan tanda terima yang asli', en: 'Not a genuine receipt' },
  badShape: { id: 'Teks ini bukan tanda terima.', en: 'This text is no receipt.' },
  badKey: {
    id: 'Tidak ditandatangani dengan salah satu kunci ini.',
    en: 'It was signed by none of these keys.',
  },
  badSignature: {
    id: 'Isinya berbeda dari yang ditandatangani: sudah diubah.',
    en: 'It is not as it was signed: it was changed.',
  },
  badKeyFile: { id: 'Berkas kunci itu tidak terbaca.', en: 'That file of keys cannot be read.' },
  keysTitle: { id: 'Kunci yang diumumkan', en: 'The published keys' },
  keysText: {
    id: 'Sidik kunci (RFC 7638) yang menandatangani tanda terima. Catat atau simpan pada hari Anda melapor:',
    en: 'Fingerprints (RFC 7638) of the keys that sign receipts. Note or keep them on the day you report:',
  },
  missing: { id: 'Tempelkan tanda terimanya.', en: 'Paste the receipt.' },
  refused: {
    id: 'Ini bukan tanda terima dari layanan ini, atau sudah diubah.',
    en: 'This is no receipt of this service, or it was changed.',
  },
  good: { id: 'Tanda terima asli', en: 'The receipt is genuine' },
  goodText: {
    id: 'Laporan {number} diterima oleh {issuer} pada {at}.',
    en: 'Report {number} was taken in by {issuer} on {at}.',
  },
  same: { id: 'Isi laporan sama dengan yang diterima.', en: 'The words are those that were taken in.' },
  other: {
    id: 'Isi laporan yang Anda tempel tidak sama dengan yang diterima.',
    en: 'The words you pasted are not those that were taken in.',
  },
  offlineTitle: { id: 'Tanpa layanan ini', en: 'Without this service' },
  offlineText: {
    id: 'Tanda terima adalah JWS (RFC 7515, Ed25519). Halaman ini pun datang dari layanan ini; dengan program sumber terbuka Lapor siapa pun memeriksanya di komputer sendiri:',
    en: 'The receipt is a JWS (RFC 7515, Ed25519). This page too comes from this service; with the open-source program of Lapor anybody checks it on a computer of their own:',
  },
  proofs: { id: 'Bukti bagi Anda:', en: 'Proofs for you:' },
  receiptFile: { id: 'tanda terima', en: 'receipt' },
  historyFile: { id: 'riwayat', en: 'history' },
  howToCheck: { id: 'cara memeriksa', en: 'how to check' },
  historyText: {
    id: 'Riwayat laporan dirantai, dan setiap malam semua riwayat yang berubah diberi satu tanda tangan. Berkas riwayat-….json memuat jenis, waktu, dan sidik setiap langkah, bukan kata-katanya. Dengannya terlihat apakah sejak ditandatangani ada langkah yang dihapus, diganti, atau diberi tanggal lain; dua malam terakhir belum tentu sudah ditandatangani:',
    en: 'The history of a report is a chain, and each night one signature is set over all that changed. The file riwayat-….json has kind, time and digest of each step, not its words. It shows whether any step was removed, replaced or re-dated since it was signed; the last two nights may have no signature yet:',
  },
  download: { id: 'Simpan tanda terima bertanda tangan', en: 'Save the signed receipt' },
  downloadHint: {
    id: 'Bukti bahwa laporan ini masuk hari ini dengan kata-kata Anda. Tidak memuat nama Anda.',
    en: 'Proof that this report came in today with your words. Your name is not in it.',
  },
} as const satisfies Readonly<Record<string, Message>>;
