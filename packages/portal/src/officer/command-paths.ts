import type { OfficerCommandName } from '../officer-types.ts';

/** Paths of the officers' commands, in the order their forms are offered. */
export const COMMAND_PATHS = {
  'putusan-keberatan': 'objection',
  'lepas-jawaban': 'release-answer',
  koreksi: 'send-back',
  disposisi: 'dispose',
  'tindak-lanjut': 'follow-up',
  jawaban: 'answer',
  konsep: 'draft',
  tanya: 'ask',
  kembalikan: 'return',
  rujuk: 'refer',
  arsip: 'archive',
  klasifikasi: 'reclassify',
  janji: 'promise',
  gabung: 'merge',
  pisahkan: 'unmerge',
  ingatkan: 'nudge',
  catatan: 'note',
  perlindungan: 'privacy',
  'tahan-hapus': 'legal-hold',
  'akhiri-tahan': 'lift-legal-hold',
} as const satisfies Readonly<Record<string, OfficerCommandName>>;

export type CommandPath = keyof typeof COMMAND_PATHS;

export function isCommandPath(word: string): word is CommandPath {
  return Object.hasOwn(COMMAND_PATHS, word);
}
