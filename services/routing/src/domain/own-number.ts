import { formatTrackingId } from '@lapor/kernel';

/** As people write them instead. */
const LOOKALIKES: Readonly<Record<string, string>> = { '0': '0O', '1': '1IL' };

/**
 * What was written on a master, as it is said on a case that follows it: with that case's own number in place of the master's, of
 * which no other reporter is to learn.
 */
export function withOwnNumber(text: string, masterId: string, ownId: string): string {
  const letters = masterId
    .split('')
    .map((each) => `[${LOOKALIKES[each] ?? each}]`)
    .join('[\\s.\\u2010-\\u2013-]{0,2}');
  const number = new RegExp(`(?<![0-9A-Z])${letters}(?![0-9A-Z])`, 'giu');
  return text.replace(number, (found) => (/^[0-9a-z]+$/i.test(found) ? ownId : formatTrackingId(ownId)));
}
