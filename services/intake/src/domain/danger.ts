/** Who to call now. Shown before submit and in the SMS answer. */
export const EMERGENCY_NUMBERS = [
  { number: '112', what: 'darurat umum' },
  { number: '110', what: 'polisi' },
  { number: '119', what: 'ambulans' },
] as const;

/**
 * Words of a danger to life or limb that is there now. Whole words; a false alarm costs an officer two minutes, a missed
 * one costs more.
 */
const DANGER_WORDS = [
  'kebakaran',
  'terbakar',
  'kabel (?:listrik )?(?:putus|jatuh|menjuntai|telanjang|terkelupas)',
  'tersetrum',
  'kesetrum',
  'tersengat listrik',
  'gas bocor',
  'kebocoran gas',
  'ledakan',
  'meledak',
  'tenggelam',
  'hanyut',
  'longsor',
  'banjir bandang',
  'rumah roboh',
  '(?:jembatan|bangunan|tembok|gedung|atap) (?:mau |akan |hampir )?(?:roboh|runtuh|ambruk)',
  'tertimbun',
  'tertimpa',
  'bunuh diri',
  'pembunuhan',
  'diancam (?:akan )?(?:dibunuh|bunuh)',
  'penculikan',
  'diculik',
  'pemerkosaan',
  'diperkosa',
  'kdrt',
  'dipukuli',
  'sekarat',
  'tidak sadarkan diri',
  'keracunan',
  'gawat darurat sekarang',
  'nyawa',
];
const DANGER = new RegExp(`(?<![\\p{L}])(?:${DANGER_WORDS.join('|')})(?![\\p{L}])`, 'iu');

export function readsAsDanger(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && DANGER.test(text.replace(/\s+/g, ' ')));
}
