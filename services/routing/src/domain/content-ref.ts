import type { AnswerKind } from './vocabulary.ts';
import type { LocalDay } from './clocks/working-time.ts';

/** Where words are kept: never the words themselves. */
export interface ContentRef {
  readonly id: string;
  /** Salted digest, so that the history stays verifiable after the words are erased. */
  readonly digest: string;
}

/** An answer that waits for another pair of eyes. */
export interface AnswerDraft {
  readonly kind: AnswerKind;
  readonly content: ContentRef;
  readonly evidenceCount: number;
  readonly promisedDate?: LocalDay;
  readonly reusedOn?: number;
  readonly photosReusedOn?: number;
  /** Of the officer, or of the key of the system, that drafted it. */
  readonly byId: string;
  /** A system drafted it: whoever releases it is a person. */
  readonly bySystem?: boolean;
}
