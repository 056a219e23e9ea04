import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { AppError } from '@lapor/kernel';
import { backupDatabase } from './backup-database.ts';
import { fromWire } from './error-wire.ts';
import type { Answer, FromWriter, Request, ToWriter, WriterData } from './writer-protocol.ts';

/**
 * One operation of the writer thread: plain synchronous work on the write connection.
 * Throwing rolls back this operation alone; others of its group may then be run a second time, on what was there before.
 * `args` and the result cross a thread: structured-cloneable only (a Buffer arrives as Uint8Array).
 */
export type WriterOperation = (database: DatabaseSync, args: unknown) => unknown;

/**
 * A module that teaches the writer thread operations. The file at `url` exports
 * `setup(database: DatabaseSync): void` (called once, before the first operation: create tables)
 * and `operations: Record<string, WriterOperation>`. One that keeps in memory what lies in the file also exports
 * `forget(): void`, called when something was rolled back or another connection has written.
 */
export interface WriterModule {
  readonly name: string;
  readonly url: URL;
}

/** What the writer did since it was opened, in groups that changed something. A group is one COMMIT, so one fsync. */
export interface WriterCounters {
  readonly groups: number;
  readonly operations: number;
}

/**
 * One SQLite file (WAL, `synchronous=FULL`): a worker thread owns the only write connection and commits in groups
 * (BEGIN IMMEDIATE, the operations, one COMMIT, then all answers; a SAVEPOINT each once one has failed); reads run on the calling thread
 * over a read-only connection and see only what is committed.
 */
export interface EmbeddedDatabase {
  readonly file: string;
  /** Read-only connection of the calling thread. */
  readonly reader: DatabaseSync;
  readonly counters: WriterCounters;
  /** Queues `module.operation`; resolves with its result once the group it ran in is on disk. */
  call<Result>(operation: string, args: unknown): Promise<Result>;
  /** Writes a consistent copy of the database to `to` while it is in use. */
  backup(to: string): Promise<void>;
  /** Finishes what is queued, then closes both connections. Idempotent. */
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Path of the SQLite file; it and its directory are made when missing. */
  readonly file: string;
  readonly modules: readonly WriterModule[];
  /** Told once when the writer thread has died: nothing can be written any more, only a new process helps. */
  readonly onFailure?: (error: Error) => void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Opens the file, starts its writer thread and waits until every module is set up. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<EmbeddedDatabase> {
  const file = resolve(options.file);
  mkdirSync(dirname(file), { recursive: true });
  // SQLite would let everybody on the machine read it, where the folder was made by somebody who did. Its WAL follows the file.
  closeSync(openSync(file, 'a', 0o600));
  const writer = await Writer.start({
    file,
    modules: options.modules.map(({ name, url }) => ({ name, url: url.href })),
  });
  writer.onFailure = options.onFailure;
  // Only now: a read-only connection cannot create the file or its WAL.
  const reader = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  reader.exec('PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456');
  return {
    file,
    reader,
    counters: writer.counters,
    call: <Result>(operation: string, args: unknown) => writer.call(operation, args) as Promise<Result>,
    backup: (to) => backupDatabase(file, to),
    async close() {
      await writer.close();
      if (reader.isOpen) reader.close();
    },
  };
}

/**
 * Node reads TypeScript with a module of WebAssembly, in each thread. When one of them makes the module's calls faster just as
 * another thread ends, V8 frees code that is gone, and the process dies (seen in Node 24.21, one start of some hundreds). So
 * those calls stay as they are, as do the few of `fetch`, which has such a module too.
 */
function spareWrappers(): void {
  setFlagsFromString('--wasm-wrapper-tiering-budget=1000000000');
}

/** The calling thread's end of the writer thread. */
class Writer {
  readonly counters = { groups: 0, operations: 0 };
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #outbox: Request[] = [];
  #nextId = 1;
  #broken: Error | undefined;
  #closing: Promise<void> | undefined;
  onFailure: ((error: Error) => void) | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromWriter) => {
      if (message.kind === 'answers') this.#settle(message.answers, message.groups, message.operations);
    });
    worker.on('error', (error) => {
      this.#fail(new AppError('unavailable', 'the writer thread failed', { cause: error }));
    });
    this.#exited = new Promise((done) => {
      worker.on('exit', () => {
        done();
        this.#fail(
          new AppError('unavailable', this.#closing ? 'the database is closed' : 'the writer thread ended'),
        );
      });
    });
  }

  static async start(workerData: WriterData): Promise<Writer> {
    spareWrappers();
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
      workerData,
      name: 'lapor-writer',
    });
    const first = await new Promise<FromWriter>((done, failed) => {
      worker.once('message', done);
      worker.once('error', failed);
    });
    if (first.kind === 'failed') {
      await worker.terminate();
      throw fromWire(first.error);
    }
    return new Writer(worker);
  }

  call(operation: string, args: unknown): Promise<unknown> {
    if (this.#closing) return Promise.reject(new AppError('unavailable', 'the database is closed'));
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#pending.set(id, { resolve, reject });
      // nextTick runs once all promise continuations of this tick have run: everything they call goes in one message.
      if (this.#outbox.push({ id, operation, args }) === 1) process.nextTick(() => this.#post());
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    this.#post();
    if (!this.#broken) this.#worker.postMessage({ kind: 'close' } satisfies ToWriter);
    await this.#exited;
  }

  #post(): void {
    const requests = this.#outbox;
    if (requests.length === 0 || this.#broken) return;
    this.#outbox = [];
    try {
      this.#worker.postMessage({ kind: 'requests', requests } satisfies ToWriter);
    } catch {
      // One argument that cannot cross must not take the others with it.
      for (const request of requests) this.#postAlone(request);
    }
  }

  #postAlone(request: Request): void {
    try {
      this.#worker.postMessage({ kind: 'requests', requests: [request] } satisfies ToWriter);
    } catch (error) {
      this.#take(request.id)?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #settle(answers: readonly Answer[], groups: number, operations: number): void {
    this.counters.groups += groups;
    this.counters.operations += operations;
    for (const answer of answers) {
      const pending = this.#take(answer.id);
      if ('error' in answer) pending?.reject(fromWire(answer.error));
      else pending?.resolve(answer.result);
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #fail(error: Error): void {
    const first = this.#broken === undefined;
    this.#broken ??= error;
    for (const id of this.#pending.keys()) this.#take(id)?.reject(this.#broken);
    if (first && !this.#closing) this.onFailure?.(error);
  }
}
