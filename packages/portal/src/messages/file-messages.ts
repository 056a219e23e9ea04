import type { Message } from '@lapor/kernel';

/** Filing a complaint. The sentences on privacy say what the table "who sees what" says, no more and no less. */
export const fileMessages = {
  title: { id: 'Buat laporan', en: 'File a report' },
  intro: {
    id: 'Hanya dua hal yang wajib: apa yang terjadi, dan di mana atau oleh siapa. Selebihnya boleh kosong.',
    en: 'Only two things are needed: what happened, and where or by whom. You can leave out the rest.',
  },
  what: { id: 'Apa yang terjadi?', en: 'What happened?' },
  type: { id: 'Jenis laporan', en: 'Kind of report' },
  'typeHint.complaint': {
    id: 'Ada yang rusak, salah, atau tidak dilayani.',
    en: 'Something is broken, wrong or not served.',
  },
  'typeHint.information': {
    id: 'Anda ingin tahu sesuatu dari pemerintah.',
    en: 'You want to know something from government.',
  },
  'typeHint.aspiration': { id: 'Usul atau gagasan untuk perbaikan.', en: 'An idea to make things better.' },
  danger: { id: 'Ada bahaya bagi orang sekarang juga', en: 'People are in danger right now' },
  dangerHint: {
    id: 'Laporan naik ke urutan teratas dan ditangani dengan batas dua jam.',
    en: 'The report goes to the top of the list and has a limit of two hours.',
  },
  dangerNow: {
    id: 'Telepon dahulu, baru lapor. Bantuan datang lebih cepat lewat telepon:',
    en: 'Call first, then report. Help comes faster by phone:',
  },
  body: { id: 'Ceritakan', en: 'Tell us' },
  bodyHint: {
    id: 'Apa, sejak kapan, siapa yang terdampak. Tulis seperti bercerita kepada tetangga.',
    en: 'What, since when, who is affected. Write as you would tell a neighbour.',
  },
  headline: { id: 'Judul', en: 'Headline' },
  happenedOn: { id: 'Tanggal kejadian', en: 'Day it happened' },
  where: { id: 'Di mana?', en: 'Where?' },
  area: { id: 'Kelurahan, kecamatan, atau kota', en: 'Village, district or city' },
  areaHint: {
    id: 'Misalnya “Baloi Permai” atau “Kota Batam”. Salah ketik sedikit tidak apa-apa.',
    en: 'For example “Baloi Permai” or “Kota Batam”. Small typing errors are fine.',
  },
  search: { id: 'Cari', en: 'Search' },
  areaSteps: { id: 'Atau pilih bertahap dari provinsi', en: 'Or step by step from the province' },
  areaFound: { id: 'Yang mana?', en: 'Which one?' },
  areaNone: {
    id: 'Tidak ada wilayah dengan nama itu. Coba nama kecamatan atau kotanya.',
    en: 'There is no area of that name. Try the name of the district or city.',
  },
  areaPick: { id: 'Pilih lokasinya dari daftar di bawah.', en: 'Choose the place from the list below.' },
  chosen: { id: 'Terpilih', en: 'Chosen' },
  change: { id: 'Ganti', en: 'Change' },
  narrower: { id: 'Lebih tepat lagi', en: 'More exactly' },
  'level.province': { id: 'Provinsi', en: 'Province' },
  'level.regency': { id: 'Kabupaten atau kota', en: 'Regency or city' },
  'level.district': { id: 'Kecamatan', en: 'District' },
  'level.village': { id: 'Kelurahan atau desa', en: 'Village' },
  choose: { id: '— pilih —', en: '— choose —' },
  next: { id: 'Lanjut', en: 'Next' },
  address: { id: 'Alamat atau patokan', en: 'Address or landmark' },
  addressHint: {
    id: 'Misalnya “depan SDN 3, dekat jembatan”.',
    en: 'For example “in front of the school, near the bridge”.',
  },
  who: { id: 'Siapa yang harus menjawab?', en: 'Who must answer?' },
  unknown: { id: 'Saya tidak tahu', en: "I don't know" },
  unknownHint: {
    id: 'Kami carikan instansi yang berwenang. Tidak ada salah alamat.',
    en: 'We find out who is competent. There is no wrong door.',
  },
  known: { id: 'Saya tahu instansinya', en: 'I know the agency' },
  agency: { id: 'Nama instansi', en: 'Name of the agency' },
  agencyFound: { id: 'Instansi yang mana?', en: 'Which agency?' },
  agencyNone: {
    id: 'Tidak ada instansi dengan nama itu. Coba kata lain, atau pilih “Saya tidak tahu”.',
    en: 'There is no agency of that name. Try other words, or choose “I don’t know”.',
  },
  agencyPick: { id: 'Pilih instansinya dari daftar di bawah.', en: 'Choose the agency from the list below.' },
  category: { id: 'Topik', en: 'Topic' },
  categoryHint: {
    id: 'Membantu laporan lebih cepat sampai. Ragu? Kosongkan.',
    en: 'Helps the report arrive sooner. Not sure? Leave it.',
  },
  categoryNone: { id: 'Belum tahu', en: 'Not sure' },
  privacy: { id: 'Siapa yang boleh melihat?', en: 'Who may see it?' },
  privacyAlways: {
    id: 'Tanpa memilih apa pun: publik melihat jenis, topik, kecamatan, instansi dan keadaan laporan. Isi dan foto dilihat petugas; publik baru melihatnya bila admin melepasnya, dan bagian pribadi dapat disamarkan. Nama Anda dilihat petugas yang menangani, tidak pernah oleh publik. Nomor HP dan e-mail Anda tidak dilihat siapa pun di instansi: mereka menulis kepada Anda lewat layanan ini.',
    en: 'If you choose nothing: the public sees kind, topic, district, agency and how the report stands. Text and photos are seen by officers; the public sees them only if an admin releases them, with private parts blacked out where needed. Your name is seen by the officers in charge, never by the public. Nobody at the agency sees your phone number or e-mail: they write to you through this service.',
  },
  anonymous: { id: 'Anonim', en: 'Anonymous' },
  anonymousHint: {
    id: 'Petugas dan admin juga tidak melihat nama Anda. Nama hanya dapat dibuka dengan alasan tertulis, dan Anda melihat catatannya.',
    en: 'Officers and admins do not see your name either. It can be revealed only with a written reason, and you see the record of it.',
  },
  secret: { id: 'Rahasia', en: 'Secret' },
  secretHint: {
    id: 'Publik hanya melihat keadaan laporan dan batas waktunya. Sekaligus anonim. Hanya Anda yang dapat mematikannya, dan pemberitahuan kepada Anda hanya menyebut nomor dan keadaan.',
    en: 'The public sees only how the report stands and when it is due. Anonymous as well. Only you can switch it off, and notices to you carry nothing but number and status.',
  },
  aboutOfficial: { id: 'Ini tentang orang di kantor itu', en: 'This is about a person in that office' },
  aboutOfficialHint: {
    id: 'Kantor yang dilaporkan tidak melihat apa pun dan tidak tahu ada laporan. Yang menangani inspektorat, atau tingkat di atasnya. Publik tidak melihat apa-apa; laporan hanya ikut dihitung.',
    en: 'The office it is about sees nothing and does not know there is a report. The inspectorate, or the tier above, handles it. The public sees nothing; the report is only counted.',
  },
  contact: { id: 'Agar kami bisa mengabari Anda', en: 'So that we can tell you' },
  name: { id: 'Nama', en: 'Name' },
  phone: { id: 'Nomor HP', en: 'Phone number' },
  email: { id: 'E-mail', en: 'E-mail' },
  noContact: {
    id: 'Tanpa nomor HP atau e-mail, kami tidak bisa mengabari Anda, dan kode akses yang hilang tidak bisa diganti. Simpan nomor laporan dan kodenya baik-baik.',
    en: 'Without a phone number or e-mail we cannot tell you any news, and a lost access code cannot be replaced. Keep the tracking number and the code safe.',
  },
  photosLater: {
    id: 'Foto dapat ditambahkan setelah laporan terkirim, paling banyak lima.',
    en: 'You can add up to five photos once the report is sent.',
  },
  submit: { id: 'Kirim laporan', en: 'Send the report' },
  submitHint: {
    id: 'Anda langsung mendapat nomor laporan dan kode akses.',
    en: 'You get a tracking number and an access code at once.',
  },

  receiptTitle: { id: 'Laporan diterima', en: 'Report received' },
  receiptIntro: {
    id: 'Simpan dua hal ini. Kodenya hanya Anda yang punya: dengan kode itu Anda membaca jawaban, membalas dan menilai.',
    en: 'Keep these two. Only you have the code: with it you read the answer, reply and rate.',
  },
  trackingId: { id: 'Nomor laporan', en: 'Tracking number' },
  accessCode: { id: 'Kode akses', en: 'Access code' },
  save: {
    id: 'Catat, foto layar ini, atau cetak halaman ini sekarang. Kode akses tidak dapat dilihat siapa pun, juga tidak oleh kami.',
    en: 'Write them down, take a screenshot, or print this page now. Nobody can look the code up, not even we.',
  },
  print: { id: 'Cetak', en: 'Print' },
  receiptNext: { id: 'Sekarang', en: 'Now' },
  receiptAgency: { id: 'Laporan Anda ada di {agency}.', en: 'Your report is with {agency}.' },
  receiptTriage: {
    id: 'Admin memeriksa laporan Anda dan meneruskannya ke instansi yang berwenang.',
    en: 'An admin checks your report and passes it to the agency in charge.',
  },
  receiptDue: { id: 'Harus selesai dijawab paling lambat {day}.', en: 'It must be answered by {day}.' },
  receiptDanger: {
    id: 'Ini terbaca sebagai bahaya. Bila belum, telepon sekarang:',
    en: 'This reads like danger. If you have not yet, call now:',
  },
  toTimeline: { id: 'Lihat perjalanan laporan', en: 'See how it goes on' },
  another: { id: 'Buat laporan lain', en: 'File another report' },
  receiptGone: {
    id: 'Kode akses laporan ini tidak tersimpan di perangkat ini.',
    en: 'The access code of this report is not kept on this device.',
  },
} as const satisfies Readonly<Record<string, Message>>;
