import type { AgencyRecord } from '../stores/directory-view.ts';
import type { CompetenceTables } from '../domain/competence/competence-tables.ts';
import { resolveCompetence } from '../domain/competence/resolve-competence.ts';
import type { CompetenceInput, TriageReason } from '../domain/competence/resolve-competence.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Rule } from '../rules/rule-book.ts';

type Parts = Pick<DirectoryParts, 'view' | 'rules' | 'reference' | 'categories' | 'clock'>;

export interface Competence {
  /** Undefined when nobody was found without a guess. */
  readonly agency: AgencyRecord | undefined;
  readonly via: 'declared' | 'competence' | undefined;
  /** Who triages; for a found agency, the one above that watches it. */
  readonly admin: AgencyRecord | undefined;
  readonly triageReason: TriageReason | undefined;
  readonly reportedAgencyId: string | undefined;
}

/** Who is competent for a complaint as it is known now, by the tables in memory. */
export function findCompetent(parts: Parts, asked: Omit<CompetenceInput, 'at'>): Competence {
  const { view } = parts;
  const found = resolveCompetence({ ...asked, at: parts.clock.now() }, tablesOf(parts));
  const { reportedAgencyId } = found;
  if ('reason' in found) {
    const admin = view.find(found.triageAt);
    return { agency: undefined, via: undefined, admin, triageReason: found.reason, reportedAgencyId };
  }
  const agency = view.find(found.agencyId);
  const admin = agency === undefined ? undefined : adminAbove(parts, agency);
  return { agency, via: found.via, admin, triageReason: undefined, reportedAgencyId };
}

/** A complaint to try the table with. */
export interface Asked {
  readonly declaredAgencyId?: string;
  readonly categoryCode?: string;
  readonly areaCode?: string;
  /** yyyy-mm-dd; absent: today. */
  readonly day?: string;
}

export interface Answer extends Omit<Competence, 'reportedAgencyId'> {
  /** The row that decided. */
  readonly row: Rule | undefined;
}

/** What a table says, be it the one in force or one that might be. */
export function answerBy(
  parts: Parts,
  { day, ...asked }: Asked,
  entriesFor: CompetenceTables['entriesFor'],
  rowOf: (id: string) => Rule | undefined,
): Answer {
  const { view } = parts;
  // Noon is the same day in all zones of the country.
  const at = day === undefined ? parts.clock.now() : new Date(`${day}T05:00:00Z`);
  const found = resolveCompetence({ ...asked, protected: false, at }, { ...tablesOf(parts), entriesFor });
  if ('reason' in found) {
    const admin = view.find(found.triageAt);
    return { agency: undefined, via: undefined, admin, triageReason: found.reason, row: undefined };
  }
  const agency = view.find(found.agencyId);
  const admin = agency === undefined ? undefined : adminAbove(parts, agency);
  const row = found.ruleId === undefined ? undefined : rowOf(found.ruleId);
  return { agency, via: found.via, admin, triageReason: undefined, row };
}

function tablesOf({ view, rules, reference, categories }: Parts): CompetenceTables {
  return {
    rootId: reference.rootId,
    findAgency: (agencyId) => view.find(agencyId),
    governmentOf: (areaCode) => view.governing(areaCode).find(({ kind }) => kind !== 'authority'),
    categoryLineage: (code) => categories.tree().steps(code),
    entriesFor: rules.entriesFor,
  };
}

/** The nearest agency above that has officers here; at the top the root, which watches itself. */
function adminAbove({ view, reference }: Parts, agency: AgencyRecord): AgencyRecord | undefined {
  for (const agencyId of agency.path.slice(0, -1).toReversed()) {
    const above = view.find(agencyId);
    if (above !== undefined && above.active && above.onboarded) return above;
  }
  return view.find(reference.rootId);
}
