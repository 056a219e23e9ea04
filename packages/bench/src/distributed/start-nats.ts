import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { freePort } from '@lapor/testing/free-port';
import { startProcess } from '../own-process.ts';
import type { BackingOptions, BackingServer } from './backing-server.ts';
import { findProgram, startContainer } from './programs.ts';

const DEPLOY = new URL('../../../../deploy/', import.meta.url);
/** Its events, what waits, and the copies for agencies. */
const OF_A_LAPOR = /^(?:(?:KV_|OBJ_)?LAPOR_|AGENCY_)/;

export interface NatsServer extends BackingServer {
  /** Each service's secrets are below it, as its container has them; absent for a server that was given. */
  readonly secretsFolder: string | undefined;
}

/** The one that is given; else one of our own, configured as deploy/nats does it, with accounts and the agencies' door. */
export async function startNats(options: BackingOptions): Promise<NatsServer> {
  if (options.natsUrl !== undefined) {
    await requireUnused(options.natsUrl);
    const url = options.natsUrl;
    return { url, pid: undefined, secretsFolder: undefined, stop: () => removeOurs(url) };
  }
  const port = await freePort();
  const url = `nats://127.0.0.1:${port}`;
  const secretsFolder = makeSecrets(options.folder);
  const program = options.natsServer ?? findProgram('nats-server');
  const etc = join(options.folder, 'nats-etc');
  configure(etc, secretsFolder, port, program === undefined ? '/data' : join(options.folder, 'nats'));
  if (program === undefined) {
    const image = `nats:${process.env['NATS_VERSION'] ?? '2.15-alpine'}`;
    const mounts = [`--volume=${etc}:/etc/nats-bench:ro`, '--env=NATS_NAME=nats'];
    const container = startContainer(image, ['--config', '/etc/nats-bench/lapor/nats.conf'], mounts);
    return { url, pid: container.pid, secretsFolder, stop: () => container.stop() };
  }
  const server = await startProcess({
    name: 'nats-server',
    command: program,
    arguments: ['--config', join(etc, 'lapor', 'nats.conf')],
    env: { NATS_NAME: 'nats' },
    outputFile: join(options.folder, 'nats.log'),
    ready: (said) => said().includes('Server is ready'),
  });
  return { url, pid: server.pid, secretsFolder, stop: () => server.stop() };
}

/** As the one-shot container makes them. */
function makeSecrets(folder: string): string {
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets, { recursive: true });
  execFileSync(process.execPath, [fileURLToPath(new URL('docker/src/make-secrets.ts', DEPLOY))], {
    env: { ...process.env, LAPOR_SECRETS: secrets },
    stdio: 'pipe',
  });
  return secrets;
}

/** The deployed configuration, but for where it listens and stores. */
function configure(etc: string, secretsFolder: string, port: number, store: string): void {
  rmSync(etc, { recursive: true, force: true });
  cpSync(fileURLToPath(new URL('nats', DEPLOY)), join(etc, 'lapor'), { recursive: true });
  cpSync(join(secretsFolder, 'nats'), join(etc, 'secrets'), { recursive: true });
  chmodSync(etc, 0o755);
  const file = join(etc, 'lapor', 'nats.conf');
  const text = readFileSync(file, 'utf8')
    .replace(/^port: .*$/m, `listen: "127.0.0.1:${port}"`)
    .replace(/^http: .*$/m, '')
    .replace(/store_dir: .*$/m, `store_dir: ${JSON.stringify(store)}`);
  writeFileSync(file, text);
}

/** We must not mix our events with anybody's. */
async function requireUnused(url: string): Promise<void> {
  const names = await withManager(url, lapors);
  if (names.length > 0) throw new Error(`the given NATS server serves a Lapor already (${names.join(', ')})`);
}

/** None was there when we came. */
async function removeOurs(url: string): Promise<void> {
  await withManager(url, async (manager) => {
    for (const name of await lapors(manager)) await manager.streams.delete(name);
  });
}

async function lapors(manager: JetStreamManager): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of manager.streams.names()) if (OF_A_LAPOR.test(name)) names.push(name);
  return names;
}

async function withManager<Result>(
  url: string,
  work: (manager: JetStreamManager) => Promise<Result>,
): Promise<Result> {
  const connection = await connect({ servers: url });
  try {
    return await work(await jetstreamManager(connection));
  } finally {
    await connection.close();
  }
}
