import type { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js';
import { DeadLettersService } from '@lapor/contracts/events/v1/dead_letters';
import { createClient, localChannel, openChannel } from '@lapor/contracts/grpc';
import type { GrpcChannel, LocalServer } from '@lapor/contracts/grpc';
import type { EventBus, Relay } from '@lapor/events';
import type { Clock } from '@lapor/kernel';
import type { FileStore, Keyring, StoreConnection } from '@lapor/store';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { callTelemetry } from '../telemetry/call-telemetry.ts';
import { deadLettersService } from './dead-letters.ts';
import { createGrpcServer } from './grpc-server.ts';
import { createPeriodic } from './periodic.ts';
import { createOutsideServers } from './outside-servers.ts';
import type { Platform, RunningService, ServiceName, StartService } from './platform.ts';
import { createReadiness } from './readiness.ts';
import type { ReadinessReport } from './readiness.ts';
import { serviceBus, tracedRelay } from './service-bus.ts';
import type { StartRelay } from './service-bus.ts';
import { currentTraceparent } from '../telemetry/trace.ts';

const HEALTH_EVERY_MILLISECONDS = 5_000;

/** What a host puts together for one service. */
export interface HostParts {
  readonly profile: Platform['profile'];
  readonly service: ServiceName;
  readonly start: StartService;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly keys: Keyring;
  readonly store: StoreConnection;
  readonly bus: EventBus;
  readonly startRelay: StartRelay;
  /** Asked once, when the service first wants files. */
  readonly files: (store: StoreConnection) => FileStore;
  readonly env: Platform['env'];
  /** Where this service's gRPC server listens. */
  readonly listen: string;
  readonly serverCredentials?: ServerCredentials;
  readonly channelCredentials?: ChannelCredentials;
  /** Where another service's gRPC server is. */
  readonly address: (target: ServiceName) => string;
  /** What each service serves to the others, where all are in this process: spares them the wire. */
  readonly local?: (target: ServiceName) => LocalServer;
}

/** A service with everything around it. The host calls the parts of stopping in the order written here. */
export interface HostedService {
  readonly service: ServiceName;
  /** Port of the gRPC server; 0 on a socket. */
  readonly port: number;
  report(): Promise<ReadinessReport>;
  /** Events waiting or being worked on, per context they come from. */
  lags(): Promise<ReadonlyMap<string, number>>;
  /** Aggregates whose next event the bus refuses. */
  refused(): number;
  /** Runs all recurring work now. */
  runPeriodic(): Promise<void>;
  /** Resolves with true when everything known so far has been published and nothing waits for this service. */
  idle(): Promise<boolean>;
  /** Stops the service's own work (for intake: HTTP). */
  stopService(): Promise<void>;
  /** Stops recurring work, finishes the events being worked on. */
  drain(): Promise<void>;
  /** Publishes what is left as far as the bus takes it. */
  stopRelays(): Promise<void>;
  /** Ends the gRPC server and the channels to others. */
  stopGrpc(): Promise<void>;
}

function channelFrom({ local, address, channelCredentials }: HostParts, target: ServiceName): GrpcChannel {
  if (local !== undefined) return localChannel(local(target), currentTraceparent);
  return openChannel({
    address: address(target),
    traceparent: currentTraceparent,
    ...(channelCredentials === undefined ? {} : { credentials: channelCredentials, serverName: target }),
  });
}

/** Starts one service on the given parts and serves its gRPC. Undoes what it began when the start fails. */
export async function hostService(parts: HostParts): Promise<HostedService> {
  const { service, start, metrics, store } = parts;
  const log = parts.log.child({ service });
  const server = createGrpcServer({
    hooks: callTelemetry(metrics, log, service),
    replicated: parts.profile === 'distributed',
    ...(parts.local === undefined ? {} : { local: parts.local(service) }),
  });
  const outside = createOutsideServers({ hooks: callTelemetry(metrics, log, service), log });
  const periodic = createPeriodic(log);
  const readiness = createReadiness();
  const bus = serviceBus(parts.bus, service);
  const channels = new Map<ServiceName, GrpcChannel>();
  const relays: Relay[] = [];
  const refusing: Pick<Relay, 'refused' | 'retry'>[] = [];
  let files: FileStore | undefined;

  const channelTo = (target: ServiceName): GrpcChannel => {
    let channel = channels.get(target);
    if (channel === undefined) {
      channel = channelFrom(parts, target);
      channels.set(target, channel);
    }
    return channel;
  };

  const platform: Platform = {
    profile: parts.profile,
    service,
    clock: parts.clock,
    log,
    metrics,
    keys: parts.keys,
    store,
    bus,
    env: parts.env,
    get files() {
      files ??= parts.files(store);
      return files;
    },
    relay(outbox) {
      const relay = tracedRelay(parts.startRelay(outbox));
      relays.push(relay);
      refusing.push(relay);
      return relay;
    },
    tellRefused: (source) => void refusing.push(source),
    serve: (description, implementation) => server.add(description, implementation),
    serveOutside: (door, description, implementation) => outside.add(door, description, implementation),
    client: (target, description) => createClient(description, channelTo(target)),
    every: (everyMilliseconds, name, work) => periodic.every(everyMilliseconds, name, work),
  };

  const undo = async () => {
    readiness.stopping();
    await periodic.stop();
    await bus.drain();
    await Promise.all(relays.map((relay) => relay.stop()));
    await Promise.all([server.stop(), outside.stop()]);
    for (const channel of channels.values()) channel.close();
  };

  let running: RunningService;
  let port: number;
  try {
    platform.serve(DeadLettersService, deadLettersService(bus, service, refusing));
    running = await start(platform);
    port = await server.listen(parts.listen, parts.serverCredentials);
    await outside.listen();
  } catch (error) {
    await undo();
    throw error;
  }
  void nameOldIndexes(store, log);
  readiness.add('store', () => store.ping());
  readiness.add('bus', () => bus.ping());
  readiness.add(service, () => running.ready());
  const observeHealth = async () => {
    const { ready } = await readiness.report();
    server.setServing(ready);
    outside.setServing(ready);
  };
  await observeHealth();
  // Not through `periodic`: that is the service's work, and stands still while a simulated clock is settled.
  const healthTimer = setInterval(() => void observeHealth(), HEALTH_EVERY_MILLISECONDS);
  healthTimer.unref();

  return {
    service,
    port,
    report: () => readiness.report(),
    lags: () => bus.lags(),
    refused: () => refusing.reduce((sum, source) => sum + source.refused().length, 0),
    runPeriodic: () => periodic.runAll(),
    async idle() {
      await Promise.all(relays.map((relay) => relay.settled()));
      const lags = await bus.lags();
      return [...lags.values()].every((lag) => lag === 0);
    },
    stopService() {
      readiness.stopping();
      clearInterval(healthTimer);
      server.setServing(false);
      outside.setServing(false);
      return running.stop();
    },
    async drain() {
      await Promise.all([periodic.stop(), bus.drain()]);
    },
    async stopRelays() {
      await Promise.all(relays.map((relay) => relay.stop()));
    },
    async stopGrpc() {
      await Promise.all([server.stop(), outside.stop()]);
      for (const channel of channels.values()) channel.close();
    },
  };
}

/** Which of them nobody needs any more the operator knows: a replica of an earlier version may still read by them. */
async function nameOldIndexes(store: StoreConnection, log: Logger): Promise<void> {
  try {
    const old = await store.oldIndexes();
    if (old.length > 0)
      log.warn(
        { indexes: old.map(({ collection, name }) => `${collection}.${name}`) },
        'indexes that this version does not declare: to be dropped once no earlier one runs',
      );
  } catch (error) {
    log.warn({ err: error }, 'could not look for indexes of earlier versions');
  }
}
