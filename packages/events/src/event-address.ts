import { invalid } from '@lapor/kernel';
import type { BusEvent, OutgoingEvent } from './bus-event.ts';

const TOKEN = /^[A-Za-z0-9_-]{1,128}$/;
const ID = /^[!-~]{1,256}$/;
const TYPE = /^lapor\.([a-z][a-z_]*)\.v\d+\.([A-Za-z][A-Za-z0-9]*)$/;

/** "lapor.routing.v1.CaseDisposed" → routing. */
export function contextOf(event: Pick<BusEvent, 'type'>): string {
  const context = TYPE.exec(event.type)?.[1];
  if (context === undefined)
    throw invalid('type', `must look like lapor.<context>.v1.<EventName>, is ${event.type}`);
  return context;
}

/** Refuses what could not be a subject token or a key in every transport: both profiles take the same events. */
export function assertPublishable(event: OutgoingEvent): void {
  contextOf(event);
  if (!TOKEN.test(event.aggregateId))
    throw invalid('aggregateId', 'must be 1 to 128 letters, digits, - or _');
  if (!ID.test(event.id)) throw invalid('id', 'must have 1 to 256 printable ASCII characters');
  if (!Number.isSafeInteger(event.pubSeq) || event.pubSeq < 1) throw invalid('pubSeq', 'must be 1 or more');
  for (const { agencyId, feedSeq } of event.copies ?? []) {
    assertName('agencyId', agencyId);
    if (!Number.isSafeInteger(feedSeq) || feedSeq < 1) throw invalid('feedSeq', 'must be 1 or more');
  }
}

/** Names of durables and contexts become parts of subjects and keys. */
export function assertName(field: string, name: string): void {
  if (!TOKEN.test(name)) throw invalid(field, 'must be 1 to 128 letters, digits, - or _');
}
