import { randomUUID } from 'node:crypto';
import { connectMongo } from '@lapor/store';
import { mongoUrl } from '@lapor/testing/servers';
import { cellsContract } from './fixtures/cells-contract.ts';
import { openReportingStore } from './store.ts';

cellsContract('mongod', async (wallClock) => {
  const server = await mongoUrl();
  // The server may be shared: a database of our own, dropped in the end.
  const connection = await connectMongo(server.url, `${randomUUID().slice(0, 8)}_reporting`);
  const store = openReportingStore(connection, wallClock);
  await connection.ready();
  return {
    store,
    async dispose() {
      await connection.mongoose.connections.at(-1)?.dropDatabase();
      await connection.close();
      await server.stop();
    },
  };
});
