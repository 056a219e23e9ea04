import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** A W3C trace context (https://www.w3.org/TR/trace-context/): where in a chain of calls we are. */
export interface TraceContext {
  /** 32 hex digits, the same for everything one request sets off. */
  readonly traceId: string;
  /** 16 hex digits, of the piece of work at hand. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const current = new AsyncLocalStorage<TraceContext>();

// Version 00 is exact; later versions may append fields after a dash.
const PATTERN = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Undefined for anything that is not a valid `traceparent`: the chain then starts anew. */
export function parseTraceparent(header: string | undefined): TraceContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', rest] = PATTERN.exec(header ?? '') ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** A call of the system's generator costs more than the bytes: taken by the page, handed out by the id. */
const pool = { bytes: randomBytes(4_096), used: 0 };

function randomHex(length: number): string {
  if (pool.used + length > pool.bytes.length) {
    pool.bytes = randomBytes(pool.bytes.length);
    pool.used = 0;
  }
  return pool.bytes.toString('hex', pool.used, (pool.used += length));
}

/** A new piece of work: in the parent's trace when there is one, else the first of a new trace. */
export function childOf(parent: TraceContext | undefined): TraceContext {
  if (parent === undefined) {
    return { traceId: randomHex(16), spanId: randomHex(8), sampled: true };
  }
  return { ...parent, spanId: randomHex(8) };
}

/** The trace the running code belongs to. */
export function currentTrace(): TraceContext | undefined {
  return current.getStore();
}

/** What to send along with a call or an event. */
export function currentTraceparent(): string | undefined {
  const trace = current.getStore();
  return trace === undefined ? undefined : formatTraceparent(trace);
}

/** Runs `work` as a piece of the given trace, or of a new one when the header is absent or malformed. */
export function runInTrace<Result>(traceparent: string | undefined, work: () => Result): Result {
  return current.run(childOf(parseTraceparent(traceparent)), work);
}
