import type { Language } from '@lapor/kernel';
import { commandMessages } from '../../messages/command-messages.ts';
import { speaker } from '../../shell/speak.ts';
import type { CommandPath } from '../command-paths.ts';

type Key = keyof typeof commandMessages;

const LABELS: Readonly<Record<string, Key>> = {
  unit: 'unit',
  putusan: 'verdict',
  alasan: 'reason',
  lembaga: 'bodyName',
  kontak: 'contact',
  rujukan: 'reference',
  jenis: 'kind',
  langkah_berikut: 'nextStep',
  tanggal: 'nextDate',
  tanggal_janji: 'promisedDate',
  bukti: 'evidence',
  foto: 'photos',
  dasar: 'ground',
  ke_mana: 'whereToGo',
  induk: 'masterId',
};

/** The main text has another name in each form. */
const TEXTS: Readonly<Record<CommandPath, Key>> = {
  disposisi: 'note',
  'tindak-lanjut': 'followUpText',
  jawaban: 'answerText',
  tanya: 'question',
  kembalikan: 'reason',
  rujuk: 'reasonText',
  arsip: 'reasonText',
  klasifikasi: 'reason',
  'putusan-keberatan': 'reasonText',
  janji: 'followUpText',
  konsep: 'answerText',
  'lepas-jawaban': 'answerText',
  koreksi: 'reason',
  gabung: 'officersOnly',
  pisahkan: 'officersOnly',
  ingatkan: 'nudgeText',
  catatan: 'noteText',
  perlindungan: 'protect',
  'tahan-hapus': 'reason',
  'akhiri-tahan': 'reason',
};

/** Fields that somebody has written into, rather than chosen from a list. */
const WRITTEN = ['teks', 'langkah_berikut', 'bukti', 'dasar', 'ke_mana', 'lembaga', 'kontak', 'rujukan'];

/** The written fields of a form, in the words of the page. */
export function writtenFields(
  language: Language,
  path: CommandPath,
): readonly { readonly name: string; readonly label: string }[] {
  return WRITTEN.map((name) => ({ name, label: labelOf(language, path, name) ?? name }));
}

function labelOf(language: Language, path: CommandPath, field: string): string | undefined {
  const key = field === 'teks' ? TEXTS[path] : LABELS[field];
  return key === undefined ? undefined : speaker(commandMessages)(language)(key as 'unit');
}

/** "Bukti: Jawaban ini perlu bukti." for the list above the page, where the field is not beside it. */
export function namedRule(language: Language, path: CommandPath, field: string, rule: string): string {
  const label = labelOf(language, path, field);
  if (label === undefined) return rule;
  return label.endsWith('?') ? `${label} ${rule}` : `${label}: ${rule}`;
}
