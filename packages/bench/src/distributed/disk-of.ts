import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MongoClient } from 'mongodb';
import type { Disk } from '../installation.ts';

/** The databases of the services as they lie on disk, indexes and all; and the folder of NATS, where that is here. */
export async function diskOf(mongo: MongoClient, database: string, natsFolder: string): Promise<Disk> {
  const admin = mongo.db('admin');
  await admin.command({ fsync: 1 });
  const { databases } = await admin.admin().listDatabases({ nameOnly: true });
  let kept = 0;
  for (const { name } of databases) {
    if (!name.startsWith(`${database}_`) || name.startsWith(`${database}_floor`)) continue;
    const { storageSize, indexSize } = await mongo.db(name).stats();
    kept += Number(storageSize) + Number(indexSize);
  }
  return { kept, transport: existsSync(natsFolder) ? bytesIn(natsFolder) : Number.NaN };
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => {
      const { size } = statSync(join(parentPath, name), { throwIfNoEntry: false }) ?? { size: 0 };
      return sum + size;
    }, 0);
}
