import { AppError } from '@lapor/kernel';
import type { Because } from '../reason-ref.ts';
import type { OfficerAlerted } from './alerts.ts';
import type { OverseerScope } from './overseer-scope.ts';
import type { Absence } from './planned-absences.ts';
import { absencesOf, planned } from './planned-absences.ts';
import type { RoleName } from './role.ts';

export type OfficerStatus = 'invited' | 'active' | 'deactivated';

/** Name, address and number of an officer are contents, encrypted and apart: here only where they are. */
export type ProfileRef = { readonly id: string; readonly digest: string };

export type OfficerState = {
  readonly agencyId: string;
  readonly role: RoleName;
  /** Of an overseer; absent: everything. */
  readonly scope?: OverseerScope;
  readonly profile: ProfileRef;
  /** The credential that opens the door now. A session made with another one is over. */
  readonly credentialId: string;
  /** The credential is a one-time code: an own password comes first. */
  readonly mustSetPassword: boolean;
  /** See `codeEnd`. */
  readonly codeUntil?: string;
  readonly status: OfficerStatus;
  /** ISO 8601 UTC. */
  readonly lastSignedInAt?: string;
  readonly secondFactor?: SecondFactor;
  /** In the order in which they begin; see `absencesOf`. */
  readonly absences?: readonly Absence[];
  /** As it was when there was but one. */
  readonly absence?: Absence;
  /** Who has taken over from whoever left. */
  readonly successorId?: string;
  /** Keyed hash of who it is at the identity provider, from the first sign-in there on. */
  readonly providerSubject?: string;
};

/** An authenticator app, with codes on paper for when it is lost. */
export type SecondFactor = {
  /** Where its secret is kept, encrypted and apart. */
  readonly secretId: string;
  /** Credentials of the recovery codes that have not been used. */
  readonly recoveryIds: readonly string[];
  /** Number of the half minute of the last code shown: a code opens once (RFC 6238, 5.2). */
  readonly lastStep: number;
};

export type Place = { readonly agencyId: string; readonly role: RoleName; readonly scope?: OverseerScope };
type Agency = { readonly agencyId: string };
type Credential = { readonly credentialId: string };
/** Until when a one-time code opens, ISO 8601 UTC; '' for ever. Absent: no code, or one given before codes had an end. */
type CodeEnd = { readonly codeUntil?: string };

export type OfficerEvent =
  | {
      readonly type: 'OfficerInvited';
      readonly data: Place &
        Credential &
        CodeEnd &
        Because & {
          readonly profile: ProfileRef;
          readonly oneTime: boolean;
          /** Has been an officer before, and left. */
          readonly returns?: true;
        };
    }
  | { readonly type: 'OfficerChanged'; readonly data: Place & Because & { readonly profile: ProfileRef } }
  | { readonly type: 'OfficerActivated'; readonly data: Agency }
  | { readonly type: 'PasswordSet'; readonly data: Credential }
  | { readonly type: 'OfficerReset'; readonly data: Credential & CodeEnd & Agency & Because }
  | {
      readonly type: 'OfficerDeactivated';
      readonly data: Agency & Because & { readonly successorId?: string };
    }
  | { readonly type: 'SessionsEnded'; readonly data: Agency & Because }
  | { readonly type: 'AbsenceSet'; readonly data: Absence & Because }
  | { readonly type: 'AbsenceEnded'; readonly data: Agency & Because & { readonly from?: string } }
  | { readonly type: 'OfficerSignedIn'; readonly data: Agency }
  | OfficerAlerted
  | { readonly type: 'ProviderLinked'; readonly data: { readonly subject: string } }
  | { readonly type: 'SecondFactorSet'; readonly data: SecondFactor }
  | { readonly type: 'SecondFactorShown'; readonly data: { readonly step: number } }
  | { readonly type: 'RecoveryCodeUsed'; readonly data: Credential }
  | { readonly type: 'SecondFactorRemoved'; readonly data: Agency };

export type FactorEvent = Extract<
  OfficerEvent,
  { readonly type: 'SecondFactorSet' | 'SecondFactorShown' | 'RecoveryCodeUsed' | 'SecondFactorRemoved' }
