import { AppError } from '@lapor/kernel';
import { alertOf } from './alerts.ts';
import type { OfficerEvent, OfficerState, SecondFactor } from './officer.ts';
import type { RoleName } from './role.ts';

/** Whose accounts must have a second factor. */
export type FactorPolicy = 'offered' | 'admins' | 'all';

/** Who decides for others, or reads what nobody else may. */
const ADMINS: ReadonlySet<RoleName> = new Set<RoleName>(['national_admin', 'agency_admin', 'inspectorate']);

export function needsFactor(policy: FactorPolicy, role: RoleName): boolean {
  return policy === 'all' || (policy === 'admins' && ADMINS.has(role));
}

/** Whoever has one already removes it first. */
export function setSecondFactor(
  state: OfficerState | undefined,
  factor: SecondFactor,
): readonly OfficerEvent[] {
  if (state === undefined || state.status === 'deactivated') throw wrongCode();
  if (state.secondFactor !== undefined) {
    throw new AppError('illegal', 'there is a second factor already', { extra: { legal: ['remove'] } });
  }
  return [{ type: 'SecondFactorSet', data: factor }, alertOf(state.agencyId, 'factor_set')];
}

/** What was shown and found right: a code of the app by its half minute, or a recovery code. Each opens once. */
export type Shown = { readonly step: number } | { readonly credentialId: string };

/** @throws AppError unauthenticated for one that was shown before */
export function showSecondFactor(state: OfficerState | undefined, shown: Shown): readonly OfficerEvent[] {
  const factor = state?.secondFactor;
  if (factor === undefined || state?.status === 'deactivated') throw wrongCode();
  if ('credentialId' in shown) {
    if (!factor.recoveryIds.includes(shown.credentialId)) throw wrongCode();
    return [{ type: 'RecoveryCodeUsed', data: shown }, alertOf(state?.agencyId ?? '', 'recovery_code_used')];
  }
  if (shown.step <= factor.lastStep) throw wrongCode();
  return [{ type: 'SecondFactorShown', data: shown }];
}

export function removeSecondFactor(state: OfficerState | undefined, shown: Shown): readonly OfficerEvent[] {
  const events = showSecondFactor(state, shown);
  const agencyId = state?.agencyId ?? '';
  return [
    ...events,
    { type: 'SecondFactorRemoved', data: { agencyId } },
    alertOf(agencyId, 'factor_removed'),
  ];
}

export function wrongCode(): AppError {
  const rule = 'is not the code shown now, or was used before';
  return new AppError('invalid', `code: ${rule}`, { issues: [{ field: 'code', rule }] });
}
