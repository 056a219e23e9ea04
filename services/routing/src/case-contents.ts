import { createHash } from 'node:crypto';
import type { ContentStore } from '@lapor/store';
import type { ContentRef } from './domain/events.ts';

/** Everything an event has in words. Encrypted at rest, under the case's own key. */
export interface CaseWords {
  readonly text: string;
  readonly nextStep?: string;
  readonly evidence?: readonly string[];
  /** Ids of photos that were attached to the case, given as evidence. */
  readonly photos?: readonly string[];
  /** The case they lie with, where it is another: the master whose step this is. */
  readonly photosCaseId?: string;
  readonly ground?: string;
  readonly whereToGo?: string;
  readonly contact?: string;
  readonly reference?: string;
  /** Of a release: what the public reads. Then `text` is empty. */
  readonly released?: ReleasedContent;
}

/** Words and photos as they were released, with their blacked-out parts; and what was marked, which nobody reads who may not. */
export interface ReleasedContent {
  readonly title: string;
  readonly body: string;
  readonly steps: readonly ReleasedStepWords[];
  readonly photos: readonly ReleasedPhotoCopy[];
  /** The words that were blacked out, for whoever releases it again. */
  readonly hide: readonly string[];
}

export interface ReleasedStepWords {
  readonly seq: number;
  readonly text: string;
  readonly nextStep: string;
  readonly ground: string;
  readonly whereToGo: string;
}

export interface ReleasedPhotoCopy {
  readonly id: string;
  readonly copyId: string;
  readonly contentType: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** The step whose evidence it is; absent in those of before, 0: the reporter sent it. */
  readonly step?: number;
  readonly hide: readonly {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  }[];
}

/** Stands in for a reference while a command is tried out; nothing decides by it. */
export const UNKEPT: ContentRef = { id: '', digest: '' };

/** What of it is read as text: not how somebody is reached, nor under what another body knows the matter. */
export function textsIn({ text, nextStep = '', ground = '', whereToGo = '' }: CaseWords): readonly string[] {
  return [text, nextStep, ground, whereToGo];
}

export interface CaseContents {
  keep(caseId: string, commandId: string, words: CaseWords): Promise<ContentRef>;
  /** All words of the case, for good. */
  erase(caseId: string): Promise<void>;
  read(caseId: string, contentIds: readonly string[]): Promise<ReadonlyMap<string, CaseWords>>;
  /** Some of each of many cases, read together. */
  readEach(
    wanted: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, CaseWords>>>;
}

export function openCaseContents(store: ContentStore): CaseContents {
  return {
    keep(caseId, commandId, words) {
      const id = createHash('sha256').update(`${caseId}\n${commandId}`).digest('base64url').slice(0, 24);
      return store.put(caseId, id, words);
    },
    erase: (caseId) => store.erase(caseId),
    readEach: (wanted) =>
      store.readEach(wanted) as Promise<ReadonlyMap<string, ReadonlyMap<string, CaseWords>>>,
    async read(caseId, contentIds) {
      if (contentIds.length === 0) return new Map();
      return (await store.readMany(caseId, contentIds)) as ReadonlyMap<string, CaseWords>;
    },
  };
}
