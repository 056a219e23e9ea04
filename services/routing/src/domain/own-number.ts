import { formatTrackingId, trackingIdIn } from '@lapor/kernel';

/**
 * What was written on a master, as it is said on a case that follows it: with that case's own number in place of the master's, of
 * which no other reporter is to learn.
 */
export function withOwnNumber(text: string, masterId: string, ownId: string): string {
  return text.replace(trackingIdIn(masterId), (found) =>
    /^[0-9a-z]+$/i.test(found) ? ownId : formatTrackingId(ownId),
  );
}
