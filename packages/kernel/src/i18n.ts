/** Languages we speak to people, the first one when nobody chose. */
export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in every language. Placeholders in braces: "Laporan {trackingId} diterima". */
export type Message = Readonly<Record<Language, string>>;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** What a text must be given: one value per placeholder of its Indonesian form. */
export type Values<Text extends string> = Readonly<Record<Placeholders<Text>, string | number>>;

/** Looks a text up and fills it in. Asking for a key that is not there, or leaving a value out, is a type error. */
export type Translate<Catalogue extends Readonly<Record<string, Message>>> = <
  Key extends keyof Catalogue & string,
>(
  language: Language,
  key: Key,
  ...values: Placeholders<Catalogue[Key]['id']> extends never ? [] : [Values<Catalogue[Key]['id']>]
) => string;

/** The one mechanism for text that people read: a catalogue per part of the product, typed by its keys. */
export function translator<const Catalogue extends Readonly<Record<string, Message>>>(
  catalogue: Catalogue,
): Translate<Catalogue> {
  return (language, key, ...values) => {
    const text = catalogue[key]?.[language] ?? key;
    const given: Readonly<Record<string, string | number>> = values[0] ?? {};
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
  };
}

/** Keys whose languages do not have the same placeholders: for the test beside each catalogue. */
export function unevenMessages(catalogue: Readonly<Record<string, Message>>): readonly string[] {
  const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort().join();
  return Object.entries(catalogue)
    .filter(([, message]) => LANGUAGES.some((language) => names(message[language]) !== names(message.id)))
    .map(([key]) => key);
}

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

/** The first language of an Accept-Language header (RFC 9110 §12.5.4) that we speak; Indonesian when there is none. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return { tag: tag.slice(0, 2).toLowerCase(), q: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .sort((a, b) => b.q - a.q);
  return wanted.map(({ tag }) => tag).find(isLanguage) ?? 'id';
}
