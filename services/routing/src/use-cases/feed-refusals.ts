import { Refusals } from '@lapor/events';
import type { AgencyFeed, OutgoingEvent, RefusedEvent, Relay } from '@lapor/events';
import type { RoutingParts } from '../parts.ts';

/** Of which events the feed takes no copy, told as publications are that the bus refuses. */
export interface FeedRefusals extends Pick<Relay, 'refused' | 'retry'> {
  add(refused: readonly RefusedEvent[]): void;
  /** The feed is filled anew, and what it refused before is tried with all else. */
  clear(): void;
}

/** Known to the process that filled the feed, until it ends; its log says it too. */
export function feedRefusals(
  { clock, log }: Pick<RoutingParts, 'clock' | 'log'>,
  feed: AgencyFeed,
): FeedRefusals {
  const fresh = () => new Refusals('routing', 'feed');
  let refusals = fresh();
  const waiting = new Map<string, readonly OutgoingEvent[]>();

  const add = (refused: readonly RefusedEvent[]): void => {
    for (const [aggregateId, of] of Map.groupBy(refused, ({ event }) => event.aggregateId)) {
      const events = [...(waiting.get(aggregateId) ?? []), ...of.map(({ event }) => event)];
      waiting.set(aggregateId, events);
      const [first] = of;
      if (first === undefined) continue;
      const { reason } = refusals.add(aggregateId, events, first.error, clock.now());
      log.error(
        { aggregateId, reason },
        'copies of an event are refused by the feed of agencies, and left out',
      );
    }
  };
  const again = async (aggregateId: string): Promise<void> => {
    const refused = await feed.refill(waiting.get(aggregateId) ?? []);
    waiting.delete(aggregateId);
    if (refused.length === 0) refusals.delete(aggregateId);
    add(refused);
  };
  return {
    add,
    clear() {
      refusals = fresh();
      waiting.clear();
    },
    refused: () => refusals.letters,
    retry(letterId) {
      const aggregateId = refusals.aggregateOf(letterId);
      if (aggregateId === undefined) return false;
      again(aggregateId).catch((err: unknown) => {
        log.warn({ aggregateId, err }, 'copies that were refused could not be tried again');
      });
      return true;
    },
  };
}
