import type { ImportGovernmentRequest } from '@lapor/contracts/directory/v1/directory_service';
import type {
  InvitedOfficer,
  NewOfficer,
  OfficerInfo,
  RecordedChange,
  ShownCode,
  Succession,
} from '@lapor/portal';
import type { Intake } from '../../intake.ts';
import { roles } from '../../names.ts';
import { isoOf } from '../case-mapping.ts';
import { recordedChange } from './recorded-change.ts';
import { callerOf, officerInfo } from './officer-session.ts';

/** Who works below the admin. The directory decides what an admin may. */
export async function listOfficers(
  intake: Intake,
  token: string,
  agencyId?: string,
): Promise<readonly OfficerInfo[]> {
  const caller = await callerOf(intake, token);
  const { officers } = await intake.directory.listOfficers({ agencyId: agencyId ?? '' }, { caller });
  return officers.map((officer) => ({ ...officerInfo(officer), managed: officer.managed }));
}

export async function inviteOfficer(
  intake: Intake,
  token: string,
  officer: NewOfficer,
  reason: string,
): Promise<InvitedOfficer> {
  const caller = await callerOf(intake, token);
  const answer = await intake.directory.inviteOfficer({ ...toRequest(officer), reason }, { caller });
  return { officer: officerInfo(answer.officer), oneTimePassword: answer.oneTimePassword };
}

export async function resetOfficer(
  intake: Intake,
  token: string,
  officerId: string,
  reason: string,
): Promise<ShownCode> {
  const caller = await callerOf(intake, token);
  const answer = await intake.directory.resetOfficer({ officerId, reason }, { caller });
  intake.sessions.clear();
  return { oneTimePassword: answer.oneTimePassword, codeUntil: isoOf(answer.codeUntil) };
}

export async function replaceOfficer(
  intake: Intake,
  token: string,
  officerId: string,
  { successor, successorId: successorOfficerId = '', reason }: Succession,
): Promise<InvitedOfficer | undefined> {
  const caller = await callerOf(intake, token);
  const answer = await intake.directory.replaceOfficer(
    {
      officerId,
      successorOfficerId,
      reason,
      ...(successor === undefined ? {} : { successor: toRequest(successor) }),
    },
    { caller },
  );
  intake.sessions.clear();
  if (answer.successor === undefined) return undefined;
  return { officer: officerInfo(answer.successor), oneTimePassword: answer.oneTimePassword };
}

/** What was done to the account, newest first. */
export async function listOfficerChanges(
  intake: Intake,
  token: string,
  officerId: string,
): Promise<readonly RecordedChange[]> {
  const caller = await callerOf(intake, token);
  const { changes } = await intake.directory.listOfficerChanges({ officerId }, { caller });
  return changes.map(recordedChange);
}

function toRequest(officer: NewOfficer) {
  const { username, name, role, agencyId, email = '', phone = '' } = officer;
  const { scopeAgencyId = '', scopeArea: scopeAreaCode = '' } = officer;
  return { username, name, role: roles.value(role), agencyId, email, phone, scopeAgencyId, scopeAreaCode };
}

/** The three files of a government, as text. */
export interface GovernmentFiles {
  readonly area: string;
  readonly units?: string | undefined;
  readonly officers?: string | undefined;
  readonly competence?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly bodyKey?: string | undefined;
  readonly bodyName?: string | undefined;
  readonly initialPassword?: string | undefined;
  readonly reason?: string | undefined;
}

/** Thousands of lines, each officer with a password to hash: minutes rather than seconds. */
const IMPORT_TIMEOUT_MILLISECONDS = 600_000;

export interface ImportedGovernment {
  /** When there are any, nothing was done. */
  readonly issues: readonly {
    readonly file: string;
    readonly line: number;
    readonly field: string;
    readonly rule: string;
  }[];
  readonly unitsAdded: number;
  readonly unitsChanged: number;
  readonly officersAdded: number;
  readonly officersChanged: number;
  readonly rulesAdded: number;
  readonly rulesChanged: number;
  readonly oneTimePasswords: readonly { readonly username: string; readonly password: string }[];
}

export async function importGovernment(
  intake: Intake,
  token: string,
  files: GovernmentFiles,
): Promise<ImportedGovernment> {
  const caller = await callerOf(intake, token);
  const request = {
    areaCode: files.area,
    unitsCsv: files.units ?? '',
    officersCsv: files.officers ?? '',
    competenceCsv: files.competence ?? '',
    dryRun: files.dryRun ?? false,
    bodyKey: files.bodyKey ?? '',
    bodyName: files.bodyName ?? '',
    initialPassword: files.initialPassword ?? '',
    reason: files.reason ?? '',
  } satisfies Partial<ImportGovernmentRequest>;
  const done = await intake.directory.importGovernment(request, {
    caller,
    timeoutMilliseconds: IMPORT_TIMEOUT_MILLISECONDS,
  });
  return {
    issues: done.issues.map(({ file, line, field, rule }) => ({ file, line, field, rule })),
    unitsAdded: done.unitsAdded,
    unitsChanged: done.unitsChanged,
    officersAdded: done.officersAdded,
    officersChanged: done.officersChanged,
    rulesAdded: done.rulesAdded,
    rulesChanged: done.rulesChanged,
    oneTimePasswords: done.oneTimePasswords.map(({ username, password }) => ({ username, password })),
  };
}
