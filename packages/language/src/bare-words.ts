import { searchWords } from './search-words.ts';

/** As they are written in a hurry: these tell nothing either. */
const HURRIED: ReadonlySet<string> = new Set(
  `adlh aja bgt blm bs byk bnyk dan dg dgn dlm dong dr dri dsini gak ga gimana gmn gt gtu hrs itu jd jg jgn jl jln jalan kalo kan karna
  kl klo km kmi knp kok krn lg lgi loh lho mhn msh nggak ngga ntar pd pdhl pls rt rw sblm sdh sdg sini situ skrg sm smp sprti spy sy tdk
  tgl thn tlg tlng tp trs tsb tuh udah udh utk wkt ya yg pagi siang sore malam hari tadi kemarin kmrn segera terima kasih warga
  masyarakat lapor laporan melaporkan laporkan ingin mau`.split(/\s+/),
);

/** Prefixes with the first letter of the root that they have swallowed: menumpuk → tumpuk, memukul → pukul. */
const SWALLOWED: readonly (readonly [RegExp, string])[] = [
  [/^[mp]eny(?=[aiueo])/, 's'],
  [/^[mp]en(?=[aiueo])/, 't'],
  [/^[mp]em(?=[aiueo])/, 'p'],
];
const PREFIX = /^(?:memper|diper|[mp]eng|mem|men|me|pem|pen|per|pe|ber|ter|di|ke|se)/;
const ENDINGS: readonly RegExp[] = [/(?:nya|lah|kah|pun)$/, /(?:kan|an|i)$/];
/** Shorter than this nothing is taken off a word: what is left would be anything. */
const LEAST_ROOT = 4;
/** Shorter than this consonants alone are too much alike: then the word stands as it is. */
const LEAST_CONSONANTS = 3;

/**
 * The telling words of a text, bare of what people leave out or get wrong: affixes, vowels, letters twice. "Lampu jalannya mati",
 * "lmp jln mati" and "lampu di jalan itu mati" come to the same. Each once, in their order. For comparing texts, never to be shown.
 */
export function bareWords(text: string): readonly string[] {
  return [
    ...new Set(
      searchWords(text)
        .filter((word) => !HURRIED.has(word))
        .map(bareWord),
    ),
  ];
}

function bareWord(word: string): string {
  // House numbers, RT and RW tell one place from another.
  if (/\d/.test(word)) return word;
  const root = ENDINGS.reduce((rest, ending) => shorter(rest, ending), withoutPrefix(word));
  const consonants = root[0] + root.slice(1).replaceAll(/[aiueo]/g, '');
  const once = consonants.replaceAll(/(.)\1+/g, '$1');
  return once.length < LEAST_CONSONANTS ? root : once;
}

function withoutPrefix(word: string): string {
  const [affix, letter] = SWALLOWED.find(([prefix]) => prefix.test(word)) ?? [PREFIX, ''];
  return shorter(word, affix, letter);
}

function shorter(word: string, affix: RegExp, instead = ''): string {
  const rest = word.replace(affix, instead);
  return rest.length < LEAST_ROOT ? word : rest;
}
