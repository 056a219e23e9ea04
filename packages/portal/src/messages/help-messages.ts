import type { Message } from '@lapor/kernel';

export const helpMessages = {
  title: { id: 'Bantuan', en: 'Help' },
  lead: {
    id: 'Apa yang terjadi dengan laporan Anda, siapa yang melihatnya, dan apa hak Anda.',
    en: 'What happens to your report, who sees it, and what your rights are.',
  },
  statusTitle: { id: 'Arti setiap status', en: 'What each status means' },
  'means.unverified': {
    id: 'Baru masuk. Admin memeriksa dan meneruskannya.',
    en: 'Just in. An admin checks it and passes it on.',
  },
  'means.assigned': {
    id: 'Sudah ada instansi yang harus menjawab.',
    en: 'An agency must answer.',
  },
  'means.held': {
    id: 'Petugas mengajukan satu pertanyaan dan menunggu jawaban Anda.',
    en: 'An officer asked one question and waits for your answer.',
  },
  'means.returned': {
    id: 'Instansi menyatakan bukan wewenangnya. Tingkat di atasnya memutuskan; waktunya tetap berjalan.',
    en: 'An agency says it is not its authority. The tier above decides; the clock runs on.',
  },
  'means.in_progress': { id: 'Sudah ada langkah nyata.', en: 'A real step has been taken.' },
  'means.answered': {
    id: 'Instansi menjawab. Anda yang menilai: sudah selesai, atau belum.',
    en: 'The agency has answered. You say whether it is solved.',
  },
  'means.closed': { id: 'Selesai.', en: 'Closed.' },
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
  'limit.unverified': {
    id: 'Batasnya {verificationDays} hari kerja.',
    en: 'The limit is {verificationDays} working days.',
  },
  'limit.assigned': {
    id: 'Tindak lanjut pertama paling lambat {responseDays} hari kerja.',
    en: 'The first follow-up is due within {responseDays} working days.',
  },
  'limit.held': {
    id: 'Jawab dalam {silenceDays} hari kerja; sesudah diarsipkan, jawaban dalam {reviveWithinDays} hari menghidupkan laporan lagi.',
    en: 'Answer within {silenceDays} working days; once archived, an answer within {reviveWithinDays} days revives the report.',
  },
  'limit.answered': {
    id: 'Tanpa kabar, laporan ditutup setelah {replyDays} hari kerja.',
    en: 'Without word the report is closed after {replyDays} working days.',
  },
  'limit.closed': {
    id: 'Dapat dibuka lagi dalam {reopenWithinDays} hari, paling banyak {reopenAtMost} kali.',
    en: 'Can be reopened within {reopenWithinDays} days, {reopenAtMost}× at most.',
  },
  timesText: {
    id: 'Permintaan informasi: {informationDays} hari kerja. Aspirasi: {aspirationDays} hari kerja. Pengaduan: {complaintDays} hari kerja. Pengaduan berkadar pengawasan: {supervisoryDays} hari kerja. Bahaya: tindak lanjut dalam {urgentHours} jam, siang dan malam.',
    en: 'Information requests: {informationDays} working days. Suggestions: {aspirationDays} working days. Complaints: {complaintDays} working days. Complaints with supervisory weight: {supervisoryDays} working days. Danger: a follow-up within {urgentHours} hours, day and night.',
  },
  timesFrom: {
    id: 'Batas ini dihitung sejak Anda melapor dan tidak pernah diulang dari awal. Batas laporan Anda sendiri ada di halamannya.',
    en: 'These limits count from when you reported and never start again. Those of your own report are on its page.',
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
