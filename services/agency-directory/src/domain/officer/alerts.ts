/** What inspectors are told of their inspectorate, whoever did it. */
export type InspectorateAlert = 'inspectorate_officers' | 'inspectorate_keys' | 'inspectorate_changed';

/** What the owner of an account is told, whoever did it. */
export type AlertKind =
  | 'new_device'
  | 'sign_in_slowed'
  | 'password_changed'
  | 'password_reset'
  | 'factor_set'
  | 'factor_removed'
  | 'recovery_code_used'
  | 'second_step_guessed'
  | 'sessions_ended'
  | 'rights_changed'
  | 'contact_changed'
  | InspectorateAlert;

export type OfficerAlert = {
  readonly kind: AlertKind;
  /** As people say it: "Firefox, Android". */
  readonly device?: string;
  /** Where it is told: a version of the profile that holds no more. Absent: where the owner is reached now. */
  readonly profileId?: string;
};

export type OfficerAlerted = {
  readonly type: 'OfficerAlerted';
  readonly data: OfficerAlert & { readonly agencyId: string };
};

/** An event among others, so that the owner is told of what happened and of nothing that did not. */
export function alertOf(agencyId: string, kind: AlertKind, device = ''): OfficerAlerted {
  const data = { agencyId, kind, ...(device === '' ? {} : { device }) };
  return { type: 'OfficerAlerted', data };
}

/** Others say how the owner is reached: told where that was until now, or whoever gives an account another address could hide it. */
export function contactChanged(agencyId: string, profileId: string): OfficerAlerted {
  return { type: 'OfficerAlerted', data: { agencyId, kind: 'contact_changed', profileId } };
}

/** What is guessed; of the second step by whoever has the password. */
export type GuessedStep = 'password' | 'second_step';

/** Somebody guesses: only that is told, for nothing else has happened. */
export function guessed(
  state: { readonly status: string; readonly agencyId: string } | undefined,
  step: GuessedStep,
): readonly OfficerAlerted[] {
  if (state === undefined || state.status === 'deactivated') return [];
  return [alertOf(state.agencyId, step === 'password' ? 'sign_in_slowed' : 'second_step_guessed')];
}
