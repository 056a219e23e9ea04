import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Settings of intake, by environment variable. */
export const IntakeConfigSchema = Type.Object({
  LAPOR_HOST: Type.String({ default: '0.0.0.0', description: 'Address the HTTP server listens on.' }),
  LAPOR_PORT: Type.Integer({ default: 8080, minimum: 0, maximum: 65_535 }),
  LAPOR_NAME: Type.String({ default: 'Lapor', description: 'What the installation is called.' }),
  LAPOR_BANNER: Type.Optional(Type.String({ description: 'Shown on every page: a demo, a training city.' })),
  LAPOR_TRUST_PROXY: Type.String({
    default: '',
    description: 'Addresses (comma, CIDR) of proxies whose X-Forwarded-For is believed.',
  }),
  LAPOR_HTTPS: Type.Boolean({ default: false, description: 'Reached over HTTPS: send HSTS.' }),
  LAPOR_SMS_SECRET: Type.Optional(
    Type.String({
      minLength: 16,
      description: 'Shared with the SMS gateway. Without it the channel is closed.',
    }),
  ),
  LAPOR_LIMITS: Type.String({
    default: '',
    description:
      'Rate limits that differ from the defaults, "file-address=60/600,…" or "off". Limits by address do not count this machine: name your proxy in LAPOR_TRUST_PROXY.',
  }),
});

export type IntakeConfig = Static<typeof IntakeConfigSchema>;
