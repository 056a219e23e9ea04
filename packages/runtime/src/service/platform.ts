import type { DescService } from '@bufbuild/protobuf';
import type { Client, ServiceImplementation } from '@lapor/contracts';
import type { EventBus, Relay, Outbox } from '@lapor/events';
import type { Clock } from '@lapor/kernel';
import type { FileStore, Keyring, StoreConnection } from '@lapor/store';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { RecurringWork } from './periodic.ts';

export type ServiceName = 'intake' | 'routing' | 'directory' | 'notification' | 'reporting';

/** Where a server for callers from outside listens. */
export interface Door {
  /** "host:port" */
  readonly listen: string;
  /** PEM. Without: plain text. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer };
}

/** What a service gets from whoever hosts it: one process for all five, or one container each. */
export interface Platform {
  readonly profile: 'embedded' | 'distributed';
  readonly service: ServiceName;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly keys: Keyring;
  readonly store: StoreConnection;
  readonly bus: EventBus;
  /** Files of this service (attachments); their place is made on demand. */
  readonly files: FileStore;
  /** Settings of this service as given to the process, read by its config.ts and nowhere else. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Starts publishing an outbox to the bus. Stopped by the host, after the service. */
  relay(outbox: Outbox): Relay;
  /** Has told, with what its relays cannot publish, what else of this service is refused for good. */
  tellRefused(source: Pick<Relay, 'refused' | 'retry'>): void;
  /** Adds an implementation to this service's gRPC server; the host starts it when `start` has returned. */
  serve<Service extends DescService>(service: Service, implementation: ServiceImplementation<Service>): void;
  /**
   * Serves callers from outside the platform on a gRPC server of its own: health, reflection and this service, nothing else. It
   * is for the implementation to find out who they are: what the metadata says of a caller is theirs to say.
   */
  serveOutside<Service extends DescService>(
    door: Door,
    service: Service,
    implementation: ServiceImplementation<Service>,
  ): void;
  /** A client of another service. Connects lazily; each call has a deadline. */
  client<Service extends DescService>(target: ServiceName, service: Service): Client<Service>;
  /**
   * Runs `work` every `everyMilliseconds`, never twice at once; errors are logged and it goes on. What takes long ends when
   * `stopping` says so.
   */
  every(everyMilliseconds: number, name: string, work: RecurringWork): void;
}

/** A started service. */
export interface RunningService {
  /** Throws when a part it needs is down. */
  ready(): Promise<void>;
  /** Stops taking work, finishes what is begun. The host closes store, bus and gRPC afterwards. */
  stop(): Promise<void>;
}

/** Exported as `start` by every service. */
export type StartService = (platform: Platform) => Promise<RunningService>;
