import { AppError } from '@lapor/kernel';
import type { RequestContext, SignedIn } from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import { deviceKeyOf, deviceOf } from '../../domain/device.ts';
import type { Intake } from '../../intake.ts';
import { SIGN_IN_MILLISECONDS, signedIn } from './officer-session.ts';

const CALL = { caller: PUBLIC_CALLER, timeoutMilliseconds: SIGN_IN_MILLISECONDS };

type Coming = Pick<RequestContext, 'clientAddress' | 'userAgent' | 'deviceToken'>;

/** What the government's own provider is called; undefined where there is none. */
export async function findProvider({ directory }: Intake): Promise<string | undefined> {
  const { name } = await directory.describeProvider({}, { caller: PUBLIC_CALLER });
  return name === '' ? undefined : name;
}

/** @throws AppError rate_limited, unavailable, illegal where there is no provider */
export async function beginProviderSignIn(
  { directory, limits }: Intake,
  { clientAddress }: Pick<Coming, 'clientAddress'>,
): Promise<{ readonly url: string; readonly flow: string }> {
  limits.take('read-address', clientAddress);
  const { url, flow } = await directory.beginProviderSignIn({}, CALL);
  return { url, flow };
}

/** @throws AppError unauthenticated with `extra.provider`, unavailable */
export async function finishProviderSignIn(
  { directory }: Intake,
  flow: string,
  query: string,
  coming: Coming,
): Promise<SignedIn> {
  const device = deviceOf(coming.userAgent ?? '');
  const deviceKey = deviceKeyOf(coming);
  const { session } = await directory.finishProviderSignIn({ flow, query, device, deviceKey }, CALL);
  if (session === undefined)
    throw new AppError('internal', 'the provider let somebody in, and there is no session');
  return signedIn(session);
}
