import type { Call } from './call.ts';
import type { Usage } from './metrics.ts';

/** What is under measurement: one process or many. */
export interface MeasuredServer {
  /** From spawn until it is ready. */
  readonly startMilliseconds: number;
  readonly call: Call;
  usage(): Promise<Usage>;
  /** What each part has used since it started: threads of the one process, or processes. */
  parts(): Promise<ReadonlyMap<string, PartUse>>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<void>;
}

/** NaN where nobody tells. */
export interface PartUse {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  readonly writes: number;
  readonly reads: number;
  readonly published: number;
}

export const UNTOLD: PartUse = {
  cpuSeconds: Number.NaN,
  residentBytes: Number.NaN,
  writes: Number.NaN,
  reads: Number.NaN,
  published: Number.NaN,
};
