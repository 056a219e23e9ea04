import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Logger } from 'pino';
import type { ServerHooks } from '@lapor/contracts/grpc';
import { toAppError } from '@lapor/kernel';
import type { ErrorCode } from '@lapor/kernel';
import { spanEnded } from './spans.ts';
import { currentTrace, parseTraceparent, runInTrace } from './trace.ts';

interface CallMetrics {
  readonly seconds: Histogram<'service' | 'method'>;
  readonly total: Counter<'service' | 'method' | 'code'>;
}

/** The same two metrics for all services of a process. */
function callMetrics(registry: Registry): CallMetrics {
  const seconds = registry.getSingleMetric('lapor_grpc_seconds') as CallMetrics['seconds'] | undefined;
  const total = registry.getSingleMetric('lapor_grpc_calls_total') as CallMetrics['total'] | undefined;
  return {
    seconds:
      seconds ??
      new Histogram({
        name: 'lapor_grpc_seconds',
        help: 'Time a served call took.',
        labelNames: ['service', 'method'],
        buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        registers: [registry],
      }),
    total:
      total ??
      new Counter({
        name: 'lapor_grpc_calls_total',
        help: 'Served calls by outcome.',
        labelNames: ['service', 'method', 'code'],
        registers: [registry],
      }),
  };
}

/** Ours to repair, unlike what callers do wrong. */
const OURS: ReadonlySet<ErrorCode> = new Set(['internal']);

/** Puts each served call into its trace, times it, counts it, and writes down what went wrong on our side. */
export function callTelemetry(registry: Registry, log: Logger, own: string): ServerHooks {
  const { seconds, total } = callMetrics(registry);
  return {
    around: ({ service, method, context }, work) =>
      runInTrace(context.traceparent, async () => {
        const begun = performance.now();
        let code = 'ok';
        try {
          await work();
        } catch (error) {
          const failure = toAppError(error);
          code = failure.code;
          if (OURS.has(failure.code)) log.error({ err: failure, service, method }, 'call failed');
          else log.debug({ code, method }, failure.message);
          throw failure;
        } finally {
          spanEnded(currentTrace(), () => ({
            parentSpanId: parseTraceparent(context.traceparent)?.spanId,
            service: own,
            name: `${service}/${method}`,
            kind: 'server',
            startedAt: performance.timeOrigin + begun,
            endedAt: performance.timeOrigin + performance.now(),
            failed: code === 'internal' || code === 'unavailable',
          }));
          seconds.labels(service, method).observe((performance.now() - begun) / 1_000);
          total.labels(service, method, code).inc();
        }
      }),
  };
}
