import { expect, test } from 'vitest';
import { readDistributedConfig } from './distributed-config.ts';

const ENV = {
  LAPOR_MONGO_URL: 'mongodb://db/?replicaSet=rs0',
  LAPOR_NATS_URL: 'nats://a:4222, nats://b:4222',
};

test('two addresses are enough; the rest has defaults that fit a compose file', () => {
  expect(readDistributedConfig(ENV)).toMatchObject({
    mongoUrl: ENV.LAPOR_MONGO_URL,
    nats: { servers: ['nats://a:4222', 'nats://b:4222'], replicas: 1, credentials: undefined },
    listen: '0.0.0.0:9000',
    addresses: { directory: 'directory:9000', routing: 'routing:9000' },
    tls: undefined,
    opsPort: 9464,
  });
});

test.each([
  [{}, 'LAPOR_MONGO_URL must be set'],
  [{ ...ENV, LAPOR_MONGO_URL: 'postgres://x' }, 'LAPOR_MONGO_URL must match pattern'],
  [{ ...ENV, LAPOR_NATS_REPLICAS: '2' }, 'LAPOR_NATS_REPLICAS must be one of 1, 3, 5'],
  [{ ...ENV, LAPOR_GRPC_ROUTING: 'routing' }, 'LAPOR_GRPC_ROUTING must match pattern'],
  [{ ...ENV, LAPOR_GRPC_TLS_CERT: '/x' }, 'must be set together'],
  [{ ...ENV, LAPOR_NATS_CREDS: '/no/such' }, 'LAPOR_NATS_CREDS must be the path of a file'],
])('%j is refused', (env, reason) => {
  expect(() => readDistributedConfig(env)).toThrow(reason);
});
