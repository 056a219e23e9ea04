import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startRelay } from '@lapor/events';
import { jetStreamBus } from '@lapor/events/jetstream';
import { AppError, systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import {
  connectMongo,
  documentFiles,
  filesWithOlder,
  folderFiles,
  loadMasterSecret,
  openKeyring,
} from '@lapor/store';
import type { FileStore, Keyring, StoreConnection } from '@lapor/store';
import type { Logger } from 'pino';
import { readDistributedConfig } from './distributed-config.ts';
import type { DistributedConfig } from './distributed-config.ts';
import { countPublished, createMetrics, observeServices } from './host-metrics.ts';
import { collectOnOneThread } from './collect-on-one-thread.ts';
import { giveBackMemory } from './give-back-memory.ts';
import { hostService } from '../service/host-service.ts';
import type { HostedService } from '../service/host-service.ts';
import type { ReadinessReport } from '../service/readiness.ts';
import { createLogger } from '../logger.ts';
import { startOpsServer } from './ops-server.ts';
import { patiently } from './patiently.ts';
import type { Platform, ServiceName, StartService } from '../service/platform.ts';
import { exportSpans } from '../telemetry/span-exporter.ts';
import { logCrashes, runUntilSignal } from './run-until-signal.ts';
import { reportAll } from './running-host.ts';
import type { RunningHost, Settling } from './running-host.ts';
import { stopServices } from './stop-services.ts';
import { createUndoStack } from './undo-stack.ts';
import type { UndoStack } from './undo-stack.ts';

/** All of a service's main.ts in the distributed profile: starts it from the environment, and stops it on a signal. */
export async function hostOne(
  service: ServiceName,
  start: StartService,
  env: Platform['env'] = process.env,
): Promise<void> {
  const first = createLogger();
  logCrashes(first);
  collectOnOneThread();
  try {
    const log = createLogger({ level: readDistributedConfig(env).logLevel });
    const host = await startDistributed({ service, start, env, log });
    log.info({ service }, 'ready');
    giveBackMemory(log);
    await runUntilSignal(log, () => host.stop());
    process.exit(0);
  } catch (error) {
    first.fatal({ err: error, service }, 'cannot start');
    process.exit(1);
  }
}

export interface DistributedOptions {
  readonly service: ServiceName;
  readonly start: StartService;
  /** LAPOR_MONGO_URL, LAPOR_NATS_URL, LAPOR_GRPC_…: see distributed-config.ts; and the service's own settings. */
  readonly env: Platform['env'];
  readonly log: Logger;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Where its clock is moved by somebody who moves those of the others too, it is theirs to let all of them settle. */
export type DistributedHost = RunningHost & Settling;

/** The distributed profile: one service on MongoDB and NATS. Undoes what it began when the start fails. */
export async function startDistributed(options: DistributedOptions): Promise<DistributedHost> {
  const config = readDistributedConfig(options.env);
  const undo = createUndoStack();
  try {
    return await startOn(undo, config, options);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function startOn(
  undo: UndoStack,
  config: DistributedConfig,
  { service, start, env, log, clock = systemClock }: DistributedOptions,
): Promise<DistributedHost> {
  const metrics = createMetrics();
  let hosted: HostedService | undefined;
  const report = async () =>
    hosted === undefined ? new Map([[service, STARTING] as const]) : reportAll([hosted]);
  // Opened first and closed last: whoever watches the start, which with new indexes takes minutes, or the stop sees "not ready", not a closed door.
  if (config.opsPort > 0) {
    const ops = await startOpsServer(config.opsPort, { metrics, report });
    undo.push(() => ops.stop());
  }
  if (config.tracesTo !== undefined) {
    const spans = exportSpans({ endpoint: config.tracesTo, log: log.child({ service, part: 'traces' }) });
    undo.push(() => spans.stop());
  }
  const keys = await keysOf(config.keysFolder, service);
  const { servers, replicas, credentials } = config.nats;
  const store = await patiently('MongoDB', log, () => connectMongo(config.mongoUrl, service));
  undo.push(() => store.close());
  const bus = await patiently('NATS', log, () =>
    jetStreamBus({
      servers,
      replicas,
      clock,
      name: `lapor-${service}`,
      log: log.child({ service, part: 'events' }),
      ...(credentials === undefined ? {} : { credentials }),
    }),
  );
  undo.push(() => bus.close());
  const counted = countPublished(metrics, service, bus);
  const running = await hostService({
    profile: 'distributed',
    service,
    start,
    clock,
    log,
    metrics,
    keys,
    store,
    bus,
    startRelay: (outbox) =>
      startRelay({ outbox, bus: counted, clock, log: log.child({ service, part: 'relay' }) }),
    files: (connection) => filesOf(connection, config.olderFilesFolder),
    env,
    listen: config.listen,
    address: (target) => config.addresses[target],
    ...(config.tls === undefined
      ? {}
      : { serverCredentials: config.tls.server, channelCredentials: config.tls.channel }),
  });
  hosted = running;
  undo.push(() => stopServices([running], log));
  observeServices(metrics, [running]);
  return {
    metrics,
    runPeriodic: () => running.runPeriodic(),
    idle: () => running.idle(),
    address: (target) => config.addresses[target],
    report,
    stop: () => undo.run(),
  };
}

const STARTING: ReadinessReport = {
  ready: false,
  checks: [{ name: 'start', ok: false, reason: 'is starting' }],
};

/** In MongoDB, which every replica reaches wherever it runs. */
function filesOf(store: StoreConnection, olderFolder: string): FileStore {
  return filesWithOlder(documentFiles(store), folderFiles(olderFolder));
}

/** Replicas must agree on the key, so none makes one for itself. */
async function keysOf(keysFolder: string, service: ServiceName): Promise<Keyring> {
  const keyFile = join(keysFolder, 'master.key');
  if (!existsSync(keyFile)) {
    throw new AppError(
      'illegal',
      `${keyFile} is missing: give every container the installation's master key`,
    );
  }
  return openKeyring({ secret: await loadMasterSecret(keysFolder), service });
}
