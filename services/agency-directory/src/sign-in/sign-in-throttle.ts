import { AppError, KeyedQueue } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { Keyring, StoreConnection } from '@lapor/store';
import type { GuessedStep } from '../domain/officer/alerts.ts';
import { insertUnlessThere, openDocuments } from '../stores/documents.ts';
import { FREE_FAILURES, signInDelay, TELLING_FAILURES } from '../domain/officer/sign-in-delay.ts';

/** One row of tries that are counted together. */
export interface Count {
  /** Whose and from where, in whatever words: only a keyed hash is kept. */
  readonly key: string;
  /** How many wrong ones cost nothing; 5 unless said otherwise. */
  readonly free?: number;
  /** Whose account is tried; '' for a name nobody has. */
  readonly ownerId: string;
  /** The owner is told when somebody guesses here, and what. */
  readonly tells?: GuessedStep;
}

/** Slows guessing down, whether anybody has the name or not. */
export interface SignInThrottle {
  /**
   * Runs `check` (undefined means: wrong) unless one of the counts says to wait. The try is counted before it is made, so that many
   * at once are no way around; a right one begins its own counts anew. @throws AppError rate_limited with `extra.retryAfterSeconds`
   */
  attempt<Result>(
    counts: readonly [Count, ...Count[]],
    check: () => Promise<Result | undefined>,
  ): Promise<Result | undefined>;
  /** Begins all rows of an officer anew. */
  startOver(ownerId: string): Promise<void>;
  /** Whoever is still to be told that somebody guesses. */
  owing(): Promise<readonly Owed[]>;
  /** Whether it was told by this call: another replica may be at it. */
  told(owed: Owed): Promise<boolean>;
  /** Forgets what nobody has tried for a day. */
  tidy(): Promise<void>;
}

/** `id` is the same however often it is read, and another one the next time somebody guesses. */
export interface Owed {
  readonly id: string;
  readonly countId: string;
  readonly since: Date;
  readonly step: GuessedStep;
  /** '' for a name nobody has. */
  readonly officerId: string;
}

interface AttemptDocument {
  /** Keyed hash. */
  readonly _id: string;
  /** Tries since the last right one. */
  readonly failures: number;
  readonly blockedUntil: Date;
  readonly at: Date;
  /** When it came to so many that the owner is told, until that was done. */
  readonly owedSince?: Date;
  /** What is told then; absent in what earlier versions wrote: of passwords. */
  readonly owedFor?: GuessedStep;
  readonly ownerId?: string;
}

const FORGET_AFTER_MILLISECONDS = 24 * 3_600_000;
const MOST_RACES = 50;
const MOST_TOLD_AT_ONCE = 100;

export function openSignInThrottle(connection: StoreConnection, keys: Keyring, clock: Clock): SignInThrottle {
  const documents = openDocuments<AttemptDocument>(connection, 'sign_in_attempts', {
    at: Date,
    owedSince: Date,
    ownerId: String,
  });
  /** One at a time per name in this process: a person who signs in from several devices at once is no guesser. */
  const turns = new KeyedQueue();
  const idOf = ({ key }: Count): string =>
    Buffer.from(keys.mac('sign-in-attempts', key)).toString('base64url');

  async function requireOpen(counts: readonly Count[]): Promise<void> {
    const at = clock.now();
    for (const count of counts) {
      const before = await documents.findOne({ _id: idOf(count) });
      if (before !== null && before.blockedUntil > at) throw tooMany(before.blockedUntil, at);
    }
  }

  /** Counts a try, or refuses it. Guarded by the count read, so that no two tries are one. */
  async function take(count: Count): Promise<void> {
    const id = idOf(count);
    for (let race = 0; race < MOST_RACES; race += 1) {
      const before = await documents.findOne({ _id: id });
      const at = clock.now();
      if (before !== null && before.blockedUntil > at) throw tooMany(before.blockedUntil, at);
      const change = changeBy(count, (before?.failures ?? 0) + 1, at);
      if (before === null) {
        if (await insertUnlessThere(documents, { _id: id, ...change })) return;
      } else {
        const guard = { _id: id, failures: before.failures };
        if ((await documents.updateOne(guard, { $set: change })).matchedCount === 1) return;
      }
    }
    throw new AppError('conflict', 'too many sign in under this name at once');
  }

  async function forget(counts: readonly Count[]): Promise<void> {
    for (const count of counts) await documents.deleteOne({ _id: idOf(count) });
  }

  return {
    async attempt(counts, check) {
      return turns.run(idOf(counts[0]), async () => {
        await requireOpen(counts);
        for (const count of counts) await take(count);
        const result = await check();
        if (result !== undefined) await forget(counts);
        return result;
      });
    },
    async startOver(ownerId) {
      await documents.deleteMany({ ownerId });
    },
    async owing() {
      const due = { owedSince: { $lte: clock.now() } };
      const found = await documents.find(due, { limit: MOST_TOLD_AT_ONCE }).toArray();
      return found.flatMap(
        ({ _id: countId, owedSince: since, owedFor: step = 'password', ownerId: officerId = '' }) =>
          since === undefined
            ? []
            : [{ id: `${countId}:${since.getTime()}`, countId, since, step, officerId }],
      );
    },
    async told({ countId, since }) {
      const still = { _id: countId, owedSince: since };
      return (await documents.updateOne(still, { $unset: { owedSince: true } })).matchedCount === 1;
    },
    async tidy() {
      const before = new Date(clock.now().getTime() - FORGET_AFTER_MILLISECONDS);
      await documents.deleteMany({ at: { $lt: before }, blockedUntil: { $lt: clock.now() } });
    },
  };
}

/** Whose it is, and that they are to be told, is written with the try itself, and for a name nobody has alike: the answer takes as long. */
function changeBy({ free = FREE_FAILURES, ownerId, tells }: Count, failures: number, at: Date) {
  const blockedUntil = new Date(at.getTime() + signInDelay(failures, free));
  const telling = tells !== undefined && failures === TELLING_FAILURES;
  return { failures, blockedUntil, at, ownerId, ...(telling ? { owedSince: at, owedFor: tells } : {}) };
}

function tooMany(until: Date, at: Date): AppError {
  const retryAfterSeconds = Math.ceil((until.getTime() - at.getTime()) / 1_000);
  return new AppError('rate_limited', `too many wrong tries; try again in ${retryAfterSeconds} s`, {
    extra: { retryAfterSeconds },
  });
}
