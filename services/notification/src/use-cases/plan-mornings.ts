import type { Delivery } from '../domain/delivery.ts';
import { MORNING_TEMPLATE, MOST_CASES, valuesOf } from '../domain/morning.ts';
import type { MorningReader, Mornings } from '../ports.ts';
import type { PreferenceStore } from '../preferences.ts';

export interface MorningParts {
  readonly mornings: Mornings;
  readonly preferences: Pick<PreferenceStore, 'of'>;
  readonly take: (planned: readonly Delivery[]) => Promise<void>;
}

/** Remembered so that nobody is looked up again within the hour; a message has its own id in any case. */
const MOST_REMEMBERED = 50_000;

/**
 * One message for each officer whose working day begins: what is most pressing of what waits for them. Nothing where nothing waits, nor
 * for whoever wants none. The id is made of officer and day, so that it goes out once, however many look.
 */
export function morningPlanner(parts: MorningParts): (now: Date) => Promise<void> {
  const asked = new Set<string>();
  return async (now) => {
    for await (const reader of parts.mornings.readers(now)) {
      const id = `${reader.officerId}:morning:${reader.day}:email`;
      if (asked.has(id)) continue;
      const planned = await planFor(reader, id, parts, now);
      if (planned !== undefined) await parts.take([planned]);
      if (asked.size >= MOST_REMEMBERED) asked.clear();
      asked.add(id);
    }
  };
}

async function planFor(
  { officerId, agencyId, language, day, cases }: MorningReader,
  id: string,
  { preferences }: MorningParts,
  now: Date,
): Promise<Delivery | undefined> {
  if (!(await preferences.of(officerId)).morningMessage) return undefined;
  const pressing = await cases(MOST_CASES);
  if (pressing.length === 0) return undefined;
  return {
    _id: id,
    eventId: `morning:${day}`,
    eventType: 'MorningMessage',
    caseId: '',
    recipient: officerId,
    agencyId,
    channel: 'email',
    template: MORNING_TEMPLATE,
    values: valuesOf(pressing),
    language,
    status: 'waiting',
    attempts: 0,
    ambiguous: false,
    dueAt: now,
    createdAt: now,
  };
}
