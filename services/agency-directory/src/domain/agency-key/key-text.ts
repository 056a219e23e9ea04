/** Small letters and digits without i, l, o, u; the id is also a user name and a subject token on NATS. */
const KEY = /^lak_([0-9a-z]{12})_([0-9a-z]{52})$/;

export interface KeyParts {
  readonly keyId: string;
  readonly secret: string;
}

/** `lak_<keyId>_<secret>`: the prefix lets scanners for leaked secrets know one. */
export function keyTextOf({ keyId, secret }: KeyParts): string {
  return `lak_${keyId}_${secret}`;
}

/** Undefined for what cannot be a key. */
export function parseKeyText(text: string): KeyParts | undefined {
  const [, keyId, secret] = KEY.exec(text) ?? [];
  return keyId === undefined || secret === undefined ? undefined : { keyId, secret };
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])$/;
export const LABEL_RULE = 'has 2 to 40 small letters, digits and hyphens, such as e-office';

/** The name of a system and nothing freer: it is in the key's history, where no text about people belongs. */
export function isKeyLabel(label: string): boolean {
  return LABEL.test(label);
}
