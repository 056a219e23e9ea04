import type { BusEvent, Outbox, OutboxHint } from '@lapor/events';
import { busEvents } from './bus-builders.ts';

/** An outbox in memory with the marking rule of the aggregate store; two commands' events may wait in one document. */
export function memoryOutbox() {
  const documents = new Map<string, { events: BusEvent[]; published: number }>();
  const counts = { pending: 0, marks: 0 };
  const marked = new Map<string, number>();
  const outbox: Outbox = {
    context: 'routing',
    unpublishedIds(limit, from) {
      const all = [...documents];
      const first = from === undefined ? 0 : all.findIndex(([id]) => id === from);
      const waiting = all
        .slice(Math.max(first, 0))
        .filter(([, document]) => document.published < document.events.length);
      return Promise.resolve(waiting.map(([id]) => id).slice(0, limit));
    },
    pending(aggregateId) {
      counts.pending++;
      const document = documents.get(aggregateId);
      if (!document) return Promise.resolve({ head: 0, events: [] });
      const events = document.events.slice(document.published);
      return Promise.resolve({ head: document.events.length, events });
    },
    markPublished(marks) {
      counts.marks++;
      for (const { aggregateId, head } of marks) {
        const document = documents.get(aggregateId)!;
        document.published = Math.max(document.published, head);
        marked.set(`${aggregateId}:${head}`, performance.now());
      }
      return Promise.resolve();
    },
  };
  return {
    outbox,
    counts,
    /** `performance.now()` when `aggregate:head` was marked. */
    marked,
    published: (aggregateId: string) => documents.get(aggregateId)?.published,
    /** A command that wrote `count` events; answers the hint its store would give. */
    write(aggregateId: string, count: number): OutboxHint {
      let document = documents.get(aggregateId);
      if (!document) documents.set(aggregateId, (document = { events: [], published: 0 }));
      const before = document.events.length;
      const head = before + count;
      const events = busEvents(aggregateId, before + 1, head);
      document.events.push(...events);
      return { aggregateId, after: document.published === before ? 0 : before, head, events };
    },
  };
}
