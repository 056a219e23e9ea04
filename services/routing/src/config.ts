import { readFileSync } from 'node:fs';
import { AppError } from '@lapor/kernel';
import { readConfig } from '@lapor/runtime';
import type { Door } from '@lapor/runtime';
import { Type } from 'typebox';

const Settings = Type.Object({
  /** Where systems of agencies call, "0.0.0.0:9100"; without it that door is shut. */
  LAPOR_AGENCY_LISTEN: Type.Optional(Type.String({ pattern: '^.+:\\d+$' })),
  /** PEM files of the certificate (with its chain) and its key; without them plain text, for a proxy that ends TLS. */
  LAPOR_AGENCY_TLS_CERT: Type.Optional(Type.String()),
  LAPOR_AGENCY_TLS_KEY: Type.Optional(Type.String()),
});

export interface RoutingConfig {
  /** Undefined: systems of agencies cannot call. */
  readonly agencyDoor: Door | undefined;
}

/** The only place where this service looks at its settings. @throws AppError invalid */
export function readRoutingConfig(env: Readonly<Record<string, string | undefined>>): RoutingConfig {
  const settings = readConfig(Settings, env);
  const { LAPOR_AGENCY_LISTEN: listen, LAPOR_AGENCY_TLS_CERT: cert, LAPOR_AGENCY_TLS_KEY: key } = settings;
  if ((cert === undefined) !== (key === undefined)) {
    throw wrong('LAPOR_AGENCY_TLS_CERT', 'and LAPOR_AGENCY_TLS_KEY must be set together');
  }
  if (listen === undefined) return { agencyDoor: undefined };
  if (cert === undefined || key === undefined) return { agencyDoor: { listen } };
  const tls = {
    certificate: readPem('LAPOR_AGENCY_TLS_CERT', cert),
    key: readPem('LAPOR_AGENCY_TLS_KEY', key),
  };
  return { agencyDoor: { listen, tls } };
}

function readPem(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw wrong(variable, `must be the path of a file that can be read (${path})`, cause);
  }
}

function wrong(field: string, rule: string, cause?: unknown): AppError {
  return new AppError('invalid', `settings: ${field} ${rule}`, { issues: [{ field, rule }], cause });
}
