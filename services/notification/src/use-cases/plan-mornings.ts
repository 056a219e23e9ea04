import type { Delivery } from '../domain/delivery.ts';
import { MORNING_TEMPLATE, MOST_CASES, valuesOf } from '../domain/morning.ts';
import { WEEKLY_TEMPLATE, weekOf, weeklyValues } from '../domain/weekly.ts';
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
      for (const [id, plan] of messagesFor(reader)) {
        const today = `${id} ${reader.day}`;
        if (asked.has(id) || asked.has(today)) continue;
        const planned = await plan(reader, id, parts, now);
        if (planned !== undefined) await parts.take([planned]);
        if (asked.size >= MOST_REMEMBERED) asked.clear();
        // Where there was nothing to tell there may be tomorrow: a week's message is asked for until there is one.
        asked.add(planned === undefined ? today : id);
      }
    }
  };
}

type Plan = (
  reader: MorningReader,
  id: string,
  parts: MorningParts,
  now: Date,
) => Promise<Delivery | undefined>;

/** Each morning what waits; above the bodies once a week what is overdue below, on the first working day on which anything is. */
function messagesFor({
  officerId,
  day,
  works,
  overdue,
}: MorningReader): readonly (readonly [string, Plan])[] {
  return [
    ...(works ? [[`${officerId}:morning:${day}:email`, planFor] as const] : []),
    ...(overdue === undefined ? [] : [[`${officerId}:weekly:${weekOf(day)}:email`, planWeekly] as const]),
  ];
}

async function planWeekly(
  reader: MorningReader,
  id: string,
  { preferences }: MorningParts,
  now: Date,
): Promise<Delivery | undefined> {
  if (!(await preferences.of(reader.officerId)).morningMessage) return undefined;
  const bodies = (await reader.overdue?.()) ?? [];
  if (bodies.length === 0) return undefined;
  return {
    ...deliveryFor(reader, id, now),
    eventId: `weekly:${weekOf(reader.day)}`,
    eventType: 'WeeklyDigest',
    template: WEEKLY_TEMPLATE,
    values: weeklyValues(bodies),
  };
}

async function planFor(
  reader: MorningReader,
  id: string,
  { preferences }: MorningParts,
  now: Date,
): Promise<Delivery | undefined> {
  if (!(await preferences.of(reader.officerId)).morningMessage) return undefined;
  const pressing = await reader.cases(MOST_CASES);
  if (pressing.length === 0) return undefined;
  return {
    ...deliveryFor(reader, id, now),
    eventId: `morning:${reader.day}`,
    eventType: 'MorningMessage',
    template: MORNING_TEMPLATE,
    values: valuesOf(pressing),
  };
}

function deliveryFor({ officerId, agencyId, language }: MorningReader, id: string, now: Date) {
  return {
    _id: id,
    caseId: '',
    recipient: officerId,
    agencyId,
    channel: 'email',
    language,
    status: 'waiting',
    attempts: 0,
    ambiguous: false,
    dueAt: now,
    createdAt: now,
  } as const;
}
