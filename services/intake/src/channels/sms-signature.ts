import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the gateway's clock may be off, and how long a captured message could be sent again. */
const REPLAY_WINDOW_MILLISECONDS = 5 * 60 * 1000;

/** HMAC-SHA-256 over `timestamp.body`, hex, as the gateway must send it: `v1=…`. */
export function signSms(secret: string, timestamp: string, body: Uint8Array): string {
  const mac = createHmac('sha256', secret).update(timestamp).update('.').update(body).digest('hex');
  return `v1=${mac}`;
}

/** Undefined when it is genuine and fresh, else what is wrong, in words. `timestamp`: seconds since 1970. */
export function findSmsForgery(
  secret: string,
  message: { readonly timestamp: string; readonly signature: string; readonly body: Uint8Array },
  now: Date,
): string | undefined {
  if (!/^\d{1,12}$/.test(message.timestamp)) return 'timestamp must be seconds since 1970';
  const age = Math.abs(now.getTime() - Number(message.timestamp) * 1000);
  if (age > REPLAY_WINDOW_MILLISECONDS) return 'timestamp must be within five minutes of now';
  const expected = Buffer.from(signSms(secret, message.timestamp, message.body));
  const given = Buffer.from(message.signature);
  const genuine = expected.length === given.length && timingSafeEqual(expected, given);
  return genuine ? undefined : 'signature must be the HMAC-SHA-256 of timestamp, dot and body';
}
