import type { Registry } from 'prom-client';
import type { HostedService } from '../service/host-service.ts';
import type { ServiceName } from '../service/platform.ts';
import type { ReadinessReport } from '../service/readiness.ts';

/** What can catch up with a clock that was moved. */
export type Settling = Pick<HostedService, 'runPeriodic' | 'idle'>;

/** One or more services running in this process. */
export interface RunningHost {
  readonly metrics: Registry;
  report(): Promise<ReadonlyMap<ServiceName, ReadinessReport>>;
  /** gRPC address of a service. */
  address(service: ServiceName): string;
  /** Stops everything in order. Idempotent. */
  stop(): Promise<void>;
}

export async function reportAll(
  services: readonly HostedService[],
): Promise<ReadonlyMap<ServiceName, ReadinessReport>> {
  const entries = services.map(async (hosted) => [hosted.service, await hosted.report()] as const);
  return new Map(await Promise.all(entries));
}
