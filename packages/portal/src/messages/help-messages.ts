import type { Message } from '@lapor/kernel';

export const helpMessages = {
  title: { id: 'Bantuan', en: 'Help' },
  lead: {
    id: 'Apa yang terjadi dengan laporan Anda, siapa yang melihatnya, dan apa hak Anda.',
    en: 'What happens to your report, who sees it, and what your rights are.',
  },
  statusTitle: { id: 'Arti setiap status', en: 'What each status means' },
  'means.unverified': {
    id: 'Baru masuk. Admin memeriksa dan meneruskannya, batasnya 3 hari kerja.',
    en: 'Just in. An admin checks it and passes it on within 3 working days.',
  },
  'means.assigned': {
    id: 'Sudah ada instansi yang harus menjawab. Tindak lanjut pertama paling lambat 5 hari kerja.',
    en: 'An agency must answer. The first follow-up is due within 5 working days.',
  },
  'means.held': {
    id: 'Petugas mengajukan satu pertanyaan. Jawab dalam 5 hari kerja; jawaban dalam 90 hari menghidupkan laporan lagi.',
    en: 'An officer asked one question. Answer within 5 working days; an answer within 90 days revives the report.',
  },
  'means.returned': {
    id: 'Instansi menyatakan bukan wewenangnya. Tingkat di atasnya memutuskan; waktunya tetap berjalan.',
    en: 'An agency says it is not its authority. The tier above decides; the clock runs on.',
  },
  'means.in_progress': { id: 'Sudah ada langkah nyata.', en: 'A real step has been taken.' },
  'means.answered': {
    id: 'Instansi menjawab. Anda menilai dalam 10 hari kerja.',
    en: 'The agency has answered. You have 10 working days to say whether it is solved.',
  },
  'means.closed': {
    id: 'Selesai. Dapat dibuka lagi dalam 30 hari, paling banyak dua kali.',
    en: 'Closed. Can be reopened within 30 days, at most twice.',
  },
  'means.archived': {
    id: 'Tidak dilanjutkan, dengan alasan. Anda dapat keberatan satu kali; yang memutuskan tingkat di atasnya.',
    en: 'Not continued, with a reason. You may object once; the tier above decides.',
  },
  'means.referred': {
    id: 'Ditangani lembaga lain di luar layanan ini, dengan alamat dan nomor rujukan.',
    en: 'Handled by a body outside this service, with contact and reference.',
  },
  'means.withdrawn': { id: 'Anda mencabutnya.', en: 'You withdrew it.' },
  timesTitle: { id: 'Berapa lama?', en: 'How long does it take?' },
  timesText: {
    id: 'Permintaan informasi dan aspirasi: 5 hari kerja. Pengaduan: 14 hari kerja. Pengaduan berkadar pengawasan: 60 hari kerja. Bahaya: tindak lanjut dalam 2 jam, siang dan malam. Batas ini dihitung sejak Anda melapor dan tidak pernah diulang dari awal.',
    en: 'Information requests and suggestions: 5 working days. Complaints: 14 working days. Complaints with supervisory weight: 60 working days. Danger: a follow-up within 2 hours, day and night. These limits count from when you reported and never start again.',
  },
  privacyTitle: { id: 'Siapa melihat apa', en: 'Who sees what' },
  lostTitle: { id: 'Kode akses hilang', en: 'Lost access code' },
  lostText: {
    id: 'Kode akses tidak disimpan di mana pun, jadi tidak ada yang dapat melihatnya untuk Anda. Status laporan tetap dapat dilihat dengan nomornya, dan Anda selalu dapat membuat laporan baru yang menyebut nomor lama.',
    en: 'The access code is not stored anywhere, so nobody can look it up for you. You can still see how the report stands with its number, and you can always file a new one that mentions the old number.',
  },
  proofTitle: { id: 'Bukti di tangan Anda', en: 'Proof in your hands' },
  proofText: {
    id: 'Setelah melapor Anda dapat menyimpan tanda terima bertanda tangan: bukti kapan laporan masuk dan apa isinya. Siapa pun dapat memeriksanya, juga tanpa layanan ini.',
    en: 'After filing you can save a signed receipt: proof of when the report came in and what it said. Anybody can check it, also without this service.',
  },
  rightsTitle: { id: 'Hak Anda', en: 'Your rights' },
  rightsText: {
    id: 'Identitas Anda disimpan terenkripsi dan terpisah dari isi laporan (UU 27/2022 tentang Pelindungan Data Pribadi). Anda dapat melihatnya dengan kode akses, mengubah pilihan privasi, dan mencabut laporan.',
    en: 'Your identity is stored encrypted and apart from the report (Indonesian Law 27/2022 on personal data protection). With the access code you can see it, change your privacy choices, and withdraw the report.',
  },
} as const satisfies Readonly<Record<string, Message>>;
