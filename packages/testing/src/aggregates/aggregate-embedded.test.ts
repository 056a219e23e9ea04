import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBus, eventsWriterModule } from '@lapor/events';
import { openDatabase } from '@lapor/sqlite';
import { connectEmbedded, storeWriterModule } from '@lapor/store';
import { describeAggregateHistory } from './aggregate-history-contract.ts';
import { describeAggregateStore } from './aggregate-contract.ts';
import { silentLog } from '../bus/bus-builders.ts';
import { describeContentStore } from './content-contract.ts';
import { describeOutbox } from '../bus/outbox-contract.ts';
import { describeOutboxToBus } from '../bus/outbox-to-bus-contract.ts';
import type { StoreAndBus } from '../bus/outbox-to-bus-contract.ts';

async function embedded(): Promise<StoreAndBus> {
  const folder = await mkdtemp(join(tmpdir(), 'lapor-store-'));
  const database = await openDatabase({
    file: join(folder, 'lapor.db'),
    modules: [storeWriterModule, eventsWriterModule],
  });
  return {
    connect: () => connectEmbedded(database, 'contract'),
    openBus: () => Promise.resolve(embeddedBus({ database, log: silentLog })),
    async dispose() {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeAggregateStore('embedded', embedded);
describeAggregateHistory('embedded', embedded);
describeOutbox('embedded', embedded);
describeContentStore('embedded', embedded);
describeOutboxToBus('embedded', embedded);
