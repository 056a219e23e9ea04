import type { Message } from '@lapor/kernel';

export const homeMessages = {
  title: { id: 'Sekali lapor, sampai ke yang berwenang', en: 'Say it once. It reaches whoever must answer' },
  hero: { id: 'Sekali lapor, sampai ke yang berwenang.', en: 'Say it once. It reaches whoever must answer.' },
  lead: {
    id: 'Jalan berlubang, pungutan liar, puskesmas tanpa petugas, sebuah gagasan atau pertanyaan. Anda tidak perlu tahu kantornya. Kami carikan, kami jaga waktunya, dan Anda melihat setiap langkahnya.',
    en: 'A pothole, a bribe, a clinic without staff, an idea or a question. You need not know the office. We find it, we watch the clock, and you see every step.',
  },
  file: { id: 'Buat laporan', en: 'File a report' },
  fileText: { id: 'Tiga menit, tanpa akun.', en: 'Three minutes, no account.' },
  track: { id: 'Lacak laporan', en: 'Track a report' },
  trackText: { id: 'Dengan nomor laporan.', en: 'With the tracking number.' },
  emergencyTitle: { id: 'Ada yang dalam bahaya? Telepon dahulu.', en: 'Is somebody in danger? Call first.' },
  howTitle: { id: 'Begini jalannya', en: 'How it goes' },
  how1: { id: 'Anda bercerita', en: 'You tell us' },
  how1Text: {
    id: 'Nama boleh kosong. Anda langsung mendapat nomor dan kode.',
    en: 'No name needed. You get a number and a code at once.',
  },
  how2: { id: 'Sampai ke yang berwenang', en: 'It reaches whoever is in charge' },
  how2Text: {
    id: 'Salah alamat? Laporan naik ke atas dan dicarikan yang tepat; waktunya tetap berjalan.',
    en: 'Wrong office? It goes up and the right one is found; the clock runs on.',
  },
  how3: { id: 'Ditindaklanjuti', en: 'It is followed up' },
  how3Text: {
    id: 'Dengan langkah dan tanggal yang nyata. “Sudah kami terima” tidak dihitung.',
    en: 'With a concrete step and date. “We have received it” does not count.',
  },
  how4: { id: 'Anda yang memutuskan', en: 'You decide' },
  how4Text: {
    id: 'Selesai atau belum: itu kata Anda, bukan kata kantor.',
    en: 'Solved or not: that is yours to say, not the office’s.',
  },
  figuresTitle: { id: 'Tahun ini', en: 'This year' },
  figuresReceived: { id: 'laporan diterima', en: 'reports received' },
  figuresFollowed: { id: 'ditindaklanjuti', en: 'followed up' },
  figuresDays: { id: 'hari sampai tindak lanjut pertama', en: 'days to the first follow-up' },
  figuresWaiting: { id: 'masih menunggu', en: 'still waiting' },
  figuresMore: { id: 'Kinerja setiap instansi', en: 'Figures of every agency' },
  figuresNone: { id: 'Belum ada laporan tahun ini.', en: 'No reports yet this year.' },
  otherWays: { id: 'Cara lain', en: 'Other ways' },
  otherWaysText: {
    id: 'Loket, kotak saran, SMS, atau aplikasi lain: laporan dari mana pun masuk ke tempat yang sama dan mendapat nomor yang sama sahnya.',
    en: 'A counter, a suggestion box, a text message, or another app: from wherever it comes, it ends up in the same place, with a number as good as any.',
  },
} as const satisfies Readonly<Record<string, Message>>;
