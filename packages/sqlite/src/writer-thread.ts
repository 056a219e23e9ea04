import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { AppError } from '@lapor/kernel';
import type { WriterOperation } from './embedded-database.ts';
import { toWire } from './error-wire.ts';
import { prepared } from './prepared.ts';
import type { Answer, FromWriter, Request, ToWriter, WriterData } from './writer-protocol.ts';

/** The thread that owns the write connection. Nothing is answered before the group it ran in is on disk. */

/** Bounds how long the first operation of a group waits for the last. */
const MOST_OPERATIONS_PER_GROUP = 1_000;

const port = parentPort;
if (!port) throw new Error('the writer runs in a worker thread');

interface LoadedModule {
  setup(database: DatabaseSync): void;
  operations: Record<string, WriterOperation>;
  forget?: () => void;
}

const { file, modules } = workerData as WriterData;
const operations = new Map<string, WriterOperation>();
/** Of the modules that keep in memory what lies in the file. */
const forgetting: (() => void)[] = [];

function post(message: FromWriter): void {
  port?.postMessage(message);
}

async function start(): Promise<DatabaseSync> {
  forgetStatistics();
  const database = new DatabaseSync(file, { timeout: 10_000 });
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536',
  );
  // What is deleted is overwritten where it lay: the key of somebody who was erased must not stay readable in the file.
  database.exec('PRAGMA secure_delete = FAST');
  for (const { name, url } of modules) {
    const loaded = (await import(url)) as LoadedModule;
    database.exec('BEGIN IMMEDIATE');
    loaded.setup(database);
    database.exec('COMMIT');
    for (const [operation, run] of Object.entries(loaded.operations))
      operations.set(`${name}.${operation}`, run);
    if (loaded.forget) forgetting.push(loaded.forget);
  }
  return database;
}

/**
 * Which index is walked is said by whoever asks. What SQLite once counted (earlier versions had it count at every end) is of a database
 * that was young: it would read a table of a million from end to end for a page of fifty. A connection believes what it finds when it opens.
 */
function forgetStatistics(): void {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  const found = database
    .prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite\\_stat%' ESCAPE '\\'")
    .all();
  for (const { name } of found) database.exec(`DROP TABLE ${String(name)}`);
  database.close();
}

interface Group {
  readonly answers: readonly Answer[];
  /** A group that only looked (a ping) costs no fsync. */
  readonly wrote: boolean;
}

function runOne(database: DatabaseSync, { id, operation: name, args }: Request): Answer {
  const operation = operations.get(name);
  if (operation) return { id, result: operation(database, args) };
  return { id, error: toWire(new AppError('unsupported', `the writer knows no operation ${name}`)) };
}

/** Undefined, and nothing done, when one of them failed: savepoints cost more than they are needed. */
function runTogether(database: DatabaseSync, requests: readonly Request[]): readonly Answer[] | undefined {
  try {
    return requests.map((request) => runOne(database, request));
  } catch (error) {
    undo(database, error, 'ROLLBACK');
    prepared(database, 'BEGIN IMMEDIATE').run();
    return undefined;
  }
}

/** Runs one operation inside its own savepoint; what it throws undoes only what it did. */
function runAlone(database: DatabaseSync, request: Request): Answer {
  prepared(database, 'SAVEPOINT operation').run();
  try {
    const answer = runOne(database, request);
    prepared(database, 'RELEASE operation').run();
    return answer;
  } catch (error) {
    undo(database, error, 'ROLLBACK TO operation');
    prepared(database, 'RELEASE operation').run();
    return { id: request.id, error: toWire(error) };
  }
}

function undo(database: DatabaseSync, error: unknown, sql: string): void {
  // A full disk or an I/O error makes SQLite roll back everything: then nothing of this group can be answered.
  if (!database.isTransaction) throw error;
  prepared(database, sql).run();
  forget();
}

function forget(): void {
  for (const each of forgetting) each();
}

/** One BEGIN … COMMIT for all requests: one fsync. When it cannot commit, all of them failed. */
function runGroup(database: DatabaseSync, requests: readonly Request[]): Group {
  const before = changesOf(database);
  try {
    prepared(database, 'BEGIN IMMEDIATE').run();
    if (othersHaveWritten(database)) forget();
    const answers = runTogether(database, requests) ?? requests.map((request) => runAlone(database, request));
    prepared(database, 'COMMIT').run();
    return { answers, wrote: changesOf(database) > before };
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK');
    forget();
    const error = toWire(new AppError('unavailable', 'the group was not committed', { cause }));
    return { answers: requests.map(({ id }) => ({ id, error })), wrote: false };
  }
}

let seenVersion: unknown;

/** Whether another connection has changed the file since the last group. Nobody should, but nothing keeps them from it. */
function othersHaveWritten(database: DatabaseSync): boolean {
  const before = seenVersion;
  seenVersion = prepared(database, 'PRAGMA data_version').get()?.['data_version'];
  return seenVersion !== before;
}

/** Rows changed since the connection was opened. */
function changesOf(database: DatabaseSync): number {
  return Number(prepared(database, 'SELECT total_changes() AS n').get()?.['n']);
}

function answer({ answers, wrote }: Group): void {
  const counts = wrote ? { groups: 1, operations: answers.length } : { groups: 0, operations: 0 };
  try {
    post({ kind: 'answers', answers, ...counts });
  } catch {
    // A result that cannot cross the thread is that operation's fault alone. It is committed, so say so.
    post({ kind: 'answers', answers: answers.map(onlyWhatCrosses), ...counts });
  }
}

function onlyWhatCrosses(one: Answer): Answer {
  try {
    structuredClone(one);
    return one;
  } catch (cause) {
    const error = new AppError('internal', 'committed, but the result cannot cross the thread', { cause });
    return { id: one.id, error: toWire(error) };
  }
}

/** The next message that has already arrived, if any. */
function queued(): ToWriter | undefined {
  return receiveMessageOnPort(port!)?.message;
}

function serve(database: DatabaseSync, first: ToWriter): void {
  const queue: Request[] = [];
  let closing = false;
  let message: ToWriter | undefined = first;
  do {
    while (message && queue.length < MOST_OPERATIONS_PER_GROUP) {
      if (message.kind === 'close') closing = true;
      else queue.push(...message.requests);
      message = queued();
    }
    if (queue.length > 0) answer(runGroup(database, queue.splice(0, MOST_OPERATIONS_PER_GROUP)));
    message ??= queued();
  } while (message || queue.length > 0);
  if (closing) {
    // The reader is still open, so closing alone would leave everything in the log.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    port!.close();
  }
}

try {
  const database = await start();
  port.on('message', (message: ToWriter) => serve(database, message));
  post({ kind: 'ready' });
} catch (error) {
  post({ kind: 'failed', error: toWire(error) });
}
