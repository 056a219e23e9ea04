import type { Delivery } from '../domain/delivery.ts';
import { renderGathered } from '../domain/gathering.ts';
import type { OutgoingMessage } from '../providers/provider.ts';
import { addressOf, dateFormat, messageIdOf, type NoticeParts } from './compose-notice.ts';

/** One message of several deliveries with the same key; undefined when there is nobody to tell any more. */
export async function composeGathered(
  deliveries: readonly [Delivery, ...Delivery[]],
  { ports, publicUrl }: NoticeParts,
): Promise<OutgoingMessage | undefined> {
  const [first] = deliveries;
  const to = await addressOf(first, ports);
  if (to === '') return undefined;
  const { timeZone } = await ports.agencies.get(first.agencyId ?? '');
  const format = dateFormat(first.language, timeZone);
  const longestDueFirst = deliveries.toSorted((a, b) => dueAtOf(a).localeCompare(dueAtOf(b)));
  const cases = longestDueFirst.map(({ caseId, values }) => ({
    trackingId: caseId,
    agency: values['agency'] ?? '',
    clock: values['clock'] ?? '',
    dueAt: values['dueAt'] === undefined ? '–' : format.format(new Date(values['dueAt'])),
  }));
  const { subject, text } = renderGathered(first, cases, publicUrl);
  return { id: messageIdOf(deliveries), to, subject, text };
}

function dueAtOf({ values }: Delivery): string {
  return values['dueAt'] ?? '';
}
