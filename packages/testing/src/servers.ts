import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { GenericContainer, Network, Wait } from 'testcontainers';

/** A server to test against: one that was given to us, or a container of our own. */
export interface TestServer {
  readonly url: string;
  /** Ends what was started for the test; a server that was given is left alone. */
  stop(): Promise<void>;
}

// What a test's own container has written ends with it: kept in memory, no test waits for a disk.

/** A MongoDB replica set: `LAPOR_TEST_MONGO_URL`, else a container (needs Docker). */
export async function mongoUrl(): Promise<TestServer> {
  const given = process.env['LAPOR_TEST_MONGO_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  // The module for it looks after the replica set with a shell every few seconds, each a second of processor time.
  const container = await new GenericContainer(`mongo:${process.env['MONGO_VERSION'] ?? '6.0'}`)
    .withCommand(['--replSet', 'rs0', '--bind_ip_all', '--wiredTigerEngineConfigString', CLOSED_SOON])
    .withTmpFs({ '/data/db': 'rw' })
    .withExposedPorts(MONGO_PORT)
    .withWaitStrategy(Wait.forListeningPorts())
    .start();
  // The member calls itself by a name that only it can resolve.
  const url = `mongodb://${container.getHost()}:${container.getMappedPort(MONGO_PORT)}/?directConnection=true`;
  await initiateReplicaSet(url);
  return { url, stop: async () => void (await container.stop()) };
}

const MONGO_PORT = 27_017;
/** Every story has databases of its own, each a file for every collection and index: ten minutes, as MongoDB has it, are too many of them. */
const CLOSED_SOON = 'file_manager=(close_idle_time=30,close_scan_interval=5,close_handle_minimum=500)';

/** Of this one server, which then is its primary. */
async function initiateReplicaSet(url: string): Promise<void> {
  const client = await new MongoClient(url).connect();
  try {
    const admin = client.db('admin');
    const members = [{ _id: 0, host: `localhost:${MONGO_PORT}` }];
    await admin.command({ replSetInitiate: { _id: 'rs0', members } });
    while ((await admin.command({ hello: 1 }))['isWritablePrimary'] !== true) await delay(50);
  } finally {
    await client.close();
  }
}

/** A NATS server with JetStream: `LAPOR_TEST_NATS_URL`, else a container (needs Docker). */
export async function natsUrl(): Promise<TestServer> {
  const given = process.env['LAPOR_TEST_NATS_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() };
  const container = await new GenericContainer(`nats:${process.env['NATS_VERSION'] ?? '2.15'}`)
    .withCommand(['-js', '-sd', '/data'])
    .withTmpFs({ '/data': 'rw' })
    .withExposedPorts(4222)
    .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
    .start();
  return {
    url: `nats://${container.getHost()}:${container.getMappedPort(4222)}`,
    stop: async () => void (await container.stop()),
  };
}

/** Removes what earlier tests left: stream names are part of the contract, so every installation has the same. */
export async function removeStreams(url: string): Promise<void> {
  const connection = await connect({ servers: url });
  try {
    const manager = await jetstreamManager(connection);
    for await (const name of manager.streams.names()) {
      if (/^(KV_|OBJ_)?(LAPOR|AGENCY)_/.test(name)) await manager.streams.delete(name);
    }
  } finally {
    await connection.close();
  }
}

/** Copies the databases of an installation, with their indexes, under another first part of their names. */
export async function copyDatabases(url: string, from: string, to: string): Promise<void> {
  await onDatabases(url, from, async (source, client) => {
    const target = client.db(to + source.databaseName.slice(from.length));
    const collections = await source.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
    await Promise.all(
      collections.map(async ({ name }) => {
        const indexes = await source.collection(name).indexes();
        await target.createCollection(name);
        const more = indexes
          .filter(({ name: index }) => index !== '_id_')
          .map(({ v: _v, ...index }) => index);
        if (more.length > 0) await target.collection(name).createIndexes(more);
        await source
          .collection(name)
          .aggregate([{ $out: { db: target.databaseName, coll: name } }])
          .toArray();
      }),
    );
  });
}

export async function dropDatabases(url: string, name: string): Promise<void> {
  await onDatabases(url, name, async (database) => void (await database.dropDatabase()));
}

async function onDatabases(
  url: string,
  name: string,
  work: (database: Db, client: MongoClient) => Promise<void>,
): Promise<void> {
  const client = await new MongoClient(url).connect();
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    const own = databases.filter((database) => database.name.startsWith(`${name}_`));
    await Promise.all(own.map((database) => work(client.db(database.name), client)));
  } finally {
    await client.close();
  }
}

export interface ConfiguredNats {
  /** One URL per server. */
  readonly urls: readonly string[];
  stop(): Promise<void>;
}

/**
 * NATS as it is deployed: servers on the configuration of deploy/nats and the secrets made for them; three of them form the
 * cluster that the configuration names. Always containers of our own (needs Docker): accounts are not to be had otherwise.
 */
export async function configuredNats(options: {
  readonly configFolder: string;
  readonly secretsFolder: string;
  readonly servers: 1 | 3;
}): Promise<ConfiguredNats> {
  const network = await new Network().start();
  const names = ['nats', 'nats-2', 'nats-3'].slice(0, options.servers);
  const file = options.servers === 1 ? 'nats.conf' : 'cluster.conf';
  const containers = await Promise.all(
    names.map((name) =>
      new GenericContainer(`nats:${process.env['NATS_VERSION'] ?? '2.15'}`)
        .withCommand(['--config', `/etc/nats/lapor/${file}`])
        .withEnvironment({ NATS_NAME: name })
        .withCopyDirectoriesToContainer([
          { source: options.configFolder, target: '/etc/nats/lapor' },
          { source: options.secretsFolder, target: '/etc/nats/secrets' },
        ])
        .withNetwork(network)
        .withNetworkAliases(name)
        .withExposedPorts(4222)
        .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
        .start(),
    ),
  );
  return {
    urls: containers.map((one) => `nats://${one.getHost()}:${one.getMappedPort(4222)}`),
    async stop() {
      await Promise.all(containers.map((one) => one.stop()));
      await network.stop();
    },
  };
}
