import type { TraceContext } from './trace.ts';

/** A piece of work that has ended: names of calls and routes, never what was said in them. */
export interface FinishedSpan {
  readonly trace: TraceContext;
  /** Of the work that asked for it, when it came with a trace. */
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly name: string;
  readonly kind: 'server' | 'consumer';
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly failed: boolean;
}

type Listener = (span: FinishedSpan) => void;

const listeners = new Set<Listener>();

/** Calls back for every span of this process from now on. Answers how to stop. */
export function onSpan(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks what it was only when somebody listens. `trace`: undefined where there is none. */
export function spanEnded(trace: TraceContext | undefined, what: () => Omit<FinishedSpan, 'trace'>): void {
  if (listeners.size === 0 || trace?.sampled !== true) return;
  const span = { trace, ...what() };
  for (const listener of listeners) listener(span);
}
