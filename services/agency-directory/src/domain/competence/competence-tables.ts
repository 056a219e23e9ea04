/** What the resolver needs to know of an agency. */
export interface CompetenceAgency {
  readonly agencyId: string;
  /** Empty for the root. */
  readonly parentId: string;
  readonly timeZone: string;
  readonly active: boolean;
  readonly onboarded: boolean;
  /** Of a closed one: who took its work over. */
  readonly successorId?: string;
}

/** "This agency answers for this category in this area." */
export interface CompetenceEntry {
  readonly id: string;
  readonly agencyId: string;
  /** A leaf of the category tree, or a group: then for all its leaves. */
  readonly categoryCode: string;
  /** Holds for the area and all that lies in it; empty for the whole country. */
  readonly areaCode: string;
  /** First day, "2024-01-31", in the agency's own zone. */
  readonly validFrom: string;
  /** Last day, included. Without one: until further notice. */
  readonly validTo?: string;
}

/** Everything the resolver reads. */
export interface CompetenceTables {
  readonly rootId: string;
  readonly findAgency: (agencyId: string) => CompetenceAgency | undefined;
  /** The government (province, regency, city) of exactly this area; not an authority on the same ground. */
  readonly governmentOf: (areaCode: string) => CompetenceAgency | undefined;
  /** The category, what was merged into it, then its group; empty for an unknown code. Codes of one step are equal. */
  readonly categoryLineage: (categoryCode: string) => readonly (readonly string[])[];
  /** Entries for exactly this area and category, whatever their dates. */
  readonly entriesFor: (areaCode: string, categoryCode: string) => readonly CompetenceEntry[];
}

/** Entries by area and category, so that a look-up touches only the few that can matter. */
export function indexEntries(entries: Iterable<CompetenceEntry>): CompetenceTables['entriesFor'] {
  const byPlace = new Map<string, CompetenceEntry[]>();
  for (const entry of entries) {
    const place = placeOf(entry.areaCode, entry.categoryCode);
    const list = byPlace.get(place);
    if (list === undefined) byPlace.set(place, [entry]);
    else list.push(entry);
  }
  return (areaCode, categoryCode) => byPlace.get(placeOf(areaCode, categoryCode)) ?? [];
}

function placeOf(areaCode: string, categoryCode: string): string {
  return `${areaCode} ${categoryCode}`;
}

/** `day` is a calendar day, "2024-01-31". */
export function isValidOn(entry: CompetenceEntry, day: string): boolean {
  return entry.validFrom <= day && (entry.validTo === undefined || day <= entry.validTo);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of an instant in a zone. */
export function localDay(at: Date, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // en-CA writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}
