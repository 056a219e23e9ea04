import { create, toJson } from '@bufbuild/protobuf';
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import { signAccessToken } from '@lapor/attest';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import { AppError, invalid } from '@lapor/kernel';
import { requireSystem } from '../access.ts';
import { needsPassword } from '../domain/officer/decide-officer.ts';
import { scopeNow } from '../domain/officer/overseer-scope.ts';
import { colleagueOf, describeOfficer } from '../officer-profiles.ts';
import type { DirectoryParts } from '../parts.ts';
import { roleOf } from '../role-names.ts';
import { mustSetPassword } from '../sign-in/sessions.ts';
import type { Session } from '../sign-in/sessions.ts';
import { listMorningReaders } from '../use-cases/morning-readers.ts';
import { findContact, listAdmins, listOverseers, listRecipients } from '../use-cases/list-recipients.ts';
import { factorStanding } from '../use-cases/second-factor.ts';
import { setPassword } from '../use-cases/set-password.ts';
import { signIn } from '../use-cases/sign-in.ts';
import type { SignedIn } from '../use-cases/sign-in.ts';
import {
  beginProviderSignIn,
  chooseProviderAccount,
  finishProviderSignIn,
  listProviderAccounts,
  providerSignOutUrl,
} from '../use-cases/sign-in-with-provider.ts';
import type { DirectoryCalls } from './directory-calls.ts';

type OfficerCall =
  | 'createSession'
  | 'resolveSession'
  | 'deleteSession'
  | 'issueAccessToken'
  | 'listTokenKeys'
  | 'describeProvider'
  | 'beginProviderSignIn'
  | 'finishProviderSignIn'
  | 'listProviderAccounts'
  | 'chooseProviderAccount'
  | 'setPassword'
  | 'listRecipients'
  | 'getOfficerContact'
  | 'getColleagues'
  | 'listOverseers'
  | 'listMorningReaders';

const MOST_COLLEAGUES = 200;

