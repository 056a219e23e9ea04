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
  check: { id: 'Periksa', en: 'Check' },
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
    id: 'Tanda terima adalah JWS (RFC 7515, Ed25519) dan dapat diperiksa tanpa sambungan, dengan kunci umum:',
    en: 'The receipt is a JWS (RFC 7515, Ed25519) and can be checked offline with the public keys:',
  },
  proofs: { id: 'Bukti bagi Anda:', en: 'Proofs for you:' },
  receiptFile: { id: 'tanda terima', en: 'receipt' },
  historyFile: { id: 'riwayat', en: 'history' },
  howToCheck: { id: 'cara memeriksa', en: 'how to check' },
  historyText: {
    id: 'Riwayat laporan dirantai, dan setiap malam semua riwayat yang berubah diberi satu tanda tangan. Dengan berkas riwayat-….json siapa pun dapat melihat bahwa tidak ada yang diubah atau diberi tanggal lain:',
    en: 'The history of a report is a chain, and each night one signature is set over all that changed. With the file riwayat-….json anybody can see that nothing was altered or re-dated:',
  },
  download: { id: 'Simpan tanda terima bertanda tangan', en: 'Save the signed receipt' },
  downloadHint: {
    id: 'Bukti bahwa laporan ini masuk hari ini dengan kata-kata Anda. Tidak memuat nama Anda.',
    en: 'Proof that this report came in today with your words. Your name is not in it.',
  },
} as const satisfies Readonly<Record<string, Message>>;
