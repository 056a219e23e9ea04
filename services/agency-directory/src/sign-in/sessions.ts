import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { AggregateStore, Loaded, StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from '../stores/documents.ts';
import type { OfficerEvent, OfficerState } from '../domain/officer/officer.ts';

export interface NewSession {
  /** 256 random bits, shown once. */
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Session {
  readonly officer: Loaded<OfficerState>;
  readonly expiresAt: Date;
  /** The password was right; the second factor has not been shown. */
  readonly awaitsFactor: boolean;
  /** Opened at the identity provider; undefined: with a password. */
  readonly provider: ProviderSignIn | undefined;
  /** See `KnownDevices`; '' when nothing tells it from others. */
  readonly deviceId: string;
  /** Keyed hash of the address it was opened from; '' where that is not known. */
  readonly sourceId: string;
}

/** What is known of a sign-in at the identity provider. */
export interface ProviderSignIn {
  /** A second factor was shown there. */
  readonly factorShown: boolean;
}

/** A session as its owner sees it: opens nothing. */
export interface SessionInfo {
  readonly id: string;
  readonly device: string;
  readonly createdAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
  readonly current: boolean;
}

export interface SessionStart {
  readonly officerId: string;
  readonly credentialId: string;
  /** For people: "Firefox, Android". */
  readonly device: string;
  readonly awaitsFactor: boolean;
  readonly provider?: ProviderSignIn;
  /** See `KnownDevices`. */
  readonly deviceId?: string;
  readonly sourceId?: string;
}

/** Sessions of officers. The store has only hashes of tokens: whoever reads it can sign in as nobody. */
export interface Sessions {
  open(start: SessionStart): Promise<NewSession>;
  /** A cheap read; another replica's revocation is seen after 10 s at most. @throws AppError unauthenticated */
  get(token: string): Promise<Session>;
  end(token: string): Promise<void>;
  endAllOf(officerId: string): Promise<void>;
  /** The second factor was shown. */
  admit(token: string): Promise<void>;
  /** Of the session's officer, the last one used first. @throws AppError unauthenticated */
  list(token: string): Promise<readonly SessionInfo[]>;
  /** Of an officer, whoever asks. */
  listOf(officer: Loaded<OfficerState>): Promise<readonly SessionInfo[]>;
  /** Ends a session of an officer by its id; without one, all that were opened by then. */
  endOf(officerId: string, sessionId: string | undefined, openedBy: Date): Promise<void>;
  /** Ends another session of the same officer by its id; without one, all others. */
  endOther(token: string, sessionId: string | undefined): Promise<void>;
  /** The secret that a second factor is being set up with; made once for each session. */
  pendingFactor(token: string, make: () => Promise<string>): Promise<string>;
  /** In all sessions of the officer: the next factor is set up with another secret. */
  dropPendingFactors(officerId: string): Promise<void>;
  /** The officer has changed: sessions go on, with what is new. */
  refresh(officerId: string): void;
  /** Ends all sessions of the officer but this one, which goes on under the new credential. */
  keepOnly(token: string, officerId: string, credentialId: string): Promise<void>;
  /** Deletes what has expired. */
  tidy(): Promise<void>;
}

interface SessionDocument {
  /** SHA-256 of the token. A fast hash is enough: nobody guesses 256 random bits. */
  readonly _id: string;
  readonly officerId: string;
  /** The credential it was opened with. When the officer has another one, the session is over. */
  readonly credentialId: string;
  readonly expiresAt: Date;
  readonly device?: string;
  readonly createdAt?: Date;
  /** To some minutes. */
  readonly lastUsedAt?: Date;
  readonly awaitsFactor?: boolean;
  readonly provider?: ProviderSignIn;
  readonly deviceId?: string;
  readonly sourceId?: string;
  /** Where the secret of a second factor is kept that is being set up. */
  readonly pendingFactorId?: string;
}

/** How exactly it is known when a session was last used: each use would be a write otherwise. */
const USED_MILLISECONDS = 5 * 60_000;
/** Of the id of a session, which is a hash: enough to tell it from others. */
const SHOWN_DIGITS = 20;

export const SESSION_MILLISECONDS = 12 * 3_600_000;
/** A simulation plays a year in minutes: by its clock officers would sign in for every step. */
export const SIMULATED_SESSION_MILLISECONDS = 5 * 365 * 86_400_000;
const CACHE_SIZE = 5_000;
/** Far more than anybody has devices. */
const MOST_LISTED = 200;
/** Real time, not the platform's clock: it bounds how long a replica may not know. */
const CACHE_AGE_MILLISECONDS = 10_000;
const TOKEN = /^[\w-]{43}$/;

export function openSessions(
  connection: StoreConnection,
  officers: Pick<AggregateStore<OfficerState, OfficerEvent>, 'find'>,
  clock: Clock,
  lifeMilliseconds: number = SESSION_MILLISECONDS,
): Sessions {
  const documents = openDocuments<SessionDocument>(connection, 'sessions', {
    officerId: String,
    expiresAt: Date,
  });
  const cache = new Map<string, { readonly session: Session; readonly readAt: number }>();
  /** Counts local revocations: what was being read meanwhile must not be cached. */
  let revocations = 0;

  async function read(id: string): Promise<Session> {
    const found = await documents.findOne({ _id: id });
    if (found === null) throw over();
    const officer = await officers.find(found.officerId);
    const valid =
      officer !== undefined &&
      officer.state.status !== 'deactivated' &&
      officer.state.credentialId === found.credentialId;
    if (!valid) throw over();
    await markUsed(found);
    const { expiresAt, provider, awaitsFactor = false, deviceId = '', sourceId = '' } = found;
    return { officer, expiresAt, provider, awaitsFactor, deviceId, sourceId };
  }

  async function markUsed({ _id, lastUsedAt }: SessionDocument): Promise<void> {
    const now = clock.now();
    if (lastUsedAt !== undefined && now.getTime() - lastUsedAt.getTime() < USED_MILLISECONDS) return;
    await documents.updateOne({ _id }, { $set: { lastUsedAt: now } });
  }

  function remember(id: string, session: Session): void {
    cache.delete(id);
    const oldest = cache.size >= CACHE_SIZE ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(id, { session, readAt: performance.now() });
  }

  function forgetOfficer(officerId: string): void {
    revocations += 1;
    for (const [id, { session }] of cache) if (session.officer.id === officerId) cache.delete(id);
  }

  async function get(token: string): Promise<Session> {
    if (!TOKEN.test(token)) throw over();
    const id = hashOf(token);
    const cached = cache.get(id);
    const fresh = cached !== undefined && performance.now() - cached.readAt < CACHE_AGE_MILLISECONDS;
    const revokedBefore = revocations;
    const session = fresh ? cached.session : await read(id);
    if (session.expiresAt <= clock.now()) throw over();
    if (!fresh && revokedBefore === revocations) remember(id, session);
    return session;
  }

  async function listed({ id, state }: Loaded<OfficerState>, own?: string): Promise<readonly SessionInfo[]> {
    if (state.status === 'deactivated') return [];
    const all = await documents.find({ officerId: id }, { limit: MOST_LISTED }).toArray();
    const now = clock.now();
    return all
      .filter(({ credentialId, expiresAt }) => credentialId === state.credentialId && expiresAt > now)
      .map(({ _id, device = '', createdAt, lastUsedAt }) => ({
        id: _id.slice(0, SHOWN_DIGITS),
        device,
        createdAt,
        lastUsedAt,
        current: _id === own,
      }))
      .sort((a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0));
  }

  async function endSome(officerId: string, isMeant: (session: SessionDocument) => boolean): Promise<void> {
    for (const session of await documents.find({ officerId }).toArray())
      if (isMeant(session)) await documents.deleteOne({ _id: session._id });
    forgetOfficer(officerId);
  }

  return {
    async open({ awaitsFactor, ...start }) {
      const token = randomBytes(32).toString('base64url');
      const now = clock.now();
      const expiresAt = new Date(now.getTime() + lifeMilliseconds);
      const awaits = awaitsFactor ? { awaitsFactor } : {};
      await insertUnlessThere(documents, {
        _id: hashOf(token),
        ...start,
        ...awaits,
        expiresAt,
        createdAt: now,
        lastUsedAt: now,
      });
      return { token, expiresAt };
    },
    get,
    async admit(token) {
      const id = hashOf(token);
      await documents.updateOne({ _id: id }, { $set: { awaitsFactor: false } });
      revocations += 1;
      cache.delete(id);
    },
    async list(token) {
      return listed((await get(token)).officer, hashOf(token));
    },
    listOf: (officer) => listed(officer),
    endOf: (officerId, sessionId, openedBy) =>
      endSome(officerId, ({ _id, createdAt }) =>
        sessionId === undefined
          ? (createdAt ?? openedBy) <= openedBy
          : _id.slice(0, SHOWN_DIGITS) === sessionId,
      ),
    async endOther(token, sessionId) {
      const own = hashOf(token);
      await endSome(
        (await get(token)).officer.id,
        ({ _id }) => _id !== own && (sessionId === undefined || _id.slice(0, SHOWN_DIGITS) === sessionId),
      );
    },
    async pendingFactor(token, make) {
      const _id = hashOf(token);
      const known = (await documents.findOne({ _id }))?.pendingFactorId;
      if (known !== undefined) return known;
      const pendingFactorId = await make();
      await documents.updateOne({ _id }, { $set: { pendingFactorId } });
      return pendingFactorId;
    },
    async dropPendingFactors(officerId) {
      for (const { _id } of await documents.find({ officerId }).toArray())
        await documents.updateOne({ _id }, { $unset: { pendingFactorId: true } });
    },
    async end(token) {
      const id = hashOf(token);
      await documents.deleteOne({ _id: id });
      revocations += 1;
      cache.delete(id);
    },
    async endAllOf(officerId) {
      await documents.deleteMany({ officerId });
      forgetOfficer(officerId);
    },
    refresh: forgetOfficer,
    async keepOnly(token, officerId, credentialId) {
      const id = hashOf(token);
      await documents.updateOne({ _id: id }, { $set: { credentialId } });
      await documents.deleteMany({ officerId, _id: { $ne: id } });
      forgetOfficer(officerId);
    },
    async tidy() {
      await documents.deleteMany({ expiresAt: { $lte: clock.now() } });
    },
  };
}

/** The one-time code has opened it. At the provider nobody shows one. */
export function mustSetPassword({ officer, provider }: Pick<Session, 'officer' | 'provider'>): boolean {
  return officer.state.mustSetPassword && provider === undefined;
}

/** Whoever knows the password alone does nothing to the account. @throws AppError forbidden */
export function requireFactorShown({ awaitsFactor }: Pick<Session, 'awaitsFactor'>): void {
  if (awaitsFactor) throw new AppError('forbidden', 'show the second factor first');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function over(): AppError {
  return new AppError('unauthenticated', 'the session is over; sign in again');
}
