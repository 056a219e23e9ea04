import type { AreaLevel } from './area-code.ts';

const PLAIN = /^[A-Za-z]+(?: [A-Za-z]+)*$/;

/** Lower case, accents and apostrophes gone, everything else that is no letter or digit a gap. */
export function wordsOf(text: string): readonly string[] {
  // Nearly every name is like this, and there are 91,000 of them.
  if (PLAIN.test(text)) return text.toLowerCase().split(' ');
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f'’"`]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/**
 * Words that name a tier, with the tier the word after them is about. They are also parts of names ("Batam Kota",
 * "Desa Baru"), so they count a little as words.
 */
const TIER_WORDS: ReadonlyMap<string, AreaLevel> = new Map<string, AreaLevel>([
  ['prov', 'province'],
  ['propinsi', 'province'],
  ['provinsi', 'province'],
  ['kab', 'regency'],
  ['kabupaten', 'regency'],
  ['kota', 'regency'],
  ['kotamadya', 'regency'],
  ['kodya', 'regency'],
  ['kec', 'district'],
  ['kecamatan', 'district'],
  ['distrik', 'district'],
  ['kel', 'village'],
  ['kelurahan', 'village'],
  ['desa', 'village'],
  ['ds', 'village'],
  ['gampong', 'village'],
  ['nagari', 'village'],
  ['kampung', 'village'],
]);

/** What people write for short. The full words are searched instead. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['kab', 'kabupaten'],
  ['tj', 'tanjung'],
  ['tg', 'tanjung'],
  ['tjg', 'tanjung'],
  ['tanj', 'tanjung'],
  ['kp', 'kampung'],
  ['kmp', 'kampung'],
  ['kpg', 'kampung'],
  ['gn', 'gunung'],
  ['kep', 'kepulauan'],
  ['sel', 'selatan'],
  ['utr', 'utara'],
  ['tim', 'timur'],
  ['bar', 'barat'],
  ['jkt', 'jakarta'],
  ['btm', 'batam'],
  ['sby', 'surabaya'],
  ['bdg', 'bandung'],
  ['dki', 'daerah khusus ibukota'],
  ['diy', 'daerah istimewa yogyakarta'],
  ['jogja', 'yogyakarta'],
  ['jogjakarta', 'yogyakarta'],
  ['jaksel', 'jakarta selatan'],
  ['jakpus', 'jakarta pusat'],
  ['jakbar', 'jakarta barat'],
  ['jaktim', 'jakarta timur'],
  ['jakut', 'jakarta utara'],
  ['tangsel', 'tangerang selatan'],
  ['nad', 'aceh'],
  ['sumut', 'sumatera utara'],
  ['sumbar', 'sumatera barat'],
  ['sumsel', 'sumatera selatan'],
  ['babel', 'kepulauan bangka belitung'],
  ['kepri', 'kepulauan riau'],
  ['jabar', 'jawa barat'],
  ['jateng', 'jawa tengah'],
  ['jatim', 'jawa timur'],
  ['ntb', 'nusa tenggara barat'],
  ['ntt', 'nusa tenggara timur'],
  ['kalbar', 'kalimantan barat'],
  ['kalteng', 'kalimantan tengah'],
  ['kalsel', 'kalimantan selatan'],
  ['kaltim', 'kalimantan timur'],
  ['kaltara', 'kalimantan utara'],
  ['sulut', 'sulawesi utara'],
  ['sulteng', 'sulawesi tengah'],
  ['sulsel', 'sulawesi selatan'],
  ['sultra', 'sulawesi tenggara'],
  ['sulbar', 'sulawesi barat'],
  ['malut', 'maluku utara'],
]);

/** Words that stand for each other in names: the water of Batam is "Sei" on one sign and "Sungai" on the next. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['sei', 'sungai'],
  ['sungai', 'sei'],
  ['kampung', 'kampong'],
  ['kampong', 'kampung'],
  ['pulau', 'pulo'],
  ['pulo', 'pulau'],
]);

export function otherSpellingOf(word: string): string | undefined {
  return SAME.get(word);
}

/** Parts of an address that are no area names, as a rule. */
const ADDRESS_WORDS: ReadonlySet<string> = new Set(
  'jalan jl jln gang gg blok komplek komp perumahan perum perumnas kavling ruko rt rw no nomor di dekat depan'.split(
    ' ',
  ),
);

/** What stands before the proper name of a province or regency: "Kota Administrasi", "Daerah Istimewa". */
const TITLES: ReadonlySet<string> = new Set(
  'kabupaten kota administrasi daerah istimewa khusus ibukota'.split(' '),
);

/** The words of a name without a title; all of them when it is nothing but a title. */
export function properWords(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word) => !TITLES.has(word));
  return first < 0 ? words : words.slice(first);
}

/** One word to look for. `tier` when a word like "kec." stood before it; `weak` when it is such a word itself. */
export interface QueryWord {
  readonly text: string;
  readonly tier?: AreaLevel;
  readonly weak: boolean;
}

/** More than any area's full name needs; the rest of a longer text is left out, house numbers first. */
export const MAX_WORDS = 8;

export function queryWordsOf(text: string): readonly QueryWord[] {
  const words: QueryWord[] = [];
  let tier: AreaLevel | undefined;
  for (const typed of wordsOf(text)) {
    const own = TIER_WORDS.get(typed);
    const weak = own !== undefined || ADDRESS_WORDS.has(typed) || /^\d+$/.test(typed);
    for (const text of (SHORT_FORMS.get(typed) ?? typed).split(' ')) {
      words.push({ text, weak, ...(tier === undefined || weak ? {} : { tier }) });
    }
    tier = own;
  }
  // Nothing but tier words ("Kota"): then they are the name.
  const all = words.every((word) => word.weak) ? words.map((word) => ({ ...word, weak: false })) : words;
  const kept = all.length > MAX_WORDS ? all.filter((word) => !word.weak) : all;
  return kept.slice(0, MAX_WORDS);
}
