/** Second factor and sessions of whoever is signed in. */
export const accountMessages = {
  title: { id: 'Keamanan akun', en: 'Account security' },
  codeTitle: { id: 'Langkah kedua', en: 'Second step' },
  codeText: {
    id: 'Buka aplikasi autentikator Anda dan ketik enam angka yang tampil. Ponselnya tidak ada? Pakai salah satu kode cadangan.',
    en: 'Open your authenticator app and type the six digits it shows. No phone at hand? Use one of your recovery codes.',
  },
  code: { id: 'Kode', en: 'Code' },
  codeWrong: {
    id: 'Kode ini salah, sudah dipakai, atau sudah lewat. Tunggu kode berikutnya dan coba lagi.',
    en: 'This code is wrong, used, or over. Wait for the next one and try again.',
  },
  codeLocked: {
    id: 'Terlalu banyak kode yang salah. Coba lagi dalam {minutes} menit.',
    en: 'Too many wrong codes. Try again in {minutes} min.',
  },
  codeSend: { id: 'Lanjut', en: 'Go on' },
  codeLost: {
    id: 'Aplikasi dan kode cadangan hilang? Admin instansi Anda dapat mengatur ulang akun Anda.',
    en: 'Lost both the app and the recovery codes? The admin of your agency can reset your account.',
  },
  factorTitle: { id: 'Verifikasi dua langkah', en: 'Two-step verification' },
  factorOff: {
    id: 'Belum aktif. Dengan verifikasi dua langkah, kata sandi yang bocor saja tidak cukup untuk masuk.',
    en: 'Not in use. With it, a leaked password alone is not enough to log in.',
  },
  factorOn: {
    id: 'Aktif. Setiap kali masuk, aplikasi autentikator Anda ditanya.',
    en: 'In use. Your authenticator app is asked at each log-in.',
  },
  factorStart: { id: 'Aktifkan', en: 'Set it up' },
  factorRemove: { id: 'Matikan', en: 'Turn it off' },
  factorRemoveHint: {
    id: 'Untuk mematikannya, ketik kode dari aplikasi atau kode cadangan.',
    en: 'To turn it off, type a code of the app or a recovery code.',
  },
  setupTitle: { id: 'Aktifkan verifikasi dua langkah', en: 'Set up two-step verification' },
  setupRequired: {
    id: 'Peran Anda mewajibkannya. Setelah ini Anda langsung dapat bekerja.',
    en: 'Your role requires it. Once this is done you can start to work.',
  },
  setupScan: {
    id: 'Pindai gambar ini dengan aplikasi autentikator, misalnya Aegis, FreeOTP, Google Authenticator, atau Microsoft Authenticator.',
    en: 'Scan this picture with an authenticator app such as Aegis, FreeOTP, Google Authenticator or Microsoft Authenticator.',
  },
  setupQr: { id: 'Kode QR untuk aplikasi autentikator', en: 'QR code for the authenticator app' },
  setupType: { id: 'Tidak dapat memindai? Ketik kunci ini:', en: 'Cannot scan? Type this key:' },
  setupOpen: { id: 'Di ponsel ini: buka di aplikasi', en: 'On this phone: open in the app' },
  setupCode: { id: 'Enam angka yang tampil di aplikasi', en: 'The six digits that the app shows' },
  recoveryTitle: { id: 'Simpan kode cadangan Anda', en: 'Keep your recovery codes' },
  recoveryText: {
    id: 'Verifikasi dua langkah aktif. Setiap kode di bawah dapat dipakai satu kali jika ponsel Anda hilang. Cetak atau catat sekarang: kode ini tidak akan tampil lagi.',
    en: 'Two-step verification is in use. Each code below opens once when your phone is lost. Print or write them down now: they will not be shown again.',
  },
  recoveryDone: { id: 'Sudah saya simpan', en: 'I have kept them' },
  sessionsTitle: { id: 'Tempat Anda masuk', en: 'Where you are logged in' },
  sessionsText: {
    id: 'Ada yang tidak Anda kenal? Akhiri, lalu ganti kata sandi Anda.',
    en: 'One that you do not know? End it, then change your password.',
  },
  sessionUnknown: { id: 'Perangkat tidak dikenal', en: 'Unknown device' },
  sessionCurrent: { id: 'perangkat ini', en: 'this device' },
  sessionSince: { id: 'masuk {when}', en: 'logged in {when}' },
  sessionUsed: { id: 'terakhir dipakai {when}', en: 'last used {when}' },
  sessionEnd: { id: 'Akhiri', en: 'End' },
  sessionEndOthers: { id: 'Akhiri semua yang lain', en: 'End all others' },
  changePassword: { id: 'Ganti kata sandi', en: 'Change the password' },
  'done.set': { id: 'Verifikasi dua langkah aktif.', en: 'Two-step verification is in use.' },
  'done.removed': { id: 'Verifikasi dua langkah dimatikan.', en: 'Two-step verification is turned off.' },
  'done.ended': { id: 'Sesi diakhiri.', en: 'The session has ended.' },
} as const;
