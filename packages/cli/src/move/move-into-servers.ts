import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { embeddedUnhandled } from '@lapor/events';
import { watchUnhandled } from '@lapor/events/jetstream';
import { setupKeyCheck } from '@lapor/runtime';
import { moveDocuments, openEmbeddedDocuments, openMongoDocuments } from '@lapor/store';
import type { Moved, MongoDocuments, MoveStep } from '@lapor/store';
import { DATABASE, FILES } from '../backup/make-backup.ts';
import { Interrupted, Refusal } from '../command.ts';
import { createProgress } from '../progress.ts';
import { copyFiles } from './copy-files.ts';
import type { ServerUrls } from './server-urls.ts';

export interface MoveInOptions {
  /** A data folder nobody works on, or a backup. */
  readonly from: string;
  readonly to: ServerUrls;
  /** The master key of both. */
  readonly secret: Uint8Array;
  /** What is moved: only the same may go on where an earlier run stopped. */
  readonly mark: string;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

export type MovedIn =
  | (Moved & { readonly kind: 'moved'; readonly files: number })
  /** An earlier run had done it all. */
  | { readonly kind: 'done-before'; readonly at: string };

interface Note {
  readonly mark: string;
  readonly state: 'copying' | 'whole';
  readonly at: string;
}

/**
 * Everything of an embedded installation into MongoDB. NATS starts empty: what was under way is published
 * again by its owner, and who had it already knows it by its number.
 * @throws Refusal when the servers hold anything else, or do not give back what was put in; Interrupted
 */
export async function moveIntoServers(options: MoveInOptions): Promise<MovedIn> {
  const documents = await openMongoDocuments(options.to.mongo);
  try {
    const key = setupKeyCheck(options.secret);
    const known = await assertOurs(documents, options, key);
    if (known?.state === 'whole') return { kind: 'done-before', at: known.at };
    const note = (state: Note['state']): Note & Record<string, unknown> => ({
      mark: options.mark,
      state,
      at: options.now().toISOString(),
    });
    await documents.setNote('key-check', { value: key });
    await documents.setNote('moved-in', note('copying'));
    const files = await copyFiles(
      join(options.from, FILES, 'intake'),
      documents.files('intake'),
      options.signal,
    );
    const moved = await moveAll(documents, options);
    if (moved.faults.length > 0)
      throw new Refusal(`what arrived is not what was sent:\n  ${moved.faults.join('\n  ')}`);
    await documents.setNote('moved-in', note('whole'));
    return { kind: 'moved', ...moved, files };
  } finally {
    await documents.close();
  }
}

/** What an earlier run left, or nothing. */
async function assertOurs(
  documents: MongoDocuments,
  { mark, to }: MoveInOptions,
  key: string,
): Promise<Note | undefined> {
  const keyCheck = await documents.note('key-check');
  if (keyCheck !== undefined && keyCheck['value'] !== key)
    throw new Refusal(
      'this MongoDB was made ready with another master key: set it up with the one of this data',
    );
  const known = (await documents.note('moved-in')) as Note | undefined;
  if (known !== undefined) {
    if (known.mark === mark) return known;
    throw new Refusal('another installation was moved into this MongoDB');
  }
  for (const name of await documents.collections()) {
    const count = await documents.count(name);
    if (count > 0)
      throw new Refusal(
        `this MongoDB is not empty: ${name.service}.${name.collection} has ${count} documents`,
      );
  }
  const files = await documents.files('intake').count();
  if (files > 0) throw new Refusal(`this MongoDB is not empty: it has ${files} files`);
  if (to.nats !== undefined) await assertNothingPublished(to.nats);
  return undefined;
}

async function assertNothingPublished(nats: NonNullable<ServerUrls['nats']>): Promise<void> {
  const watch = await watchUnhandled(nats);
  await watch.close();
  if (watch.messages > 0)
    throw new Refusal(`this NATS is not empty: ${watch.messages} events of another installation are on it`);
}

async function moveAll(target: MongoDocuments, { from, now, signal }: MoveInOptions): Promise<Moved> {
  const database = openUntouched(join(from, DATABASE));
  try {
    const source = openEmbeddedDocuments(database);
    const unhandled = embeddedUnhandled(database, now().getTime());
    return await moveDocuments({ source, target, unhandled, onStep: shownSteps(signal) });
  } finally {
    database.close();
  }
}

/** A backup is not to get a log beside it just because it is read; where there is one, after a power cut, it counts. */
function openUntouched(file: string): DatabaseSync {
  const url = pathToFileURL(file);
  if (!existsSync(`${file}-wal`)) url.searchParams.set('immutable', '1');
  return new DatabaseSync(url, { readOnly: true, timeout: 5_000 });
}

/** A bar for each of the two rounds. */
export function shownSteps(signal: AbortSignal): (step: MoveStep) => void {
  const bars = new Map<MoveStep['doing'], ReturnType<typeof createProgress>>();
  return ({ doing, collection, documents, done, total }) => {
    const title = doing === 'copying' ? 'Documents' : 'Checking ';
    const bar = bars.get(doing) ?? createProgress(title, total);
    bars.set(doing, bar);
    bar.step(documents, collection);
    if (done === total) bar.end();
    if (signal.aborted) throw new Interrupted('run it again to go on');
  };
}
