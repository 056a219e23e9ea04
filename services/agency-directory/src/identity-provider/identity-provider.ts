import { AppError } from '@lapor/kernel';
import type { Keyring } from '@lapor/store';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from 'openid-client';
import type { Configuration } from 'openid-client';
import { refusedByProvider } from '../domain/officer/provider-claims.ts';
import type { ProviderClaims } from '../domain/officer/provider-claims.ts';
import { isInTheClearHere } from './provider-settings.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** Asks the government's own provider who somebody is: authorization code, PKCE, state and nonce. */
export interface IdentityProvider {
  readonly settings: ProviderSettings;
  /** Where to send the browser. `flow` names this attempt and stays in the browser. @throws AppError unavailable */
  authorizationUrl(flow: string): Promise<string>;
  /**
   * What the provider says of whom it has sent back with this query.
   * @throws AppError unauthenticated (another browser began, a wrong or old answer), unavailable
   */
  redeem(flow: string, query: string): Promise<ProviderClaims>;
  /** Where to send the browser to sign out there too; undefined where the provider knows no such place. */
  signOutUrl(): Promise<string | undefined>;
}

/** Whoever waits is at a screen. */
const TIMEOUT_SECONDS = 5;

export function openIdentityProvider(settings: ProviderSettings, keys: Keyring): IdentityProvider {
  let known: Promise<Configuration> | undefined;
  /** Asked when it is first needed: a provider that is away keeps nobody from starting. */
  const configuration = (): Promise<Configuration> => {
    const asked = (known ??= discover(settings));
    asked.catch(() => {
      known = undefined;
    });
    return asked;
  };
  // Derived from the flow, so that any replica finishes what another began and nothing is stored.
  const secret = (purpose: string, flow: string): string =>
    Buffer.from(keys.mac(`provider-${purpose}`, flow)).toString('base64url');

  return {
    settings,
    async authorizationUrl(flow) {
      const { returnUrl, scope } = settings;
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: returnUrl,
        scope,
        state: secret('state', flow),
        nonce: secret('nonce', flow),
        code_challenge: await calculatePKCECodeChallenge(secret('verifier', flow)),
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    async redeem(flow, query) {
      const at = await configuration();
      try {
        const tokens = await authorizationCodeGrant(at, new URL(`${settings.returnUrl}?${query}`), {
          expectedState: secret('state', flow),
          expectedNonce: secret('nonce', flow),
          pkceCodeVerifier: secret('verifier', flow),
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw refusedByProvider('failed', 'the provider sent no id token');
        if (settings.claim in claims) return claims;
        // Some say in the token only who it is, and the rest when asked.
        return { ...(await fetchUserInfo(at, tokens.access_token, claims.sub)), ...claims };
      } catch (error) {
        throw notLetIn(error);
      }
    },
    async signOutUrl() {
      const at = await configuration();
      if (at.serverMetadata().end_session_endpoint === undefined) return undefined;
      return buildEndSessionUrl(at, { post_logout_redirect_uri: settings.signedOutUrl }).href;
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> {
  const client = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret);
  try {
    const found = await discovery(issuer, clientId, {}, client, {
      timeout: TIMEOUT_SECONDS,
      // oxlint-disable-next-line typescript/no-deprecated -- the only way to speak to one on this machine, and only there
      execute: isInTheClearHere(issuer) ? [allowInsecureRequests] : [],
    });
    // Also what comes over TLS from the provider itself is checked by its signature.
    enableNonRepudiationChecks(found);
    return found;
  } catch (cause) {
    throw unavailable(cause);
  }
}

function notLetIn(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof AuthorizationResponseError && error.error === 'access_denied')
    return refusedByProvider('denied', 'the provider has let nobody in', error);
  if (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') return unavailable(error);
  if (error instanceof TypeError && error.message === 'fetch failed') return unavailable(error);
  return refusedByProvider('failed', 'what the provider answered does not hold', error);
}

function unavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'the identity provider does not answer', { cause });
}
