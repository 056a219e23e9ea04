import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { DirectoryParts } from '../parts.ts';
import { importGovernment } from '../use-cases/import-government.ts';
import type { DirectoryCalls } from './directory-calls.ts';

/** Bringing in a whole government. */
export function importCalls(parts: DirectoryParts): Pick<DirectoryCalls, 'importGovernment'> {
  return {
    async importGovernment(request, { caller }) {
      const { areaCode, bodyKey, bodyName, initialPassword, dryRun, reason } = request;
      const { plan, oneTimePasswords } = await importGovernment(parts, caller, {
        areaCode,
        files: {
          units: request.unitsCsv,
          officers: request.officersCsv,
          competence: request.competenceCsv,
        },
        second: bodyKey === '' ? undefined : { key: bodyKey, name: bodyName },
        initialPassword: initialPassword === '' ? undefined : initialPassword,
        dryRun,
        reason,
      });
      return {
        issues: plan.issues.map((issue) => ({ ...issue })),
        unitsAdded: plan.unitsAdded,
        unitsChanged: plan.unitsChanged,
        officersAdded: plan.officersAdded.length,
        officersChanged: plan.officersChanged.length,
        rulesAdded: plan.rulesAdded.length,
        rulesChanged: plan.rulesChanged.length,
        oneTimePasswords: oneTimePasswords.map(({ codeUntil, ...code }) => ({
          ...code,
          codeUntil: timestampFromDate(new Date(codeUntil)),
        })),
      };
    },
  };
}
