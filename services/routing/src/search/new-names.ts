import { searchWords } from '@lapor/language';
import type { Agency } from '../domain/agency.ts';

export interface RenamedAgency {
  readonly agency: Pick<Agency, 'id' | 'path'>;
  /** What people call it today, long and short. */
  readonly name: string;
  readonly shortName: string;
  /** Each long name it had before; short ones may have changed too. */
  readonly formerNames: readonly string[];
}

/** By word: agencies that are called so today and were not always. Cases of before are in the index without it. */
export type NewNames = ReadonlyMap<string, readonly Pick<Agency, 'id' | 'path'>[]>;

/** Each costs a look into the index; what more of them are called alike tells little. */
const MOST_CALLED_ALIKE = 16;

export function newNamesOf(renamed: readonly RenamedAgency[]): NewNames {
  const byWord = new Map<string, Pick<Agency, 'id' | 'path'>[]>();
  for (const { agency, name, shortName, formerNames } of renamed) {
    const before = formerNames.map((former) => new Set(searchWords(former)));
    const always = new Set(searchWords(name).filter((word) => before.every((words) => words.has(word))));
    for (const word of searchWords(`${name} ${shortName}`)) {
      if (always.has(word)) continue;
      const called = byWord.get(word);
      if (called === undefined) byWord.set(word, [agency]);
      else called.push(agency);
    }
  }
  return byWord;
}

/** Of those called so, whose cases a search in this part of the tree can find: they lie in it, or it lies in them. */
export function calledSo(
  names: NewNames,
  word: string,
  { id, path }: Pick<Agency, 'id' | 'path'>,
): readonly string[] {
  const near = (names.get(word) ?? []).filter(
    (agency) => agency.path.includes(id) || path.includes(agency.id),
  );
  return near.slice(0, MOST_CALLED_ALIKE).map((agency) => agency.id);
}
