import type { Clock } from '@lapor/kernel';
import type { DangerMatcher } from '@lapor/language';
import type { AggregateStore } from '@lapor/store';
import type { Logger } from 'pino';
import type { CaseContents } from './case-contents.ts';
import type { CaseRecord } from './case-record.ts';
import type { RoutingState } from './case-store.ts';
import type { DirectoryCopy } from './directory-copy.ts';
import type { EvidencePhotos } from './evidence-photos.ts';
import type { PhotoUses } from './photo-uses.ts';
import type { Digests } from './search/digests.ts';
import type { SearchIndex } from './search/search-index.ts';
import type { TextUses } from './text-uses.ts';

/** What the use cases work with. */
export interface RoutingParts {
  readonly cases: AggregateStore<RoutingState, CaseRecord>;
  readonly contents: CaseContents;
  readonly directory: DirectoryCopy;
  readonly textUses: TextUses;
  readonly photoUses: PhotoUses;
  readonly evidencePhotos: EvidencePhotos;
  /** Of words, which are kept nowhere. */
  readonly digests: Digests;
  readonly search: SearchIndex;
  /** Reads what reporters say on the way. */
  readonly danger: Pick<DangerMatcher, 'isDangerous'>;
  readonly clock: Clock;
  readonly log: Logger;
}
