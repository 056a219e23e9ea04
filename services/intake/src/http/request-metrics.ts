import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { currentTrace, parseTraceparent, spanEnded } from '@lapor/runtime';
import type { TraceContext } from '@lapor/runtime';
import type { App } from './typebox-provider.ts';

/** How long requests take, by route (never by address: that would hold tracking ids). */
export function measureRequests(app: App, metrics: Registry): void {
  const seconds = new Histogram({
    name: 'lapor_http_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  });
  // An answer ends outside the trace it was made in.
  const traces = new WeakMap<object, TraceContext>();
  app.addHook('onRequest', (request, _reply, done) => {
    const trace = currentTrace();
    if (trace !== undefined) traces.set(request, trace);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const status = `${Math.floor(reply.statusCode / 100)}xx`;
    seconds.observe({ method: request.method, route, status }, reply.elapsedTime / 1000);
    const { traceparent } = request.headers;
    spanEnded(traces.get(request), () => ({
      parentSpanId: parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined)?.spanId,
      service: 'intake',
      name: `${request.method} ${route}`,
      kind: 'server',
      startedAt: performance.timeOrigin + performance.now() - reply.elapsedTime,
      endedAt: performance.timeOrigin + performance.now(),
      failed: reply.statusCode >= 500,
    }));
    done();
  });
}
