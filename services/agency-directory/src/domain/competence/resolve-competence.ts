import { areaCodeLineage, normalizeAreaCode } from '../areas/area-code.ts';
import type { CompetenceAgency, CompetenceEntry, CompetenceTables } from './competence-tables.ts';
import { isValidOn, localDay } from './competence-tables.ts';

export interface CompetenceInput {
  /** What the reporter picked, if anything. */
  readonly declaredAgencyId?: string;
  /** A leaf of the category tree, or a group. */
  readonly categoryCode?: string;
  readonly areaCode?: string;
  /** About a person in the office: that office must never hold or see it. */
  readonly protected: boolean;
  readonly at: Date;
}

export type TriageReason =
  | 'no_category'
  | 'no_area'
  | 'no_rule'
  /** Two agencies are equally competent by the table. */
  | 'ambiguous'
  /** Whoever was found has no officers here, nor has anybody above it in its own government. */
  | 'not_on_platform'
  /** It is about the very agency that would have triaged it, or about the root. */
  | 'protected';

export type CompetenceResolution =
  | {
      /** Who gets the case. For a protected one: the tier above the agency it is about. */
      readonly agencyId: string;
      readonly via: 'declared' | 'competence';
      /** The entry that decided; none when declared. */
      readonly ruleId?: string;
      /** For a protected case: the agency that must never see it. */
      readonly reportedAgencyId?: string;
    }
  | {
      /** Whose admin decides, because nobody was found without a guess. */
      readonly triageAt: string;
      readonly reason: TriageReason;
      readonly reportedAgencyId?: string;
    };

type Found =
  | { readonly agency: CompetenceAgency; readonly via: 'declared' | 'competence'; readonly ruleId?: string }
  | { readonly reason: TriageReason; readonly candidates: readonly string[] };

/** Who is competent for a complaint, or who must decide that. Never a guess; the same input gives the same answer. */
export function resolveCompetence(input: CompetenceInput, tables: CompetenceTables): CompetenceResolution {
  const found = findDeclared(input, tables) ?? findByTable(input, tables);
  if ('reason' in found) return triage(input, found.reason, found.candidates, tables);
  const { agency, via, ruleId } = found;
  if (servedBy(agency, tables) === undefined)
    return triage(input, 'not_on_platform', [agency.agencyId], tables);
  const rule = ruleId === undefined ? {} : { ruleId };
  if (!input.protected) return { agencyId: agency.agencyId, via, ...rule };

  const reportedAgencyId = agency.agencyId;
  const parent = tables.findAgency(agency.parentId);
  if (parent === undefined) return { triageAt: tables.rootId, reason: 'protected', reportedAgencyId };
  return { agencyId: servedBy(parent, tables) ?? tables.rootId, via, ...rule, reportedAgencyId };
}

function findDeclared({ declaredAgencyId }: CompetenceInput, tables: CompetenceTables): Found | undefined {
  const agency = declaredAgencyId === undefined ? undefined : standingFor(declaredAgencyId, tables);
  return agency?.active === true ? { agency, via: 'declared' } : undefined;
}

/** The agency, or who goes on with its work by now: a name people know is good for longer than an office. */
function standingFor(agencyId: string, tables: CompetenceTables): CompetenceAgency | undefined {
  const agency = tables.findAgency(agencyId);
  // A successor is not closed when it takes over, so nobody comes round again.
  if (agency?.active !== false || agency.successorId === undefined) return agency;
  return standingFor(agency.successorId, tables);
}

function findByTable(input: CompetenceInput, tables: CompetenceTables): Found {
  const categories = input.categoryCode === undefined ? [] : tables.categoryLineage(input.categoryCode);
  if (categories.length === 0) return { reason: 'no_category', candidates: [] };
  const area = normalizeAreaCode(input.areaCode ?? '');
  if (area === undefined) return { reason: 'no_area', candidates: [] };
  // The empty code is the whole country.
  for (const areaCode of [...areaCodeLineage(area), '']) {
    for (const codes of categories) {
      const entries = codes
        .flatMap((categoryCode) => tables.entriesFor(areaCode, categoryCode))
        .filter((entry) => inForce(entry, input.at, tables))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const candidates = [...new Set(entries.map(({ agencyId }) => agencyId))];
      const agency = tables.findAgency(candidates[0] ?? '');
      if (candidates.length > 1) return { reason: 'ambiguous', candidates };
      if (agency !== undefined) return { agency, via: 'competence', ruleId: entries[0]?.id ?? '' };
    }
  }
  return { reason: 'no_rule', candidates: [] };
}

function inForce(entry: CompetenceEntry, at: Date, tables: CompetenceTables): boolean {
  const agency = tables.findAgency(entry.agencyId);
  return agency?.active === true && isValidOn(entry, localDay(at, agency.timeZone));
}

/** The agency itself, or the lowest above it, that has officers here; never the root, which serves everybody. */
function servedBy(agency: CompetenceAgency, tables: CompetenceTables): string | undefined {
  let at: CompetenceAgency | undefined = agency;
  while (at !== undefined && at.agencyId !== tables.rootId) {
    if (at.onboarded && at.active) return at.agencyId;
    at = tables.findAgency(at.parentId);
  }
  return agency.agencyId === tables.rootId ? tables.rootId : undefined;
}

/** The lowest government of the area that runs on the platform, else the national admin. */
function triage(
  input: CompetenceInput,
  reason: TriageReason,
  candidates: readonly string[],
  tables: CompetenceTables,
): CompetenceResolution {
  const area = normalizeAreaCode(input.areaCode ?? '');
  const governments = (area === undefined ? [] : areaCodeLineage(area)).flatMap((code) => {
    const agency = tables.governmentOf(code);
    return agency?.active === true && agency.onboarded ? [agency.agencyId] : [];
  });
  const [lowest = tables.rootId] = governments;
  const reported =
    input.protected && candidates.length === 1 ? { reportedAgencyId: candidates[0] ?? '' } : {};
  if (!input.protected || !candidates.includes(lowest)) return { triageAt: lowest, reason, ...reported };
  const above = governments.find((agencyId) => !candidates.includes(agencyId)) ?? tables.rootId;
  return { triageAt: above, reason: 'protected', ...reported };
}
