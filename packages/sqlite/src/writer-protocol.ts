import type { WireError } from './error-wire.ts';

/** What the two threads say to each other. */
export interface Request {
  readonly id: number;
  readonly operation: string;
  readonly args: unknown;
}

export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: WireError };

export type ToWriter =
  | { readonly kind: 'requests'; readonly requests: readonly Request[] }
  | { readonly kind: 'close' };

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | {
      readonly kind: 'answers';
      readonly answers: readonly Answer[];
      /** Commits and operations these answers stand for. */
      readonly groups: number;
      readonly operations: number;
    };

export interface WriterData {
  readonly file: string;
  readonly modules: readonly { readonly name: string; readonly url: string }[];
}
