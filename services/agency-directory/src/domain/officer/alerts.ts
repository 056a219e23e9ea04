/** What the owner of an account is told, whoever did it. */
export type AlertKind =
  | 'new_device'
  | 'sign_in_slowed'
  | 'password_changed'
  | 'password_reset'
  | 'factor_set'
  | 'factor_removed'
  | 'recovery_code_used';

export type OfficerAlert = {
  readonly kind: AlertKind;
  /** As people say it: "Firefox, Android". */
  readonly device?: string;
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

/** Somebody guesses: only that is told, for nothing else has happened. */
export function slowed(
  state: { readonly status: string; readonly agencyId: string } | undefined,
): readonly OfficerAlerted[] {
  return state === undefined || state.status === 'deactivated'
    ? []
    : [alertOf(state.agencyId, 'sign_in_slowed')];
}
