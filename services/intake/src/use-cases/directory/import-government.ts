import type { ImportGovernmentRequest } from '@lapor/contracts/directory/v1/directory_service';
import type { Intake } from '../../intake.ts';
import { isoOf } from '../case-mapping.ts';
import { callerOf } from './officer-session.ts';

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
  readonly oneTimePasswords: readonly {
    readonly username: string;
    readonly password: string;
    /** Until when it opens. */
    readonly codeUntil?: string | undefined;
  }[];
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
    oneTimePasswords: done.oneTimePasswords.map(({ username, password, codeUntil }) => ({
      username,
      password,
      codeUntil: isoOf(codeUntil),
    })),
  };
}
