import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { HostedService } from './host-service.ts';

/** One registry per process: what Node.js tells of itself, and what each service adds under names of its own. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Adds what the host knows of its services: readiness, and how far each is behind the events of others. */
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
}
