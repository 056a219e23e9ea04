import { invalid } from '@lapor/kernel';
import { readConfig } from '@lapor/runtime';
import { Type } from 'typebox';
import type { Static } from 'typebox';

const Settings = Type.Object({
  /** Password of the first national admin; used once, when there is no officer yet. */
  LAPOR_ADMIN_PASSWORD: Type.Optional(Type.String({ minLength: 10, maxLength: 256 })),
  /** Whether that password must be replaced at the first sign-in. */
  LAPOR_ADMIN_PASSWORD_ONE_TIME: Type.Boolean({ default: true }),
  /** The way back in when no national admin can: a one-time password for one, given once. Taken out again after the start. */
  LAPOR_ADMIN_RECOVERY_PASSWORD: Type.Optional(Type.String({ minLength: 10, maxLength: 256 })),
  /** How many days a one-time code opens that was given with an invitation, a reset or a replacement. */
  LAPOR_ONE_TIME_CODE_DAYS: Type.Integer({ default: 7, minimum: 1, maximum: 90 }),
  /** Who must have a second factor: nobody (it is offered), admins and inspectors, or all officers. */
  LAPOR_SECOND_FACTOR: Type.Enum(['offered', 'admins', 'all'], { default: 'offered' }),
  /**
   * The government's own OpenID Connect provider: officers may sign in there. Without an issuer there is none. Found by `CLAIM`:
   * `email` (verified by the provider), or a claim that is the user name here. `FACTORS`: values of `acr` or `amr`, with commas,
   * that stand for a second factor shown there.
   */
  LAPOR_OIDC_ISSUER: Type.Optional(Type.String()),
  LAPOR_OIDC_CLIENT_ID: Type.Optional(Type.String()),
  LAPOR_OIDC_CLIENT_SECRET: Type.Optional(Type.String()),
  LAPOR_OIDC_NAME: Type.Optional(Type.String({ maxLength: 60 })),
  LAPOR_OIDC_SCOPE: Type.String({ default: 'openid email', pattern: '\\bopenid\\b' }),
  LAPOR_OIDC_CLAIM: Type.String({ default: 'email' }),
  LAPOR_OIDC_FACTORS: Type.String({ default: 'mfa' }),
  /** Where people reach the portal: the provider sends them back there. */
  LAPOR_PUBLIC_URL: Type.String({ default: 'http://localhost:8080' }),
  /** What an authenticator app calls this installation. */
  LAPOR_NAME: Type.String({ default: 'Lapor' }),
  /**
   * The door of agencies' systems on NATS, in the distributed profile: password of the user `door` (account SYS), the account
   * seed that signs whom it lets in, and the curve seed that keys are told under. All three, or there is no door.
   */
  LAPOR_NATS_DOOR_PASSWORD: Type.Optional(Type.String()),
  LAPOR_NATS_DOOR_ISSUER: Type.Optional(Type.String({ pattern: '^SA[A-Z2-7]{56}$' })),
  LAPOR_NATS_DOOR_XKEY: Type.Optional(Type.String({ pattern: '^SX[A-Z2-7]{56}$' })),
  /** Whoever comes to the door in the clear is refused: set where it is open to the world. */
  LAPOR_NATS_DOOR_TLS: Type.Boolean({ default: false }),
  /** As for every service: where NATS is, and who this service is there. */
  LAPOR_NATS_URL: Type.String({ default: '' }),
  LAPOR_NATS_USER: Type.String({ default: '' }),
  LAPOR_NATS_PASSWORD: Type.String({ default: '' }),
  LAPOR_NATS_REPLICAS: Type.Integer({ default: 1 }),
});

export type DirectoryConfig = Static<typeof Settings>;

/** How the directory reaches NATS for agencies' systems. */
export interface DoorConfig {
  readonly servers: readonly string[];
  readonly replicas: number;
  readonly platform: { readonly user: string; readonly password: string };
  /** Of the user `door`. */
  readonly password: string;
  readonly issuerSeed: string;
  readonly xkeySeed: string;
  readonly tlsOnly: boolean;
}

/** Undefined where there is no door. @throws AppError invalid when only a part of it is set */
export function doorConfig(config: DirectoryConfig): DoorConfig | undefined {
  const { LAPOR_NATS_DOOR_PASSWORD: password, LAPOR_NATS_DOOR_ISSUER: issuerSeed } = config;
  const { LAPOR_NATS_DOOR_XKEY: xkeySeed } = config;
  if (password === undefined && issuerSeed === undefined && xkeySeed === undefined) return undefined;
  if (password === undefined || issuerSeed === undefined || xkeySeed === undefined) {
    const rule = 'LAPOR_NATS_DOOR_PASSWORD, LAPOR_NATS_DOOR_ISSUER and LAPOR_NATS_DOOR_XKEY are set together';
    throw invalid('LAPOR_NATS_DOOR_PASSWORD', rule);
  }
  return {
    servers: config.LAPOR_NATS_URL.split(',').map((url) => url.trim()),
    replicas: config.LAPOR_NATS_REPLICAS,
    platform: { user: config.LAPOR_NATS_USER, password: config.LAPOR_NATS_PASSWORD },
    password,
    issuerSeed,
    xkeySeed,
    tlsOnly: config.LAPOR_NATS_DOOR_TLS,
  };
}

/** @throws AppError invalid, naming the setting */
export function directoryConfig(env: Readonly<Record<string, string | undefined>>): DirectoryConfig {
  return readConfig(Settings, env);
}
