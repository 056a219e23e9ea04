import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CategorySchema } from '@lapor/contracts/directory/v1/directory_service';
import { summaryOf } from '../agency-store.ts';
import type { CategoryTree } from '../domain/categories/category-tree.ts';
import type { DirectoryParts } from '../parts.ts';
import { findCompetent } from '../use-cases/find-competent.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type CompetenceCall = 'listCategories' | 'resolveCompetence';

/** Categories, and who answers for them: public knowledge. */
export function competenceCalls(parts: DirectoryParts): Pick<DirectoryCalls, CompetenceCall> {
  const categories = shownCategories(parts.reference.categories);
  return {
    // The promise is all that is asynchronous here: everything is in memory.
    listCategories: () => Promise.resolve({ categories }),
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

/** Each group, then its leaves. */
function shownCategories({ groups }: CategoryTree): MessageInitShape<typeof CategorySchema>[] {
  return groups.flatMap((group) => [
    { code: group.code, nameId: group.nameId, nameEn: group.nameEn },
    ...group.categories.map(({ code, nameId, nameEn, hintId, hintEn, danger, neverPublic }) => ({
      code,
      parentCode: group.code,
      nameId,
      nameEn,
      hintId,
      hintEn,
      danger,
      neverPublic,
    })),
  ]);
}
