import { AppError } from '@lapor/kernel';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

export type NatsCredentials =
  | { readonly user: string; readonly password: string }
  /** Contents of a `.creds` file. */
  | { readonly creds: string };

export interface NatsConnectOptions {
  /** One URL or several of a cluster. */
  readonly servers: string | readonly string[];
  readonly credentials?: NatsCredentials;
  /** Shown in the server's lists of connections. */
  readonly name?: string;
}

/** Connects before it resolves; reconnects for ever afterwards. @throws AppError unavailable */
export async function connectTo(options: NatsConnectOptions): Promise<NatsConnection> {
  const { credentials, servers } = options;
  try {
    return await connect({
      servers: typeof servers === 'string' ? servers : [...servers],
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
      pingInterval: 10_000,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(credentials && 'user' in credentials ? { user: credentials.user, pass: credentials.password } : {}),
      ...(credentials && 'creds' in credentials
        ? { authenticator: credsAuthenticator(new TextEncoder().encode(credentials.creds)) }
        : {}),
    });
  } catch (cause) {
    throw new AppError('unavailable', 'NATS cannot be reached', { cause });
  }
}
