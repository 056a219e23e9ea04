import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedBus, eventsWriterModule, startRelay } from '@lapor/events';
import type { EventBus } from '@lapor/events';
import { LocalServer } from '@lapor/contracts/grpc';
import type { Clock } from '@lapor/kernel';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { connectEmbedded, folderFiles, openKeyring, storeWriterModule } from '@lapor/store';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { lockFolder } from '../installation/folder-lock.ts';
import { countPublished, createMetrics, observeDatabase, observeServices } from './host-metrics.ts';
import { hostService } from '../service/host-service.ts';
import type { HostedService } from '../service/host-service.ts';
import { secretFor } from '../installation/key-check.ts';
import { assertNotMoved } from '../installation/moved-away.ts';
import type { Platform, ServiceName, StartService } from '../service/platform.ts';
import { reportAll } from './running-host.ts';
import type { RunningHost } from './running-host.ts';
import { settleServices } from './settle-services.ts';
import { isSimulated } from './simulated-clock.ts';
import { makeSocketFolder } from './socket-folder.ts';
import { stopServices } from './stop-services.ts';
import { createUndoStack } from './undo-stack.ts';
import type { UndoStack } from './undo-stack.ts';

export interface HostAllOptions {
  readonly services: Readonly<Partial<Record<ServiceName, StartService>>>;
  /** Everything but the keys: database, sockets, files. Made when missing, private to its owner. */
  readonly dataFolder: string;
  /** Holds the master key, which is made when it and the data folder are new. */
  readonly keysFolder: string;
  readonly env: Platform['env'];
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The embedded profile: all services in this process, over one SQLite file. They call each other without a wire; their unix sockets
 * are for others on this machine.
 * @throws AppError conflict when another process has the data folder; illegal when the master key is not the data's, or the
 *   installation has moved to servers
 */
export async function hostAll(options: HostAllOptions): Promise<RunningHost> {
  const { dataFolder } = options;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  chmodSync(dataFolder, 0o700);
  const undo = createUndoStack();
  try {
    return await start(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function start(options: HostAllOptions, undo: UndoStack): Promise<RunningHost> {
  const { dataFolder, log } = options;
  const lock = lockFolder(dataFolder);
  undo.push(() => lock.release());
  assertNotMoved(dataFolder);
  const secret = await secretFor(dataFolder, options.keysFolder);
  const database = await openDatabase({
    file: join(dataFolder, 'lapor.db'),
    modules: [storeWriterModule, eventsWriterModule],
    // Uncaught on purpose: better to end and be started anew than to stay and refuse every write.
    onFailure(error) {
      throw error;
    },
  });
  undo.push(() => database.close());
  const bus = embeddedBus({ database, clock: options.clock, log: log.child({ part: 'events' }) });
  undo.push(() => bus.close());
  const sockets = makeSocketFolder(dataFolder);
  undo.push(() => sockets.remove());
  const metrics = createMetrics();
  observeDatabase(metrics, database.counters);

  const local = localServers();
  const starting = Object.entries(options.services).map(([name, start]) =>
    startOne(name as ServiceName, start, {
      options,
      database,
      bus,
      metrics,
      secret,
      undo,
      address: (target: ServiceName) => sockets.address(target),
      local,
    }),
  );
  // Together: one may have to ask another while it starts. All must have ended before anything is undone.
  const results = await Promise.allSettled(starting);
  const services = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  undo.push(() => stopServices(services, log));
  for (const result of results) if (result.status === 'rejected') throw result.reason;

  observeServices(metrics, services);
  if (isSimulated(options.clock)) options.clock.onSettle(() => settleServices(services));
  return {
    metrics,
    address: (service) => sockets.address(service),
    report: () => reportAll(services),
    stop: () => undo.run(),
  };
}

interface Shared {
  readonly options: HostAllOptions;
  readonly database: EmbeddedDatabase;
  readonly bus: EventBus;
  readonly metrics: Registry;
  readonly secret: Uint8Array;
  readonly undo: UndoStack;
  readonly address: (target: ServiceName) => string;
  readonly local: (target: ServiceName) => LocalServer;
}

/** One per service, made when it is first asked for: by itself, or by one that calls it before it is there. */
function localServers(): (target: ServiceName) => LocalServer {
  const servers = new Map<ServiceName, LocalServer>();
  return (target) => {
    const server = servers.get(target) ?? new LocalServer();
    servers.set(target, server);
    return server;
  };
}

async function startOne(service: ServiceName, start: StartService, shared: Shared): Promise<HostedService> {
  const { options, bus } = shared;
  const { clock, log } = options;
  const store = await connectEmbedded(shared.database, service);
  shared.undo.push(() => store.close());
  const counted = countPublished(shared.metrics, service, bus);
  return hostService({
    profile: 'embedded',
    service,
    start,
    clock,
    log,
    store,
    bus,
    metrics: shared.metrics,
    keys: openKeyring({ secret: shared.secret, service }),
    startRelay: (outbox) =>
      startRelay({
        outbox,
        bus: counted,
        clock,
        log: log.child({ service, part: 'relay' }),
      }),
    files: () => folderFiles(join(options.dataFolder, 'files', service)),
    env: options.env,
    listen: shared.address(service),
    address: shared.address,
    local: shared.local,
  });
}
