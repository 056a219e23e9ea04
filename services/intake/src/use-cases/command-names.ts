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

/** The same refusal, saying what is legal in the words of this API. */
export function inApiWords(error: unknown, who: 'reporter' | 'officer'): unknown {
  if (!(error instanceof AppError)) return error;
  const { legal } = error.extra;
  if (!Array.isArray(legal)) return error;
  const names = legal.filter((each) => typeof each === 'string');
  const words = who === 'reporter' ? reporterCommandNames(names) : officerCommandNames(names);
  return new AppError(error.code, error.message, {
    issues: error.issues,
    extra: { ...error.extra, legal: words },
    retryable: error.retryable,
    cause: error,
  });
}
