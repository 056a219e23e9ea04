import type { EmbeddedDatabase } from '@lapor/sqlite';
import { AppError } from '@lapor/kernel';
import { BaseConnection } from '../driver/mongoose-driver.ts';
import { EmbeddedCollection } from './embedded-collection.ts';

/** What mongoose asks of the driver's `Db`, on the embedded database. */
class EmbeddedDb {
  readonly databaseName: string;
  readonly #database: EmbeddedDatabase;

  constructor(database: EmbeddedDatabase, service: string) {
    this.#database = database;
    this.databaseName = service;
  }

  collection(name: string): EmbeddedCollection {
    return new EmbeddedCollection(this.#database, this.databaseName, name);
  }

  async createCollection(name: string): Promise<EmbeddedCollection> {
    const collection = this.collection(name);
    await collection.create();
    return collection;
  }
}

/** A mongoose connection class bound to `database`; closing it leaves the database open for the other services. */
export function embeddedConnection(database: EmbeddedDatabase, service: string): unknown {
  return class EmbeddedConnection extends BaseConnection {
    override createClient(): Promise<unknown> {
      this.db = new EmbeddedDb(database, service);
      this.client = {
        startSession() {
          throw new AppError('unsupported', 'sessions are not supported');
        },
      };
      this.onOpen();
      return Promise.resolve(this);
    }

    override doClose(): Promise<unknown> {
      return Promise.resolve(this);
    }
  };
}
