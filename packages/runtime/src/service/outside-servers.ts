import { ServerCredentials } from '@grpc/grpc-js';
import type { DescService } from '@bufbuild/protobuf';
import type { ServiceImplementation } from '@lapor/contracts';
import type { ServerHooks } from '@lapor/contracts/grpc';
import type { Logger } from 'pino';
import { createGrpcServer } from './grpc-server.ts';
import type { GrpcServer } from './grpc-server.ts';
import type { Door } from './platform.ts';

/** The servers of a service for callers from outside the platform, one per door. */
export interface OutsideServers {
  add<Service extends DescService>(
    door: Door,
    service: Service,
    implementation: ServiceImplementation<Service>,
  ): void;
  listen(): Promise<void>;
  setServing(serving: boolean): void;
  stop(): Promise<void>;
}

export function createOutsideServers({ hooks, log }: { hooks: ServerHooks; log: Logger }): OutsideServers {
  const servers: { readonly door: Door; readonly server: GrpcServer }[] = [];
  return {
    add(door, service, implementation) {
      // Replicas behind a proxy are found as they come: connections end when they are old, calls on them do not.
      const server = createGrpcServer({ hooks, replicated: true });
      server.add(service, implementation);
      servers.push({ door, server });
    },
    async listen() {
      for (const { door, server } of servers) {
        const port = await server.listen(door.listen, credentialsOf(door));
        log.info({ port, tls: door.tls !== undefined }, 'open to callers from outside');
        if (door.tls === undefined && !isLoopback(door.listen))
          log.warn(
            { port },
            'keys of callers travel in plain text: set a certificate, or let a proxy end TLS',
          );
      }
    },
    setServing(serving) {
      for (const { server } of servers) server.setServing(serving);
    },
    async stop() {
      await Promise.all(servers.map(({ server }) => server.stop()));
    },
  };
}

function credentialsOf({ tls }: Door): ServerCredentials | undefined {
  if (tls === undefined) return undefined;
  return ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }]);
}

function isLoopback(listen: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):/.test(listen);
}
