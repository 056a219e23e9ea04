import type { Message } from '@lapor/kernel';
import type { TemplateName } from './notice-plan.ts';

/** Subject and body of every notice. They carry the code and what happened; the words of the answer are behind the link. */
interface Notice {
  readonly subject: Message;
  readonly body: Message;
  /** Said besides where the end is not the last word. */
  readonly until?: Message;
}

const track = { id: 'Lihat: {link}', en: 'See: {link}' } as const;
const open = { id: 'Buka: {link}', en: 'Open: {link}' } as const;

function reporter(
  subjectId: string,
  bodyId: string,
  subjectEn: string,
  bodyEn: string,
  until?: Message,
): Notice {
  return {
    ...(until === undefined ? {} : { until }),
    subject: { id: `Laporan {trackingId}: ${subjectId}`, en: `Report {trackingId}: ${subjectEn}` },
    body: { id: `${bodyId}{more} ${track.id}`, en: `${bodyEn}{more} ${track.en}` },
  };
}

function officer(subjectId: string, bodyId: string, subjectEn: string, bodyEn: string): Notice {
  return {
    subject: { id: `[{agency}] {trackingId}: ${subjectId}`, en: `[{agency}] {trackingId}: ${subjectEn}` },
    body: { id: `${bodyId} ${open.id}`, en: `${bodyEn} ${open.en}` },
  };
}

