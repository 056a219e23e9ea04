/** JetStream's API under this name is all that agencies see of it: see deploy/nats/accounts.conf. Clients call it a domain. */
const FEED_DOMAIN = 'lapor';

/** What a system with this key may do on NATS: read its own durable, and acknowledge what it read. Nothing else. */
export interface NatsGrant {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * The subjects of exactly this key. Replies come to an inbox under its id, so that not even another system of the same agency
 * reads along.
 */
export function natsGrant(stream: string, keyId: string): NatsGrant {
  const api = `$JS.${FEED_DOMAIN}.API.CONSUMER`;
  return {
    publish: [
      `${api}.INFO.${stream}.${keyId}`,
      `${api}.MSG.NEXT.${stream}.${keyId}`,
      `$JS.ACK.${stream}.${keyId}.>`,
    ],
    subscribe: [`_INBOX_${keyId}.>`],
  };
}

/** Names a connection after what it was opened with: `<keyId>.<generation of the secret>`. */
export function connectionName(keyId: string, generation: number): string {
  return `${keyId}.${generation}`;
}

/** Undefined for what the callout never named so. */
export function parseConnectionName(
  name: string,
): { readonly keyId: string; readonly generation: number } | undefined {
  const [, keyId, generation] = /^([0-9a-z]{12})\.(\d+)$/.exec(name) ?? [];
  return keyId === undefined ? undefined : { keyId, generation: Number(generation) };
}
