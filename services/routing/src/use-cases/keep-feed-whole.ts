import type { AgencyFeed, OutgoingEvent, SequenceGuard } from '@lapor/events';
import type { RoutingParts } from '../parts.ts';
import type { FeedRefusals } from './feed-refusals.ts';

/** As long as the feed keeps what it has. */
const KEPT_MILLISECONDS = 30 * 86_400_000;
const AT_ONCE = 200;
const FEED = 'feed';

export interface FeedKeeping {
  readonly parts: Pick<RoutingParts, 'cases' | 'clock' | 'log'>;
  readonly feed: AgencyFeed;
  /** Remembers which feed was filled last. */
  readonly filled: SequenceGuard;
  /** Is told what the feed does not take: all else goes on without it. */
  readonly refusals: Pick<FeedRefusals, 'add' | 'clear'>;
}

/**
 * The cases are the truth, the feed only carries it: one that was made anew (a broker that lost its disk, an installation that
 * moved or was restored) gets the copies of the last 30 days again. Broken off, it begins anew; ids make that harmless.
 */
export async function keepFeedWhole({ parts, feed, filled, refusals }: FeedKeeping): Promise<void> {
  const madeAt = await feed.madeAt();
  // Asked without what is at hand: it is no event that follows another, and who starts anew is to look it up.
  if ((await filled.last(FEED)) >= madeAt) return;
  const since = parts.clock.now().getTime() - KEPT_MILLISECONDS;
  refusals.clear();
  let batch: OutgoingEvent[] = [];
  let count = 0;
  for await (const event of parts.cases.replay()) {
    if (Date.parse(event.time) < since || event.copies === undefined) continue;
    batch.push(event);
    count += 1;
    if (batch.length < AT_ONCE) continue;
    refusals.add(await feed.refill(batch));
    batch = [];
  }
  if (batch.length > 0) refusals.add(await feed.refill(batch));
  await filled.advance(FEED, madeAt);
  if (count > 0)
    parts.log.info({ events: count }, 'the feed of agencies was made anew and has been filled again');
}
