import type { PlainObject } from '../query/bson-order.ts';

/** A collection of a service's own database. */
export interface CollectionName {
  readonly service: string;
  readonly collection: string;
}

export type MovedDocument = PlainObject & { readonly _id: string };

/** Where all documents of an installation are read from, as of one moment. */
export interface DocumentSource {
  collections(): Promise<readonly CollectionName[]>;
  count(name: CollectionName): Promise<number>;
  /** All of them, so many at once. */
  read(name: CollectionName, atOnce: number): AsyncIterable<readonly MovedDocument[]>;
  /** Those there are of these, by id. */
  find(name: CollectionName, ids: readonly string[]): Promise<ReadonlyMap<string, MovedDocument>>;
  close(): Promise<void>;
}

/** Where they are written to. */
export interface DocumentTarget extends DocumentSource {
  /** One of the same id is replaced. Durable when it resolves. */
  put(name: CollectionName, documents: readonly MovedDocument[]): Promise<void>;
  remove(name: CollectionName, ids: readonly string[]): Promise<void>;
  /** Before very much is put: the service whose they are makes them anew, all together, when it starts. */
  dropIndexes(name: CollectionName): Promise<void>;
}

export function told({ service, collection }: CollectionName): string {
  return `${service}.${collection}`;
}
