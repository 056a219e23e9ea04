import { AppError } from '@lapor/kernel';
import { because } from '../reason-ref.ts';
import type { Because, ReasonRef } from '../reason-ref.ts';
import { alertOf, contactChanged } from './alerts.ts';
import type { OfficerEvent, OfficerState, Place, ProfileRef } from './officer.ts';
import { codeRanOut } from './one-time-code.ts';
import { sameScope } from './overseer-scope.ts';
import type { OverseerScope } from './overseer-scope.ts';
import { refusedByProvider } from './provider-claims.ts';
import type { RoleName } from './role.ts';

export interface Invitation {
  readonly agencyId: string;
  readonly role: RoleName;
  readonly scope?: OverseerScope;
  readonly profile: ProfileRef;
  readonly credentialId: string;
  readonly oneTime: boolean;
  readonly codeUntil?: string;
  /** The same person as whoever had this user name and left. */
  readonly returns?: true;
  readonly reason?: ReasonRef;
}

/**
 * Enters somebody, or lets somebody who left come back: with nothing of before but the history.
 * @throws AppError conflict when the name is somebody's
 */
export function invite(state: OfficerState | undefined, invitation: Invitation): readonly OfficerEvent[] {
  const { returns: _returns, ...first } = invitation;
  if (state === undefined) return [{ type: 'OfficerInvited', data: first }];
  requireMayReturn(state, invitation.returns);
  return [{ type: 'OfficerInvited', data: { ...invitation } }];
}

/**
 * A user name stays with the person: under it stands what they did. So whoever gives it again says that it is the same one.
 * @throws AppError conflict
 */
export function requireMayReturn({ status }: OfficerState, returns: true | undefined): void {
  if (status !== 'deactivated') throw usernameTaken();
  if (returns !== true) throw usernameLeft();
}

/** `reachedElsewhere`: the profile says another address or number; whoever was never in has nothing to be told of but the invitation. */
export function change(
  state: OfficerState | undefined,
  to: Place & Because & { readonly profile: ProfileRef },
  reachedElsewhere = false,
): readonly OfficerEvent[] {
  const officer = present(state);
  const same =
    officer.agencyId === to.agencyId &&
    officer.role === to.role &&
    officer.profile.id === to.profile.id &&
    sameScope(officer.scope, to.scope);
  if (same) return [];
  const told = reachedElsewhere && officer.status === 'active';
  const { id: profileId } = officer.profile;
  return [{ type: 'OfficerChanged', data: to }, ...(told ? [contactChanged(to.agencyId, profileId)] : [])];
}

/**
 * Goes on in the agency that took the officer's over: its admins as liaisons, so that nobody gets more than they had from whoever
 * closes an agency.
 */
export function handOver(
  state: OfficerState | undefined,
  agencyId: string,
  reason: ReasonRef,
): readonly OfficerEvent[] {
  const { role, profile, agencyId: before } = existing(state);
  if (before === agencyId) return [];
  const data = { agencyId, role: role === 'agency_admin' ? ('liaison' as const) : role, profile, reason };
  return [{ type: 'OfficerChanged', data }];
}

/** A new one-time code. Also the way out of a lock-out and for a forgotten password. */
export function reset(
  state: OfficerState | undefined,
  code: { readonly credentialId: string; readonly codeUntil: string },
  reason: ReasonRef,
): readonly OfficerEvent[] {
  const { agencyId, status } = present(state);
  const resetNow = { type: 'OfficerReset', data: { ...code, agencyId, reason } } as const;
  // Who was never in has nothing to be told of but the invitation.
  return status === 'invited' ? [resetNow] : [resetNow, alertOf(agencyId, 'password_reset')];
}

/** Others end sessions of an officer: which, is with the sessions. */
export function endSessions(state: OfficerState | undefined, reason: ReasonRef): readonly OfficerEvent[] {
  const { agencyId } = present(state);
  return [{ type: 'SessionsEnded', data: { agencyId, reason } }, alertOf(agencyId, 'sessions_ended')];
}

