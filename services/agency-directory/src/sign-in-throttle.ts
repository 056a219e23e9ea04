import { AppError } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import type { Keyring, StoreConnection } from '@lapor/store';
import { insertUnlessThere, openDocuments } from './documents.ts';
import { signInDelay } from './domain/officer/sign-in-delay.ts';

/** Slows guessing down, per user name, whether anybody has that name or not. */
export interface SignInThrottle {
  /**
   * Runs `check` (undefined means: wrong) unless the name must wait. The try is counted before it is made, so that many at
   * once are no way around. @throws AppError rate_limited with `extra.retryAfterSeconds`
   */
  attempt<Result>(username: string, check: () => Promise<Result | undefined>): Promise<Result | undefined>;
  /** Forgets names nobody has tried for a day. */
  tidy(): Promise<void>;
}

interface AttemptDocument {
  /** Keyed hash of the name. */
  readonly _id: string;
  /** Tries since the last right one. */
  readonly failures: number;
  readonly blockedUntil: Date;
  readonly at: Date;
}

const FORGET_AFTER_MILLISECONDS = 24 * 3_600_000;
const MOST_RACES = 50;

export function openSignInThrottle(connection: StoreConnection, keys: Keyring, clock: Clock): SignInThrottle {
  const documents = openDocuments<AttemptDocument>(connection, 'sign_in_attempts', { at: Date });
  const tails = new Map<string, Promise<void>>();

  /** Counts a try, or refuses it. Guarded by the count read, so that no two tries are one. */
  async function count(id: string): Promise<void> {
    for (let race = 0; race < MOST_RACES; race += 1) {
      const before = await documents.findOne({ _id: id });
      const at = clock.now();
      if (before !== null && before.blockedUntil > at) throw tooMany(before.blockedUntil, at);
      const failures = (before?.failures ?? 0) + 1;
      const change = { failures, blockedUntil: new Date(at.getTime() + signInDelay(failures)), at };
      if (before === null) {
        if (await insertUnlessThere(documents, { _id: id, ...change })) return;
      } else {
        const guard = { _id: id, failures: before.failures };
        if ((await documents.updateOne(guard, { $set: change })).matchedCount === 1) return;
      }
    }
    throw new AppError('conflict', 'too many sign in under this name at once');
  }

  return {
    async attempt(username, check) {
      const id = Buffer.from(keys.mac('sign-in-attempts', username)).toString('base64url');
      return inTurn(tails, id, async () => {
        await count(id);
        const result = await check();
        if (result !== undefined) await documents.deleteOne({ _id: id });
        return result;
      });
    },
    async tidy() {
      const before = new Date(clock.now().getTime() - FORGET_AFTER_MILLISECONDS);
      await documents.deleteMany({ at: { $lt: before } });
    },
  };
}

/** One at a time per name in this process: a person who signs in from several devices at once is no guesser. */
async function inTurn<Result>(
  tails: Map<string, Promise<void>>,
  id: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = tails.get(id) ?? Promise.resolve();
  const { promise: done, resolve } = Promise.withResolvers<void>();
  tails.set(id, done);
  await before;
  try {
    return await work();
  } finally {
    resolve();
    if (tails.get(id) === done) tails.delete(id);
  }
}

function tooMany(until: Date, at: Date): AppError {
  const retryAfterSeconds = Math.ceil((until.getTime() - at.getTime()) / 1_000);
  return new AppError('rate_limited', `too many wrong passwords; try again in ${retryAfterSeconds} s`, {
    extra: { retryAfterSeconds },
  });
}
