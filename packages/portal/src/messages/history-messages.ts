import type { Message } from '@lapor/kernel';

/** What was done to an account, by whom and why. */
export const historyMessages = {
  reason: { id: 'Alasan', en: 'Reason' },
  reasonHint: {
    id: 'Singkat saja, misalnya “mutasi, SK 12/2026”. Tercatat di riwayat akun.',
    en: 'A few words, such as “transferred, decree 12/2026”. It is kept in the history of the account.',
  },
  reasonWrong: {
    id: 'Tulis alasannya, paling banyak 1.000 huruf.',
    en: 'Write the reason, 1,000 characters at most.',
  },
  link: { id: 'Riwayat', en: 'History' },
  title: { id: 'Riwayat akun {name}', en: 'History of the account of {name}' },
  none: { id: 'Belum ada yang tercatat.', en: 'Nothing is recorded yet.' },
  'what.invited': { id: 'Diundang', en: 'Invited' },
  'what.returned': { id: 'Diundang kembali', en: 'Invited back' },
  'what.signed_out': { id: 'Sesi masuk diakhiri', en: 'Sessions ended' },
  'what.changed': { id: 'Unit, peran atau datanya diubah', en: 'Unit, role or data changed' },
  'what.reset': { id: 'Kata sandi diatur ulang', en: 'Password reset' },
  'what.ended': { id: 'Akses diakhiri', en: 'Access ended' },
  'what.away': { id: 'Ketidakhadiran dicatat', en: 'Absence entered' },
  'what.back': { id: 'Ketidakhadiran dihapus', en: 'Absence removed' },
  by: { id: 'oleh {officer}', en: 'by {officer}' },
} as const satisfies Readonly<Record<string, Message>>;
