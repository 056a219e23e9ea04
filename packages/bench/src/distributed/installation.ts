import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openMongoDocuments } from '@lapor/store';
import type { Installation } from '../installation.ts';
import { preloadCases } from '../preload/preload-cases.ts';
import { startBacking } from './backing.ts';
import type { BackingOptions } from './backing-server.ts';
import { withDatabase } from './database-of.ts';
import { diskOf } from './disk-of.ts';
import { followAsAgency, followRouting } from './follow-news.ts';
import { openDatabases } from './open-databases.ts';
import { mongoTarget } from './mongo-target.ts';
import { keysIn, startFive } from './start-five.ts';
import { startFloor } from './start-floor.ts';

export interface DistributedOptions extends BackingOptions {
  readonly connections: number;
  readonly profileFolder: string | undefined;
}

/** Five processes on NATS and MongoDB. */
export async function distributedInstallation(options: DistributedOptions): Promise<Installation> {
  const backing = await startBacking(options);
  const { folder, connections, profileFolder } = options;
  // Of its own on a server that was given to us; on one of ours the same with every start.
  const database = options.mongoUrl === undefined ? 'bench' : `bench${randomBytes(4).toString('hex')}`;
  return {
    startLapor: (longestMilliseconds) =>
      startFive({ folder, backing, connections, database, profileFolder, longestMilliseconds }),
    startFloor: () => startFloor({ folder, backing, connections, database: `${database}_floor` }),
    async preload(count, lived, progress) {
      const source = await openMongoDocuments(withDatabase(backing.mongoUrl, database));
      try {
        const target = mongoTarget(backing.mongo, database);
        // The services make them again when they start, which is quicker than document by document.
        if ((await target.noted()) < count)
          for (const name of await source.collections()) await source.dropIndexes(name);
        await preloadCases({ count, lived, source, target, keysFolder: keysIn(folder), progress });
      } finally {
        await source.close();
      }
    },
    openStores: () => openDatabases(backing, database, keysIn(folder)),
    disk: () => diskOf(backing.mongo, database, join(folder, 'nats')),
    followNews: (call, city) =>
      backing.secretsFolder === undefined
        ? followRouting(backing.natsUrl)
        : followAsAgency(backing.natsUrl, call, city),
    async stop() {
      if (options.mongoUrl !== undefined) {
        const { databases } = await backing.mongo.db('admin').admin().listDatabases({ nameOnly: true });
        for (const { name } of databases)
          if (name.startsWith(`${database}_`)) await backing.mongo.db(name).dropDatabase();
      }
      await backing.stop();
    },
  };
}
