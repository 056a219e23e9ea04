import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescService } from '@bufbuild/protobuf';
import type { Client } from '@lapor/contracts';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import type { GrpcChannel } from '@lapor/contracts/grpc';
import { systemClock } from '@lapor/kernel';
import type { Clock } from '@lapor/kernel';
import { createLogger, hostAll } from '@lapor/runtime';
import type { HostAllOptions, RunningHost, ServiceName } from '@lapor/runtime';

export interface TestPlatformOptions {
  readonly services: HostAllOptions['services'];
  readonly env?: HostAllOptions['env'];
  readonly clock?: Clock;
  /** Default "silent". */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Services on the embedded profile as in production, in this process, over a folder that goes with them. */
export interface TestPlatform {
  readonly dataFolder: string;
  /** A client over the service's real gRPC server. */
  client<Service extends DescService>(target: ServiceName, service: Service): Client<Service>;
  /** As Prometheus reads it. */
  metrics(): Promise<string>;
  /** Stops everything in order and starts it again on the same data; clients go on. */
  restart(): Promise<void>;
  /** Stops, and deletes the folder. */
  stop(): Promise<void>;
}

/** Starts real services over a real embedded store and bus. */
export async function startTestPlatform(options: TestPlatformOptions): Promise<TestPlatform> {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-test-'));
  const dataFolder = join(folder, 'data');
  const channels = new Map<ServiceName, GrpcChannel>();
  const begin = (): Promise<RunningHost> =>
    hostAll({
      services: options.services,
      dataFolder,
      keysFolder: join(folder, 'keys'),
      env: options.env ?? {},
      clock: options.clock ?? systemClock,
      log: createLogger({ level: options.logLevel ?? 'silent' }),
    });
  let host = await begin();

  const channelTo = (target: ServiceName): GrpcChannel => {
    const channel = channels.get(target) ?? openChannel({ address: host.address(target) });
    channels.set(target, channel);
    return channel;
  };
  const end = async (): Promise<void> => {
    for (const channel of channels.values()) channel.close();
    channels.clear();
    await host.stop();
  };

  return {
    dataFolder,
    client<Service extends DescService>(target: ServiceName, service: Service): Client<Service> {
      // Looked up at each call: a restart may have moved the sockets.
      return new Proxy({} as Client<Service>, {
        get: (_target, name) => Reflect.get(createClient(service, channelTo(target)), name) as unknown,
      });
    },
    metrics: () => host.metrics.metrics(),
    async restart() {
      await end();
      host = await begin();
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
