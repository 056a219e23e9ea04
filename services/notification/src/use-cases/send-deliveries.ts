import { AppError, KeyedQueue } from '@lapor/kernel';
import type { Logger } from 'pino';
import { type AttemptResult, claim, type Delivery, putOffForTheNight, settle } from '../domain/delivery.ts';
import type { OutgoingMessage, Provider } from '../providers/provider.ts';
import type { DeliveryStore } from '../store.ts';
import { composeNotice, type NoticeParts } from './compose-notice.ts';

export interface SenderParts extends NoticeParts {
  readonly store: DeliveryStore;
  readonly providers: Readonly<Record<Delivery['channel'], Provider>>;
  readonly log: Logger;
  /** Counts what came of attempts: "sent", "noted", "skipped", "dead", "refused", "postponed", "unknown". */
  readonly count: (channel: Delivery['channel'], outcome: string) => void;
  /** Something arrived of which somebody is still to be told. */
  readonly arrived: () => void;
}

export interface Sender {
  /** Stores what was planned, then sends what may go. Resolves when it is stored. */
  take(planned: readonly Delivery[]): Promise<void>;
  /** Sends what is due; resolves when nothing of it is left. A call that comes while one runs makes it go round once more. */
  round(): Promise<void>;
}

/** So many at a time: what is under way when the process dies is what nobody knows the outcome of. */
const BATCH = 16;

export function createSender(parts: SenderParts): Sender {
  const { store, providers, clock, log } = parts;
  /** What one recipient hears of one case leaves in the order in which it happened. */
  const turns = new KeyedQueue();
  const underWay = new Set<Promise<void>>();
  /** Claimed, or about to be. */
  let taken = 0;
  let running: Promise<void> | undefined;
  let again = false;

  function attemptInTurn(claimed: Delivery): Promise<void> {
    const key = `${claimed.caseId}:${claimed.recipient}`;
    const done = turns
      .run(key, () => attempt(claimed, parts))
      .catch((error: unknown) => {
        log.error(
          { deliveryId: claimed._id, err: error },
          'an attempt failed; tried again when its lease ends',
        );
      })
      .finally(() => {
        taken -= 1;
        underWay.delete(done);
      });
    underWay.add(done);
    return done;
  }

  /** Stores it as claimed already, which spares a write. */
  async function goStraight(planned: Delivery): Promise<void> {
    const change = claim(planned, providers[planned.channel].idempotent, clock.now());
    const claimed = { ...planned, ...change };
    taken += 1;
    let ours = false;
    try {
      ours = await store.add(claimed);
    } finally {
      if (!ours) taken -= 1;
    }
    if (ours) void attemptInTurn(claimed);
  }

  async function takeOne(planned: Delivery): Promise<void> {
    if (planned.dueAt > clock.now()) await store.add(planned);
    // While others wait for their turn nobody passes them.
    else if (running === undefined && taken < BATCH) await goStraight(planned);
    else if (await store.add(planned)) wake();
  }

  const lookForDue = () => store.due(clock.now(), Math.max(1, BATCH - taken));

  async function rounds(): Promise<void> {
    do {
      again = false;
      let due = await lookForDue();
      while (due.length > 0) {
        const claimed = await claimAll(due, parts);
        taken += claimed.length;
        await Promise.all(claimed.map(attemptInTurn));
        due = await lookForDue();
      }
    } while (again);
  }

  async function round(): Promise<void> {
    if (running) again = true;
    running ??= rounds().finally(() => {
      running = undefined;
    });
    await running;
    await Promise.allSettled(underWay);
  }

  function wake(): void {
    round().catch((error: unknown) => {
      log.error({ err: error }, 'sending notices failed; trying again with the next round');
    });
  }

  return {
    round,
    async take(planned) {
      await Promise.all(planned.map(takeOne));
    },
  };
}

/** Takes what is due for an attempt, all of it in one go; answers what is to be sent now, in the order in which it happened. */
async function claimAll(due: readonly Delivery[], parts: SenderParts): Promise<readonly Delivery[]> {
  const now = parts.clock.now();
  const claims = due.map((delivery) => ({
    delivery,
    // By day it was due: a retry, or one that a stopped platform did not send in time.
    change:
      putOffForTheNight(delivery, now) ?? claim(delivery, parts.providers[delivery.channel].idempotent, now),
  }));
  const won = await parts.store.claim(claims);
  for (const { delivery, change } of won) if (change.status === 'dead') parts.count(delivery.channel, 'dead');
  return won
    .flatMap(({ delivery, change }) => (change.status === 'sending' ? [{ ...delivery, ...change }] : []))
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

async function attempt(claimed: Delivery, parts: SenderParts): Promise<void> {
  const provider = parts.providers[claimed.channel];
  const result = await send(claimed, provider, parts);
  if (result === undefined) {
    parts.count(claimed.channel, 'unknown');
    return;
  }
  const outcome = settle(claimed, result, parts.clock.now());
  await parts.store.settle({ delivery: claimed, change: outcome });
  if (outcome.toConfirm) parts.arrived();
  if (outcome.status === 'dead') {
    parts.log.warn({ deliveryId: claimed._id, reason: outcome.lastError }, 'a notice was given up');
  }
  parts.count(claimed.channel, outcome.status === 'waiting' ? result.kind : (outcome.status ?? ''));
}

/** Undefined: nobody knows; the delivery stays in `sending` until its lease ends. */
async function send(
  delivery: Delivery,
  provider: Provider,
  parts: SenderParts,
): Promise<AttemptResult | undefined> {
  let message: OutgoingMessage | undefined;
  try {
    message = await composeNotice(delivery, parts);
  } catch (error) {
    // The provider has not been called: there is nothing to be in doubt about.
    parts.log.warn({ deliveryId: delivery._id, err: error }, 'a notice could not be written now');
    if (error instanceof AppError && error.retryable) return { kind: 'postponed' };
    return { kind: 'refused', reason: 'could not be written', permanent: false };
  }
  if (message === undefined) return { kind: 'nobody' };
  try {
    return await provider.send(message);
  } catch (error) {
    parts.log.warn(
      { deliveryId: delivery._id, reason: (error as Error).name },
      'outcome of an attempt unknown',
    );
    return undefined;
  }
}
