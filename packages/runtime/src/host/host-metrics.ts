import type { EventBus } from '@lapor/events';
import type { WriterCounters } from '@lapor/sqlite';
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { HostedService } from '../service/host-service.ts';

/** One registry per process: what Node.js tells of itself, and what each service adds under names of its own. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Adds what the host knows of its services: readiness, how far each is behind the events of others, what it cannot publish. */
export function observeServices(registry: Registry, services: readonly HostedService[]): void {
  registry.registerMetric(
    new Gauge({
      name: 'lapor_ready',
      help: '1 when the service and all it needs are up.',
      labelNames: ['service'],
      registers: [],
      async collect() {
        for (const hosted of services) {
          this.labels(hosted.service).set((await hosted.report()).ready ? 1 : 0);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'lapor_events_lag',
      help: 'Events that wait for a service or are being worked on, by the context they come from.',
      labelNames: ['service', 'context'],
      registers: [],
      async collect() {
        for (const hosted of services) {
          for (const [context, lag] of await hosted.lags()) this.labels(hosted.service, context).set(lag);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'lapor_events_refused',
      help: 'Aggregates whose next event the bus refuses, however often it is tried.',
      labelNames: ['service'],
      registers: [],
      collect() {
        for (const hosted of services) this.labels(hosted.service).set(hosted.refused());
      },
    }),
  );
}

/** Adds what the writer of the embedded database has done. A commit is one fsync, however many operations it holds. */
export function observeDatabase(registry: Registry, counters: WriterCounters): void {
  const told = (name: string, help: string, read: () => number) =>
    registry.registerMetric(
      new Counter({
        name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(read());
        },
      }),
    );
  told(
    'lapor_sqlite_operations_total',
    'Write operations of the embedded database.',
    () => counters.operations,
  );
  told(
    'lapor_sqlite_commits_total',
    'Commits, and so fsyncs, they were grouped into.',
    () => counters.groups,
  );
}

/** The same bus, counting what it has taken by the context it comes from. */
export function countPublished(registry: Registry, context: string, bus: EventBus): EventBus {
  const name = 'lapor_events_published_total';
  const known = registry.getSingleMetric(name) as Counter<'context'> | undefined;
  const published =
    known ??
    new Counter({
      name,
      help: 'Events the bus has taken, by the context they come from.',
      labelNames: ['context'],
      registers: [registry],
    });
  return {
    ...bus,
    async publish(events) {
      await bus.publish(events);
      published.inc({ context }, events.length);
    },
  };
}
