import { invalid } from '@lapor/kernel';
import { summaryOf } from '../stores/agency-store.ts';
import type { AgencyRecord } from '../stores/directory-view.ts';
import { normalizeAreaCode } from '../domain/areas/area-code.ts';
import type { DirectoryParts } from '../parts.ts';
import { agencyOf } from '../use-cases/manage-officers.ts';
import type { DirectoryCalls } from './directory-calls.ts';

const DEFAULT_LIMIT = 100;
const MOST_LISTED = 1_000;
const MOST_RENAMED = 5_000;
const MOST_BY_ID = 500;
const LONGEST_TEXT = 200;

type AgencyCall = 'getAgency' | 'getAgencies' | 'listAgencies' | 'listRenamedAgencies';

/** The agency tree: public knowledge. */
export function agencyCalls(parts: DirectoryParts): Pick<DirectoryCalls, AgencyCall> {
  return {
    async getAgency({ agencyId }) {
      return { agency: summaryOf(await agencyOf(parts, agencyId)) };
    },
    async getAgencies({ agencyIds }) {
      if (agencyIds.length > MOST_BY_ID) throw invalid('agency_ids', `has at most ${MOST_BY_ID} entries`);
      const found = await Promise.all(
        Array.from(new Set(agencyIds), async (agencyId) => {
          const agency = await parts.agencies.find(agencyId);
          return agency === undefined ? undefined : summaryOf({ agencyId, ...agency.state });
        }),
      );
      return { agencies: found.filter((agency) => agency !== undefined) };
    },
    async listAgencies({ parentId, text, areaCode, onboardedOnly, subtree, limit, kind }) {
      if (text.length > LONGEST_TEXT) throw invalid('text', `has at most ${LONGEST_TEXT} characters`);
      const most = Math.min(limit === 0 ? DEFAULT_LIMIT : limit, MOST_LISTED);
      const code = areaCode === '' ? undefined : normalizeAreaCode(areaCode);
      if (areaCode !== '' && code === undefined) throw invalid('area_code', 'is an area code such as 21.71');
      const accepts = (agency: AgencyRecord): boolean =>
        agency.active &&
        (!onboardedOnly || agency.onboarded) &&
        (kind === '' || agency.kind === kind) &&
        (parentId === '' || isBelow(agency, parentId, subtree)) &&
        (code === undefined || agency.areaCode === code);
      const agencies = listed(parts, { parentId, text, code, subtree, most, accepts });
      return { agencies: agencies.slice(0, most).map(summaryOf) };
    },
    listRenamedAgencies() {
      const renamed = parts.view
        .all()
        .filter(
          ({ active, formerNames, formerShortNames }) =>
            active && (formerNames ?? formerShortNames) !== undefined,
        );
      const agencies = renamed
        .slice(0, MOST_RENAMED)
        .map((agency) => ({ agency: summaryOf(agency), formerNames: [...(agency.formerNames ?? [])] }));
      return Promise.resolve({ agencies });
    },
  };
}

interface Listing {
  readonly parentId: string;
  readonly text: string;
  readonly code: string | undefined;
  readonly subtree: boolean;
  readonly most: number;
  readonly accepts: (agency: AgencyRecord) => boolean;
}

/** By name when a text was typed, by area when only that, else the tree below the parent; the root without any. */
function listed(
  { view, reference }: Pick<DirectoryParts, 'view' | 'reference'>,
  { parentId, text, code, subtree, most, accepts }: Listing,
): readonly AgencyRecord[] {
  if (text.trim() !== '') return view.search(text, most, accepts);
  if (code !== undefined) return view.governing(code).filter(accepts);
  const parent = parentId === '' ? reference.rootId : parentId;
  const below = subtree ? view.subtree(parent) : view.children(parent);
  return below.filter((agency) => agency.agencyId !== parent && accepts(agency));
}

function isBelow(agency: AgencyRecord, parentId: string, subtree: boolean): boolean {
  return subtree
    ? agency.agencyId !== parentId && agency.path.includes(parentId)
    : agency.parentId === parentId;
}
