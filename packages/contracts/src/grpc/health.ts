import { AppError } from '@lapor/kernel';
import type { Server } from '@grpc/grpc-js';
import { Health, HealthCheckResponse_ServingStatus as Status } from './gen/grpc/health/v1/health_pb.ts';
import { addService } from './server.ts';

/** What the standard health service (grpc.health.v1) answers. */
export interface HealthRegistry {
  /** Sets one service (full proto name), or with '' the server as a whole. */
  set(service: string, serving: boolean): void;
}

/** Adds grpc.health.v1.Health to a server. The server as a whole starts as not serving. */
export function addHealth(server: Server): HealthRegistry {
  const statuses = new Map<string, Status>([['', Status.NOT_SERVING]]);
  const watchers = new Set<() => void>();
  addService(server, Health, {
    check({ service }) {
      const found = statuses.get(service);
      if (found === undefined) throw new AppError('not_found', `service ${service} is not served here`);
      return Promise.resolve({ status: found });
    },
    list: () =>
      Promise.resolve({
        statuses: Object.fromEntries([...statuses].map(([name, status]) => [name, { status }])),
      }),
    async *watch({ service }, { signal }) {
      let told: Status | undefined;
      while (!signal.aborted) {
        const now = statuses.get(service) ?? Status.SERVICE_UNKNOWN;
        if (now !== told) yield { status: now };
        told = now;
        if (now === (statuses.get(service) ?? Status.SERVICE_UNKNOWN)) await nextChange(watchers, signal);
      }
    },
  });
  return {
    set(service, serving) {
      statuses.set(service, serving ? Status.SERVING : Status.NOT_SERVING);
      for (const wake of watchers) wake();
    },
  };
}

function nextChange(watchers: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      watchers.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    watchers.add(wake);
    signal.addEventListener('abort', wake, { once: true });
  });
}
