import type { Actor as StoredActor } from '@lapor/store';
import type { CaseEvent, CaseEventType } from './domain/events.ts';

/** An event as the store keeps it: its moment and actor are in the envelope. */
export interface CaseRecord {
  readonly type: CaseEventType;
  readonly data: Readonly<Record<string, unknown>>;
}

export function toRecord(event: CaseEvent): CaseRecord {
  return { type: event.type, data: event.data as unknown as Record<string, unknown> };
}

export function fromRecord(
  record: CaseRecord,
  meta: { readonly at: string; readonly actor: StoredActor },
): CaseEvent {
  const { kind, id, agencyId } = meta.actor;
  const event = {
    type: record.type,
    at: Date.parse(meta.at),
    actor: {
      kind,
      ...(id === undefined ? {} : { officerId: id }),
      ...(agencyId === undefined ? {} : { agencyId }),
    },
    data: record.data,
  };
  return event as unknown as CaseEvent;
}
