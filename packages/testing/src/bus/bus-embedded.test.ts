import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedBus, eventsWriterModule } from '@lapor/events';
import { openDatabase } from '@lapor/sqlite';
import { silentLog } from './bus-builders.ts';
import { busContract, CONTRACT_RETRY_DELAYS } from './bus-contract.ts';

busContract('the embedded bus', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-bus-'));
  const file = join(folder, 'lapor.db');
  const database = await openDatabase({ file, modules: [eventsWriterModule] });
  return {
    // One process has the file, so its buses share the database.
    open: () =>
      Promise.resolve(embeddedBus({ database, log: silentLog, retryDelays: CONTRACT_RETRY_DELAYS })),
    childArguments: ['embedded', file],
    async dispose() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
