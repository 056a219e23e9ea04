import type { AttachmentInfo, PublicWords, TimelineItem } from './complaint-types.ts';

/** What of a complaint's words and photos is public, and how somebody decides on it. */

/** A part of a picture that is made black, in percent of its width and height. */
export interface HiddenArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What shall be public from now on; all that is not named is not, whatever was before. */
export interface ReleaseWish {
  readonly report: boolean;
  readonly steps: readonly number[];
  readonly photos: readonly { readonly id: string; readonly hide: readonly HiddenArea[] }[];
  /** Words to black out wherever they stand. NIK, phone numbers and e-mail addresses need no naming. */
  readonly hide: readonly string[];
}

/** The words of a step, as they are or as they will be read. */
export type StepWords = Pick<TimelineItem, 'seq' | 'text' | 'nextStep' | 'ground' | 'whereToGo'>;

/** What a wish comes to: to be looked at before it is carried out. */
export interface ReleasePreview {
  readonly report?: { readonly title: string; readonly body: string } | undefined;
  readonly steps: readonly StepWords[];
  readonly photos: ReleaseWish['photos'];
}

export interface HiddenSuggestion {
  readonly text: string;
  readonly kind: 'name' | 'plate' | 'account' | 'address';
}

/** All that could be released, as it is. */
export interface ReleaseDraft {
  readonly id: string;
  readonly trackingIdText: string;
  readonly version: number;
  readonly submittedAt?: string | undefined;
  /** Since when somebody should look at it; absent when that was done. */
  readonly wordsWaitSince?: string | undefined;
  readonly title: string;
  readonly body: string;
  readonly steps: readonly TimelineItem[];
  /** The reporter's, then the evidence of steps. */
  readonly photos: readonly (AttachmentInfo & { readonly step?: number | undefined })[];
  readonly suggestions: readonly HiddenSuggestion[];
  /** What is public now. */
  readonly released?: PublicWords | undefined;
  /** As it was wished for when it was released last: with what was marked then. */
  readonly last?: ReleaseWish | undefined;
  readonly mayWithhold: boolean;
}
