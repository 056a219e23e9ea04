import { summaryOf } from '../stores/agency-store.ts';
import type { DirectoryParts } from '../parts.ts';
import { findCompetent } from '../use-cases/find-competent.ts';
import type { DirectoryCalls } from './directory-calls.ts';

/** Who answers for what: public knowledge. */
export function competenceCalls(parts: DirectoryParts): Pick<DirectoryCalls, 'resolveCompetence'> {
  return {
    async resolveCompetence(request) {
      const { declaredAgencyId, categoryCode, areaCode } = request;
      const found = findCompetent(parts, {
        protected: request.protected,
        ...(declaredAgencyId === '' ? {} : { declaredAgencyId }),
        ...(categoryCode === '' ? {} : { categoryCode }),
        ...(areaCode === '' ? {} : { areaCode }),
      });
      return {
        ...(found.agency === undefined ? {} : { agency: summaryOf(found.agency) }),
        ...(found.admin === undefined ? {} : { admin: summaryOf(found.admin) }),
        via: found.via ?? '',
        triageReason: found.triageReason ?? '',
        reportedAgencyId: found.reportedAgencyId ?? '',
      };
    },
  };
}
