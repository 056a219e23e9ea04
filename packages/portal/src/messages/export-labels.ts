import type { Message } from '@lapor/kernel';

/** What each part of an export is: the file is read by people too, in either language. */
export const exportLabels = {
  exportedAt: { id: 'Waktu pengunduhan', en: 'When it was downloaded' },
  contact: {
    id: 'Nama dan kontak Anda, disimpan terenkripsi dan terpisah',
    en: 'Your name and contact, kept encrypted and apart',
  },
  complaint: {
    id: 'Laporan: isi yang Anda tulis, pesan, setiap langkah, jawaban, pilihan privasi',
    en: 'The report: what you wrote, messages, every step, answers, choices of privacy',
  },
  attachments: {
    id: 'Foto, dengan alamatnya di layanan ini',
    en: 'Photos, each with its address at this service',
  },
  reveals: {
    id: 'Siapa yang melihat identitas Anda, untuk apa, dan alasannya',
    en: 'Who looked at your identity, what for, and why',
  },
  notices: {
    id: 'Kabar yang dikirim kepada Anda; isinya tidak disimpan',
    en: 'What you were notified of; the texts are not kept',
  },
  receipt: { id: 'Tanda terima bertanda tangan', en: 'The signed receipt' },
  kept: { id: 'Penyimpanan: dihapus, ditahan, atau disimpan', en: 'Keeping: erased, on hold, or kept' },
} as const satisfies Readonly<Record<string, Message>>;