export const notices: Readonly<Record<TemplateName, Notice>> = {
  received: reporter(
    'sudah kami terima',
    'Laporan {trackingId} sudah kami terima. Kode akses Anda ada pada tanda terima; kami tidak pernah memintanya.',
    'received',
    'We have received report {trackingId}. Your access code is on your receipt; we never ask for it.',
  ),
  assigned: reporter(
    'diteruskan ke {agency}',
    'Laporan {trackingId} diteruskan ke {agency}.',
    'passed to {agency}',
    'Report {trackingId} was passed to {agency}.',
  ),
  question: reporter(
    'ada satu pertanyaan untuk Anda',
    '{agency} bertanya satu hal tentang laporan {trackingId}. Laporan menunggu jawaban Anda.',
    'one question for you',
    '{agency} has one question about report {trackingId}. It waits for your answer.',
  ),
  archived: reporter(
    'diarsipkan',
    'Laporan {trackingId} diarsipkan. Alasannya ada di halaman laporan; Anda dapat mengajukan keberatan.',
    'set aside',
    'Report {trackingId} was set aside. The reason is on its page; you may object.',
  ),
  archived_silent: reporter(
    'diarsipkan, menunggu jawaban Anda',
    'Laporan {trackingId} diarsipkan karena pertanyaan instansi belum dijawab.',
    'set aside, waiting for your answer',
    'Report {trackingId} was set aside because the question of the agency was not answered.',
    {
      id: 'Jawab di halaman laporan sampai {until}, dan laporan berjalan lagi.',
      en: 'Answer on its page by {until}, and it goes on.',
    },
  ),
  referred: reporter(
    'dirujuk ke lembaga lain',
    'Laporan {trackingId} dirujuk ke lembaga di luar platform ini. Kontaknya ada di halaman laporan.',
    'referred to another body',
    'Report {trackingId} was referred to a body outside this platform. Its contact is on the page.',
  ),
  returned: reporter(
    'dicarikan instansi yang tepat',
    'Laporan {trackingId} dikembalikan dan kini di {agency}, yang mencari instansi yang tepat. Batas waktunya tetap berjalan.',
    'finding the right agency',
    'Report {trackingId} was handed back and is now with {agency}, which finds the right agency. Its clock runs on.',
  ),
  followed_up: reporter(
    'sedang ditindaklanjuti',
    'Laporan {trackingId} sedang ditindaklanjuti oleh {agency}.',
    'being worked on',
    '{agency} is working on report {trackingId}.',
  ),
  answered: reporter(
    'sudah dijawab',
    'Laporan {trackingId} sudah dijawab oleh {agency}. Sudah selesai? {how}',
    'answered',
    '{agency} answered report {trackingId}. Solved? {how}',
  ),
  closed: reporter('selesai', 'Laporan {trackingId} selesai.', 'closed', 'Report {trackingId} is closed.', {
    id: 'Bila ternyata belum, Anda dapat membukanya lagi sampai {until}.',
    en: 'If it is not solved after all, you can reopen it until {until}.',
  }),
  reopened: reporter(
    'dibuka lagi',
    'Laporan {trackingId} dibuka lagi dan kembali ke {agency}.',
    'reopened',
    'Report {trackingId} is open again and back with {agency}.',
  ),
  withdrawn: reporter(
    'dicabut',
    'Laporan {trackingId} dicabut sesuai permintaan Anda.',
    'withdrawn',
    'Report {trackingId} was withdrawn as you asked.',
  ),
  officer_triage: officer(
    'perlu dicarikan instansi',
    'Laporan {trackingId} belum jelas instansinya. Tentukan sebelum {dueAt}.',
    'needs an agency',
    'Report {trackingId} has no clear agency. Decide before {dueAt}.',
  ),
  officer_assigned: officer(
    'laporan baru untuk unit Anda',
    'Laporan {trackingId} masuk ke {agency}. Tindak lanjuti sebelum {dueAt}.',
    'new report for your unit',
    'Report {trackingId} has come to {agency}. Follow up before {dueAt}.',
  ),
  officer_reply: officer(
    'pelapor sudah menjawab',
    'Pelapor menjawab pertanyaan pada laporan {trackingId}.',
    'the reporter answered',
    'The reporter answered the question on report {trackingId}.',
  ),
  officer_revived: officer(
    'dibuka dari arsip',
    'Laporan {trackingId} keluar dari arsip dan perlu diputuskan lagi.',
    'out of the archive',
    'Report {trackingId} is out of the archive and needs a decision.',
  ),
  officer_returned: officer(
    'dikembalikan kepada Anda',
    'Laporan {trackingId} dikembalikan ke {agency}. Tentukan instansi yang tepat.',
    'returned to you',
    'Report {trackingId} was returned to {agency}. Find the right agency.',
  ),
  officer_not_solved: officer(
    'belum selesai menurut pelapor',
    'Menurut pelapor, laporan {trackingId} belum selesai. Lanjutkan sebelum {dueAt}.',
    'not solved, says the reporter',
    'The reporter says report {trackingId} is not solved. Go on before {dueAt}.',
  ),
  officer_not_solved_again: officer(
    'dua kali belum selesai menurut pelapor',
    'Menurut pelapor, jawaban kedua {agency} pada laporan {trackingId} juga belum menyelesaikan. Anda dapat mengambil alih tindak lanjut dan jawabannya.',
    'not solved for the second time',
    'The reporter says that the second answer of {agency} to report {trackingId} did not solve it either. You may take over its follow-up and answer.',
  ),
  officer_reopened: officer(
    'dibuka lagi oleh pelapor',
    'Pelapor membuka lagi laporan {trackingId}. Lanjutkan sebelum {dueAt}.',
    'reopened by the reporter',
    'The reporter reopened report {trackingId}. Go on before {dueAt}.',
  ),
  reclassified: reporter(
    'jenis atau topiknya diubah',
    'Jenis atau topik laporan {trackingId} diubah. Batas waktunya semula {dueBefore}, sekarang {dueAt}. Tidak setuju? Anda dapat keberatan satu kali.',
    'its kind or topic was changed',
    'Kind or topic of report {trackingId} was changed. It was due {dueBefore}, now it is {dueAt}. If you do not agree you may object once.',
  ),
  objection_accepted: reporter(
    'keberatan Anda diterima',
    'Keberatan Anda diterima: laporan {trackingId} kembali seperti semula. Batas waktunya {dueAt}.',
    'your objection was accepted',
    'Your objection was accepted: report {trackingId} is what it was before. It is due {dueAt}.',
  ),
  objection_rejected: reporter(
    'keberatan Anda tidak diterima',
    'Keberatan Anda pada laporan {trackingId} tidak diterima. Alasannya ada di halaman laporan. Batas waktunya tetap {dueAt}.',
    'your objection was not accepted',
    'Your objection on report {trackingId} was not accepted. The reason is on its page. It is still due {dueAt}.',
  ),
  // Of notices that an earlier version planned and did not send.
  objection_decided: reporter(
    'keberatan Anda sudah diputuskan',
    'Keberatan Anda pada laporan {trackingId} sudah diputuskan. Batas waktunya sekarang {dueAt}.',
    'your objection was decided',
    'Your objection on report {trackingId} was decided. It is due {dueAt} now.',
  ),
  officer_objection: officer(
    'pelapor keberatan',
    'Pelapor keberatan atas perubahan klasifikasi laporan {trackingId}. {agency} memutuskannya.',
    'the reporter objects',
    'The reporter objects to the reclassification of report {trackingId}. {agency} decides.',
  ),
  officer_warned: officer(
    'batas waktu mendekat',
    'Laporan {trackingId}: {percent} % dari waktu untuk {clock} sudah terpakai. Batasnya {dueAt}.',
    'a limit is near',
    'Report {trackingId}: {percent} % of the time for {clock} is used. The limit is {dueAt}.',
  ),
  officer_missed: officer(
    'batas waktu terlampaui',
    'Laporan {trackingId}: batas waktu untuk {clock} terlampaui pada {dueAt}. Tindak lanjuti hari ini.',
    'a limit has passed',
    'Report {trackingId}: the limit for {clock} passed on {dueAt}. Follow up today.',
  ),
  officer_escalated: officer(
    'terlambat, perlu perhatian Anda',
    'Laporan {trackingId} di {agency}: batas waktu untuk {clock} terlampaui sejak {dueAt} dan belum dijawab.',
    'late, needs your attention',
    'Report {trackingId} at {agency}: the limit for {clock} passed on {dueAt}, and it is not answered yet.',
  ),
  officer_danger: officer(
    'ada bahaya',
    'Laporan lain tentang hal yang sama menyebut bahaya. Laporan {trackingId} di {agency} sekarang mendesak: tindak lanjuti sekarang juga.',
    'there is danger',
    'Another report of the same matter tells of danger. Report {trackingId} at {agency} is urgent now: follow up at once.',
  ),
  officer_danger_found: officer(
    'ada bahaya',
    'Laporan {trackingId} di {agency} ternyata menyangkut bahaya: golongannya diubah. Tindak lanjuti sekarang juga.',
    'there is danger',
    'Report {trackingId} at {agency} turned out to be about a danger: it was classified anew. Follow up at once.',
  ),
  officer_message: officer(
    'pesan dari pelapor',
    'Pelapor menulis pesan pada laporan {trackingId}.',
    'a message from the reporter',
    'The reporter wrote a message on report {trackingId}.',
  ),
  officer_step_due: officer(
    'hari langkah berikutnya lewat',
    'Pada laporan {trackingId} {agency} menyebut langkah berikutnya paling lambat {dueAt}. Belum ada kabarnya: tulis yang sudah dilakukan, atau hari yang baru.',
    'the day of the next step has passed',
    'On report {trackingId} {agency} named a next step by {dueAt}. There is no news of it: write what was done, or a new day.',
  ),
  officer_message_danger: officer(
    'pesan pelapor mungkin berarti bahaya',
    'Pelapor menulis pesan pada laporan {trackingId} yang mungkin berarti bahaya. Baca sekarang: kata-katanya ada di halaman laporan.',
    'a message that may mean danger',
    'The reporter wrote a message on report {trackingId} that may mean danger. Read it now: its words are on the page of the report.',
  ),
  promise_due: reporter(
    'hari yang dijanjikan tiba',
    'Hari ini batas janji {agency} pada laporan {trackingId}. Sudah ditepati? Katakan di halaman laporan.',
    'the promised day has come',
    'Today is the day that {agency} promised on report {trackingId}. Was it kept? Say so on its page.',
  ),
  promise_reported: reporter(
    'janji dinyatakan ditepati',
    '{agency} menyatakan janjinya pada laporan {trackingId} sudah ditepati. Benar? Katakan di halaman laporan.',
    'the promise is said to be kept',
    '{agency} says that it kept its promise on report {trackingId}. Is it so? Say so on its page.',
  ),
  officer_promise_due: officer(
    'hari yang dijanjikan tiba',
    'Hari ini batas janji {agency} pada laporan {trackingId}. Tunjukkan bukti bahwa sudah ditepati.',
    'the promised day has come',
    'Today is the day that {agency} promised on report {trackingId}. Show that it was kept.',
  ),
  officer_draft: officer(
    'konsep jawaban menunggu dilepas',
    'Konsep jawaban untuk laporan {trackingId} menunggu dilepas.',
    'a draft waits for release',
    'The draft of an answer to report {trackingId} waits for release.',
  ),
  officer_draft_back: officer(
    'konsep jawaban dikembalikan',
    'Konsep jawaban untuk laporan {trackingId} dikembalikan untuk diperbaiki.',
    'the draft was sent back',
    'The draft of an answer to report {trackingId} was sent back to be mended.',
  ),
  officer_handed_over: officer(
    'diserahkan ke pengawas',
    'Pelapor menyerahkan laporan {trackingId} ke pengawas karena terlalu lama belum selesai.',
    'handed over to an overseer',
    'The reporter handed report {trackingId} over to an overseer: it has been unresolved for too long.',
  ),
  // Of a secret or protected one too: no agency, and nothing of what it is about.
  overseer_handed_over: {
    subject: {
      id: 'Laporan {trackingId}: diserahkan kepada Anda',
      en: 'Report {trackingId}: handed over to you',
    },
    body: {
      id: 'Pelapor menyerahkan laporan {trackingId} kepada pengawas karena terlalu lama belum selesai. Daftarnya: "Diserahkan kepada kami". Buka: {link}',
      en: 'The reporter handed report {trackingId} over to overseers: it has been unresolved for too long. See the list "Handed over to us". Open: {link}',
    },
  },
  identity_revealed: reporter(
    'identitas Anda dilihat',
    'Identitas Anda pada laporan {trackingId} dilihat dengan alasan tertulis. Siapa dan mengapa: lihat di halaman laporan.',
    'your identity was looked at',
    'Your identity on report {trackingId} was looked at, for a written reason. Who and why: see its page.',
  ),
  officer_nudged: officer(
    'ditunggu tim koordinasi',
    'Tim koordinasi menunggu langkah unit Anda pada laporan {trackingId}. Pesannya ada di halaman laporan.',
    'the coordinators are waiting',
    'The coordinators wait for a step of your unit on report {trackingId}. Their message is on its page.',
  ),
  officer_note: officer(
    'ada pesan untuk Anda',
    '{agency} mendapat pesan dari instansi lain tentang laporan {trackingId}.',
    'a message for you',
    '{agency} has a message from another agency about report {trackingId}.',
  ),
  merged: reporter(
    'digabung dengan laporan lain',
    'Laporan {trackingId} digabung dengan laporan lain tentang hal yang sama. Setiap langkah dan jawabannya sampai juga kepada Anda.',
    'merged with another report',
    'Report {trackingId} was merged with another about the same matter. Each step and the answer reach you too.',
  ),
  unmerged: reporter(
    'dikerjakan tersendiri lagi',
    'Laporan {trackingId} dikerjakan tersendiri lagi oleh {agency}.',
    'worked on by itself again',
    'Report {trackingId} is worked on by itself again, by {agency}.',
  ),
  officer_withdrawn: officer(
    'dicabut pelapor',
    'Pelapor mencabut laporan {trackingId}. Bila tetap perlu dikerjakan, Anda boleh melanjutkan tanpa batas waktu; hari langkah berikutnya yang sudah disebut tidak berlaku lagi.',
    'withdrawn by the reporter',
    'The reporter withdrew report {trackingId}. If it still has to be done, you may go on, without limits; a day that was named for a next step no longer holds.',
  ),
};

