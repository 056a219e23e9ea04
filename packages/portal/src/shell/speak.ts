import { translator } from '@lapor/kernel';
import type { Language, Message, Values } from '@lapor/kernel';
import type { NamedCode } from '../complaint-types.ts';

/** Looks a text up in the language of the page. */
export type Speak<Catalogue extends Readonly<Record<string, Message>>> = <
  Key extends keyof Catalogue & string,
>(
  key: Key,
  ...values: keyof Values<Catalogue[Key]['id']> extends never ? [] : [Values<Catalogue[Key]['id']>]
) => string;

/** A catalogue's texts, one speaker per language. */
export function speaker<const Catalogue extends Readonly<Record<string, Message>>>(
  catalogue: Catalogue,
): (language: Language) => Speak<Catalogue> {
  const translate = translator(catalogue);
  return (language) =>
    (key, ...values) =>
      // The same condition in other words; the compiler does not see that they agree.
      (translate as (language: Language, key: string, ...values: readonly unknown[]) => string)(
        language,
        key,
        ...values,
      );
}

/** A word of a closed list: its text, or the word itself where a newer part of the platform sent an unknown one. */
export function wordIn(
  catalogue: Readonly<Record<string, Message>>,
  language: Language,
  prefix: string,
  word: string,
): string {
  return catalogue[`${prefix}${word}`]?.[language] ?? word;
}

/** What something with names of its own is called in this language. */
export function nameIn(language: Language, named: NamedCode | undefined): string | undefined {
  return language === 'en' ? (named?.nameEn ?? named?.name) : named?.name;
}
