import { wordsInText } from './word-forms.ts';

/** In nearly every text, or in the names of nearly all places: by these nobody finds anything. */
const TELL_NOTHING: ReadonlySet<string> = new Set(
  `ada adalah agar akan anda and apa apakah atas atau bagi bahwa bapak belum bila bisa bu dalam dan dapat dari demi dengan di dia
  hal hanya harus ibu in ini itu jadi jangan jika juga kalau kami karena ke kepada kita lagi lebih maka masih mereka mohon namun nya
  of oleh pada pak para saat saja sampai sangat sangatlah saya sebagai secara sedang selalu seperti serta setiap sudah supaya tapi
  telah tentang tersebut tetapi the tidak tolong untuk yaitu yakni yang yth
  kab kabupaten kec kecamatan kel kelurahan kota prov provinsi`.split(/\s+/),
);

const SHORTEST = 2;
/** Characters; the rest of a longer one says nothing more. */
const LONGEST = 32;

/**
 * The words a text is found by, each once, in their order: lower case, without accents, numbers without leading zeros ("RT 03" is
 * "RT 3"). The same for what is looked for, so the two meet.
 */
export function searchWords(text: string): readonly string[] {
  const words = wordsInText(text).map((word) => word.replace(/^0+(?=\d)/, '').slice(0, LONGEST));
  return [...new Set(words)].filter((word) => isNumber(word) || saysSomething(word));
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}

function saysSomething(word: string): boolean {
  return word.length >= SHORTEST && !TELL_NOTHING.has(word);
}
