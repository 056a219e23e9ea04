import type { BusEvent, OutgoingEvent, SequenceGuard } from '@lapor/events';

/** A logger that keeps silent, for tests. */
export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

/** The `pubSeq`th event of an aggregate, with a body that names it. */
export function busEvent(
  aggregateId: string,
  pubSeq: number,
  changes: Partial<OutgoingEvent> = {},
): OutgoingEvent {
  return {
    id: `${aggregateId}:${pubSeq}`,
    type: 'lapor.routing.v1.CaseFollowedUp',
    aggregateId,
    pubSeq,
    time: '2026-01-05T02:00:00Z',
    body: JSON.stringify({ case: { caseId: aggregateId }, first: pubSeq === 1 }),
    ...changes,
  };
}

/** Events `from` to `to` of an aggregate. */
export function busEvents(aggregateId: string, from: number, to: number): BusEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => busEvent(aggregateId, from + index));
}

/** A guard in memory: stands for a consumer's database that its replicas share. */
export function memoryGuard(): SequenceGuard & { readonly at: ReadonlyMap<string, number> } {
  const at = new Map<string, number>();
  return {
    at,
    last: (aggregateId) => Promise.resolve(at.get(aggregateId) ?? 0),
    advance(aggregateId, pubSeq) {
      at.set(aggregateId, Math.max(pubSeq, at.get(aggregateId) ?? 0));
      return Promise.resolve();
    },
  };
}

/** Waits until `holds`; fails with what `describe` says after half a minute: a busy machine takes its time. */
export async function until(holds: () => boolean | Promise<boolean>, describe: () => string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${describe()}`);
    await pause(5);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
