import type { Message } from '@lapor/kernel';

/** The way of a case: what each step says, and what it did to the clocks. */
export const chainMessages = {
  nextStep: { id: 'Langkah berikutnya', en: 'Next step' },
  nextBy: { id: 'Paling lambat {day}', en: 'By {day}' },
  nextOverdue: {
    id: 'Hari itu sudah lewat, dan belum ada kabar kelanjutannya.',
    en: 'That day has passed, and nothing has been heard since.',
  },
  better: {
    id: 'Menurut unit yang mengembalikan, yang tepat',
    en: 'The right one, says the unit that returned it',
  },
  ground: { id: 'Dasarnya', en: 'On what ground' },
  whereToGo: { id: 'Ke mana selanjutnya', en: 'Where to go' },
  contactOf: { id: 'Kontak', en: 'Contact' },
  referenceOf: { id: 'Nomor rujukan', en: 'Reference' },
  dueChanged: {
    id: 'Batas waktu semula {before}, sekarang {now}.',
    en: 'It was due {before}, now it is {now}.',
  },
  limitKept: {
    id: 'Waktunya tidak diperpanjang: sebagian besar batas semula sudah berjalan.',
    en: 'It was not lengthened: most of the first limit had run.',
  },
  dueKept: { id: 'Batas waktunya tetap {now}.', en: 'It is still due {now}.' },
  binding: {
    id: 'Putusan setelah berulang kali dikembalikan. Mengikat: instansi ini yang menjawab.',
    en: 'Decided after it was sent back again and again. Binding: this agency answers.',
  },
  promisedFor: { id: 'Dijanjikan untuk {day}', en: 'Promised for {day}' },
  evidence: { id: 'Bukti', en: 'Evidence' },
  evidencePhotos: { id: 'Foto bukti', en: 'Photos given as evidence' },
  'step.ComplaintFiled': { id: 'Laporan dikirim', en: 'Report sent' },
  'step.CaseOpened': { id: 'Masuk ke {to} untuk diverifikasi', en: 'Received by {to} for verification' },
  'step.CaseDisposed': { id: 'Diteruskan ke {to}', en: 'Passed to {to}' },
  'step.QuestionAsked': { id: '{agency} bertanya kepada pelapor', en: '{agency} asked the reporter' },
  'step.QuestionAnswered': { id: 'Pelapor menjawab pertanyaan', en: 'The reporter answered the question' },
  'step.CaseArchived': { id: 'Diarsipkan: {kind}', en: 'Archived: {kind}' },
  'step.CaseRevived': { id: 'Dibuka kembali oleh pelapor', en: 'Taken up again by the reporter' },
  'step.CaseReferred': { id: 'Dirujuk ke {next}', en: 'Referred to {next}' },
  'step.CaseReturned': {
    id: 'Dikembalikan {agency} ke {to}: bukan wewenangnya',
    en: 'Sent back by {agency} to {to}: not its authority',
  },
  'step.CaseTakenOver': {
    id: '{agency} ditutup; kini ditangani {to}',
    en: '{agency} was closed; {to} has it now',
  },
  'step.CaseHolderMoved': {
    id: 'Tempat {agency} dalam susunan instansi, atau wilayahnya, berubah',
    en: '{agency} has another place among the agencies, or another area',
  },
  'step.CaseCategoryFollowed': {
    id: 'Topiknya mengikuti perubahan daftar topik',
    en: 'Its topic followed a change of the list of topics',
  },
  'step.CaseFollowedUp': { id: '{agency} menindaklanjuti: {kind}', en: '{agency} followed up: {kind}' },
  'step.CaseAnswered': { id: '{agency} menjawab: {kind}', en: '{agency} answered: {kind}' },
  'step.AnswerDelivered': {
    id: 'Kabar jawaban sampai ke pelapor',
    en: 'Word of the answer reached the reporter',
  },
  'step.ClockThresholdsPassed': { id: 'Batas waktu', en: 'A limit' },
  'step.ClockThresholdsPassed.warned': {
    id: '{percent} % dari waktu untuk {clock} sudah terpakai: petugas diingatkan',
    en: '{percent} % of the time for {clock} is used: the officers were reminded',
  },
  'step.ClockThresholdsPassed.missed': {
    id: 'Batas waktu {clock} terlampaui: petugas dan admin instansi diberi tahu',
    en: 'The limit for {clock} has passed: officers and the agency’s admin were told',
  },
  'step.ClockThresholdsPassed.within': {
    id: 'Batas waktu {clock} terlampaui: hanya yang menangani laporan ini yang diberi tahu',
    en: 'The limit for {clock} has passed: those who have this report were told, nobody else',
  },
  'step.ClockThresholdsPassed.reminded': {
    id: 'Batas waktu {clock} terlampaui lebih jauh: petugas diingatkan',
    en: 'The limit for {clock} is further behind: the officers were reminded',
  },
  'step.ClockThresholdsPassed.above': {
    id: 'Batas waktu {clock} terlampaui lebih jauh: kini juga urusan tingkat di atasnya',
    en: 'The limit for {clock} is further behind: the tier above is concerned with it now',
  },
  'step.ClocksRecounted': {
    id: 'Kalender hari libur berubah, batas waktu dihitung ulang',
    en: 'The calendar of holidays changed, limits were counted anew',
  },
  'clock.met': { id: 'Tepat waktu: batas {clock} {due}', en: 'In time: the limit for {clock} was {due}' },
  'clock.met_late': {
    id: 'Terlambat: batas {clock} {due}',
    en: 'Late: the limit for {clock} was {due}',
  },
  'clock.paused': {
    id: 'Batas waktu berhenti dihitung sampai pelapor menjawab',
    en: 'No time counts until the reporter answers',
  },
  'clock.resumed': {
    id: 'Batas waktu dihitung lagi: {clock} kini paling lambat {due}',
    en: 'Time counts again: the limit for {clock} is now {due}',
  },
  'clock.still': { id: 'berhenti dihitung sekarang', en: 'standing still now' },
  'clock.ahead': { id: 'Batas {clock}', en: 'Limit for {clock}' },
  'clock.overdue': { id: 'Batas {clock} sudah lewat', en: 'The limit for {clock} has passed' },
  hasFor: { id: 'Sudah {duration} di {agency}', en: 'With {agency} for {duration} now' },
  hadFor: { id: '{duration} di {agency}', en: '{duration} with {agency}' },
  'of.case': { id: 'penyelesaian', en: 'resolution' },
  'of.verification': { id: 'verifikasi', en: 'verification' },
  'of.response': { id: 'tindak lanjut pertama', en: 'the first follow-up' },
  'of.resolution': { id: 'jawaban', en: 'the answer' },
  'of.reply': { id: 'penilaian pelapor', en: 'the reporter’s verdict' },
  'of.silence': { id: 'jawaban pelapor', en: 'the reporter’s answer' },
  'of.urgent': { id: 'penanganan darurat', en: 'the urgent response' },
  'step.CaseNotSolved': { id: 'Pelapor: belum selesai', en: 'The reporter: not solved' },
  'step.CaseClosed': { id: 'Selesai, {kind}', en: 'Closed, {kind}' },
  'step.CaseRated': { id: 'Pelapor memberi nilai: {rating}', en: 'The reporter rated it: {rating}' },
  'step.CaseReopened': { id: 'Dibuka lagi oleh pelapor', en: 'Reopened by the reporter' },
  'step.CaseWithdrawn': { id: 'Dicabut oleh pelapor', en: 'Withdrawn by the reporter' },
  'step.CaseReclassified': { id: 'Jenis atau topik diubah', en: 'Kind or topic changed' },
  'step.ReclassificationObjected': {
    id: 'Pelapor keberatan atas perubahan itu; diputuskan oleh {to}',
    en: 'The reporter objected to the change; {to} decides',
  },
  'step.ObjectionDecided': { id: 'Keberatan pelapor {kind}', en: 'The objection was {kind}' },
  'step.NextStepDue': {
    id: 'Hari langkah berikutnya lewat tanpa kabar',
    en: 'The day of the next step passed without news',
  },
  'step.PromiseDue': { id: 'Hari yang dijanjikan tiba', en: 'The promised day has come' },
  'step.PromiseReported': { id: '{agency}: janji sudah ditepati', en: '{agency}: the promise was kept' },
  'step.PromiseKept': { id: 'Pelapor: janji ditepati', en: 'The reporter: the promise was kept' },
  'step.AnswerDrafted': { id: 'Konsep jawaban: {kind}', en: 'Draft of an answer: {kind}' },
  'step.DraftSentBack': { id: 'Konsep dikembalikan', en: 'The draft was sent back' },
  'step.CaseMerged': {
    id: 'Digabung dengan laporan lain tentang hal yang sama',
    en: 'Merged with another report about the same matter',
  },
  'step.CaseUnmerged': { id: 'Dikerjakan tersendiri lagi', en: 'Worked on by itself again' },
  'step.CaseNudged': {
    id: 'Diingatkan oleh tim koordinasi: {agency}',
    en: 'Nudged by the coordinators: {agency}',
  },
  'step.CaseHandedOver': {
    id: 'Diserahkan ke pengawas oleh pelapor',
    en: 'Handed over to an overseer by the reporter',
  },
  'step.DangerSaid': {
    id: 'Pesan pelapor mungkin berarti bahaya',
    en: 'A message of the reporter may mean danger',
  },
  'step.CaseIdentityRevealed': {
    id: '{agency} melihat identitas pelapor: {kind}',
    en: '{agency} looked at the reporter’s identity: {kind}',
  },
  'step.WordsReleased': {
    id: 'Isi laporan dipublikasikan',
    en: 'The words of the report were made public',
  },
  'step.WordsWithheld': { id: 'Isi laporan tidak untuk publik', en: 'The words are not for the public' },
  'step.WordsAwaitRelease': {
    id: 'Foto baru menunggu diperiksa untuk publik',
    en: 'New photos wait to be looked at for the public',
  },
  'step.LegalHoldSet': {
    id: '{agency} menahan data laporan ini',
    en: '{agency} put the data of this report on legal hold',
  },
  'step.LegalHoldLifted': {
    id: '{agency} mengakhiri penahanan data',
    en: '{agency} ended the legal hold',
  },
  'step.BreachListed': {
    id: '{agency} mendata siapa yang terdampak kebocoran data; Anda termasuk di dalamnya',
    en: '{agency} listed whom a breach of data concerns; you are among them',
  },
  'step.ErasureBegun': {
    id: 'Data dihapus atas permintaan pelapor',
    en: 'Data erased because the reporter asked for it',
  },
  'step.CaseAnonymised': {
    id: 'Masa simpan berakhir: nama dan isi laporan dihapus',
    en: 'The time of keeping is over: name and words were erased',
  },
  'step.CasePrivacyChanged': { id: 'Pilihan privasi diubah', en: 'Privacy choices changed' },
  'step.ReporterMessageAdded': { id: 'Pesan pelapor', en: 'Message of the reporter' },
  stepRating: { id: 'Nilai: {rating}', en: 'Rating: {rating}' },
  theAgency: { id: 'Instansi', en: 'The agency' },
} as const satisfies Readonly<Record<string, Message>>;
