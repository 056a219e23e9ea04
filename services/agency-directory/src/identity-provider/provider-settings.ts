import { invalid } from '@lapor/kernel';
import type { DirectoryConfig } from '../config.ts';

/** How officers sign in at the government's own OpenID Connect provider. */
export interface ProviderSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Absent: a client without a secret, held to its word by PKCE alone. */
  readonly clientSecret: string | undefined;
  /** What people call it: "SSO Kota Batam". */
  readonly name: string;
  readonly scope: string;
  /** Which claim says who it is: `email` (verified), or one that is the user name here. */
  readonly claim: string;
  /** Values of `acr` or `amr` that stand for a second factor shown there. */
  readonly factors: readonly string[];
  /** Where the provider sends people back to, and after signing out. */
  readonly returnUrl: string;
  readonly signedOutUrl: string;
}

/** Where the pages take people who come back. */
const RETURN_PATH = '/masuk/sso/kembali';
const SIGNED_OUT_PATH = '/masuk';
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Undefined where there is none. @throws AppError invalid when only a part of it is set, or it would be asked in the clear */
export function providerSettings(config: DirectoryConfig): ProviderSettings | undefined {
  const { LAPOR_OIDC_ISSUER: issuer, LAPOR_OIDC_CLIENT_ID: clientId } = config;
  if (issuer === undefined && clientId === undefined) return undefined;
  if (issuer === undefined || clientId === undefined)
    throw invalid('LAPOR_OIDC_ISSUER', 'and LAPOR_OIDC_CLIENT_ID are set together');
  const address = URL.parse(issuer);
  if (address === null) throw invalid('LAPOR_OIDC_ISSUER', 'is an address');
  if (address.protocol !== 'https:' && !isInTheClearHere(address))
    throw invalid('LAPOR_OIDC_ISSUER', 'begins with https://; in the clear only on this machine');
  const base = config.LAPOR_PUBLIC_URL.replace(/\/$/, '');
  return {
    issuer: address,
    clientId,
    clientSecret: config.LAPOR_OIDC_CLIENT_SECRET,
    name: config.LAPOR_OIDC_NAME ?? address.hostname,
    scope: config.LAPOR_OIDC_SCOPE,
    claim: config.LAPOR_OIDC_CLAIM,
    factors: config.LAPOR_OIDC_FACTORS.split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    returnUrl: base + RETURN_PATH,
    signedOutUrl: base + SIGNED_OUT_PATH,
  };
}

/** A provider to try things with. */
export function isInTheClearHere({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && LOOPBACK.has(hostname);
}
