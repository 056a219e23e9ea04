import type { Message } from '@lapor/kernel';

/** What went wrong, in words that say what to do. */
export const errorMessages = {
  'title.invalid': { id: 'Isian belum lengkap', en: 'The form is not complete' },
  'text.invalid': {
    id: 'Ada isian yang tidak sesuai. Kembali ke halaman sebelumnya dan periksa.',
    en: 'Something in the form is not right. Go back and check it.',
  },
  'title.unauthenticated': { id: 'Silakan masuk dahulu', en: 'Please log in first' },
  'text.unauthenticated': {
    id: 'Sesi Anda berakhir atau kodenya tidak cocok.',
    en: 'Your session is over, or the code does not match.',
  },
  'title.forbidden': { id: 'Bukan wewenang Anda', en: 'This is not yours to do' },
  'text.forbidden': {
    id: 'Akun Anda tidak boleh melakukan ini. Hubungi admin instansi Anda bila keliru.',
    en: 'Your account may not do this. Ask the admin of your agency if that is wrong.',
  },
  'title.not_found': { id: 'Tidak ditemukan', en: 'Not found' },
  'text.not_found': {
    id: 'Halaman atau laporan ini tidak ada. Periksa lagi nomornya: 10 huruf dan angka, misalnya 7K3M-9Q2-TXA.',
    en: 'There is no such page or report. Check the number: 10 letters and digits, like 7K3M-9Q2-TXA.',
  },
  'title.conflict': { id: 'Orang lain lebih dahulu', en: 'Somebody else was faster' },
  'text.conflict': {
    id: 'Laporan ini baru saja diubah. Yang Anda tulis masih ada; periksa yang terbaru lalu kirim lagi.',
    en: 'This report has just changed. What you wrote is still there; check how it stands now and send it again.',
  },
  'title.illegal': { id: 'Belum atau tidak lagi bisa', en: 'Not possible now' },
  'text.illegal': {
    id: 'Langkah ini tidak bisa dilakukan pada status laporan sekarang. Yang bisa dilakukan ada di bawah.',
    en: 'This step is not possible as the report stands now. What is possible is shown below.',
  },
  'title.unprocessable': { id: 'Tidak dapat diproses', en: 'Cannot be processed' },
  'text.unprocessable': {
    id: 'Kiriman ini tidak dapat diproses. Muat ulang halaman dan coba sekali lagi.',
    en: 'This could not be processed. Reload the page and try once more.',
  },
  'title.too_large': { id: 'Terlalu besar', en: 'Too large' },
  'text.too_large': {
    id: 'Berkas atau teksnya terlalu besar. Foto paling besar 10 MB.',
    en: 'The file or text is too large. Photos can have at most 10 MB.',
  },
  'title.unsupported': { id: 'Jenis berkas tidak dikenal', en: 'Unknown kind of file' },
  'text.unsupported': {
    id: 'Kirim foto sebagai JPEG, PNG, WebP, HEIC atau AVIF.',
    en: 'Send photos as JPEG, PNG, WebP, HEIC or AVIF.',
  },
  'title.rate_limited': { id: 'Terlalu banyak percobaan', en: 'Too many tries' },
  'text.rate_limited': {
    id: 'Tunggu sebentar lalu coba lagi. Dalam keadaan darurat telepon 112.',
    en: 'Wait a little and try again. In an emergency call 112.',
  },
  'title.unavailable': { id: 'Sedang ada gangguan', en: 'A part is down' },
  'text.unavailable': {
    id: 'Sebagian layanan sedang tidak dapat dihubungi. Coba lagi sebentar lagi.',
    en: 'A part of the service cannot be reached. Please try again in a moment.',
  },
  'title.timeout': { id: 'Terlalu lama', en: 'It took too long' },
  'text.timeout': {
    id: 'Jawabannya terlalu lama. Coba lagi sebentar lagi.',
    en: 'The answer took too long. Please try again in a moment.',
  },
  'title.internal': { id: 'Ada yang salah pada kami', en: 'Something went wrong on our side' },
  'text.internal': {
    id: 'Kesalahan ini sudah kami catat. Coba lagi sebentar lagi.',
    en: 'We have taken note of the error. Please try again in a moment.',
  },
  foreignForm: {
    id: 'Formulir ini tidak dikirim dari situs ini, atau halamannya sudah terlalu lama terbuka. Buka halamannya sekali lagi.',
    en: 'This form was not sent from this site, or the page was open for too long. Please open the page again.',
  },
  retryAfter: { id: 'Coba lagi dalam {minutes} menit.', en: 'Try again in {minutes} minutes.' },
  toHome: { id: 'Ke beranda', en: 'To the start' },
  toTrack: { id: 'Lacak laporan', en: 'Track a report' },
  toSignIn: { id: 'Masuk', en: 'Log in' },
  toInbox: { id: 'Ke kotak masuk', en: 'To the inbox' },

  'field.body': { id: 'Tuliskan apa yang terjadi.', en: 'Write what happened.' },
  'field.area': {
    id: 'Pilih lokasi kejadian, atau pilih instansinya di bawah.',
    en: 'Choose where it happened, or choose the agency below.',
  },
  'field.agency': { id: 'Pilih instansi dari daftar.', en: 'Choose an agency from the list.' },
  'field.category': { id: 'Pilih topik dari daftar.', en: 'Choose a topic from the list.' },
  'field.reporter.phone': {
    id: 'Tulis nomor HP seperti 0812-3456-7890.',
    en: 'Write the phone number like 0812-3456-7890.',
  },
  'field.reporter.email': {
    id: 'Tulis alamat e-mail seperti nama@contoh.id.',
    en: 'Write the e-mail address like name@example.org.',
  },
  'field.occurredAt': {
    id: 'Tanggalnya tidak boleh di masa depan.',
    en: 'The day must not be in the future.',
  },
  'field.tooLong': { id: 'Paling banyak {most} huruf.', en: 'At most {most} characters.' },
  'field.empty': { id: 'Tidak boleh kosong.', en: 'Must not be empty.' },
  'field.nameAlone': {
    id: 'Tulis namanya saja; telepon dan alamat di isian kontak.',
    en: 'The name alone; phone and address go into the contact.',
  },
  'field.date': { id: 'Pilih tanggal, mulai hari ini.', en: 'Choose a day from today on.' },
  'field.dateOver': {
    id: 'Jam kerja hari itu sudah lewat: pilih hari sesudahnya.',
    en: 'Office hours of that day are over: choose a later day.',
  },
  'field.dateTooFar': { id: 'Tanggalnya terlalu jauh ({rule}).', en: 'The day is too far away ({rule}).' },
  'field.substance': {
    id: 'Ucapan terima kasih saja belum menjawab. Tulis apa yang dikerjakan atau ditemukan.',
    en: 'A bare acknowledgement does not count. Say what was done or found.',
  },
  'field.nextStep': { id: 'Sebutkan langkah berikutnya yang nyata.', en: 'Name the next concrete step.' },
  'field.nextDate': {
    id: 'Isi tanggal langkah berikutnya, atau sertakan bukti.',
    en: 'Give a date for the next step, or evidence.',
  },
  'field.photoLarge': { id: 'Sebuah foto lebih dari 10 MB.', en: 'A photo is larger than 10 MB.' },
  'field.photosMany': { id: 'Paling banyak lima foto sekali kirim.', en: 'At most five photos at a time.' },
  'field.photosFull': {
    id: 'Paling banyak lima foto sekali kirim dan dua puluh per laporan.',
    en: 'At most five photos at a time, and twenty per report.',
  },
  'field.photoStrange': {
    id: 'Berkas ini bukan foto yang dapat kami baca (JPEG, PNG, WebP, HEIF).',
    en: 'This is no photo that we can read (JPEG, PNG, WebP, HEIF).',
  },
  'field.photoGone': {
    id: 'Foto itu tidak ada lagi pada laporan ini: pilih lagi.',
    en: 'That photo is no longer on this report: choose again.',
  },
  'field.evidence': { id: 'Jawaban ini perlu bukti.', en: 'This answer needs evidence.' },
  'field.promisedDate': { id: 'Hanya janji yang bertanggal.', en: 'Only a promise has a date.' },
  'field.unit': { id: 'Pilih unit dari daftar.', en: 'Choose a unit from the list.' },
  'field.unitBelow': {
    id: 'Harus unit di bawah pemegang laporan.',
    en: 'Must be below the agency that has the case.',
  },
  'field.unitNobody': {
    id: 'Belum ada petugas di sana pada layanan ini: gunakan rujukan.',
    en: 'Nobody works there on this platform yet: refer instead.',
  },
  'field.unitReported': {
    id: 'Laporan yang dilindungi tidak boleh sampai ke unit yang dilaporkan.',
    en: 'A protected case never goes to the unit it is about.',
  },
  'field.noteProtected': {
    id: 'Laporan ini dilindungi: catatannya hanya untuk unit yang menanganinya.',
    en: 'This report is protected: its notes are for the unit that has it alone.',
  },
  'field.noteAnswer': {
    id: 'Balasan Anda langsung ke unit yang menangani: kosongkan tujuannya.',
    en: 'Your answer goes to the unit that has the report: leave the agency empty.',
  },
  'field.masterUnknown': {
    id: 'Tidak ada laporan dengan nomor itu yang dapat Anda putuskan.',
    en: 'There is no report of that number that you may decide on.',
  },
  'field.masterSame': {
    id: 'Isi nomor laporan lain, bukan laporan ini atau yang sudah diikutinya.',
    en: 'Give another report, not this one or the one it follows already.',
  },
  'field.masterFollows': {
    id: 'Laporan itu sendiri sudah digabung: pilih laporan induknya.',
    en: 'That report is merged itself: choose its master.',
  },
  'field.masterProtected': {
    id: 'Laporan yang dilindungi tidak pernah digabung dengan laporan biasa atau tentang orang lain.',
    en: 'A protected report is never merged with an ordinary one, or one about others.',
  },
  'field.masterSecret': {
    id: 'Laporan rahasia tidak dapat menjadi induk: gabungkan sebaliknya.',
    en: 'A secret report cannot be the master: merge the other way round.',
  },
  'field.masterOver': {
    id: 'Laporan itu sudah dijawab atau ditutup: tidak ada lagi yang dapat diikuti.',
    en: 'That report is answered or closed: there is nothing left to follow.',
  },
  'field.unitHas': { id: 'Unit itu sudah memegang laporan ini.', en: 'That unit has the case already.' },
  'field.nothingChanges': { id: 'Tidak ada yang berubah.', en: 'Nothing would change.' },
} as const satisfies Readonly<Record<string, Message>>;
