import { colleagueOf, describeAbsence, readProfile, describeOfficer } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { roleOf } from '../role-names.ts';
import { listAbsences, listDeputies, setAbsence } from '../use-cases/absences.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type AbsenceCall = 'setAbsence' | 'listDeputies' | 'listAbsences';

/** Who is away, and who stands in. */
export function absenceCalls(parts: DirectoryParts): Pick<DirectoryCalls, AbsenceCall> {
  return {
    async setAbsence({ officerId, from, to, deputyId, reason, ended }, { caller }) {
      const deputy = deputyId === '' ? {} : { deputyId };
      const absence = from === '' && to === '' ? { ended } : { from, to, ...deputy };
      const officer = await setAbsence(parts, caller, officerId, absence, reason);
      return { officer: await describeOfficer(parts, officer) };
    },
    async listDeputies({ officerId }, { caller }) {
      const deputies = await listDeputies(parts, caller, officerId);
      return {
        deputies: await Promise.all(deputies.map((deputy) => colleagueOf(parts, deputy))),
      };
    },
    async listAbsences({ agencyId }, { caller }) {
      const away = await listAbsences(parts, caller, agencyId);
      return {
        away: await Promise.all(
          away.map(async ({ officer, absence, now }) => ({
            officerId: officer.id,
            name: (await readProfile(parts.contents, officer)).name,
            role: roleOf(officer.state.role),
            absence: await describeAbsence(parts, absence),
            now,
          })),
        ),
      };
    },
  };
}
