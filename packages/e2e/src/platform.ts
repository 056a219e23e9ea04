import type { ServiceName } from '@lapor/runtime';

/** An installation in processes of its own, looked at from outside: over HTTP and gRPC, and at its files. */
export interface Platform {
  readonly url: string;
  /** Holds `data` and `keys`. */
  readonly folder: string;
  /** All there is in one process; beside servers the attachments. */
  readonly dataFolder: string;
  /** Where the services' own gRPC server listens. */
  grpcAddress(service: ServiceName): string;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** Everything it has said on stdout and stderr, over all its lives. */
  said(): string;
  /** As a power cut: no handler runs. */
  kill9(): Promise<void>;
  /** As Ctrl-C does. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Up again on the same folder; resolves when it has said that it is ready, or `until`. */
  start(env?: Environment, until?: string): Promise<void>;
  /** Ends it whatever it does, and removes what it kept. */
  remove(): Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;

export interface RequestOptions {
  /** Bytes and strings go as they are, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Environment;
  /** An officer's session. */
  readonly token?: string;
  /** A reporter's. */
  readonly accessCode?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when the answer was not JSON. */
  readonly json: unknown;
  readonly text: string;
}

/** A stopped installation with the city in it. */
export interface InstalledCity {
  /** Holds `keys`, and where it is in one process `data`. */
  readonly folder: string;
  /** Absent: in one process. */
  readonly servers?: CityOnServers;
}

/** Where the installation lies that copies are made of, and where they may run: one after the other. */
export interface CityOnServers {
  readonly mongoUrl: string;
  readonly natsUrl: string;
  /** First part of the names of its databases. */
  readonly database: string;
}

export interface PlatformOptions {
  readonly env?: Environment;
  /** What to start on a copy of; without it, something new in one process. */
  readonly copyOf?: InstalledCity;
  /** On servers these run as two replicas. */
  readonly twice?: readonly ServiceName[];
  readonly arguments?: readonly string[];
  /** What it says when the first start has come far enough; default: that it is ready. */
  readonly until?: string;
}
