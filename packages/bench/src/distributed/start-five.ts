import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { request } from 'undici';
import { openCaller } from '../call.ts';
import { NATIONAL_PASSWORD } from '../city.ts';
import { freePort } from '@lapor/testing/free-port';
import type { MeasuredServer, PartUse } from '../measured-server.ts';
import { parseMetrics, usageIn } from '../metrics.ts';
import type { Metrics, Usage } from '../metrics.ts';
import { startProcess } from '../own-process.ts';
import type { OwnProcess } from '../own-process.ts';
import { proportionalBytes } from '../resident.ts';
import type { Backing } from './backing.ts';
import { withDatabase } from './database-of.ts';

const ROOT = new URL('../../../../', import.meta.url);

/** Each service and its folder. */
const SERVICES = {
  intake: 'intake',
  routing: 'routing',
  directory: 'agency-directory',
  notification: 'notification',
  reporting: 'reporting',
} as const;
type ServiceName = keyof typeof SERVICES;
const NAMES = Object.keys(SERVICES) as ServiceName[];

/** Longer than the relay mistrusts an ack. */
const MARKS_TRAIL_MILLISECONDS = 8_500;

export interface FiveOptions {
  readonly folder: string;
  readonly backing: Backing;
  readonly connections: number;
  /** Name before that of each service's database. */
  readonly database: string;
  readonly profileFolder: string | undefined;
  readonly longestMilliseconds?: number | undefined;
}

/** The five services as their containers run them, each a process, on this machine's loopback. */
export async function startFive(options: FiveOptions): Promise<MeasuredServer> {
  const { folder, backing, connections, database } = options;
  const begun = performance.now();
  const port = await freePort();
  const ops = new Map<ServiceName, number>();
  const grpc = new Map<ServiceName, number>();
  for (const name of NAMES) {
    ops.set(name, await freePort());
    grpc.set(name, await freePort());
  }
  const addresses = Object.fromEntries(
    NAMES.map((name) => [`LAPOR_GRPC_${name.toUpperCase()}`, `127.0.0.1:${grpc.get(name)}`]),
  );
  const shared = {
    ...addresses,
    LAPOR_MONGO_URL: withDatabase(backing.mongoUrl, database),
    LAPOR_NATS_URL: backing.natsUrl,
    LAPOR_KEYS: keysIn(folder),
    LAPOR_FILES: join(folder, 'files'),
    LAPOR_PORT: String(port),
    LAPOR_HOST: '127.0.0.1',
    LAPOR_ADMIN_PASSWORD: NATIONAL_PASSWORD,
    LAPOR_ADMIN_PASSWORD_ONE_TIME: 'false',
    // One client stands for a whole city here.
    LAPOR_LIMITS: 'off',
    NODE_OPTIONS: nodeOptions(),
    // The images bring theirs along, made from the same files.
    NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/lapor', ROOT)),
  };
  const start = (name: ServiceName) =>
    startProcess({
      name,
      command: process.execPath,
      arguments: [...profiling(options.profileFolder, name), 'src/main.ts'],
      folder: fileURLToPath(new URL(`services/${SERVICES[name]}`, ROOT)),
      env: {
        ...natsUser(backing, name),
        ...shared,
        LAPOR_GRPC_LISTEN: `127.0.0.1:${grpc.get(name)}`,
        LAPOR_OPS_PORT: String(ops.get(name)),
      },
      outputFile: join(folder, `${name}.log`),
      ready: () => isReady(ops.get(name) ?? 0),
      longestMilliseconds: options.longestMilliseconds,
    });
  const started = await Promise.allSettled(NAMES.map(start));
  const processes = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  const { call, close } = openCaller(port, connections);
  const stop = async () => {
    await close();
    await Promise.all(processes.map((one) => one.stop()));
  };
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const startMilliseconds = performance.now() - begun;
  const metrics = async () =>
    new Map(
      await Promise.all(NAMES.map(async (name) => [name, await metricsAt(ops.get(name) ?? 0)] as const)),
    );
  return {
    startMilliseconds,
    call,
    usage: async () => usageOfAll(backing, await metrics()),
    parts: async () => partsOf(backing, database, await metrics(), processes),
    stop,
  };
}

/** What the services have used; writes and syncs are the database's own count. */
async function usageOfAll(backing: Backing, metrics: ReadonlyMap<string, Metrics>): Promise<Usage> {
  const usages = [...metrics.values()].map(usageIn);
  const sum = (name: 'cpuSeconds' | 'published' | 'lag' | 'residentBytes') =>
    usages.reduce((total, usage) => total + usage[name], 0);
  const published = sum('published');
  const notices = metrics.get('notification')?.get('lapor_notification_attempts_total') ?? 0;
  const { writes, syncs } = await backing.writesAndSyncs();
  return {
    cpuSeconds: sum('cpuSeconds'),
    operations: writes,
    commits: syncs,
    published,
    effects: published + notices,
    lag: sum('lag'),
    residentBytes: sum('residentBytes'),
    busInDatabase: false,
    trailMilliseconds: MARKS_TRAIL_MILLISECONDS,
  };
}

async function partsOf(
  backing: Backing,
  database: string,
  metrics: ReadonlyMap<string, Metrics>,
  /** In the order of the names. */
  processes: readonly OwnProcess[],
): Promise<ReadonlyMap<string, PartUse>> {
  const databases = await backing.byDatabase();
  const parts = new Map<string, PartUse>();
  for (const [nth, name] of NAMES.entries()) {
    const { cpuSeconds, published } = usageIn(metrics.get(name) ?? new Map());
    const residentBytes = proportionalBytes(processes[nth]?.pid ?? 0);
    const { writes = 0, reads = 0 } = databases.get(`${database}_${name}`) ?? {};
    parts.set(name, { cpuSeconds, residentBytes, published, writes, reads });
  }
  return new Map([...parts, ...backing.parts()]);
}

/** As deploy/docker/Dockerfile sets them. */
function nodeOptions(): string {
  const dockerfile = readFileSync(new URL('deploy/docker/Dockerfile', ROOT), 'utf8');
  return /NODE_OPTIONS="([^"]*)"/.exec(dockerfile)?.[1] ?? '';
}

/** Who the service is on NATS, and for the directory what opens the agencies' door. */
function natsUser({ secretsFolder }: Backing, name: ServiceName): Readonly<Record<string, string>> {
  if (secretsFolder === undefined) return {};
  const all = parseEnv(readFileSync(join(secretsFolder, name, 'env'), 'utf8'));
  return Object.fromEntries(
    Object.entries(all).flatMap(([setting, value = '']) =>
      setting.startsWith('LAPOR_NATS_') ? [[setting, value]] : [],
    ),
  );
}

/** A folder of profiles for each. */
function profiling(folder: string | undefined, name: ServiceName): readonly string[] {
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(folder, name)}`];
}

/** A master key in a folder of its own. */
export function keysIn(folder: string): string {
  const keys = join(folder, 'keys');
  mkdirSync(keys, { recursive: true });
  const file = join(keys, 'master.key');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  return keys;
}

async function isReady(opsPort: number): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${opsPort}/readyz`);
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

async function metricsAt(opsPort: number): Promise<Metrics> {
  const { body } = await request(`http://127.0.0.1:${opsPort}/metrics`);
  return parseMetrics(await body.text());
}
