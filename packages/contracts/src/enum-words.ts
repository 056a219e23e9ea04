/** A generated proto enum: names without prefix to numbers. */
type ProtoEnum = Readonly<Record<string, number>>;

/** "IN_PROGRESS" as our own code and the HTTP API write it: "in_progress". */
export type WordOf<Enum extends ProtoEnum> = Lowercase<Exclude<keyof Enum & string, 'UNSPECIFIED'>>;

/** Translates between the numbers of a proto enum and the words used everywhere else. */
export interface EnumWords<Enum extends ProtoEnum> {
  /** Undefined for UNSPECIFIED and for numbers of a newer contract. */
  word(value: number): WordOf<Enum> | undefined;
  value(word: WordOf<Enum>): Enum[keyof Enum];
  /** Whether a text is one of the words. */
  is(text: string): text is WordOf<Enum>;
  readonly words: readonly WordOf<Enum>[];
}

export function enumWords<Enum extends ProtoEnum>(protoEnum: Enum): EnumWords<Enum> {
  const pairs = Object.entries(protoEnum)
    .filter(([name]) => name !== 'UNSPECIFIED')
    .map(([name, value]) => [name.toLowerCase() as WordOf<Enum>, value] as const);
  const byWord = new Map<string, number>(pairs);
  const byValue = new Map(pairs.map(([word, value]) => [value, word]));
  return {
    word: (value) => byValue.get(value),
    value: (word) => byWord.get(word) as Enum[keyof Enum],
    is: (text): text is WordOf<Enum> => byWord.has(text),
    words: pairs.map(([word]) => word),
  };
}
