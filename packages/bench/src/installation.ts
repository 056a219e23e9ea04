import type { CollectionName, DocumentSource } from '@lapor/store';
import type { Call } from './call.ts';
import type { City } from './city.ts';
import type { MeasuredServer } from './measured-server.ts';
import type { LivedCases } from './preload/live-templates.ts';
import type { StoredDocument } from './preload/template.ts';
import type { Progress } from './progress.ts';

/** Where a profile of Lapor and its floor are measured: their servers and data. */
export interface Installation {
  /** Starts Lapor on its data, as its users do. It may need longer when it has indexes to make. */
  startLapor(longestMilliseconds?: number): Promise<MeasuredServer>;
  /** Starts the bare floor on the same kind of parts. */
  startFloor(): Promise<MeasuredServer>;
  /** Follows the news of cases as an agency's system gets them; absent where there is no such thing. */
  followNews?(call: Call, city: City): Promise<News>;
  /** Makes so many cases of the past in the stores of the Lapor that is not running, after the pattern of some that were lived. */
  preload(count: number, lived: LivedCases, progress: Progress): Promise<void>;
  /** The stores of the Lapor that is not running, for writing into them by the million. */
  openStores(): Promise<BulkStores>;
  /** Bytes on disk, once what was written is written out: what is kept for ever, and what transport keeps for a while. */
  disk(): Promise<Disk>;
  /** Ends all servers. */
  stop(): Promise<void>;
}

/** Where documents are put in any number. What is there already stays as it is, or is put once more. */
export interface BulkStores extends Pick<
  DocumentSource,
  'find' | 'collections' | 'count' | 'read' | 'close'
> {
  readonly keysFolder: string;
  dropIndexes(name: CollectionName): Promise<void>;
  put(name: CollectionName, documents: readonly StoredDocument[]): Promise<void>;
  /** Durable when it resolves, with all that was put before. */
  putLast(name: CollectionName, document: StoredDocument): Promise<void>;
  /** So many documents by their ids, straight from the database and no more: what reading them costs at least. */
  readBare(name: CollectionName, ids: readonly string[]): Promise<number>;
  /** Processor seconds the database has used outside of this process; 0 where there is no such thing. */
  cpuSeconds(): number;
}

export interface Disk {
  readonly kept: number;
  /** 0 where transport lies in the same file. */
  readonly transport: number;
}

/** When the first message of each case came, by `performance.now()`. */
export interface News {
  arrivedAt(trackingId: string): number | undefined;
  stop(): Promise<void>;
}
