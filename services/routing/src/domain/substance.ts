import { invalid, isBlank } from '@lapor/kernel';
import type { Words } from './commands.ts';

/**
 * Words that acknowledge, thank, soothe, put off or pass on to nobody named, in Indonesian and English, with the forms of address
 * and the officialese around them. What is made of these alone tells the reporter nothing: "Terima kasih, laporan Anda sudah kami
 * terima dan akan kami koordinasikan dengan pihak terkait."
 */
const HOLLOW: ReadonlySet<string> = new Set(
  (
    'noted ok oke okay siap baik ya yes thanks thank you your report has been received we will soon as it is and the for to ' +
    'follow up be processed process please wait patient sorry our this that are was dear sir madam well have of on with by in a an ' +
    'under review reviewed forwarded passed relevant concerned unit department office team officer officers party parties ' +
    'coordinate coordinated recorded attention shall immediately asap possible ' +
    'terima kasih trims makasih tks terimakasih sudah sdh telah kami saya kita terima diterima menerima laporan laporannya lapor ' +
    'aduan aduannya pengaduan aspirasi keluhan keluhannya informasi informasinya info anda bapak ibu pak bu saudara saudari kak ' +
    'sdr sdri yth atas akan segera sedang sudahlah dapat bisa harap dimohon juga serta agar supaya secara oleh pada para ' +
    'ditindaklanjuti tindaklanjuti tindaklanjutnya tindaklanjut tindak lanjut lanjuti lanjutnya menindaklanjuti ditindak ' +
    'diproses proses prosesnya memproses dalam untuk dan yang di ke dari tahap tahapan ' +
    'mohon maaf sabar bersabar menunggu tunggu ditunggu kesabaran kesabarannya ketidaknyamanan ketidaknyamanannya ' +
    'dicatat catat mencatat masukan masukannya saran sarannya kritik kritiknya apresiasi mengapresiasi perhatian perhatiannya ' +
    'selamat pagi siang sore malam salam hormat kasihnya partisipasi partisipasinya kepedulian kepeduliannya ' +
    'kepada ini itu tersebut dengan nya lebih waktu sesegera mungkin secepatnya semaksimal maksimal berupaya upaya terus selalu ' +
    'petugas pihak terkait bidang seksi bagian instansi dinas opd unit tim pimpinan atasan internal berwenang bersangkutan ' +
    'koordinasi koordinasikan dikoordinasikan berkoordinasi mengoordinasikan mengkoordinasikan koordinasinya ' +
    'diteruskan teruskan meneruskan disampaikan sampaikan menyampaikan didisposisikan disposisikan disposisi dilaporkan ' +
    'dipelajari pelajari mempelajari ditelaah telaah dimonitor monitor verifikasi diverifikasi evaluasi bahan menjadi jadikan dijadikan ' +
    'sesuai ketentuan peraturan perundang undangan aturan prosedur sop berlaku kewenangan'
  ).split(' '),
);

const WORDS = /[\p{L}\p{N}]+/gu;

/** How many words say something. */
function substance(text: string): number {
  const words = text.toLowerCase().match(WORDS) ?? [];
  return words.filter((word) => !HOLLOW.has(word)).length;
}

/**
 * "Noted", "terima kasih, sudah kami terima": true when nothing of the text is about the matter itself. Next to evidence
 * one word of it is enough: "Sudah ditambal."
 */
export function isBareAcknowledgement(text: string, evidenceCount: number): boolean {
  return substance(text) < (evidenceCount > 0 ? 1 : 2);
}

export function requireText(text: string | undefined, field: string): string {
  if (text === undefined || isBlank(text)) throw invalid(field, 'must not be empty');
  return text;
}

export function requireWords(words: Words, field: string): Words {
  requireText(words.text, field);
  return words;
}

/** For follow-ups and answers: they must say what was or will be done. */
export function requireSubstance(words: Words, field: string, evidenceCount: number): Words {
  requireText(words.text, field);
  if (isBareAcknowledgement(words.text, evidenceCount)) {
    throw invalid(field, 'a bare acknowledgement does not count: say what was done or found');
  }
  return words;
}

export function requireNextStep(nextStep: string): void {
  requireText(nextStep, 'nextStep');
  if (substance(nextStep) < 1) throw invalid('nextStep', 'must name the next concrete step');
}

/** What stands where evidence should: that there is some, or none. */
const NO_EVIDENCE: ReadonlySet<string> = new Set(
  'ada tidak tidakada belum nihil kosong terlampir lampiran bukti evidence none nil attached see foto photo link'.split(
    ' ',
  ),
);
/** A name of a file, a number, a link: letters or digits enough to find something by. */
const LEAST_LETTERS = 3;

interface Evidence {
  readonly evidence: readonly string[];
  readonly photos?: readonly string[];
}

/** Evidence that says or shows something: blanks, strokes, emoji and "terlampir" do not count, a photo does. */
export function countEvidence({ evidence, photos = [] }: Evidence): number {
  return evidence.filter(isEvidence).length + photos.length;
}

function isEvidence(item: string): boolean {
  const telling = (item.toLowerCase().match(WORDS) ?? []).filter(
    (word) => !HOLLOW.has(word) && !NO_EVIDENCE.has(word),
  );
  return telling.join('').length >= LEAST_LETTERS;
}
