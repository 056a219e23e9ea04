import { randomBytes } from 'node:crypto';
import { jetStreamBus } from '@lapor/events/jetstream';
import { connectMongo } from '@lapor/store';
import { silentLog } from './bus-builders.ts';
import { describeOutboxToBus } from './outbox-to-bus-contract.ts';
import { mongoUrl, natsUrl } from '../servers.ts';

describeOutboxToBus('mongod and nats-server', async () => {
  const [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  const name = `contract_${randomBytes(4).toString('hex')}`;
  return {
    connect: () => connectMongo(mongo.url, name),
    openBus: () =>
      jetStreamBus({ servers: nats.url, log: silentLog, replicas: 1, ackTrustMilliseconds: 300 }),
    async dispose() {
      const connection = await connectMongo(mongo.url, name);
      await connection.mongoose.connections.at(-1)?.dropDatabase();
      await connection.close();
      await Promise.all([mongo.stop(), nats.stop()]);
    },
  };
});
