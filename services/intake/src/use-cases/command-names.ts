import { AppError } from '@lapor/kernel';
import type { OfficerCommandName, ReporterCommandName } from '@lapor/portal';

/** Routing's names of what a reporter can do → the API's. */
const REPORTER: Readonly<Record<string, ReporterCommandName>> = {
  solved: 'solved',
  not_solved: 'not-solved',
  rate: 'rating',
  reply: 'reply',
  reopen: 'reopen',
  withdraw: 'withdraw',
  object: 'object',
  promise_kept: 'promise-kept',
  hand_over: 'hand-over',
  set_privacy: 'privacy',
};

const OFFICER: Readonly<Record<string, OfficerCommandName>> = {
  dispose: 'dispose',
  ask: 'ask',
  archive: 'archive',
  refer: 'refer',
  return: 'return',
  follow_up: 'follow-up',
  answer: 'answer',
  reclassify: 'reclassify',
  set_privacy: 'privacy',
  decide_objection: 'objection',
  draft_answer: 'draft',
  release_answer: 'release-answer',
  send_back_draft: 'send-back',
  report_promise: 'promise',
  note: 'note',
  nudge: 'nudge',
  merge: 'merge',
  unmerge: 'unmerge',
};

/** Commands this API has no form for are left out. */
export function reporterCommandNames(legal: readonly string[]): readonly ReporterCommandName[] {
  return known(REPORTER, legal);
}

export function officerCommandNames(legal: readonly string[]): readonly OfficerCommandName[] {
  return known(OFFICER, legal);
}

function known<Name extends string>(
  names: Readonly<Record<string, Name>>,
  legal: readonly string[],
): readonly Name[] {
  return legal.flatMap((each) => names[each] ?? []);
}

/** Routing's names of what a command or a question carries, where this API calls it otherwise. */
const COMMAND_FIELDS: Readonly<Record<string, string>> = {
  categoryCode: 'category',
  complaintType: 'type',
  commandId: 'Idempotency-Key',
};
const QUERY_FIELDS: Readonly<Record<string, string>> = { agencyId: 'agency', query: 'q' };
const COMPETENCE_FIELDS: Readonly<Record<string, string>> = { categoryCode: 'category', areaCode: 'area' };

/** The same refusal in the words of this API: what is legal now, and what the fields are called. */
export function inApiWords(error: unknown, who: 'reporter' | 'officer'): unknown {
  if (!(error instanceof AppError)) return error;
  const renamed = withFields(error, COMMAND_FIELDS);
  const { legal, status, version, ...rest } = renamed.extra;
  if (!Array.isArray(legal)) return renamed;
  // "status" is the HTTP one in an answer.
  const standing = {
    ...(typeof status === 'string' ? { caseStatus: status } : {}),
    ...(typeof version === 'number' ? { caseVersion: version } : {}),
  };
  const names = legal.filter((each) => typeof each === 'string');
  const words = who === 'reporter' ? reporterCommandNames(names) : officerCommandNames(names);
  return changed(renamed, { extra: { ...rest, ...standing, legal: words } });
}

export function inQueryWords(error: unknown): unknown {
  return error instanceof AppError ? withFields(error, QUERY_FIELDS) : error;
}

export function inCompetenceWords(error: unknown): unknown {
  return error instanceof AppError ? withFields(error, COMPETENCE_FIELDS) : error;
}

function withFields(error: AppError, names: Readonly<Record<string, string>>): AppError {
  if (!error.issues.some(({ field }) => Object.hasOwn(names, field))) return error;
  const issues = error.issues.map(({ field, rule }) => ({ field: names[field] ?? field, rule }));
  const message = issues.map(({ field, rule }) => `${field} ${rule}`).join('; ');
  return changed(error, { issues, message });
}

function changed(
  error: AppError,
  { message, ...changes }: Partial<Pick<AppError, 'message' | 'issues' | 'extra'>>,
): AppError {
  const { code, issues, extra, retryable } = error;
  return new AppError(code, message ?? error.message, {
    issues,
    extra,
    retryable,
    cause: error,
    ...changes,
  });
}
