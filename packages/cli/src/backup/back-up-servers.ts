import { chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { watchUnhandled } from '@lapor/events/jetstream';
import { secretFor, setupKeyCheck } from '@lapor/runtime';
import { createEmbeddedDocuments, moveDocuments, openMongoDocuments } from '@lapor/store';
import type { MongoDocuments } from '@lapor/store';
import { Refusal, UsageError } from '../command.ts';
import { shownSteps } from '../move/move-into-servers.ts';
import type { ServerUrls } from '../move/server-urls.ts';
import { digestOf } from './copy-file.ts';
import { copyAttached, DATABASE, FILES, KEY_CHECK, writeBackup } from './make-backup.ts';
import type { Manifest } from './manifest.ts';

export interface BackUpServersOptions {
  readonly from: ServerUrls;
  /** Where intake has its files. */
  readonly files: string;
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
  const { from, files, keysFolder, to, now, signal } = options;
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
    const attached = await copyAttached(files, partial, `${FILES}/intake`, signal);
    return [...(await Promise.all(listed)), ...attached];
  });
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