/** Who signs in, and whom services tell of what. */
export function officerCalls(parts: DirectoryParts): Pick<DirectoryCalls, OfficerCall> {
  /** Every request of an officer asks for the session; the profile is decrypted once per session read. */
  const shown = new WeakMap<Session, Awaited<ReturnType<typeof describeOfficer>>>();
  const describe = async (session: Session) => {
    const known = shown.get(session);
    if (known !== undefined) return known;
    const described = await describeOfficer(parts, session.officer);
    shown.set(session, described);
    return described;
  };
  return {
    createSession: async ({ username, password, device, source, deviceKey, knownDeviceOnly }) =>
      opened(parts, await signIn(parts, { username, password, device, source, deviceKey, knownDeviceOnly })),
    describeProvider: () => Promise.resolve({ name: parts.identityProvider?.settings.name ?? '' }),
    beginProviderSignIn: () => beginProviderSignIn(parts),
    async finishProviderSignIn({ flow, query, device, deviceKey }) {
      const come = await finishProviderSignIn(parts, { flow, query, device, deviceKey });
      if (!('ticket' in come)) return { session: await opened(parts, come) };
      const { accounts, ticket } = come;
      return { ticket, accounts: await Promise.all(accounts.map((each) => colleagueOf(parts, each))) };
    },
    async listProviderAccounts({ ticket }) {
      const accounts = await listProviderAccounts(parts, ticket);
      const told = accounts.map(async (each) => ({
        colleague: await colleagueOf(parts, each),
        needsPassword: needsPassword(each.state),
      }));
      return { accounts: await Promise.all(told) };
    },
    async chooseProviderAccount({ $typeName: _typeName, $unknown: _unknown, ...chosen }) {
      return { session: await opened(parts, await chooseProviderAccount(parts, chosen)) };
    },
    async resolveSession({ token }) {
      const session = await parts.sessions.get(token);
      return {
        caller: callerOf(parts, session),
        officer: await describe(session),
        expiresAt: timestampFromDate(session.expiresAt),
        mustSetPassword: mustSetPassword(session),
        secondFactor: factorStanding(parts, session),
      };
    },
    async issueAccessToken({ token }) {
      const session = await parts.sessions.get(token);
      const caller = callerOf(parts, session);
      if (caller.role === Role.UNSPECIFIED)
        throw new AppError('forbidden', 'set a password and show the second factor first');
      const key = await parts.tokenKeys.current();
      const { id: subject } = session.officer;
      const asked = { issuer: parts.publicUrl, subject, caller: toJson(CallerSchema, caller) };
      const now = parts.clock.now();
      const signed = await signAccessToken(key, { ...asked, notAfter: session.expiresAt }, now);
      return { accessToken: signed.token, expiresAt: timestampFromDate(signed.expiresAt) };
    },
    async listTokenKeys() {
      const keys = await parts.tokenKeys.published();
      return { keys: keys.map(({ kid, x }) => ({ kid, x })) };
    },
    async deleteSession({ token }) {
      const providerUrl = (await isFromProvider(parts, token)) ? await providerSignOutUrl(parts) : undefined;
      await parts.sessions.end(token);
      return { providerUrl: providerUrl ?? '' };
    },
    async setPassword(request) {
      await setPassword(parts, request);
      return {};
    },
    async listMorningReaders({ at, pageToken }, { caller }) {
      requireSystem(caller);
      if (at === undefined) throw invalid('at', 'is required');
      const { readers, nextPageToken } = await listMorningReaders(parts, timestampDate(at), pageToken);
      return { readers: [...readers], nextPageToken };
    },
    async getOfficerContact({ officerId, profileId }, { caller }) {
      requireSystem(caller);
      return findContact(parts, officerId, profileId);
    },
    async getColleagues({ officerIds }, { caller }) {
      requireSystem(caller);
      if (officerIds.length > MOST_COLLEAGUES) throw invalid('officer_ids', `are at most ${MOST_COLLEAGUES}`);
      const found = await Promise.all(officerIds.map((id) => parts.officers.find(id)));
      const known = found.filter((officer) => officer !== undefined);
      return { colleagues: await Promise.all(known.map((officer) => colleagueOf(parts, officer))) };
    },
    async listOverseers({ areaCode, agencyId }, { caller }) {
      requireSystem(caller);
      return { overseers: [...(await listOverseers(parts, areaCode, agencyId))] };
    },
    async listRecipients({ agencyId, confined, admins }, { caller }) {
      requireSystem(caller);
      const list = admins ? listAdmins : listRecipients;
      const { recipients, timeZone } = await list(parts, agencyId, confined);
      return {
        recipients: recipients.map(({ officerId, standsFor, profile: { email, phone, language } }) => ({
          officerId,
          email,
          phone,
          language,
          standsFor: [...standsFor],
        })),
        timeZone,
      };
    },
  };
}

/**
 * Who acts in this session. Before an own password is set, somebody without any role: the one-time code may have been read by
 * others on its way, so it opens nothing but the page that replaces it. The same before a second factor is shown, or set up
 * where it is required.
 */
function callerOf(parts: DirectoryParts, session: Session): Caller {
  const { officer } = session;
  const factor = factorStanding(parts, session);
  const { agencyId, role } = officer.state;
  const who = { kind: CallerKind.OFFICER, officerId: officer.id };
  if (mustSetPassword(session) || factor === 'awaited' || factor === 'required')
    return create(CallerSchema, who);
  const agency = parts.view.find(agencyId);
  // Nobody acts for an agency that is closed.
  if (agency?.active === false) return create(CallerSchema, who);
  const agencyPath = [...(agency?.path ?? [])];
  const scope = scopeNow(officer.state.scope, (id) => parts.view.find(id));
  const scoped = { scopeAgencyId: scope.agencyId ?? '', scopeAreaCode: scope.areaCode ?? '' };
  return create(CallerSchema, { ...who, role: roleOf(role), agencyId, agencyPath, ...scoped });
}

async function opened(parts: DirectoryParts, signedIn: SignedIn) {
  const { token, expiresAt, officer } = signedIn;
  return {
    token,
    expiresAt: timestampFromDate(expiresAt),
    officer: await describeOfficer(parts, officer),
    mustSetPassword: mustSetPassword(signedIn),
    secondFactor: factorStanding(parts, signedIn),
  };
}

/** Whoever signs out of a session that is over already is out. */
async function isFromProvider({ sessions }: DirectoryParts, token: string): Promise<boolean> {
  try {
    return (await sessions.get(token)).provider !== undefined;
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') return false;
    throw error;
  }
}
