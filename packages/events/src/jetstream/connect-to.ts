import { AppError } from '@lapor/kernel';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

export type NatsCredentials =
  | { readonly user: string; readonly password: string }
  /** Contents of a `.creds` file. */
  | { readonly creds: string };

export interface NatsConnectOptions {
  /** One URL or several of a cluster; tls:// where TLS is wanted though the server also takes others. */
  readonly servers: string | readonly string[];
  readonly credentials?: NatsCredentials;
  /** Shown in the server's lists of connections. */
  readonly name?: string;
  /** Default "_INBOX". */
  readonly inboxPrefix?: string;
}

/** Connects before it resolves; reconnects for ever afterwards. @throws AppError unavailable */
export async function connectTo(options: NatsConnectOptions): Promise<NatsConnection> {
  const { credentials } = options;
  const servers = typeof options.servers === 'string' ? [options.servers] : [...options.servers];
  try {
    return await connect({
      servers,
      // A server that offers TLS to others is not asked for it: its certificate has their name for it, not ours.
      tls: servers.some((url) => url.startsWith('tls://')) ? {} : null,
      maxReconnectAttempts: -1,
      // Two errors with their stacks for each publication that goes well cost more than they would ever tell.
      noAsyncTraces: true,
      // One that is being set up anew may not know us for a moment.
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: 500,
      pingInterval: 10_000,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.inboxPrefix === undefined ? {} : { inboxPrefix: options.inboxPrefix }),
      ...(credentials && 'user' in credentials ? { user: credentials.user, pass: credentials.password } : {}),
      ...(credentials && 'creds' in credentials
        ? { authenticator: credsAuthenticator(new TextEncoder().encode(credentials.creds)) }
        : {}),
    });
  } catch (cause) {
    throw new AppError('unavailable', 'NATS cannot be reached', { cause });
  }
}
