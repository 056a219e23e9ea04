import { randomUUID } from 'node:crypto';
import { connectMongo, documentFiles } from '@lapor/store';
import { mongoUrl } from '../servers.ts';
import { fileContract } from './file-contract.ts';

fileContract('MongoDB', async () => {
  const server = await mongoUrl();
  const connection = await connectMongo(server.url, `${randomUUID().slice(0, 8)}_files`);
  return {
    files: documentFiles(connection),
    async dispose() {
      await connection.mongoose.connections.at(-1)?.dropDatabase();
      await connection.close();
      await server.stop();
    },
  };
});
