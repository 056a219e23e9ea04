import { AppError } from '@lapor/kernel';
import type { SignedIn } from '@lapor/portal';
import { PUBLIC_CALLER } from '../../callers.ts';
import { deviceOf } from '../../domain/device.ts';
import type { Intake } from '../../intake.ts';
import { SIGN_IN_MILLISECONDS, signedIn } from './officer-session.ts';

const CALL = { caller: PUBLIC_CALLER, timeoutMilliseconds: SIGN_IN_MILLISECONDS };

interface Coming {
  readonly clientAddress: string;
  readonly userAgent?: string | undefined;
}

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
  { userAgent }: Coming,
): Promise<SignedIn> {
  const device = deviceOf(userAgent ?? '');
  const { session } = await directory.finishProviderSignIn({ flow, query, device }, CALL);
  if (session === undefined)
    throw new AppError('internal', 'the provider let somebody in, and there is no session');
  return signedIn(session);
}