/** `successorId`: who takes over what was personal; undefined: the agency. */
export function deactivate(
  state: OfficerState | undefined,
  { successorId, reason }: Because & { readonly successorId?: string | undefined } = {},
): readonly OfficerEvent[] {
  const { status, agencyId } = existing(state);
  if (status === 'deactivated') return [];
  const successor = successorId === undefined ? {} : { successorId };
  return [{ type: 'OfficerDeactivated', data: { agencyId, ...successor, ...because(reason) } }];
}

/** `verified`: the credential the caller has shown; another one by now means that somebody else was faster. */
export function setPassword(
  state: OfficerState | undefined,
  verified: string,
  credentialId: string,
): readonly OfficerEvent[] {
  const officer = present(state);
  if (officer.credentialId !== verified) {
    throw new AppError('conflict', 'the password was changed in the meantime');
  }
  const changed = officer.mustSetPassword ? [] : [alertOf(officer.agencyId, 'password_changed')];
  return [...activation(officer), { type: 'PasswordSet', data: { credentialId } }, ...changed];
}

/**
 * `verified`: the credential that was checked. Whoever signs in with a password of their own is active from then on.
 * @throws AppError unauthenticated, with `extra.oneTimeCode` where it is a one-time code that opens no more
 */
export function signIn(
  state: OfficerState | undefined,
  verified: string,
  hasRunOut: (state: OfficerState) => boolean,
): readonly OfficerEvent[] {
  if (state === undefined || state.status === 'deactivated' || state.credentialId !== verified) {
    throw new AppError('unauthenticated', 'user name or password is wrong');
  }
  if (hasRunOut(state)) throw codeRanOut();
  const { agencyId, mustSetPassword } = state;
  return [...(mustSetPassword ? [] : activation(state)), { type: 'OfficerSignedIn', data: { agencyId } }];
}

/**
 * Whether somebody whom the provider has let in is to show the password, once: an address can be read by several, and be entered by
 * whoever looks after the account. Without a password of one's own the one-time code went to that address too.
 */
export function needsPassword({
  mustSetPassword,
  providerSubject,
}: Pick<OfficerState, 'mustSetPassword' | 'providerSubject'>): boolean {
  return providerSubject === undefined && !mustSetPassword;
}

/**
 * `subject`: who it is at the provider. The first one is kept: another person who is given the address later is not this officer.
 * `verified`: the credential that was shown, where one was. A one-time code that was never used is not needed any more.
 * @throws AppError unauthenticated with `extra.provider`
 */
export function signInThroughProvider(
  state: OfficerState | undefined,
  subject: string,
  verified?: string,
): readonly OfficerEvent[] {
  if (state === undefined || state.status === 'deactivated')
    throw refusedByProvider('unknown', 'nobody here signs in with this account');
  const { agencyId, providerSubject } = state;
  if (providerSubject !== undefined && providerSubject !== subject)
    throw refusedByProvider('unknown', 'this officer signs in with another account');
  // Another one by now: somebody has changed the password meanwhile.
  if (needsPassword(state) && verified !== state.credentialId)
    throw refusedByProvider('password', 'the password of this account is to be shown first');
  const link = providerSubject === undefined ? [{ type: 'ProviderLinked', data: { subject } } as const] : [];
  return [...activation(state), ...link, { type: 'OfficerSignedIn', data: { agencyId } }];
}

function activation({ status, agencyId }: OfficerState): readonly OfficerEvent[] {
  return status === 'invited' ? [{ type: 'OfficerActivated', data: { agencyId } }] : [];
}

function usernameTaken(): AppError {
  const rule = 'is taken';
  return new AppError('conflict', 'the user name is taken', {
    issues: [{ field: 'username', rule }],
    retryable: false,
  });
}

function usernameLeft(): AppError {
  const rule = 'is of somebody who has left: say so if the same person returns';
  return new AppError('conflict', `the user name ${rule}`, {
    issues: [{ field: 'username', rule }],
    retryable: false,
    extra: { returning: true },
  });
}

function existing(state: OfficerState | undefined): OfficerState {
  if (state === undefined) throw new AppError('not_found', 'the officer does not exist');
  return state;
}

/** @throws AppError not_found, illegal for whoever has left */
export function present(state: OfficerState | undefined): OfficerState {
  const officer = existing(state);
  if (officer.status === 'deactivated') {
    throw new AppError('illegal', 'the officer has left', {
      extra: { legal: ['invite'], why: 'left' },
    });
  }
  return officer;
}
