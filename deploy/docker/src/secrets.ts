import { randomBytes, randomInt } from 'node:crypto';
import { createAccount, createCurve } from '@nats-io/nkeys';
import type { KeyPair } from '@nats-io/nkeys';

export const SERVICES = ['intake', 'routing', 'directory', 'notification', 'reporting'] as const;
export type Service = (typeof SERVICES)[number];

/** Every secret of the installation by its setting, which is also its name in `.env`. */
export type Secrets = Readonly<Record<string, string>>;

interface Kind {
  readonly rule: string;
  readonly accepts: RegExp;
  readonly make: () => string;
  /** Data that is there already was written with it: another one would lock it away. */
  readonly fixed: boolean;
}

// Goes into a URL, an env file and a NATS configuration: nothing in it may need quoting there.
const PASSWORD = {
  rule: 'must be 16 to 256 letters, digits or any of . _ ~ -',
  accepts: /^[\w.~-]{16,256}$/,
};
const password = (fixed: boolean): Kind => ({
  ...PASSWORD,
  fixed,
  make: () => randomBytes(24).toString('base64url'),
});

/** A seed as NATS writes it. */
const seed = (prefix: 'SA' | 'SX', create: () => KeyPair): Kind => ({
  rule: `must be a seed of NATS that begins with ${prefix}`,
  accepts: new RegExp(`^${prefix}[A-Z2-7]{56}$`),
  fixed: false,
  make: () => new TextDecoder().decode(create().getSeed()),
});

const KINDS: ReadonlyMap<string, Kind> = new Map([
  [
    'LAPOR_MASTER_KEY',
    {
      rule: 'must be 64 hex digits',
      accepts: /^[0-9a-f]{64}$/i,
      make: () => randomBytes(32).toString('hex'),
      fixed: true,
    },
  ],
  [
    'LAPOR_ADMIN_PASSWORD',
    {
      rule: "must be 10 to 256 printable characters other than ' and \\",
      accepts: /^[ -&(-[\]-~]{10,256}$/,
      make: oneTimePassword,
      fixed: false,
    },
  ],
  ['LAPOR_MONGO_ROOT_PASSWORD', password(true)],
  [
    'LAPOR_MONGO_KEY_FILE',
    {
      ...PASSWORD,
      accepts: /^[A-Za-z0-9]{64,1024}$/,
      rule: 'must be 64 or more letters and digits',
      fixed: false,
      make: () => randomBytes(256).toString('hex'),
    },
  ],
  ['LAPOR_NATS_SYS_PASSWORD', password(false)],
  ['LAPOR_NATS_ROUTE_PASSWORD', password(false)],
  ['LAPOR_NATS_DOOR_PASSWORD', password(false)],
  ['LAPOR_NATS_DOOR_ISSUER', seed('SA', createAccount)],
  ['LAPOR_NATS_DOOR_XKEY', seed('SX', createCurve)],
  ...SERVICES.map((service): [string, Kind] => [mongoPassword(service), password(false)]),
  ...SERVICES.map((service): [string, Kind] => [natsPassword(service), password(false)]),
]);

/** Those that cannot be replaced once there is data. */
export const FIXED: readonly string[] = [...KINDS].filter(([, { fixed }]) => fixed).map(([name]) => name);

export function mongoPassword(service: Service): string {
  return `LAPOR_MONGO_PASSWORD_${service.toUpperCase()}`;
}

export function natsPassword(service: Service): string {
  return `LAPOR_NATS_PASSWORD_${service.toUpperCase()}`;
}

/**
 * What `.env` gives, else what an earlier start made, else new.
 * @throws Error naming the setting and the rule, never the value
 */
export function settleSecrets(given: Readonly<Record<string, string | undefined>>, made: Secrets): Secrets {
  const settled: Record<string, string> = {};
  for (const [name, kind] of KINDS) {
    const wanted = given[name] || undefined;
    const known = made[name];
    if (wanted !== undefined && !kind.accepts.test(wanted)) throw new Error(`${name} ${kind.rule}`);
    if (kind.fixed && known !== undefined && wanted !== undefined && wanted !== known) {
      throw new Error(
        `${name} is not the one this installation was made with: take it out of .env, or set it back`,
      );
    }
    settled[name] = wanted ?? known ?? kind.make();
  }
  return settled;
}

/** Without letters and digits that are read for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of four: 79 bits, good to read out and to type. */
function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
