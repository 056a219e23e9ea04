import { randomUUID } from 'node:crypto';
import { connectMongo } from '@lapor/store';
import { mongoUrl } from '@lapor/testing/servers';
import { describe } from 'vitest';
import { searchCasesSuite } from '../fixtures/search-cases-suite.ts';

describe('a search, on MongoDB', () => {
  searchCasesSuite(async () => {
    const server = await mongoUrl();
    const connection = await connectMongo(server.url, `${randomUUID().slice(0, 8)}_routing`);
    return {
      connection,
      async close() {
        await connection.mongoose.connections.at(-1)?.dropDatabase();
        await connection.close();
        await server.stop();
      },
    };
  });
});
