/** A server the services stand on. */
export interface BackingServer {
  readonly url: string;
  /** Undefined where it is not on this machine, or not ours. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface BackingOptions {
  /** For data and logs of the servers we start. */
  readonly folder: string;
  /** A replica set that is there already. */
  readonly mongoUrl: string | undefined;
  readonly natsUrl: string | undefined;
  /** Paths of programs; else those on PATH, else images (needs Docker). */
  readonly mongod: string | undefined;
  readonly natsServer: string | undefined;
  /** Said when the data has to outlive us. */
  readonly keep: string | undefined;
}
