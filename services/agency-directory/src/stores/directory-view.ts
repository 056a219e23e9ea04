import type { AgencyState } from '../domain/agency/agency.ts';
import { wordsOf } from '../domain/areas/area-words.ts';

export type AgencyRecord = AgencyState & { readonly agencyId: string };

/**
 * All agencies in memory, for whatever walks the tree: lists, search, competence. Some thousands of small records.
 * The store is the truth: one agency by id is read there, and this copy follows it.
 */
export interface DirectoryView {
  readonly size: number;
  find(agencyId: string): AgencyRecord | undefined;
  all(): readonly AgencyRecord[];
  /** Directly below, by name. */
  children(agencyId: string): readonly AgencyRecord[];
  /** The agency and all below it, by name within a tier; empty when unknown. */
  subtree(agencyId: string): readonly AgencyRecord[];
  /** Governments and authorities of exactly this area, the area's own government first. */
  governing(areaCode: string): readonly AgencyRecord[];
  /** Best match first: every word typed begins a word of the name or the short name; after those, of a name it had before. */
  search(text: string, limit: number, accepts: (agency: AgencyRecord) => boolean): readonly AgencyRecord[];
  put(agency: AgencyRecord): void;
  replaceAll(agencies: Iterable<AgencyRecord>): void;
}

/** Kinds that govern an area, as against units below them. */
const GOVERNING: readonly string[] = ['province', 'regency', 'city', 'authority'];

interface Entry {
  readonly agency: AgencyRecord;
  readonly words: readonly string[];
  /** Of each name it had before. */
  readonly formerly: readonly (readonly string[])[];
}

export function createDirectoryView(): DirectoryView {
  let entries = new Map<string, Entry>();
  let childIds = new Map<string, Set<string>>();
  let governingIds = new Map<string, Set<string>>();

  const find = (agencyId: string): AgencyRecord | undefined => entries.get(agencyId)?.agency;
  const records = (ids: Iterable<string> | undefined): AgencyRecord[] =>
    Array.from(ids ?? [], find).filter((agency) => agency !== undefined);
  const children = (agencyId: string): AgencyRecord[] => records(childIds.get(agencyId)).sort(byName);

  function put(agency: AgencyRecord): void {
    const before = entries.get(agency.agencyId)?.agency;
    if (before !== undefined) {
      childIds.get(before.parentId)?.delete(before.agencyId);
      governingIds.get(before.areaCode)?.delete(before.agencyId);
    }
    const { name, shortName, formerNames = [], formerShortNames = [] } = agency;
    const formerly = [...formerNames, ...formerShortNames].map((former) => wordsOf(former));
    entries.set(agency.agencyId, { agency, words: wordsOf(`${name} ${shortName}`), formerly });
    addTo(childIds, agency.parentId, agency.agencyId);
    if (GOVERNING.includes(agency.kind)) addTo(governingIds, agency.areaCode, agency.agencyId);
  }

  return {
    get size() {
      return entries.size;
    },
    find,
    all: () => Array.from(entries.values(), ({ agency }) => agency),
    children,
    subtree(agencyId) {
      const root = find(agencyId);
      const all = root === undefined ? [] : [root];
      for (const agency of all) all.push(...children(agency.agencyId));
      return all;
    },
    governing(areaCode) {
      return records(governingIds.get(areaCode)).sort(
        (a, b) => GOVERNING.indexOf(a.kind) - GOVERNING.indexOf(b.kind) || byName(a, b),
      );
    },
    search(text, limit, accepts) {
      const typed = wordsOf(text);
      if (typed.length === 0) return [];
      const hits: { readonly agency: AgencyRecord; readonly score: number }[] = [];
      for (const { agency, words, formerly } of entries.values()) {
        const score = likeness(typed, words) || formerLikeness(typed, formerly);
        if (score > 0 && accepts(agency)) hits.push({ agency, score });
      }
      hits.sort((a, b) => b.score - a.score || byName(a.agency, b.agency));
      return hits.slice(0, limit).map(({ agency }) => agency);
    },
    put,
    replaceAll(agencies) {
      entries = new Map();
      childIds = new Map();
      governingIds = new Map();
      for (const agency of agencies) put(agency);
    },
  };
}

/** 0 when a typed word begins no word of the name; else whole words count more than beginnings, and short names win. */
function likeness(typed: readonly string[], words: readonly string[]): number {
  let score = 0;
  for (const word of typed) {
    if (words.includes(word)) score += 2;
    else if (words.some((candidate) => candidate.startsWith(word))) score += 1;
    else return 0;
  }
  return score + typed.length / (words.length + 1);
}

/** Less than any name of today: the words of a search are more likely those. */
function formerLikeness(typed: readonly string[], names: readonly (readonly string[])[]): number {
  return Math.max(0, ...names.map((words) => likeness(typed, words))) / (4 * typed.length);
}

function byName(a: AgencyRecord, b: AgencyRecord): number {
  return a.name.localeCompare(b.name, 'id');
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}
