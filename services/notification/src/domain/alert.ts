import type { Language, Message } from '@lapor/kernel';
import type { RenderedNotice } from './render.ts';

/** Begins the template of every notice about somebody's own account. */
const PREFIX = 'account_';

/** What happened, after "Your account". */
const ALERTS = {
  new_device: {
    subject: { id: 'masuk dari perangkat baru', en: 'log-in from a new device' },
    body: {
      id: 'Akun Anda dipakai masuk dari perangkat yang belum dikenal{device}.',
      en: 'Somebody logged in to your account on a device that was not used before{device}.',
    },
  },
  sign_in_slowed: {
    subject: { id: 'banyak kata sandi salah', en: 'many wrong passwords' },
    body: {
      id: 'Ada yang berkali-kali mencoba masuk ke akun Anda dengan kata sandi yang salah. Percobaan berikutnya kami tunda; dari perangkat yang biasa Anda pakai, Anda tetap dapat masuk.',
      en: 'Somebody tried wrong passwords for your account again and again. The next tries must wait; on a device you use, you can still log in.',
    },
  },
  password_changed: {
    subject: { id: 'kata sandi diganti', en: 'password changed' },
    body: { id: 'Kata sandi akun Anda diganti.', en: 'The password of your account was changed.' },
  },
  password_reset: {
    subject: { id: 'kata sandi diatur ulang admin', en: 'password reset by an admin' },
    body: {
      id: 'Admin memberi akun Anda kata sandi sekali pakai yang baru. Kata sandi lama dan kode dua langkah tidak berlaku lagi.',
      en: 'An admin gave your account a new one-time password. The old password and the second step no longer hold.',
    },
  },
  factor_set: {
    subject: { id: 'kode dua langkah dipasang', en: 'second step set up' },
    body: {
      id: 'Kode dua langkah dipasang pada akun Anda.',
      en: 'A second step at log-in was set up for your account.',
    },
  },
  factor_removed: {
    subject: { id: 'kode dua langkah dilepas', en: 'second step removed' },
    body: {
      id: 'Kode dua langkah dilepas dari akun Anda.',
      en: 'The second step at log-in was removed from your account.',
    },
  },
  recovery_code_used: {
    subject: { id: 'kode pemulihan dipakai', en: 'recovery code used' },
    body: {
      id: 'Salah satu kode pemulihan akun Anda dipakai, dan tidak berlaku lagi.',
      en: 'One of the recovery codes of your account was used, and holds no more.',
    },
  },
  second_step_guessed: {
    subject: { id: 'banyak kode dua langkah salah', en: 'many wrong codes at the second step' },
    body: {
      id: 'Ada yang masuk ke akun Anda dengan kata sandi yang benar, lalu berkali-kali memasukkan kode dua langkah yang salah. Siapa pun itu, ia tahu kata sandi Anda. Percobaan berikutnya kami tunda; dari perangkat yang biasa Anda pakai, Anda tetap dapat masuk.',
      en: 'Somebody logged in to your account with the right password, and then entered wrong codes at the second step again and again. Whoever it is knows your password. The next tries must wait; on a device you use, you can still log in.',
    },
  },
  sessions_ended: {
    subject: { id: 'sesi masuk diakhiri admin', en: 'sessions ended by an admin' },
    body: {
      id: 'Admin mengakhiri sesi masuk akun Anda. Anda dapat masuk lagi dengan kata sandi yang sama.',
      en: 'An admin ended sessions of your account. You can log in again with the same password.',
    },
  },
  rights_changed: {
    subject: { id: 'peran atau tugas diubah admin', en: 'role or duties changed by an admin' },
    body: {
      id: 'Admin mengubah peran, unit, atau wilayah pengawasan akun Anda. Semua sesi yang terbuka berakhir; masuk lagi dengan kata sandi yang sama.',
      en: 'An admin changed the role, the unit or what your account looks over. All open sessions have ended; log in again with the same password.',
    },
  },
  contact_changed: {
    subject: { id: 'alamat atau nomornya diubah admin', en: 'address or number changed by an admin' },
    body: {
      id: 'Admin mengubah alamat e-mail atau nomor telepon akun Anda.',
      en: 'An admin changed the e-mail address or the telephone number of your account.',
    },
  },
  inspectorate_officers: {
    subject: { id: 'petugasnya berubah', en: 'its officers change' },
    body: {
      id: 'Ada yang mengundang, mengatur ulang, mengubah, atau mengakhiri akun petugas di inspektorat Anda.',
      en: 'Somebody invites, resets, changes or ends the account of an officer of your inspectorate.',
    },
  },
  inspectorate_keys: {
    subject: { id: 'kunci sistemnya berubah', en: 'the keys of its systems change' },
    body: {
      id: 'Ada yang membuat, mengganti, atau mencabut kunci sistem inspektorat Anda. Dengan kunci itu sebuah sistem membaca laporan terlindungi.',
      en: 'Somebody makes, replaces or revokes a key of a system of your inspectorate. With it a system reads protected reports.',
    },
  },
  inspectorate_changed: {
    subject: { id: 'diubah atau diakhiri', en: 'changed or ended' },
    body: {
      id: 'Ada yang mengubah nama atau kedudukan inspektorat Anda, atau mengakhirinya.',
      en: 'Somebody changes the name or the standing of your inspectorate, or ends it.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly subject: Message; readonly body: Message }>>;

export type AlertWord = keyof typeof ALERTS;

const FRAME = {
  subject: { id: 'Akun Anda: {what}', en: 'Your account: {what}' },
  text: {
    id: '{body} Waktu: {moment}. Kalau itu bukan Anda, ganti kata sandi dan akhiri sesi lain di {link}, lalu beri tahu admin instansi Anda. Kami tidak pernah meminta kata sandi atau kode.',
    en: '{body} When: {moment}. If that was not you, change your password and end other sessions at {link}, and tell the admin of your agency. We never ask for a password or a code.',
  },
} as const satisfies Readonly<Record<string, Message>>;

/** Of what an admin has done to an account, where its owner was reached until then: the next message may come to somebody else. */
const MOVED_FRAME = {
  subject: FRAME.subject,
  text: {
    id: '{body} Waktu: {moment}. Kalau perubahan itu tidak disepakati dengan Anda, bicaralah sekarang dengan admin instansi Anda atau admin di atasnya, lalu ganti kata sandi dan akhiri sesi lain di {link}. Kami tidak pernah meminta kata sandi atau kode.',
    en: '{body} When: {moment}. If you did not agree to it, speak now to the admin of your agency or the admin above, then change your password and end other sessions at {link}. We never ask for a password or a code.',
  },
} as const satisfies Readonly<Record<string, Message>>;

/** Of the inspectorate, to each of its inspectors. */
const INSPECTORATE_FRAME = {
  subject: { id: 'Inspektorat Anda: {what}', en: 'Your inspectorate: {what}' },
  text: {
    id: '{body} Waktu: {moment}. Kalau Anda tidak tahu mengapa, lihat riwayatnya di {link} dan tanyakan kepada admin di atas instansi yang Anda periksa.',
    en: '{body} When: {moment}. If you do not know why, see the history at {link} and ask the admin above the body you inspect.',
  },
} as const satisfies Readonly<Record<string, Message>>;

function frameOf(word: AlertWord) {
  if (aboutInspectorate(word)) return INSPECTORATE_FRAME;
  return word === 'contact_changed' ? MOVED_FRAME : FRAME;
}

function aboutInspectorate(word: AlertWord): boolean {
  return word.startsWith('inspectorate_');
}

/** Where, in the portal, somebody sees to it. */
export function alertPath(word: AlertWord): string {
  return aboutInspectorate(word) ? '/petugas/pejabat' : '/petugas/keamanan';
}

export function findAlertWord(word: string | undefined): AlertWord | undefined {
  return word !== undefined && Object.hasOwn(ALERTS, word) ? (word as AlertWord) : undefined;
}

export function alertTemplate(word: AlertWord): string {
  return `${PREFIX}${word}`;
}

/** Undefined: another template. */
export function alertOfTemplate(template: string): AlertWord | undefined {
  return template.startsWith(PREFIX) ? findAlertWord(template.slice(PREFIX.length)) : undefined;
}

/** Never a secret, and of the device what its browser says of itself to everybody. */
export function renderAlert(
  word: AlertWord,
  language: Language,
  { device, moment, link }: { readonly device: string; readonly moment: string; readonly link: string },
): RenderedNotice {
  const { subject, body } = ALERTS[word];
  const frame = frameOf(word);
  const values: Readonly<Record<string, string>> = {
    device: device === '' ? '' : ` (${device})`,
    moment,
    link,
  };
  const fill = (text: string, more: Readonly<Record<string, string>>) =>
    text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => more[name] ?? '');
  const told = fill(body[language], values);
  return {
    subject: fill(frame.subject[language], { what: subject[language] }),
    text: fill(frame.text[language], { ...values, body: told }),
  };
}
