import { randomUUID } from 'node:crypto';
import { connectMongo } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import { driverContract } from './driver-contract.ts';
import { mongoUrl } from '../servers.ts';

driverContract('mongod', async () => {
  const server = await mongoUrl();
  // The server may be shared: databases of our own, dropped in the end.
  const run = randomUUID().slice(0, 8);
  const services = new Set<string>();
  const connect = (service: string): Promise<StoreConnection> => {
    services.add(service);
    return connectMongo(server.url, `${run}_${service}`);
  };
  return {
    connect,
    async dispose() {
      for (const service of services) {
        const connection = await connect(service);
        await connection.mongoose.connections.at(-1)?.dropDatabase();
        await connection.close();
      }
      await server.stop();
    },
  };
});
