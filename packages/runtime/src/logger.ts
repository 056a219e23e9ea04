import { pino, stdSerializers } from 'pino';
import type { DestinationStream, Level, Logger } from 'pino';
import { currentTrace } from './telemetry/trace.ts';

/** Names under which a reporter's words, identity or secrets travel. Never written, at the top or one level down. */
const HIDDEN = [
  'accessCode',
  'address',
  'authorization',
  'body',
  'contact',
  'cookie',
  'email',
  'name',
  'nik',
  'password',
  'phone',
  'reporter',
  'secret',
  'text',
  'title',
  'token',
] as const;

const PATHS = [
  ...HIDDEN,
  ...HIDDEN.map((name) => `*.${name}`),
  'req.headers',
  'request.headers',
  'res.headers',
];

export interface LoggerOptions {
  readonly level?: Level | 'silent';
  /** Without: stdout. */
  readonly destination?: DestinationStream;
}

/** JSON lines with `traceId`; reporter data is blacked out by path. Each service adds its name with `child`. */
export function createLogger(options: LoggerOptions = {}): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: PATHS, censor: '[hidden]' },
    serializers: { err: stdSerializers.err },
    mixin() {
      const trace = currentTrace();
      return trace === undefined ? {} : { traceId: trace.traceId };
    },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
