import { Server, ServerCredentials } from '@grpc/grpc-js';
import { Health, addHealth, addReflection, addService } from '@lapor/contracts/grpc';
import type { HealthRegistry, LocalServer, ServerHooks } from '@lapor/contracts/grpc';
import type { DescService } from '@bufbuild/protobuf';
import type { ServiceImplementation } from '@lapor/contracts';
import { AppError } from '@lapor/kernel';

/** How long calls that are being served may go on once the server stops. */
const GRACE_MILLISECONDS = 3_000;

/** So old a connection is ended, politely, so that clients look whether there are more replicas by now. */
const CONNECTION_AGE_MILLISECONDS = 30_000;

/** The gRPC server of one service. */
export interface GrpcServer {
  readonly health: HealthRegistry;
  add<Service extends DescService>(service: Service, implementation: ServiceImplementation<Service>): void;
  /** Listens on "host:port" or "unix:/path"; resolves with the port (0 for a socket). */
  listen(address: string, credentials?: ServerCredentials): Promise<number>;
  setServing(serving: boolean): void;
  /** Takes no new calls, lets the begun ones end, cuts what will not. */
  stop(): Promise<void>;
}

export interface GrpcServerOptions {
  readonly hooks: ServerHooks;
  /** There may be more of this service: connections end when they are old. In one process that would only cost. */
  readonly replicated: boolean;
  /** Serves the same to the other services of this process. */
  readonly local?: LocalServer;
}

export function createGrpcServer({ hooks, replicated, local }: GrpcServerOptions): GrpcServer {
  const server = new Server({
    'grpc.keepalive_permit_without_calls': 1,
    ...(replicated ? { 'grpc.max_connection_age_ms': CONNECTION_AGE_MILLISECONDS } : {}),
  });
  const services: DescService[] = [];
  const health = addHealth(server);
  const setServing = (serving: boolean) => {
    for (const name of ['', ...services.map(({ typeName }) => typeName)]) health.set(name, serving);
  };
  return {
    health,
    setServing,
    add(service, implementation) {
      addService(server, service, implementation, hooks);
      local?.add(service, implementation, hooks);
      services.push(service);
    },
    listen(address, credentials = ServerCredentials.createInsecure()) {
      addReflection(server, [...services, Health]);
      return new Promise((resolve, reject) => {
        server.bindAsync(address, credentials, (error, port) => {
          if (error === null) {
            local?.open();
            resolve(Math.max(port, 0));
          } else reject(new AppError('unavailable', `cannot listen on ${address}`, { cause: error }));
        });
      });
    },
    async stop() {
      setServing(false);
      const closed = local?.close(GRACE_MILLISECONDS);
      await new Promise<void>((resolve) => {
        // An open stream (a replay, a health watch) would hold a polite shutdown for ever.
        const timer = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, GRACE_MILLISECONDS);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      await closed;
    },
  };
}
