import type { IndexSpec, SortKey } from '../query/query-plan.ts';
import type { StoredText } from './stored-row.ts';

/**
 * What the calling thread asks of the writer. Filters, updates and documents travel as JSON text (`encodeDocument`,
 * `encodeRow`): a string crosses a thread faster than a tree of objects.
 */
export type Write =
  | { readonly kind: 'insert'; readonly id: string; readonly document: StoredText }
  | {
      readonly kind: 'update';
      readonly filter: string;
      readonly update: string;
      readonly many: boolean;
      readonly upsert: boolean;
    }
  | {
      readonly kind: 'replace';
      readonly filter: string;
      readonly document: StoredText;
      readonly upsert: boolean;
    }
  | { readonly kind: 'delete'; readonly filter: string; readonly many: boolean };

export interface WriteArgs {
  readonly collection: string;
  readonly write: Write;
}

export interface BulkArgs {
  readonly collection: string;
  readonly writes: readonly Write[];
  /** Stop at the first that fails. What was done before it stays, as with MongoDB. */
  readonly ordered: boolean;
}

export interface WriteOutcome {
  readonly matched: number;
  readonly modified: number;
  readonly inserted: number;
  readonly deleted: number;
  readonly upsertedId?: string;
}

export interface BulkOutcome {
  readonly outcomes: readonly (WriteOutcome | { readonly failed: BulkFailure })[];
}

export interface BulkFailure {
  readonly code: number;
  readonly message: string;
  readonly keyPattern?: Readonly<Record<string, number>>;
  readonly keyValue?: Readonly<Record<string, unknown>>;
}

export interface FindAndModifyArgs {
  readonly collection: string;
  readonly write: Write;
  readonly sort: readonly SortKey[];
  readonly returns: 'before' | 'after';
}

export interface FindAndModifyOutcome extends WriteOutcome {
  /** The document before or after, as asked; undefined when there was none. */
  readonly document?: StoredText;
}

export interface IndexesArgs {
  readonly collection: string;
  readonly specs: readonly IndexSpec[];
}

export interface CollectionArgs {
  readonly collection: string;
}
