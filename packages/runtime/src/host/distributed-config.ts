import { readFileSync } from 'node:fs';
import { ServerCredentials, credentials } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { AppError } from '@lapor/kernel';
import { Type } from 'typebox';
import { readConfig } from '../config.ts';
import type { ServiceName } from '../service/platform.ts';

const GRPC_PORT = 9_000;

const Address = (name: ServiceName) => Type.String({ default: `${name}:${GRPC_PORT}`, pattern: '^.+:\\d+$' });

const Schema = Type.Object({
  LAPOR_MONGO_URL: Type.String({ pattern: '^mongodb(\\+srv)?://' }),
  /** One URL, or those of a cluster with commas between them. */
  LAPOR_NATS_URL: Type.String({ minLength: 1 }),
  /** Path of a .creds file; or user and password. */
  LAPOR_NATS_CREDS: Type.Optional(Type.String()),
  LAPOR_NATS_USER: Type.Optional(Type.String()),
  LAPOR_NATS_PASSWORD: Type.Optional(Type.String()),
  LAPOR_NATS_REPLICAS: Type.Integer({ enum: [1, 3, 5], default: 1 }),
  LAPOR_KEYS: Type.String({ default: './keys' }),
  /** A folder where attachments lay before they lay in MongoDB; it need not be there. */
  LAPOR_FILES: Type.String({ default: './files' }),
  LAPOR_GRPC_LISTEN: Type.String({ default: `0.0.0.0:${GRPC_PORT}`, pattern: '^.+:\\d+$' }),
  LAPOR_GRPC_INTAKE: Address('intake'),
  LAPOR_GRPC_ROUTING: Address('routing'),
  LAPOR_GRPC_DIRECTORY: Address('directory'),
  LAPOR_GRPC_NOTIFICATION: Address('notification'),
  LAPOR_GRPC_REPORTING: Address('reporting'),
  /** PEM files. All three: TLS both ways, and whoever has no certificate of this authority gets no answer. */
  LAPOR_GRPC_TLS_CERT: Type.Optional(Type.String()),
  LAPOR_GRPC_TLS_KEY: Type.Optional(Type.String()),
  LAPOR_GRPC_TLS_CA: Type.Optional(Type.String()),
  /** Port of /livez, /readyz and /metrics; 0 for none. */
  LAPOR_OPS_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 9_464 }),
  /** Where traces go: an OTLP/HTTP receiver. Without, nowhere. */
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(Type.String({ pattern: '^https?://' })),
  LAPOR_LOG_LEVEL: Type.Union(
    [
      Type.Literal('debug'),
      Type.Literal('info'),
      Type.Literal('warn'),
      Type.Literal('error'),
      Type.Literal('silent'),
    ],
    { default: 'info' },
  ),
});

export interface DistributedConfig {
  readonly mongoUrl: string;
  readonly nats: {
    readonly servers: readonly string[];
    readonly replicas: number;
    readonly credentials:
      | { readonly creds: string }
      | { readonly user: string; readonly password: string }
      | undefined;
  };
  readonly keysFolder: string;
  readonly olderFilesFolder: string;
  readonly listen: string;
  readonly addresses: Readonly<Record<ServiceName, string>>;
  readonly tls: { readonly server: ServerCredentials; readonly channel: ChannelCredentials } | undefined;
  readonly opsPort: number;
  readonly tracesTo: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** The settings of one service in a container of its own. @throws AppError invalid */
export function readDistributedConfig(env: Readonly<Record<string, string | undefined>>): DistributedConfig {
  const values = readConfig(Schema, env);
  return {
    mongoUrl: values.LAPOR_MONGO_URL,
    nats: {
      servers: values.LAPOR_NATS_URL.split(',').map((url) => url.trim()),
      replicas: values.LAPOR_NATS_REPLICAS,
      credentials: natsCredentials(
        values.LAPOR_NATS_CREDS,
        values.LAPOR_NATS_USER,
        values.LAPOR_NATS_PASSWORD,
      ),
    },
    keysFolder: values.LAPOR_KEYS,
    olderFilesFolder: values.LAPOR_FILES,
    listen: values.LAPOR_GRPC_LISTEN,
    addresses: {
      intake: values.LAPOR_GRPC_INTAKE,
      routing: values.LAPOR_GRPC_ROUTING,
      directory: values.LAPOR_GRPC_DIRECTORY,
      notification: values.LAPOR_GRPC_NOTIFICATION,
      reporting: values.LAPOR_GRPC_REPORTING,
    },
    tls: tlsCredentials(values.LAPOR_GRPC_TLS_CERT, values.LAPOR_GRPC_TLS_KEY, values.LAPOR_GRPC_TLS_CA),
    opsPort: values.LAPOR_OPS_PORT,
    tracesTo: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: values.LAPOR_LOG_LEVEL,
  };
}

function natsCredentials(
  credsFile: string | undefined,
  user: string | undefined,
  password: string | undefined,
): DistributedConfig['nats']['credentials'] {
  if (credsFile !== undefined) return { creds: readSecret('LAPOR_NATS_CREDS', credsFile).toString() };
  return user === undefined ? undefined : { user, password: password ?? '' };
}

function tlsCredentials(
  certFile: string | undefined,
  keyFile: string | undefined,
  caFile: string | undefined,
): DistributedConfig['tls'] {
  if (certFile === undefined && keyFile === undefined && caFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined || caFile === undefined) {
    const rule = 'LAPOR_GRPC_TLS_CERT, LAPOR_GRPC_TLS_KEY and LAPOR_GRPC_TLS_CA must be set together';
    throw new AppError('invalid', `settings: ${rule}`, { issues: [{ field: 'LAPOR_GRPC_TLS_CA', rule }] });
  }
  const cert = readSecret('LAPOR_GRPC_TLS_CERT', certFile);
  const key = readSecret('LAPOR_GRPC_TLS_KEY', keyFile);
  const ca = readSecret('LAPOR_GRPC_TLS_CA', caFile);
  return {
    server: ServerCredentials.createSsl(ca, [{ cert_chain: cert, private_key: key }], true),
    channel: credentials.createSsl(ca, key, cert),
  };
}

function readSecret(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const rule = `must be the path of a file that can be read (${path})`;
    throw new AppError('invalid', `settings: ${variable} ${rule}`, {
      issues: [{ field: variable, rule }],
      cause,
    });
  }
}
