import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { openCaller } from '../call.ts';
import { freePort } from '@lapor/testing/free-port';
import type { MeasuredServer } from '../measured-server.ts';
import { parseMetrics, usageIn } from '../metrics.ts';
import { startProcess } from '../own-process.ts';
import { proportionalBytes } from '../resident.ts';
import type { Backing } from './backing.ts';

export interface FloorOptions {
  readonly folder: string;
  readonly backing: Backing;
  readonly connections: number;
  readonly database: string;
}

/** The bare floor on the same MongoDB and NATS. */
export async function startFloor(options: FloorOptions): Promise<MeasuredServer> {
  const { backing, database, folder } = options;
  const port = await freePort();
  const { call, close } = openCaller(port, options.connections);
  const server = await startProcess({
    name: 'the floor',
    command: process.execPath,
    arguments: [fileURLToPath(new URL('floor/main.ts', import.meta.url))],
    env: {
      FLOOR_PORT: String(port),
      FLOOR_MONGO_URL: backing.mongoUrl,
      FLOOR_NATS_URL: backing.natsUrl,
      ...platformUser(backing),
      FLOOR_DATABASE: database,
    },
    outputFile: join(folder, 'floor.log'),
    ready: () =>
      call('GET', '/metrics').then(
        () => true,
        () => false,
      ),
  });
  const own = async () => usageIn(parseMetrics(String(await call('GET', '/metrics'))));
  return {
    startMilliseconds: server.startMilliseconds,
    call,
    async usage() {
      const [usage, { writes, syncs }] = await Promise.all([own(), backing.writesAndSyncs()]);
      return { ...usage, operations: writes, commits: syncs, effects: writes, busInDatabase: false };
    },
    async parts() {
      const [usage, databases] = await Promise.all([own(), backing.byDatabase()]);
      const { writes = 0, reads = 0 } = databases.get(database) ?? {};
      const { cpuSeconds, published } = usage;
      const residentBytes = proportionalBytes(server.pid);
      return new Map([
        ['floor', { cpuSeconds, residentBytes, published, writes, reads }] as const,
        ...backing.parts(),
      ]);
    },
    async stop() {
      await close();
      await server.stop();
    },
  };
}

/** Any user of the services' account. */
function platformUser({ secretsFolder }: Backing): Readonly<Record<string, string>> {
  if (secretsFolder === undefined) return {};
  const { LAPOR_NATS_USER = '', LAPOR_NATS_PASSWORD = '' } = parseEnv(
    readFileSync(join(secretsFolder, 'intake', 'env'), 'utf8'),
  );
  return { FLOOR_NATS_USER: LAPOR_NATS_USER, FLOOR_NATS_PASSWORD: LAPOR_NATS_PASSWORD };
}
