import { randomBytes } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import { identify, normalizeEmail, refusedByProvider } from '../domain/officer/provider-claims.ts';
import type { Identified } from '../domain/officer/provider-claims.ts';
import { needsPassword, signInThroughProvider } from '../domain/officer/decide-officer.ts';
import { isUsername, normalizeUsername } from '../domain/officer/username.ts';
import type { IdentityProvider } from '../identity-provider/identity-provider.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { MOST_OF_AN_AGENCY } from './staff.ts';
import { providerTicket, readProviderTicket } from '../identity-provider/provider-ticket.ts';
import type { Admitted } from '../identity-provider/provider-ticket.ts';
import { isClosed, openSession, requirePassword, sourceIdOf, toldOf } from './sign-in.ts';
import type { ShownPassword, SignedIn } from './sign-in.ts';

/** Long enough to find one's phone for a code; what is left lying in a browser opens nothing. */
const FLOW_MILLISECONDS = 10 * 60_000;
const FLOW = /^([0-9a-z]{1,11})\.[\w-]{32}$/;

/** @throws AppError illegal where there is no provider, unavailable */
export async function beginProviderSignIn(
  parts: DirectoryParts,
): Promise<{ readonly url: string; readonly flow: string }> {
  const flow = `${parts.clock.now().getTime().toString(36)}.${randomBytes(24).toString('base64url')}`;
  return { url: await requireProvider(parts).authorizationUrl(flow), flow };
}

/** Several accounts are somebody's, or one that is to be shown to be theirs. */
export interface AccountChoice {
  readonly accounts: readonly Loaded<OfficerState>[];
  /** See `chooseProviderAccount`. */
  readonly ticket: string;
}

/** What somebody comes with, wherever they come from. */
interface Coming {
  readonly device: string;
  readonly deviceKey: string;
}

/**
 * Opens a session for whom the provider has let in. An officer is never made here: somebody has invited them. Whoever serves two
 * offices under one address is asked as whom they come, each time; an account with a password is tied to nobody without it.
 * @throws AppError unauthenticated with `extra.provider` (see ProviderRefusal), unavailable, illegal where there is no provider
 */
export async function finishProviderSignIn(
  parts: DirectoryParts,
  { flow, query, ...from }: Coming & { readonly flow: string; readonly query: string },
): Promise<SignedIn | AccountChoice> {
  const provider = requireProvider(parts);
  requireFresh(flow, parts.clock.now());
  const { by, ...who } = identify(await provider.redeem(flow, query), provider.settings);
  const subject = Buffer.from(parts.macOf('provider-subject', who.subject)).toString('base64url');
  const admitted = { subject, factorShown: who.factorShown, by };
  const accounts = await accountsOf(parts, admitted);
  const [only, ...others] = accounts;
  if (others.length === 0 && !needsPassword(only.state)) return enter(parts, only, admitted, from);
  return { accounts, ticket: providerTicket(parts, admitted) };
}

/** As whom the ticket's holder may come. @throws AppError unauthenticated with `extra.provider` */
export async function listProviderAccounts(
  parts: DirectoryParts,
  ticket: string,
): Promise<readonly Loaded<OfficerState>[]> {
  return accountsOf(parts, readProviderTicket(parts, ticket));
}

/**
 * As whom the ticket's holder comes. The ticket holds on after a wrong password.
 * @throws AppError unauthenticated with `extra.provider`, or without for a wrong password; rate_limited and forbidden as `signIn`
 */
export async function chooseProviderAccount(
  parts: DirectoryParts,
  { ticket, officerId, device, ...shown }: Coming & ShownPassword & { ticket: string; officerId: string },
): Promise<SignedIn> {
  const admitted = readProviderTicket(parts, ticket);
  const officer = (await accountsOf(parts, admitted)).find(({ id }) => id === officerId);
  if (officer === undefined) throw refusedByProvider('failed', 'this account was not to be chosen');
  const from = { device, deviceKey: shown.deviceKey, source: shown.source };
  if (!needsPassword(officer.state)) return enter(parts, officer, admitted, from);
  if (shown.password === '')
    throw refusedByProvider('password', 'the password of this account is to be shown');
  const { username } = await readProfile(parts.contents, officer);
  const name = normalizeUsername(username);
  const { credentialId: verified } = await requirePassword(parts, { name, officerId }, shown);
  return enter(parts, officer, admitted, { ...from, verified });
}