>;

export function evolveOfficer(
  state: OfficerState | undefined,
  event: OfficerEvent,
  meta: { readonly at: string },
): OfficerState {
  if (event.type === 'OfficerInvited') {
    const { agencyId, role, scope, profile, credentialId, oneTime, codeUntil } = event.data;
    const place = { agencyId, role, ...(scope === undefined ? {} : { scope }) };
    const credential = { credentialId, mustSetPassword: oneTime, ...codeEnding(codeUntil) };
    return { ...place, profile, ...credential, status: 'invited' };
  }
  if (state === undefined) throw new AppError('internal', `${event.type} before OfficerInvited`);
  switch (event.type) {
    case 'OfficerChanged':
      return movedTo(state, event.data);
    case 'OfficerActivated':
      return { ...state, status: 'active' };
    case 'PasswordSet':
      return { ...withoutCodeEnd(state), credentialId: event.data.credentialId, mustSetPassword: false };
    case 'OfficerReset': {
      // Also the way back in for whoever has lost app and recovery codes, or has another account at the provider now.
      const { credentialId, codeUntil } = event.data;
      const rest = withoutCodeEnd(withoutProof(state));
      return { ...rest, credentialId, mustSetPassword: true, ...codeEnding(codeUntil) };
    }
    case 'OfficerDeactivated': {
      const { reason: _reason, ...left } = event.data;
      return { ...withAbsences(state, []), ...left, status: 'deactivated' };
    }
    case 'OfficerSignedIn':
      return { ...state, lastSignedInAt: meta.at };
    case 'OfficerAlerted':
    case 'SessionsEnded':
      return state;
    case 'AbsenceSet': {
      const { reason: _reason, ...absence } = event.data;
      return withAbsences(state, planned(absencesOf(state), absence, meta.at));
    }
    case 'AbsenceEnded': {
      // Written when there was but one: that one.
      const { from } = event.data;
      const left = absencesOf(state).filter((each) => from !== undefined && each.from !== from);
      return withAbsences(state, left);
    }
    case 'ProviderLinked':
      return { ...state, providerSubject: event.data.subject };
    case 'SecondFactorSet':
    case 'SecondFactorShown':
    case 'RecoveryCodeUsed':
    case 'SecondFactorRemoved':
      return evolveSecondFactor(state, event);
  }
}

/** An overseer goes on with what they look over unless it is said anew; nobody else has any. */
function movedTo(
  { scope: before, ...state }: OfficerState,
  { reason: _reason, ...to }: Place & Because & { readonly profile: ProfileRef },
): OfficerState {
  const scope = to.role === 'overseer' ? (to.scope ?? before) : undefined;
  return { ...state, ...to, ...(scope === undefined ? {} : { scope }) };
}

function evolveSecondFactor(state: OfficerState, event: FactorEvent): OfficerState {
  const { secondFactor, ...rest } = state;
  if (event.type === 'SecondFactorSet') return { ...state, secondFactor: event.data };
  if (event.type === 'SecondFactorRemoved' || secondFactor === undefined) return rest;
  if (event.type === 'SecondFactorShown')
    return { ...state, secondFactor: { ...secondFactor, lastStep: event.data.step } };
  const recoveryIds = secondFactor.recoveryIds.filter((id) => id !== event.data.credentialId);
  return { ...state, secondFactor: { ...secondFactor, recoveryIds } };
}

function withAbsences(
  { absence: _absence, absences: _absences, ...rest }: OfficerState,
  absences: readonly Absence[],
): OfficerState {
  return absences.length === 0 ? rest : { ...rest, absences };
}

function withoutCodeEnd({ codeUntil: _codeUntil, ...rest }: OfficerState): OfficerState {
  return rest;
}

function codeEnding(codeUntil: string | undefined): CodeEnd {
  return codeUntil === undefined ? {} : { codeUntil };
}

function withoutProof({
  secondFactor: _secondFactor,
  providerSubject: _providerSubject,
  ...rest
}: OfficerState): OfficerState {
  return rest;
}
