/** Lower case, accents and apostrophes gone; the words in their order. Figures count as words. */
export function wordsInText(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f'’`]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const PARTICLES: readonly string[] = ['nya', 'lah', 'kah', 'pun', 'ku', 'mu'];
const SUFFIXES: readonly string[] = ['kan', 'an', 'in', 'i'];
const ENDINGS: readonly string[] = [...PARTICLES, ...SUFFIXES];

/** Prefixes, with the first letter of the root that they may have swallowed: memukul → pukul, menyiksa → siksa. */
const PREFIXES: readonly (readonly [string, readonly string[]])[] = [
  ['meny', ['s']],
  ['peny', ['s']],
  ['meng', ['', 'k']],
  ['peng', ['', 'k']],
  ['mem', ['', 'p']],
  ['pem', ['', 'p']],
  ['men', ['', 't']],
  ['pen', ['', 't']],
  ['me', ['']],
  ['pe', ['']],
  ['per', ['']],
  ['ber', ['']],
  ['be', ['']],
  ['ter', ['']],
  ['te', ['']],
  ['di', ['']],
  ['ke', ['']],
  ['se', ['']],
  // Said, not written: nyetrum, ngancam.
  ['ny', ['s']],
  ['ng', ['', 'k']],
];

const LEAST_ROOT = 3;

/**
 * Every root an Indonesian word may have been made of by the affixes of everyday speech, itself included. Too many on
 * purpose: it is only asked whether one certain root is among them.
 */
export function rootsOf(word: string): ReadonlySet<string> {
  const roots = new Set([word]);
  for (const root of roots) {
    for (const ending of ENDINGS) {
      if (root.endsWith(ending)) addRoot(roots, root.slice(0, -ending.length));
    }
  }
  // Two rounds: memper-, diper-, keter-.
  for (let round = 0; round < 2; round += 1) {
    for (const root of Array.from(roots)) {
      for (const [prefix, swallowed] of PREFIXES) {
        if (!root.startsWith(prefix)) continue;
        for (const letter of swallowed) addRoot(roots, letter + root.slice(prefix.length));
      }
    }
  }
  return roots;
}

/**
 * A quick look whether a word may have been made of one of these roots, before `rootsOf` takes it apart: but for its first
 * letter, which a prefix may have swallowed, the root stands in the word as it is.
 */
export function mayBeMadeOf(roots: Iterable<string>): (word: string) => boolean {
  const tails = new Set(Array.from(roots, (root) => root.slice(1)));
  const pattern = new RegExp([...tails].join('|'));
  return (word) => pattern.test(word);
}

function addRoot(roots: Set<string>, root: string): void {
  if (root.length >= LEAST_ROOT) roots.add(root);
}
