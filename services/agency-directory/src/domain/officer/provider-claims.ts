import { AppError } from '@lapor/kernel';
import { normalizeUsername } from './username.ts';

/** What the provider says of who signed in, as far as we ask. Source: OpenID Connect Core 1.0, 2 and 5.1; RFC 8176. */
export interface ProviderClaims {
  readonly iss: string;
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export interface Identified {
  /** Who it is at the provider, for ever. */
  readonly subject: string;
  /** By what the officer is found here. */
  readonly by: { readonly email: string } | { readonly username: string };
  /** A second factor was shown there. */
  readonly factorShown: boolean;
}

export interface ClaimRules {
  readonly claim: string;
  readonly factors: readonly string[];
}

/** Why somebody whom the provider has let in comes no further here. */
export type ProviderRefusal = 'unknown' | 'unverified' | 'failed' | 'denied' | 'password';

/**
 * Reads whom the claims are about. An address counts only when the provider has made sure of it: else anybody who may type one
 * in there would be that officer here.
 * @throws AppError unauthenticated, with `extra.provider`
 */
export function identify(claims: ProviderClaims, { claim, factors }: ClaimRules): Identified {
  const value = claims[claim];
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') throw refusedByProvider('unknown', `the provider does not say ${claim}`);
  if (claim === 'email' && claims['email_verified'] !== true)
    throw refusedByProvider('unverified', 'the provider has not verified the e-mail address');
  return {
    subject: `${claims.iss} ${claims.sub}`,
    by: claim === 'email' ? { email: normalizeEmail(text) } : { username: normalizeUsername(text) },
    factorShown: factors.some((each) => shownFactors(claims).includes(each)),
  };
}

function shownFactors({ acr, amr }: ProviderClaims): readonly unknown[] {
  return [acr, ...(Array.isArray(amr) ? (amr as readonly unknown[]) : [])];
}

/** Upper and lower case are the same address to all who hand out addresses. */
export function normalizeEmail(typed: string): string {
  return typed.trim().toLowerCase();
}

export function refusedByProvider(provider: ProviderRefusal, message: string, cause?: unknown): AppError {
  return new AppError('unauthenticated', message, { extra: { provider }, cause });
}