async function enter(
  parts: DirectoryParts,
  { id, state: { agencyId } }: Loaded<OfficerState>,
  { subject, factorShown }: Pick<Admitted, 'subject' | 'factorShown'>,
  {
    device,
    deviceKey,
    source,
    verified,
  }: Coming & { readonly source?: string | undefined; readonly verified?: string },
): Promise<SignedIn> {
  const seen = await parts.devices.look(id, deviceKey);
  const actor = { kind: 'officer', id, agencyId } as const;
  const officer = await parts.officers.execute(freshCommand(id, actor, 'sign-in'), (state) => [
    ...signInThroughProvider(state, subject, verified),
    ...toldOf({ agencyId }, device, seen),
  ]);
  const provider = { factorShown };
  const sourceId = source === undefined ? {} : { sourceId: sourceIdOf(parts, source) };
  return openSession(parts, officer, { device, seen, provider, ...sourceId });
}

/** Where to send the browser of somebody who signs out of a session that was opened there. */
export async function providerSignOutUrl(parts: DirectoryParts): Promise<string | undefined> {
  try {
    return await parts.identityProvider?.signOutUrl();
  } catch (error) {
    parts.log.warn({ err: error }, 'signed out here alone: the identity provider does not answer');
    return undefined;
  }
}

/** Once, where there is a provider: officers entered before addresses were looked up by. */
export async function noteAllEmails(parts: DirectoryParts): Promise<void> {
  if (await parts.emails.isComplete()) return;
  for (const agency of parts.view.subtree(parts.reference.rootId)) {
    for (const officer of await parts.officers.query(
      { 'state.agencyId': agency.agencyId },
      { limit: MOST_OF_AN_AGENCY },
    )) {
      await parts.emails.note((await readProfile(parts.contents, officer)).email, officer.id);
    }
  }
  await parts.emails.markComplete();
}

function requireProvider({ identityProvider }: DirectoryParts): IdentityProvider {
  if (identityProvider !== undefined) return identityProvider;
  throw new AppError('illegal', 'no identity provider is set up', { extra: { legal: ['sign in'] } });
}

function requireFresh(flow: string, now: Date): void {
  const [, began] = FLOW.exec(flow) ?? [];
  const age = began === undefined ? Number.NaN : now.getTime() - Number.parseInt(began, 36);
  if (!(age >= 0 && age <= FLOW_MILLISECONDS))
    throw refusedByProvider('failed', 'this sign-in was not begun here, or too long ago');
}

/**
 * Whoever it may be about: those who have signed in with this account before, and those who have with none yet.
 * @throws AppError unauthenticated with `extra.provider` where there is nobody
 */
async function accountsOf(
  parts: DirectoryParts,
  { by, subject }: Pick<Admitted, 'by' | 'subject'>,
): Promise<readonly [Loaded<OfficerState>, ...Loaded<OfficerState>[]]> {
  const [first, ...others] = (await candidates(parts, by)).filter(
    ({ state: { status, agencyId, providerSubject = subject } }) =>
      status !== 'deactivated' && !isClosed(parts, agencyId) && providerSubject === subject,
  );
  if (first === undefined) throw refusedByProvider('unknown', 'nobody here signs in with this account');
  return [first, ...others];
}

async function candidates(
  parts: DirectoryParts,
  by: Identified['by'],
): Promise<readonly Loaded<OfficerState>[]> {
  if ('username' in by) {
    const id = isUsername(by.username) ? await parts.claims.find(by.username) : undefined;
    const officer = id === undefined ? undefined : await parts.officers.find(id);
    return officer === undefined ? [] : [officer];
  }
  const ids = await parts.emails.find(by.email);
  const found = await Promise.all(ids.map((id) => parts.officers.find(id)));
  const theirs = await Promise.all(
    found
      .filter((officer) => officer !== undefined)
      .map(async (officer) => {
        const { email } = await readProfile(parts.contents, officer);
        return normalizeEmail(email) === by.email ? [officer] : [];
      }),
  );
  return theirs.flat();
}
