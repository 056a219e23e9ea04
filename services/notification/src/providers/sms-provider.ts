import type { AttemptResult } from '../domain/delivery.ts';
import type { Provider } from './provider.ts';

const TIMEOUT_MILLISECONDS = 15_000;
/** The request never left: no connection was made. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A "no" to this one message. Others (no right, no credit, no such page) are about us, and may be mended. */
const ABOUT_THE_MESSAGE = new Set([400, 413, 422]);

function readStatus(status: number): AttemptResult {
  if (status < 300) return { kind: 'sent' };
  return {
    kind: 'refused',
    reason: `gateway answered ${status}`,
    permanent: ABOUT_THE_MESSAGE.has(status),
  };
}

/** Sends SMS through a gateway that takes `POST {to, text, id}` with a bearer token. */
export function smsProvider(url: string, token: string | undefined, idempotent: boolean): Provider {
  return {
    idempotent,
    async send({ id, to, text }) {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': id,
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify({ to, text, id }),
          signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
        });
        await response.body?.cancel();
        return readStatus(response.status);
      } catch (error) {
        const code = ((error as Error).cause as { code?: string } | undefined)?.code ?? '';
        if (NEVER_LEFT.has(code)) return { kind: 'refused', reason: `gateway: ${code}`, permanent: false };
        throw error;
      }
    },
    close() {
      /* fetch keeps no connection that we own */
    },
  };
}
