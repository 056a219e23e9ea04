import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, storeWriterModule } from '@lapor/store';
import { describeAggregateStore } from './aggregate-contract.ts';
import type { StoreUnderTest } from './aggregate-contract.ts';
import { describeContentStore } from './content-contract.ts';
import { describeOutbox } from './outbox-contract.ts';

async function embedded(): Promise<StoreUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'lapor-store-'));
  const database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  return {
    connect: () => connectEmbedded(database, 'contract'),
    async dispose() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeAggregateStore('embedded', embedded);
describeOutbox('embedded', embedded);
describeContentStore('embedded', embedded);
