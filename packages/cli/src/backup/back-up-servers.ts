import { chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { watchUnhandled } from '@lapor/events/jetstream';
import { secretFor, setupKeyCheck } from '@lapor/runtime';
import { createEmbeddedDocuments, moveDocuments, openMongoDocuments, pathOfFile } from '@lapor/store';
import type { MongoDocuments } from '@lapor/store';
import { Interrupted, Refusal, UsageError } from '../command.ts';
import { shownSteps } from '../move/move-into-servers.ts';
import type { ServerUrls } from '../move/server-urls.ts';
import { createProgress } from '../progress.ts';
import { digestOf, writeWithDigest } from './copy-file.ts';
import { copyAttached, DATABASE, FILES, KEY_CHECK, writeBackup } from './make-backup.ts';
import type { BackedUpFile, Manifest } from './manifest.ts';

export interface BackUpServersOptions {
  readonly from: ServerUrls;
  /** A folder where intake had its files before they lay in MongoDB; it need not be there. */
  readonly olderFiles: string;
  readonly keysFolder: string;
  readonly to: string;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * Copies a distributed installation while it runs, in the form of an embedded one: either can be started from it. All
 * documents are of one moment, the files of a later one: a file is written before the record that names it. The bus is
 * transport and stays out; what somebody had not had by then, its owner will publish again.
 * @throws UsageError, Refusal, Interrupted
 */
export function backUpServers(options: BackUpServersOptions): Promise<Manifest> {
  const { from, olderFiles, keysFolder, to, now, signal } = options;
  if (!existsSync(join(keysFolder, 'master.key')))
    throw new UsageError(`${keysFolder} holds no master.key: a backup says which key it needs`);
  return writeBackup(to, now, async (partial) => {
    await noteKey(partial, keysFolder, from);
    await copyDocuments(join(partial, DATABASE), from, signal);
    await chmod(join(partial, DATABASE), 0o600);
    const listed = [DATABASE, KEY_CHECK].map(async (path) => ({
      path,
      ...(await digestOf(join(partial, path))),
    }));
    const prefix = `${FILES}/intake`;
    const attached = await copyStored(from, partial, prefix, signal);
    const known = new Set(attached.map(({ path }) => path));
    const older = await copyAttached(olderFiles, partial, prefix, { signal, known });
    return [...(await Promise.all(listed)), ...attached, ...older];
  });
}

/** Every file in MongoDB, as `to/prefix/…`. */
async function copyStored(
  { mongo }: ServerUrls,
  to: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly BackedUpFile[]> {
  const documents = await openMongoDocuments(mongo);
  try {
    const stored = documents.files('intake');
    const progress = createProgress('Files', await stored.count());
    const files: BackedUpFile[] = [];
    for await (const name of stored.names()) {
      if (signal.aborted) throw new Interrupted('no backup was made');
      const bytes = await stored.read(name);
      progress.step();
      // Its content was erased since the list was read.
      if (bytes === undefined) continue;
      const path = `${prefix}/${pathOfFile(name)}`;
      files.push({ path, ...(await writeWithDigest(bytes, join(to, path))) });
    }
    progress.end();
    return files;
  } finally {
    await documents.close();
  }
}

async function noteKey(partial: string, keysFolder: string, { mongo }: ServerUrls): Promise<void> {
  const key = setupKeyCheck(await secretFor(partial, keysFolder));
  const documents = await openMongoDocuments(mongo);
  try {
    const known = await documents.note('key-check');
    if (known !== undefined && known['value'] !== key)
      throw new Refusal(`the master key in ${keysFolder} is not the one of this MongoDB`);
  } finally {
    await documents.close();
  }
}

async function copyDocuments(file: string, { mongo, nats }: ServerUrls, signal: AbortSignal): Promise<void> {
  if (nats === undefined)
    throw new UsageError('--from needs nats://… too: only NATS knows what is under way');
  // First how far consumers are, then the moment, then what they had not had: too much, but never too little.
  const watch = await watchUnhandled(nats);
  const documents: MongoDocuments = await openMongoDocuments(mongo).catch(async (error: unknown) => {
    await watch.close();
    throw error;
  });
  const source = documents.snapshot();
  const target = createEmbeddedDocuments(file);
  try {
    const [first] = await source.collections();
    if (first === undefined) throw new UsageError('this MongoDB holds no installation');
    await source.count(first);
    const moved = await moveDocuments({
      source,
      target,
      unhandled: await watch.list(),
      onStep: shownSteps(signal),
    });
    if (moved.faults.length > 0)
      throw new Refusal(`the copy is not what it should be:\n  ${moved.faults.join('\n  ')}`);
  } finally {
    await Promise.all([target.close(), source.close(), watch.close()]);
    await documents.close();
  }
}
