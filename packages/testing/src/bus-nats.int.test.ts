import { jetStreamBus } from '@lapor/events';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll } from 'vitest';
import { silentLog } from './bus-builders.ts';
import { busContract, CONTRACT_RETRY_DELAYS } from './bus-contract.ts';
import { natsUrl } from './servers.ts';
import type { TestServer } from './servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await natsUrl();
});
afterAll(() => server.stop());

/** The stream names are part of the contract, so each test starts by removing those of the one before. */
async function removeStreams(): Promise<void> {
  const connection = await connect({ servers: server.url });
  const manager = await jetstreamManager(connection);
  for await (const name of manager.streams.names()) {
    if (/^(KV_)?LAPOR_/.test(name)) await manager.streams.delete(name);
  }
  await connection.close();
}

busContract('the JetStream bus', async () => {
  await removeStreams();
  return {
    open: () =>
      jetStreamBus({
        servers: server.url,
        log: silentLog,
        replicas: 1,
        ackWaitMilliseconds: 2_000,
        retryDelays: CONTRACT_RETRY_DELAYS,
        ackTrustMilliseconds: 300,
      }),
    childArguments: ['nats', server.url],
    dispose: removeStreams,
  };
});
