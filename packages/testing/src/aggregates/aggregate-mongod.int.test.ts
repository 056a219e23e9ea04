import { randomBytes } from 'node:crypto';
import { connectMongo } from '@lapor/store';
import { describeAggregateStore } from './aggregate-contract.ts';
import { describeAggregateHistory } from './aggregate-history-contract.ts';
import type { StoreUnderTest } from './counter-suite.ts';
import { describeContentStore } from './content-contract.ts';
import { describeOutbox } from '../bus/outbox-contract.ts';
import { mongoUrl } from '../servers.ts';

/** A database of its own per suite: leaves alone what else is on the server, and drops it afterwards. */
async function mongod(): Promise<StoreUnderTest> {
  const server = await mongoUrl();
  const name = `contract_${randomBytes(4).toString('hex')}`;
  return {
    connect: () => connectMongo(server.url, name),
    async dispose() {
      const connection = await connectMongo(server.url, name);
      await connection.mongoose.connections.at(-1)?.dropDatabase();
      await connection.close();
      await server.stop();
    },
  };
}

describeAggregateStore('mongod', mongod);
describeAggregateHistory('mongod', mongod);
describeOutbox('mongod', mongod);
describeContentStore('mongod', mongod);
