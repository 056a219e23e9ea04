import { AppError, KeyedQueue } from '@lapor/kernel';
import type { Logger } from 'pino';
import {
  type AttemptResult,
  type Change,
  claim,
  type Delivery,
  putOffForTheNight,
  settle,
} from '../domain/delivery.ts';
import type { GatherTurns } from '../gather-turns.ts';
import type { OutgoingMessage, Provider } from '../providers/provider.ts';
import type { DeliveryStore } from '../store.ts';
import { composeGathered } from './compose-gathered.ts';
import {
  addressOf,
  composeNotice,
  messageIdOf,
  type NoticeParts,
  stillTold,
  type Told,
} from './compose-notice.ts';
import { dueTogether, GatheringKeys } from './gathering.ts';

export interface SenderParts extends NoticeParts {
  readonly store: DeliveryStore;
  readonly turns: GatherTurns;
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
  /** As `round`; what is still being gathered goes as it is. */
  finish(): Promise<void>;
}

/** What goes as one message: as a rule a single one. */
type Together = readonly [Delivery, ...Delivery[]];

/** `inDoubt`: the attempt of which nobody knows what came. */
type Claimed = Delivery & { readonly inDoubt?: string };

/** So many at a time: what is under way when the process dies is what nobody knows the outcome of. */
const BATCH = 16;

