import { MongoClient } from 'mongodb';
import { threadSeconds } from '../threads.ts';
import { residentBytes } from '../resident.ts';
import type { PartUse } from '../measured-server.ts';
import { UNTOLD } from '../measured-server.ts';
import type { BackingOptions } from './backing-server.ts';
import { startMongo } from './start-mongo.ts';
import { startNats } from './start-nats.ts';

/** NATS and MongoDB, and what the latter has counted. */
export interface Backing {
  readonly mongoUrl: string;
  readonly natsUrl: string;
  /** Of each service and of NATS, where that is ours. */
  readonly secretsFolder: string | undefined;
  readonly mongo: MongoClient;
  /** Of both together, since they started. */
  writesAndSyncs(): Promise<{ readonly writes: number; readonly syncs: number }>;
  /** Operations by database. A batch of inserts counts once. */
  byDatabase(): Promise<ReadonlyMap<string, Pick<PartUse, 'writes' | 'reads'>>>;
  /** "mongod" and "nats-server", where they run beside us. */
  parts(): ReadonlyMap<string, PartUse>;
  stop(): Promise<void>;
}

interface Counted {
  readonly count: number;
}
type CollectionTop = Readonly<Record<'queries' | 'insert' | 'update' | 'remove', Counted>>;

export async function startBacking(options: BackingOptions): Promise<Backing> {
  const nats = await startNats(options);
  const server = await startMongo(options).catch(async (error: unknown) => {
    await nats.stop();
    throw error;
  });
  const mongo = new MongoClient(server.url);
  const admin = mongo.db('admin');
  return {
    mongoUrl: server.url,
    natsUrl: nats.url,
    secretsFolder: nats.secretsFolder,
    mongo,
    async writesAndSyncs() {
      const { opcounters, wiredTiger } = (await admin.command({ serverStatus: 1 })) as {
        readonly opcounters: Readonly<Record<'insert' | 'update' | 'delete', number>>;
        readonly wiredTiger?: { readonly log?: Readonly<Record<string, number>> };
      };
      const { insert, update } = opcounters;
      const syncs = wiredTiger?.log?.['log sync operations'] ?? Number.NaN;
      return { writes: insert + update + opcounters.delete, syncs };
    },
    async byDatabase() {
      const { totals } = (await admin.command({ top: 1 })) as {
        readonly totals: Readonly<Record<string, CollectionTop>>;
      };
      const databases = new Map<string, { writes: number; reads: number }>();
      for (const [namespace, top] of Object.entries(totals)) {
        if (namespace === 'note') continue;
        const name = namespace.slice(0, namespace.indexOf('.'));
        const sum = databases.get(name) ?? { writes: 0, reads: 0 };
        sum.writes += top.insert.count + top.update.count + top.remove.count;
        sum.reads += top.queries.count;
        databases.set(name, sum);
      }
      return databases;
    },
    parts() {
      const parts = new Map<string, PartUse>();
      for (const [name, { pid }] of [['mongod', server] as const, ['nats-server', nats] as const]) {
        if (pid === undefined) continue;
        const cpuSeconds = [...threadSeconds(pid).values()].reduce((sum, seconds) => sum + seconds, 0);
        parts.set(name, { ...UNTOLD, cpuSeconds, residentBytes: residentBytes(pid) });
      }
      return parts;
    },
    async stop() {
      await mongo.close();
      await Promise.all([server.stop(), nats.stop()]);
    },
  };
}