/** How the reporter can say whether it is solved: by SMS where the report came by SMS, else on its page. */
export const howToAnswer = {
  sms: { id: 'Balas 1 (selesai) atau 2 (belum).', en: 'Reply 1 (yes) or 2 (not yet).' },
  page: { id: 'Katakan di halaman laporan.', en: 'Say so on its page.' },
} as const satisfies Readonly<Record<string, Message>>;

/** Reporters who asked for secrecy get the code and the status, nothing that tells what it is about or who has it. */
export const codeOnly: Notice = {
  subject: { id: 'Laporan {trackingId}', en: 'Report {trackingId}' },
  body: {
    id: 'Ada perkembangan pada laporan {trackingId}: {status}. Lihat: {link}',
    en: 'Report {trackingId} has news: {status}. See: {link}',
  },
};

/** What a clock is for, inside a sentence. */
export const clockNames = {
  case: { id: 'penyelesaian', en: 'resolution' },
  verification: { id: 'verifikasi', en: 'verification' },
  response: { id: 'tindak lanjut pertama', en: 'the first follow-up' },
  resolution: { id: 'jawaban', en: 'the answer' },
  urgent: { id: 'penanganan darurat', en: 'the urgent response' },
} as const satisfies Readonly<Record<string, Message>>;

/** Marked in front of the subject where life or limb is at risk. */
export const urgentMark: Message = { id: 'DARURAT', en: 'URGENT' };

export const statusNames = {
  unverified: { id: 'belum terverifikasi', en: 'not yet verified' },
  assigned: { id: 'terdisposisi', en: 'assigned' },
  held: { id: 'menunggu jawaban Anda', en: 'waiting for your answer' },
  returned: { id: 'dikembalikan', en: 'returned' },
  in_progress: { id: 'proses', en: 'in progress' },
  answered: { id: 'dijawab', en: 'answered' },
  closed: { id: 'selesai', en: 'closed' },
  archived: { id: 'diarsipkan', en: 'set aside' },
  referred: { id: 'dirujuk', en: 'referred' },
  withdrawn: { id: 'dicabut', en: 'withdrawn' },
} as const satisfies Readonly<Record<string, Message>>;
