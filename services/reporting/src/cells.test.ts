import type { StoreConnection } from '@lapor/store';
import { startTestPlatform } from '@lapor/testing/test-platform';
import { cellsContract } from './fixtures/cells-contract.ts';
import { openReportingStore } from './store.ts';

cellsContract('the embedded store', async (wallClock) => {
  let connection: StoreConnection | undefined;
  const platform = await startTestPlatform({
    services: {
      reporting: async (reporting) => {
        connection = reporting.store;
        return { ready: () => reporting.store.ping(), stop: () => Promise.resolve() };
      },
    },
  });
  if (connection === undefined) throw new Error('the platform has not started');
  const store = openReportingStore(connection, wallClock);
  await connection.ready();
  return { store, dispose: () => platform.stop() };
});
