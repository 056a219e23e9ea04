import type { Portal } from '../../shell/page.ts';

/** Where the pages of a sign-in at the provider are: nothing else sees what they keep in the browser. */
export const PROVIDER_PATH = '/masuk/sso';
/** As long as the directory takes the answer. */
export const PROVIDER_SECONDS = 600;

/** Lax: the provider's page leads back here, and the browser must know that it was the one that began. */
export function cookieOptions({ https }: Pick<Portal, 'https'>) {
  return { path: PROVIDER_PATH, httpOnly: true, sameSite: 'lax', secure: https } as const;
}
