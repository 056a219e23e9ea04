import type { DatabaseSync } from 'node:sqlite';

/**
 * One operation of the writer thread: plain synchronous work on the write connection, inside a SAVEPOINT of its own.
 * Throwing rolls back this operation alone. `args` and the result cross a thread: structured-cloneable only.
 */
export type WriterOperation = (database: DatabaseSync, args: unknown) => unknown;

/**
 * A module that teaches the writer thread operations. The file at `url` exports
 * `setup(database: DatabaseSync): void` (called once, before the first operation: create tables)
 * and `operations: Record<string, WriterOperation>`.
 */
export interface WriterModule {
  readonly name: string;
  readonly url: URL;
}

/**
 * One SQLite file (WAL, `synchronous=FULL`): a worker thread owns the only write connection and commits in groups
 * (BEGIN IMMEDIATE, a SAVEPOINT per operation, one COMMIT, then all answers); reads run on the calling thread
 * over a read-only connection and see only what is committed.
 */
export interface EmbeddedDatabase {
  readonly file: string;
  /** Read-only connection of the calling thread. */
  readonly reader: DatabaseSync;
  /** Queues `module.operation`; resolves with its result once the group it ran in is on disk. */
  call<Result>(operation: string, args: unknown): Promise<Result>;
  /** Writes a consistent copy of the database to `to` while it is in use. */
  backup(to: string): Promise<void>;
  /** Finishes what is queued, then closes both connections. Idempotent. */
  close(): Promise<void>;
}
