import { randomBytes } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { Loaded } from '@lapor/store';
import { freshCommand } from '../commands.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import { identify, normalizeEmail, refusedByProvider } from '../domain/officer/provider-claims.ts';
import type { Identified } from '../domain/officer/provider-claims.ts';
import { signInThroughProvider } from '../domain/officer/decide-officer.ts';
import { isUsername } from '../domain/officer/username.ts';
import type { IdentityProvider } from '../identity-provider/identity-provider.ts';
import { readProfile } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { MOST_OF_AN_AGENCY } from './staff.ts';
import { providerTicket, readProviderTicket } from '../identity-provider/provider-ticket.ts';
import type { Admitted } from '../identity-provider/provider-ticket.ts';
import { openSession, toldOf } from './sign-in.ts';
import type { SignedIn } from './sign-in.ts';

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

/** Several accounts are somebody's: which one it is to be, they say. */
export interface AccountChoice {
  readonly accounts: readonly Loaded<OfficerState>[];
  /** See `chooseProviderAccount`. */
  readonly ticket: string;
}

/**
 * Opens a session for whom the provider has let in. An officer is never made here: somebody has invited them. Whoever serves two
 * offices under one address is asked as whom they come, each time.
 * @throws AppError unauthenticated with `extra.provider` (see ProviderRefusal), unavailable, illegal where there is no provider
 */
export async function finishProviderSignIn(
  parts: DirectoryParts,
  {
    flow,
    query,
    device,
    deviceKey,
  }: { readonly flow: string; readonly query: string; readonly device: string; readonly deviceKey: string },
): Promise<SignedIn | AccountChoice> {
  const provider = requireProvider(parts);
  requireFresh(flow, parts.clock.now());
  const who = identify(await provider.redeem(flow, query), provider.settings);
  const subject = Buffer.from(parts.macOf('provider-subject', who.subject)).toString('base64url');
  const accounts = await accountsOf(parts, who, subject);
  const [only, ...others] = accounts;
  if (only === undefined) throw refusedByProvider('unknown', 'nobody here signs in with this account');
  const admitted = { subject, factorShown: who.factorShown };
  if (others.length === 0) return enter(parts, only, admitted, { device, deviceKey });
  const officerIds = accounts.map(({ id }) => id);
  return { accounts, ticket: providerTicket(parts, { ...admitted, officerIds }) };
}

/** As whom the ticket's holder comes. @throws AppError unauthenticated with `extra.provider` */
export async function chooseProviderAccount(
  parts: DirectoryParts,
  {
    ticket,
    officerId,
    ...from
  }: {
    readonly ticket: string;
    readonly officerId: string;
    readonly device: string;
    readonly deviceKey: string;
  },
): Promise<SignedIn> {
  const admitted = readProviderTicket(parts, ticket);
  const officer = admitted.officerIds.includes(officerId) ? await parts.officers.find(officerId) : undefined;
  if (officer === undefined) throw refusedByProvider('failed', 'this account was not to be chosen');
  return enter(parts, officer, admitted, from);
}

async function enter(
  parts: DirectoryParts,
  { id, state: { agencyId } }: Loaded<OfficerState>,
  { subject, factorShown }: Pick<Admitted, 'subject' | 'factorShown'>,
  { device, deviceKey }: { readonly device: string; readonly deviceKey: string },
): Promise<SignedIn> {
  const seen = await parts.devices.look(id, deviceKey);
  const actor = { kind: 'officer', id, agencyId } as const;
  const officer = await parts.officers.execute(freshCommand(id, actor, 'sign-in'), (state) => [
    ...signInThroughProvider(state, subject),
    ...toldOf({ agencyId }, device, seen),
  ]);
  return openSession(parts, officer, { device, seen, provider: { factorShown } });
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

/** Whoever it may be about: those who have signed in with this account before, and those who have with none yet. */
async function accountsOf(
  parts: DirectoryParts,
  { by }: Identified,
  subject: string,
): Promise<readonly Loaded<OfficerState>[]> {
  const known = await candidates(parts, by);
  return known.filter(
    ({ state: { status, providerSubject = subject } }) =>
      status !== 'deactivated' && providerSubject === subject,
  );
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
