import { formatTrackingId } from '@lapor/kernel';

/** What the SMS channel answers, in Indonesian, each within two messages of 160 characters. */
export const SMS_TEXTS = {
  filed: (trackingId: string, accessCode: string) =>
    `Laporan diterima. Nomor ${formatTrackingId(trackingId)}, kode akses ${accessCode}. Simpan keduanya. Ketik nomor itu di depan SMS untuk menambah keterangan.`,
  danger: 'Ada bahaya? Telepon SEKARANG: 112 (darurat), 110 (polisi), 119 (ambulans).',
  solved: (trackingId: string) =>
    `Terima kasih. Laporan ${formatTrackingId(trackingId)} kami tutup sebagai selesai.`,
  notSolved: (trackingId: string) =>
    `Laporan ${formatTrackingId(trackingId)} kami kembalikan ke instansi karena belum selesai.`,
  noted: (trackingId: string) =>
    `Pesan Anda kami tambahkan ke laporan ${formatTrackingId(trackingId)}. Statusnya tidak berubah. Untuk laporan baru, awali dengan LAPOR.`,
  unclear: (trackingId: string) =>
    `Pesan Anda kami tambahkan ke laporan ${formatTrackingId(trackingId)}. Statusnya tidak berubah. Sudah selesai? Balas 1 (selesai) atau 2 (belum). Untuk laporan baru, awali dengan LAPOR.`,
  which: (trackingId: string) =>
    `Laporan Anda yang menunggu jawaban lebih dari satu; pesan Anda kami simpan. Ketik nomornya di depan, misalnya: ${formatTrackingId(trackingId)} 1 (selesai) atau 2 (belum).`,
  replied: (trackingId: string) =>
    `Jawaban Anda untuk laporan ${formatTrackingId(trackingId)} kami teruskan ke petugas.`,
  nothingAnswered: 'Tidak ada laporan Anda yang menunggu penilaian.',
  welcome: 'Terima kasih. Untuk melapor, kirim isi laporan Anda: apa, di mana, dan kapan.',
} as const;
