import { create } from '@bufbuild/protobuf';
import { loadDemoGovernments } from '@lapor/agency-directory';
import { SYSTEM_CALLER } from '@lapor/contracts';
import type { Client } from '@lapor/contracts';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { DirectoryService, Officer } from '@lapor/contracts/directory/v1/directory_service';
import { AppError, agencyIdFor } from '@lapor/kernel';

/** The people of the demo's governments, by the agency they work for. */
export interface Offices {
  /** Who works on a case there: its liaison, else whoever has the place. */
  worker(agencyId: string): Promise<Caller>;
  /** Who decides for an agency: its own admin, else the admin of the tier above. */
  admin(agencyId: string): Promise<Caller>;
  /** Whether it has an admin of its own. */
  hasAdmin(agencyId: string): boolean;
}

/** Enters both governments of the demo. Again, it changes nothing. */
export async function enterDemoGovernments(
  directory: Client<typeof DirectoryService>,
  password: string,
): Promise<void> {
  for (const { areaCode, second, texts } of loadDemoGovernments()) {
    const { issues } = await directory.importGovernment(
      {
        areaCode,
        unitsCsv: texts.units,
        officersCsv: texts.officers,
        competenceCsv: texts.competence,
        bodyKey: second?.key ?? '',
        bodyName: second?.name ?? '',
        initialPassword: password,
      },
      // A hundred and more passwords are hashed, one after the other.
      { caller: SYSTEM_CALLER, timeoutMilliseconds: 120_000 },
    );
    const [issue] = issues;
    if (issue !== undefined)
      throw new AppError(
        'internal',
        `the demo's ${issue.file}, line ${issue.line}: ${issue.field} ${issue.rule}`,
      );
  }
}

export async function openOffices(directory: Client<typeof DirectoryService>): Promise<Offices> {
  const paths = new Map<string, readonly string[]>();
  const pathOf = async (agencyId: string) => {
    const known = paths.get(agencyId);
    if (known !== undefined) return known;
    const { agency } = await directory.getAgency({ agencyId }, { caller: SYSTEM_CALLER });
    const path = agency?.path ?? [];
    paths.set(agencyId, path);
    return path;
  };
  const [{ areaCode } = { areaCode: '' }] = loadDemoGovernments();
  const [rootId = ''] = await pathOf(agencyIdFor(areaCode));
  const answer = await directory.listOfficers({ agencyId: rootId }, { caller: SYSTEM_CALLER });
  const officers = Map.groupBy(answer.officers, ({ agencyId }) => agencyId);
  const callerFor = async (officer: Officer) =>
    create(CallerSchema, {
      kind: CallerKind.OFFICER,
      officerId: officer.officerId,
      role: officer.role,
      agencyId: officer.agencyId,
      agencyPath: [...(await pathOf(officer.agencyId))],
    });
  const find = (agencyId: string, roles: readonly Role[]) =>
    roles
      .map((role) => officers.get(agencyId)?.find((officer) => officer.role === role))
      .find((officer) => officer !== undefined);
  const callerOf = async (agencyId: string, roles: readonly Role[]) => {
    for (const tier of (await pathOf(agencyId)).toReversed()) {
      const officer = find(tier, roles) ?? find(tier, [Role.AGENCY_ADMIN, Role.NATIONAL_ADMIN]);
      if (officer !== undefined) return callerFor(officer);
    }
    throw new AppError('internal', `nobody works at ${agencyId} or above`);
  };
  return {
    worker: (agencyId) => callerOf(agencyId, [Role.LIAISON, Role.INSPECTORATE]),
    admin: (agencyId) => callerOf(agencyId, []),
    hasAdmin: (agencyId) => find(agencyId, [Role.AGENCY_ADMIN, Role.NATIONAL_ADMIN]) !== undefined,
  };
}
