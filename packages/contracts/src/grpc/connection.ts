import { Client as RawClient, connectivityState, credentials, status } from '@grpc/grpc-js';
import type { ChannelCredentials, ServiceError } from '@grpc/grpc-js';

/** So long after the last answer calls still wait for a server that is away (a restart); then they fail at once. */
const PATIENCE_MILLISECONDS = 30_000;

/**
 * Calls have found nobody for so long: the connection is made anew. The library waits for ever for the first word on one that was
 * taken and never spoken on (a host that froze, a cable that was pulled out meanwhile).
 */
const RENEWAL_MILLISECONDS = 20_000;
/** What was begun on the old one ends there. */
const FAREWELL_MILLISECONDS = 10_000;

export interface ChannelOptions {
  /** "host:port", "dns:///name:port" or "unix:/path". */
  readonly address: string;
  /** Without: plain text. */
  readonly credentials?: ChannelCredentials;
  /** With TLS: the name the server's certificate must have. Default: the host of the address. */
  readonly serverName?: string;
  /** Given when a call names none: the trace a call belongs to. */
  readonly traceparent?: () => string | undefined;
}

/** A connection over the wire. Connects with the first call. */
export interface Connection {
  /** What a call that begins now goes over; made anew where the old one has led nowhere for too long. */
  begin(): RawClient;
  /** Whether the other end has been found. */
  isReady(): boolean;
  readonly target: string;
  readonly traceparent: () => string | undefined;
  /** Whether a call should wait for the server to come (back). */
  patient(): boolean;
  /** What became of a call: any answer that came from the server, even a refusal, shows that it is there. */
  settled(error: ServiceError | null): void;
  close(): void;
}

export function openConnection(options: ChannelOptions): Connection {
  let raw = openRaw(options);
  let lastAnswer: number | undefined;
  let failingSince: number | undefined;

  function renew(): void {
    const old = raw;
    setTimeout(() => old.close(), FAREWELL_MILLISECONDS).unref();
    raw = openRaw(options);
    failingSince = undefined;
  }

  return {
    begin() {
      const now = performance.now();
      if (failingSince !== undefined && now - failingSince >= RENEWAL_MILLISECONDS) renew();
      return raw;
    },
    isReady: () => raw.getChannel().getConnectivityState(false) === connectivityState.READY,
    target: raw.getChannel().getTarget(),
    traceparent: options.traceparent ?? (() => undefined),
    patient: () => lastAnswer === undefined || performance.now() - lastAnswer < PATIENCE_MILLISECONDS,
    settled(error) {
      if (error === null || !FOUND_NOBODY.has(error.code)) {
        lastAnswer = performance.now();
        failingSince = undefined;
      } else if (error.code !== status.CANCELLED) failingSince ??= performance.now();
    },
    close: () => raw.close(),
  };
}

const FOUND_NOBODY = new Set([status.UNAVAILABLE, status.DEADLINE_EXCEEDED, status.CANCELLED]);

function openRaw(options: ChannelOptions): RawClient {
  return new RawClient(options.address, options.credentials ?? credentials.createInsecure(), {
    // Who answers is known by the service's name in its certificate, wherever the address leads.
    ...(options.serverName === undefined
      ? {}
      : {
          'grpc.ssl_target_name_override': options.serverName,
          'grpc.default_authority': options.serverName,
        }),
    'grpc.initial_reconnect_backoff_ms': 50,
    'grpc.min_reconnect_backoff_ms': 50,
    'grpc.max_reconnect_backoff_ms': 2_000,
    // An idle connection that a firewall has dropped is noticed here and not by a reporter.
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    // Sends again only what a server refused unseen, as one does on a connection it is about to end. What else may be
    // sent twice the contract of the call says: see `second-try.ts`.
    'grpc.enable_retries': 1,
    'grpc.service_config_disable_resolution': 1,
    // A name may stand for several replicas: calls go round among them. Who is new is seen when a server ends a
    // connection of age, and asks for the name again.
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
    'grpc.dns_min_time_between_resolutions_ms': 5_000,
    // One that is made anew has nothing of the one before.
    'grpc.use_local_subchannel_pool': 1,
  });
}
