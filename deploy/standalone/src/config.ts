import { readConfig } from '@lapor/runtime';
import { Type } from 'typebox';

const Schema = Type.Object({
  LAPOR_PORT: Type.Integer({ minimum: 1, maximum: 65_535, default: 8080 }),
  LAPOR_DATA: Type.Optional(Type.String()),
  LAPOR_KEYS: Type.Optional(Type.String()),
  LAPOR_ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 10 })),
  LAPOR_LOG_LEVEL: Type.Union(
    [
      Type.Literal('debug'),
      Type.Literal('info'),
      Type.Literal('warn'),
      Type.Literal('error'),
      Type.Literal('silent'),
    ],
    { default: 'warn' },
  ),
  /** "manual": time stands still until it is set over the API. For simulations only. */
  LAPOR_CLOCK: Type.Union([Type.Literal('system'), Type.Literal('manual')], { default: 'system' }),
  LAPOR_CLOCK_START: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}(T.+)?$' })),
});

export interface StandaloneConfig {
  readonly port: number;
  readonly dataFolder: string;
  readonly keysFolder: string;
  readonly adminPassword: string | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly demo: boolean;
  /** Where a simulated clock starts; undefined for the real time. */
  readonly simulatedFrom: Date | undefined;
}

/** The settings of a standalone installation. The demo has folders of its own: it never mixes with real cases. */
export function readStandaloneConfig(
  env: Readonly<Record<string, string | undefined>>,
  arguments_: readonly string[],
): StandaloneConfig {
  const values = readConfig(Schema, env);
  const demo = arguments_.includes('--demo');
  return {
    port: values.LAPOR_PORT,
    dataFolder: values.LAPOR_DATA ?? (demo ? './data/demo' : './data'),
    keysFolder: values.LAPOR_KEYS ?? (demo ? './keys/demo' : './keys'),
    adminPassword: values.LAPOR_ADMIN_PASSWORD,
    logLevel: values.LAPOR_LOG_LEVEL,
    demo,
    simulatedFrom:
      values.LAPOR_CLOCK === 'manual' ? new Date(values.LAPOR_CLOCK_START ?? Date.now()) : undefined,
  };
}
