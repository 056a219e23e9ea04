import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { freePort } from '@lapor/testing/free-port';
import { startProcess } from '../own-process.ts';
import type { BackingOptions, BackingServer } from './backing-server.ts';
import { findProgram, startContainer } from './programs.ts';

const SET = 'bench';
/** As docker-compose.yml gives it. */
const CACHE_GIGABYTES = 0.5;
const LONGEST_WAIT_MILLISECONDS = 60_000;

/** A replica set of one, journaled: the one that is given, else one of our own. */
export async function startMongo(options: BackingOptions): Promise<BackingServer> {
  if (options.mongoUrl !== undefined)
    return { url: options.mongoUrl, pid: undefined, stop: () => Promise.resolve() };
  const port = await freePort();
  const program = options.mongod ?? findProgram('mongod');
  if (program === undefined && options.keep !== undefined)
    throw new Error('--keep needs a mongod on PATH or in --mongod: a container takes its data with it');
  const settings = [
    `--replSet=${SET}`,
    `--port=${port}`,
    '--bind_ip=127.0.0.1',
    `--wiredTigerCacheSizeGB=${CACHE_GIGABYTES}`,
    '--quiet',
  ];
  const server =
    program === undefined
      ? startContainer(`mongo:${process.env['MONGO_VERSION'] ?? '8.0'}`, ['mongod', ...settings])
      : await startLocal(program, settings, options.folder);
  try {
    await initiate(port);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: `mongodb://127.0.0.1:${port}/?replicaSet=${SET}`,
    pid: server.pid,
    stop: () => server.stop(),
  };
}

function startLocal(program: string, settings: readonly string[], folder: string) {
  const data = join(folder, 'mongo');
  mkdirSync(data, { recursive: true });
  return startProcess({
    name: 'mongod',
    command: program,
    arguments: [...settings, `--dbpath=${data}`],
    outputFile: join(folder, 'mongod.log'),
    ready: (said) => said().includes('Waiting for connections'),
  });
}

/** Makes it a replica set, where it is none yet, and waits until it may be written to. */
async function initiate(port: number): Promise<void> {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: LONGEST_WAIT_MILLISECONDS,
  });
  const admin = client.db('admin');
  try {
    const { setName } = await admin.command({ hello: 1 });
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    // One that has moved to another port since.
    if (setName === undefined)
      await admin
        .command({ replSetInitiate: { _id: SET, members } })
        .catch(() => reconfigure(client, members));
    const until = performance.now() + LONGEST_WAIT_MILLISECONDS;
    while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
      if (performance.now() > until) throw new Error('mongod did not become primary');
      await sleep(50);
    }
  } finally {
    await client.close();
  }
}

async function reconfigure(client: MongoClient, members: readonly object[]): Promise<void> {
  const config = await client.db('local').collection('system.replset').findOne({});
  const version = Number(config?.['version'] ?? 0) + 1;
  await client.db('admin').command({ replSetReconfig: { ...config, members, version }, force: true });
}
