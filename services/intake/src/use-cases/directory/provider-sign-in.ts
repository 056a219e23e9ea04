import { AppError } from '@lapor/kernel';
import type { CreateSessionResponse } from '@lapor/contracts/directory/v1/directory_service';
import type { ProviderAccount, RequestContext, SignedIn } from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import { deviceKeyOf, deviceOf } from '../../domain/device.ts';
import type { Intake } from '../../intake.ts';
import { colleagueInfo, showPassword, SIGN_IN_MILLISECONDS, signedIn } from './officer-session.ts';

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
): Promise<SignedIn | { readonly ticket: string }> {
  const from = { device: deviceOf(coming.userAgent ?? ''), deviceKey: deviceKeyOf(coming) };
  const { session, ticket } = await directory.finishProviderSignIn({ flow, query, ...from }, CALL);
  if (ticket !== '') return { ticket };
  return signedIn(opened(session));
}

/** @throws AppError unauthenticated with `extra.provider` */
export async function listProviderAccounts(
  { directory, limits }: Intake,
  ticket: string,
  { clientAddress }: Pick<Coming, 'clientAddress'>,
): Promise<readonly ProviderAccount[]> {
  limits.take('read-address', clientAddress);
  const { accounts } = await directory.listProviderAccounts({ ticket }, CALL);
  return accounts.flatMap(({ colleague, needsPassword }) =>
    colleague === undefined ? [] : [{ ...colleagueInfo(colleague), needsPassword }],
  );
}

/**
 * As whom of these. `password`: '' where none is shown.
 * @throws AppError unauthenticated, with `extra.provider` or for a wrong password; rate_limited
 */
export async function chooseProviderAccount(
  intake: Intake,
  ticket: string,
  { officerId, password }: { readonly officerId: string; readonly password: string },
  coming: Coming,
): Promise<SignedIn> {
  const { session } = await showPassword(intake, coming, (from) =>
    intake.directory.chooseProviderAccount({ ticket, officerId, password, ...from }, CALL),
  );
  return signedIn(opened(session));
}

function opened(session: CreateSessionResponse | undefined): CreateSessionResponse {
  if (session !== undefined) return session;
  throw new AppError('internal', 'the provider let somebody in, and there is no session');
}
