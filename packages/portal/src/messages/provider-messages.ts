import type { Message } from '@lapor/kernel';

/** Signing in at the government's own provider. */
export const providerMessages = {
  signIn: { id: 'Masuk dengan {name}', en: 'Log in with {name}' },
  or: {
    id: 'Atau dengan nama pengguna dan kata sandi di layanan ini:',
    en: 'Or with your user name and password of this service:',
  },
  chooseTitle: { id: 'Masuk sebagai siapa?', en: 'Log in as whom?' },
  chooseText: {
    id: 'Alamat e-mail Anda tercatat pada beberapa akun petugas. Pilih yang mau dipakai sekarang.',
    en: 'Your e-mail address belongs to several officer accounts. Choose the one to use now.',
  },
  withPassword: { id: 'perlu kata sandinya, sekali saja', en: 'needs its password, once only' },
  proofTitle: {
    id: 'Tunjukkan sekali bahwa akun ini milik Anda',
    en: 'Show once that this account is yours',
  },
  proofWhy: {
    id: 'Akun ini sudah punya kata sandi di layanan ini. Masukkan kata sandi itu sekali saja; sesudahnya cukup dengan {name}.',
    en: 'This account has a password of this service. Enter that password once only; after that, {name} is enough.',
  },
  proofHint: {
    id: 'Alamat e-mail dapat dipakai bersama atau diubah orang lain. Kata sandi menunjukkan bahwa Andalah pemilik akun ini.',
    en: 'An e-mail address may be shared, or be changed by others. The password shows that the account is yours.',
  },
  proofWrong: { id: 'Kata sandinya tidak cocok.', en: 'The password does not match.' },
  otherAccount: { id: 'Pilih akun lain', en: 'Choose another account' },
  refusedTitle: { id: 'Belum dapat masuk', en: 'You are not logged in' },
  unknown: {
    id: 'Tidak ada petugas dengan akun ini. Minta admin instansi Anda mencatat alamat e-mail yang sama dengan akun tersebut, atau mengatur ulang akun Anda di sini.',
    en: 'No officer has this account. Ask the admin of your agency to enter the e-mail address of that account, or to reset your account here.',
  },
  unverified: {
    id: 'Alamat e-mail akun itu belum dipastikan oleh penyedianya. Pastikan di sana dahulu, lalu coba lagi.',
    en: 'The provider has not verified the e-mail address of that account. Have it verified there, then try again.',
  },
  denied: {
    id: 'Anda membatalkan, atau penyedia akun tidak mengizinkan.',
    en: 'You cancelled, or the provider did not let you in.',
  },
  failed: {
    id: 'Jawaban penyedia akun tidak cocok atau sudah lewat waktunya. Mulai lagi dari halaman masuk.',
    en: 'The answer of the provider does not hold, or came too late. Start again on the log-in page.',
  },
  unavailable: {
    id: 'Penyedia akun tidak menjawab. Coba lagi sebentar lagi, atau masuk dengan kata sandi.',
    en: 'The provider does not answer. Try again in a moment, or log in with your password.',
  },
  often: {
    id: 'Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.',
    en: 'Too many tries. Wait a little and try again.',
  },
  back: { id: 'Ke halaman masuk', en: 'To the log-in page' },
  leavingTitle: { id: 'Anda sudah keluar', en: 'You are logged out' },
  leavingText: {
    id: 'Sebentar lagi Anda juga keluar dari penyedia akun.',
    en: 'In a moment you are logged out at the provider too.',
  },
  leavingOn: { id: 'Lanjut', en: 'Go on' },
} as const satisfies Readonly<Record<string, Message>>;
