import { createHmac } from 'node:crypto';

/** Says whether a master key is the one a MongoDB was filled under, and nothing about it. As deploy/docker makes it on the first start. */
export function setupKeyCheck(secret: Uint8Array): string {
  return createHmac('sha256', secret).update('lapor/setup/key-check').digest('hex');
}
