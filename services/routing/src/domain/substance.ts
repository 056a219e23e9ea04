import { invalid, isBlank } from '@lapor/kernel';
import type { Words } from './commands.ts';

/**
 * Words that acknowledge, thank, soothe or put off, in Indonesian and English, with the address forms around them. What
 * is made of these alone tells the reporter nothing: "Terima kasih, laporan Anda sudah kami terima dan segera ditindaklanjuti."
 */
const HOLLOW: ReadonlySet<string> = new Set(
  (
    'noted ok oke okay siap baik ya yes thanks thank you your report has been received we will soon as it is and the for to ' +
    'follow up be processed process please wait patient sorry our this that are was dear sir madam well ' +
    'terima kasih trims makasih tks sudah telah kami saya kita terima diterima menerima laporan aduan pengaduan aspirasi keluhan ' +
    'informasi informasinya laporannya aduannya anda bapak ibu pak bu saudara saudari kak sdr sdri yth atas akan segera sedang ' +
    'ditindaklanjuti tindaklanjuti tindak lanjut lanjuti menindaklanjuti diproses proses memproses dalam untuk dan yang di ke dari ' +
    'mohon maaf sabar bersabar menunggu tunggu ditunggu dicatat catat masukan masukannya perhatian perhatiannya selamat pagi siang ' +
    'sore malam salam hormat kasihnya partisipasi partisipasinya kepada pada ini itu tersebut dengan nya lebih waktu sesegera mungkin'
  ).split(' '),
);

/** How many words say something. */
function substance(text: string): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
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

/** Evidence that says something; blanks do not count. */
export function countEvidence(evidence: readonly string[]): number {
  return evidence.filter((item) => !isBlank(item)).length;
}
