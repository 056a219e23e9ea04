import mongoose from 'mongoose';
import type { Mongoose } from 'mongoose';
import { GuardedCollection } from './guarded-collection.ts';
import type { NativeCollection } from './native-collection.ts';
import type { CollectionRules } from '../query/query-guard.ts';

/** The parts of mongoose's driver interface its types leave out (`setDriver` takes them as they are). */
export interface DriverConnection {
  db: { collection(name: string): NativeCollection } | undefined;
  client: unknown;
  readyState: number;
  onOpen(): void;
}

interface DriverCollection {
  readonly name: string;
  readonly conn: DriverConnection;
  collection: unknown;
  onOpen(): unknown;
}

type CollectionClass = new (name: string, connection: unknown, options: unknown) => DriverCollection;
type ConnectionClass = new (base: unknown) => DriverConnection & {
  createClient(uri: string, options: unknown): Promise<unknown>;
  doClose(force: unknown): Promise<unknown>;
};

export const BaseConnection = mongoose.Connection as unknown as ConnectionClass;

/** Looks up what a collection's model declares. */
export type RulesOf = (collection: string) => CollectionRules;

export interface Guarding {
  readonly connection: unknown;
  readonly rulesOf: RulesOf;
  /** See GuardedCollection. */
  readonly countsRows: boolean;
  /** What is done to the driver's collection before the guard is put in front of it. */
  readonly prepare: (native: NativeCollection) => NativeCollection;
}

/** A mongoose of its own whose collections are all behind the guard. */
export function guardedMongoose({ connection, rulesOf, countsRows, prepare }: Guarding): Mongoose {
  class Guarded extends (mongoose.Collection as unknown as CollectionClass) {
    override onOpen(): unknown {
      const native = prepare(super.onOpen() as NativeCollection);
      this.collection = new GuardedCollection(native, () => rulesOf(this.name), countsRows);
      return this.collection;
    }
  }
  const own = new mongoose.Mongoose();
  own.setDriver({ Connection: connection, Collection: Guarded });
  // A filter on a field the schema does not know would silently lose its condition.
  own.set('strictQuery', 'throw');
  // They are made when a service says so: else each would be begun when its model is declared, one after the other, which takes minutes on a full collection.
  own.set('autoIndex', false);
  return own;
}
