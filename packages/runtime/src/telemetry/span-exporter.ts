import type { Logger } from 'pino';
import { onSpan } from './spans.ts';
import type { FinishedSpan } from './spans.ts';

export interface SpanExporter {
  /** Sends what is left. */
  stop(): Promise<void>;
}

export interface SpanExporterOptions {
  /** Base URL of an OTLP/HTTP receiver: spans go to `/v1/traces` below it, as JSON. */
  readonly endpoint: string;
  readonly log: Logger;
  readonly everyMilliseconds?: number;
}

const MOST_WAITING = 4_096;
const AT_ONCE = 512;
const EVERY_MILLISECONDS = 5_000;
const PATIENCE_MILLISECONDS = 3_000;
const KINDS = { server: 2, consumer: 5 } as const;
const STATUS_ERROR = 2;

/**
 * Tells an OpenTelemetry collector what this process does (OTLP 1.x over HTTP, JSON encoding). Traces are worth less than work: what
 * does not fit or cannot be sent is dropped, and counted in the log.
 */
export function exportSpans(options: SpanExporterOptions): SpanExporter {
  const { log } = options;
  const url = `${options.endpoint.replace(/\/$/, '')}/v1/traces`;
  let waiting: FinishedSpan[] = [];
  let dropped = 0;
  let sending = Promise.resolve();
  const stopListening = onSpan((span) => {
    if (waiting.length < MOST_WAITING) waiting.push(span);
    else dropped += 1;
  });

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      try {
        const body = JSON.stringify(requestOf(spans));
        const headers = { 'content-type': 'application/json' };
        const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
        const { ok, status } = await fetch(url, { method: 'POST', body, headers, signal });
        if (!ok) throw new Error(`the collector answered ${status}`);
      } catch (error) {
        dropped += spans.length;
        log.debug({ reason: error instanceof Error ? error.message : 'unknown' }, 'spans were not sent');
      }
    }
    if (dropped > 0) log.warn({ dropped }, 'traces have holes');
    dropped = 0;
  }

  const next = () => (sending = sending.then(flush));
  const timer = setInterval(() => void next(), options.everyMilliseconds ?? EVERY_MILLISECONDS).unref();
  return {
    async stop() {
      stopListening();
      clearInterval(timer);
      await next();
    },
  };
}

/** An ExportTraceServiceRequest: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
function requestOf(spans: readonly FinishedSpan[]): unknown {
  const services = Map.groupBy(spans, ({ service }) => service);
  return {
    resourceSpans: [...services].map(([service, those]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: `lapor-${service}` } }] },
      scopeSpans: [{ scope: { name: 'lapor' }, spans: those.map(spanOf) }],
    })),
  };
}

function spanOf({ trace, parentSpanId, name, kind, startedAt, endedAt, failed }: FinishedSpan): unknown {
  return {
    traceId: trace.traceId,
    spanId: trace.spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    ...(failed ? { status: { code: STATUS_ERROR } } : {}),
  };
}

/** 64 bits go as text. */
function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1_000)) * 1_000n);
}
