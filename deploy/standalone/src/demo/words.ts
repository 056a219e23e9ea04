/** What units write, by group of categories. Invented, like everything in the demo. */
export interface Phrases {
  readonly checked: readonly [string, ...string[]];
  readonly next: readonly [string, ...string[]];
  readonly done: readonly [string, ...string[]];
  readonly explained: readonly [string, ...string[]];
}

const FIELD_WORK: Phrases = {
  checked: [
    'Regu kami sudah meninjau lokasi dan memotret keadaannya. Kerusakan seperti yang diceritakan.',
    'Pengawas lapangan sudah mengukur di lokasi bersama ketua RT.',
    'Lokasi sudah kami periksa pagi ini; alat dan bahan sedang dihitung.',
  ],
  next: ['Mengirim regu perbaikan', 'Menyiapkan bahan dan alat', 'Memasang pembatas, lalu memperbaiki'],
  done: [
    'Perbaikan rampung kemarin sore; foto sebelum dan sesudah terlampir.',
    'Regu kami sudah memperbaiki dan membersihkan lokasi. Hasilnya diperiksa pengawas.',
    'Pekerjaan tuntas, jalan dan saluran di sekitarnya ikut dirapikan.',
  ],
  explained: [
    'Ruas ini masuk paket perbaikan triwulan depan; jadwal per ruas ada di papan pengumuman kecamatan.',
  ],
};

const SERVICE: Phrases = {
  checked: [
    'Kepala layanan sudah memeriksa catatan antrean hari itu dan menemui petugas yang berjaga.',
    'Berkas Anda sudah kami temukan; ada satu tahap yang tertahan di meja verifikasi.',
  ],
  next: ['Memperbaiki alur antrean', 'Menyelesaikan verifikasi berkas', 'Menambah petugas pada jam sibuk'],
  done: [
    'Berkas sudah selesai dan dapat diambil pada jam kerja; petugas jaga ditambah satu orang.',
    'Jadwal jaga sudah diubah dan diumumkan di pintu masuk. Foto pengumuman terlampir.',
  ],
  explained: [
    'Syaratnya: KTP, kartu keluarga, dan surat pengantar; tanpa biaya. Loket buka Senin–Jumat 08.00–15.00.',
    'Pelayanan ini gratis dan selesai paling lama tiga hari kerja sejak berkas lengkap.',
  ],
};

const ORDER: Phrases = {
  checked: [
    'Patroli sudah mendatangi lokasi dan mencatat keterangan tiga warga.',
    'Tim gabungan sudah memeriksa lokasi semalam dan menegur pengelolanya.',
  ],
  next: ['Menjadwalkan patroli malam', 'Memanggil pengelola untuk klarifikasi'],
  done: [
    'Lokasi sudah ditertibkan; patroli rutin dijadwalkan dua kali sepekan. Berita acara terlampir.',
    'Pengelola sudah menandatangani pernyataan dan memindahkan kegiatannya.',
  ],
  explained: [
    'Kegiatan itu berizin sampai akhir bulan; jam kegiatannya sudah kami batasi sampai pukul 22.00.',
  ],
};

const BY_GROUP: Readonly<Record<string, Phrases>> = {
  jalan: FIELD_WORK,
  air: FIELD_WORK,
  lingkungan: FIELD_WORK,
  'listrik-digital': FIELD_WORK,
  perhubungan: ORDER,
  keamanan: ORDER,
};

export function phrasesFor(group: string | undefined): Phrases {
  return BY_GROUP[group ?? ''] ?? SERVICE;
}

export const QUESTIONS = [
  'Di dekat bangunan atau patokan apa letaknya?',
  'Pada hari dan jam berapa kejadiannya?',
  'Apakah Anda masih menyimpan nomor berkas atau tanda terimanya?',
] as const;

export const REPLIES = [
  'Di seberang masjid, kira-kira seratus meter dari simpang.',
  'Senin pagi sekitar pukul sembilan.',
  'Masih, nomornya ada di foto yang saya simpan.',
] as const;

export const NOT_SOLVED = [
  'Baru sebagian yang dikerjakan, sisi kirinya masih sama.',
  'Dua hari kemudian kembali seperti semula.',
] as const;

export const REOPENED = [
  'Sesudah hujan kemarin rusak lagi di tempat yang sama.',
  'Ternyata terulang lagi pekan ini.',
] as const;

export const WITHDRAWN = ['Sudah selesai dengan sendirinya.', 'Saya urus langsung ke kantornya.'] as const;

export const MESSAGES = [
  'Terima kasih sudah ditanggapi.',
  'Mohon dikabari bila regu akan datang.',
  'Kondisinya makin parah sejak pagi.',
] as const;

export const RETURNS = [
  'Aset ini tidak tercatat pada kami; menurut peta aset milik instansi lain.',
  'Kewenangan izinnya berada pada instansi lain sesuai pembagian urusan.',
] as const;

export const OUTSIDE = [
  { bodyName: 'PT PLN Batam', contact: '123, layanan pelanggan PLN Batam' },
  { bodyName: 'Polresta Barelang', contact: '110, SPKT Polresta Barelang' },
  { bodyName: 'Ombudsman RI Perwakilan Kepulauan Riau', contact: '137' },
] as const;

export const NAMES = [
  'Siti Rahmawati',
  'Budi Hartono',
  'Maria Simbolon',
  'Andi Saputra',
  'Nurhayati',
  'Lim Mei Ling',
  'Yohanes Tarigan',
  'Dewi Anggraeni',
  'Rizal Hakim',
  'Fransiska Sihombing',
  'Suparman',
  'Ayu Kartika',
  'Hendrik Manalu',
  'Zulkifli',
  'Tuti Alawiyah',
  'Agnes Br. Ginting',
] as const;
