import { AppError } from '@lapor/kernel';
import type { CreateSessionResponse } from '@lapor/contracts/directory/v1/directory_service';
import type { AccountChoice, RequestContext, SignedIn } from '@lapor/portal';
import { PUBLIC_CALLER } from '../../remotes/callers.ts';
import { deviceKeyOf, deviceOf } from '../../domain/device.ts';
import type { Intake } from '../../intake.ts';
import { colleagueInfo, SIGN_IN_MILLISECONDS, signedIn } from './officer-session.ts';

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
): Promise<SignedIn | AccountChoice> {
  const { session, accounts, ticket } = await directory.finishProviderSignIn(
    { flow, query, ...from(coming) },
    CALL,
  );
  if (ticket !== '') return { ticket, accounts: accounts.map(colleagueInfo) };
  return signedIn(opened(session));
}

/** As whom of several. @throws AppError unauthenticated with `extra.provider` */
export async function chooseProviderAccount(
  { directory }: Intake,
  ticket: string,
  officerId: string,
  coming: Coming,
): Promise<SignedIn> {
  const { session } = await directory.chooseProviderAccount({ ticket, officerId, ...from(coming) }, CALL);
  return signedIn(opened(session));
}

function from(coming: Coming) {
  return { device: deviceOf(coming.userAgent ?? ''), deviceKey: deviceKeyOf(coming) };
}

function opened(session: CreateSessionResponse | undefined): CreateSessionResponse {
  if (session !== undefined) return session;
  throw new AppError('internal', 'the provider let somebody in, and there is no session');
}