export function createSender(parts: SenderParts): Sender {
  const { store, providers, clock, log } = parts;
  /** What one recipient hears of one case leaves in the order in which it happened. */
  const turns = new KeyedQueue();
  const underWay = new Set<Promise<void>>();
  const gathering = new GatheringKeys(wake);
  /** Claimed, or about to be. */
  let taken = 0;
  let running: Promise<void> | undefined;
  let again = false;

  function attemptInTurn(claimed: Together): Promise<void> {
    const [first, ...others] = claimed;
    const key = `${others.length === 0 ? first.caseId : ''}:${first.recipient}`;
    const done = turns
      .run(key, () => attempt(claimed, parts))
      .catch((error: unknown) => {
        log.error(
          { deliveryId: first._id, err: error },
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
    if (ours) void attemptInTurn([claimed]);
  }

  async function takeOne(planned: Delivery): Promise<void> {
    if (planned.dueAt > clock.now()) await store.add(planned);
    else if (planned.gather !== undefined) {
      gathering.add(planned.gather);
      await store.add(planned);
    }
    // While others wait for their turn nobody passes them.
    else if (running === undefined && taken < BATCH) await goStraight(planned);
    else if (await store.add(planned)) wake();
  }

  const lookForDue = () => store.due(clock.now(), Math.max(1, BATCH - taken), gathering.list());

  async function rounds(): Promise<void> {
    do {
      again = false;
      let due = await lookForDue();
      while (due.length > 0) {
        const claimed = await claimDue(due, parts, gathering);
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
    finish() {
      gathering.finish();
      return round();
    },
    async take(planned) {
      await Promise.all(planned.map(takeOne));
    },
  };
}

async function claimDue(
  due: readonly Delivery[],
  parts: SenderParts,
  gathering: GatheringKeys,
): Promise<readonly Together[]> {
  const together = await dueTogether(due, { ...parts, gathering }, parts.clock.now());
  try {
    return await claimAll(together.deliveries, parts);
  } finally {
    await together.claimed();
  }
}

/** Takes what is due for an attempt, all of it in one go; answers what is to be sent now, in the order in which it happened. */
async function claimAll(due: readonly Delivery[], parts: SenderParts): Promise<readonly Together[]> {
  const now = parts.clock.now();
  const claims = due.map((delivery) => ({
    delivery,
    // By day it was due: a retry, or one that a stopped platform did not send in time.
    change:
      putOffForTheNight(delivery, now) ?? claim(delivery, parts.providers[delivery.channel].idempotent, now),
  }));
  const won = await parts.store.claim(claims);
  for (const { delivery, change } of won) if (change.status === 'dead') parts.count(delivery.channel, 'dead');
  const claimed = won
    .flatMap(({ delivery, change }): readonly Claimed[] => {
      if (change.status !== 'sending') return [];
      const { status, claim: inDoubt } = delivery;
      return [{ ...delivery, ...change, ...(status === 'sending' && inDoubt ? { inDoubt } : {}) }];
    })
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return [...Map.groupBy(claimed, togetherAs).values()].map(([first, ...others]) => [
    first as Delivery,
    ...others,
  ]);
}

/** What an attempt of before left in doubt goes once more as the message that it was, and nothing besides. */
function togetherAs({ _id, gather, inDoubt = '' }: Claimed): string {
  return gather === undefined ? _id : `${gather} ${inDoubt}`;
}

async function attempt(claimed: Together, parts: SenderParts): Promise<void> {
  const [{ channel }] = claimed;
  const { result, over } = await send(claimed, parts);
  const told = claimed.filter((delivery) => !over.includes(delivery));
  // All of them go once more, so that it is the same message: nothing is written of any.
  if (result === undefined && told.length > 0) {
    parts.count(channel, 'unknown');
    return;
  }
  await Promise.all(over.map((delivery) => settleOne(delivery, { kind: 'nobody' }, parts)));
  for (const _each of over) parts.count(channel, 'skipped');
  if (result === undefined || told.length === 0) return;
  const outcomes = await Promise.all(told.map((delivery) => settleOne(delivery, result, parts)));
  const [outcome] = outcomes;
  parts.count(channel, outcome?.status === 'waiting' ? result.kind : (outcome?.status ?? ''));
}

async function settleOne(delivery: Delivery, result: AttemptResult, parts: SenderParts): Promise<Change> {
  const outcome = settle(delivery, result, parts.clock.now());
  await parts.store.settle({ delivery, change: outcome });
  if (outcome.toConfirm) parts.arrived();
  if (outcome.status === 'dead')
    parts.log.warn({ deliveryId: delivery._id, reason: outcome.lastError }, 'a notice was given up');
  return outcome;
}

interface Sent {
  /** Undefined: nobody knows; the delivery stays in `sending` until its lease ends. */
  readonly result?: AttemptResult;
  /** Those of them that nobody is told of any more. */
  readonly over: readonly Delivery[];
}

async function send(claimed: Together, parts: SenderParts): Promise<Sent> {
  const [{ _id: deliveryId, channel }] = claimed;
  let composed: Composed;
  try {
    composed = await compose(claimed, parts);
  } catch (error) {
    // The provider has not been called: there is nothing to be in doubt about.
    parts.log.warn({ deliveryId, err: error }, 'a notice could not be written now');
    const postponed = error instanceof AppError && error.retryable;
    return {
      result: postponed
        ? { kind: 'postponed' }
        : { kind: 'refused', reason: 'could not be written', permanent: false },
      over: [],
    };
  }
  const { message, over } = composed;
  if (message === undefined) return { result: { kind: 'nobody' }, over };
  try {
    return { result: await parts.providers[channel].send(message), over };
  } catch (error) {
    parts.log.warn({ deliveryId, reason: (error as Error).name }, 'outcome of an attempt unknown');
    return { over };
  }
}

interface Composed {
  readonly message?: OutgoingMessage | undefined;
  readonly over: readonly Delivery[];
}

/** One that nobody can say anything of must not hold up the others, nor one of a unit that is this officer's no longer. */
async function tellsStill(delivery: Delivery, parts: SenderParts): Promise<Told> {
  try {
    const told = await stillTold(delivery, parts);
    return told.still && (await addressOf(delivery, parts.ports)) === '' ? { still: false } : told;
  } catch (error) {
    if (error instanceof AppError && error.retryable) throw error;
    parts.log.warn({ deliveryId: delivery._id, err: error }, 'a case of a gathered notice could not be read');
    return { still: false };
  }
}

async function compose(claimed: Together, parts: SenderParts): Promise<Composed> {
  if (claimed.length === 1) return { message: await composeNotice(claimed[0], parts), over: [] };
  const looked = await Promise.all(
    claimed.map(async (delivery) => ({ delivery, told: await tellsStill(delivery, parts) })),
  );
  const over = looked.filter(({ told }) => !told.still).map(({ delivery }) => delivery);
  const [first, ...others] = looked.filter(({ told }) => told.still);
  if (first === undefined) return { over };
  const message = await (others.length === 0
    ? composeNotice(first.delivery, parts, first.told)
    : composeGathered([first.delivery, ...others.map(({ delivery }) => delivery)], parts));
  // Of all that were taken: sent once more after a doubt it is the same one, whatever was answered meanwhile.
  return { message: message && { ...message, id: messageIdOf(claimed) }, over };
}
