import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { Clock } from '@lapor/kernel';
import type { RunningConsumer } from '@lapor/events';

/** How far the figures are behind what has happened. */
export interface Freshness {
  /** Called for every event that was counted. */
  saw(at: number): void;
  /** `cellsAge`: how old what the cells know may be, milliseconds. */
  now(cellsAge?: number): Promise<{ lastEventAt?: Timestamp; lagSeconds: number }>;
}

/** Cells no older than this count as fresh: it is told in whole seconds. */
const FRESH_MILLISECONDS = 1_000;
/** Who asks for figures does not wait for a broker that is away. */
const PATIENCE_MILLISECONDS = 1_000;

/**
 * Zero lag means that nothing waits; otherwise the age of the newest event counted so far, or that of the cells. What waits is
 * not known while the broker cannot be asked: the figures are there all the same, and count as behind.
 */
export function createFreshness(
  clock: Clock,
  consumers: () => readonly Pick<RunningConsumer, 'lag'>[],
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Freshness {
  let last: number | undefined;
  return {
    saw(at) {
      last = Math.max(last ?? 0, at);
    },
    async now(cellsAge = 0) {
      const waiting = await Promise.all(
        consumers().map((consumer) => waitsFor(consumer, patienceMilliseconds)),
      );
      const behind = waiting.some((count) => count > 0);
      const lag = behind && last !== undefined ? Math.max(0, clock.now().getTime() - last) : 0;
      return {
        ...(last === undefined ? {} : { lastEventAt: timestampFromMs(last) }),
        lagSeconds: Math.ceil(Math.max(lag, cellsAge > FRESH_MILLISECONDS ? cellsAge : 0) / 1000),
      };
    },
  };
}

/** How many events; more than any number when nobody can say. */
async function waitsFor(
  consumer: Pick<RunningConsumer, 'lag'>,
  patienceMilliseconds: number,
): Promise<number> {
  const unknown = Number.POSITIVE_INFINITY;
  const patience = Promise.withResolvers<number>();
  const timer = setTimeout(() => patience.resolve(unknown), patienceMilliseconds);
  try {
    return await Promise.race([consumer.lag().catch(() => unknown), patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}
