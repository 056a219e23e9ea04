import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** A phone on a slow line gets this long to send what is not wanted. */
const LONGEST_MILLISECONDS = 10_000;

/**
 * Lets a client finish sending what was too large before it is answered: one that is cut off while it sends reads no
 * answer, but a broken connection. What comes is thrown away.
 */
export function hearOutTheTooLarge(app: FastifyInstance): void {
  app.addHook('onSend', async ({ raw }, reply) => {
    if (reply.statusCode !== 413 || raw.complete) return;
    raw.resume();
    const enough = new AbortController();
    const { signal } = enough;
    const gone = Promise.race([once(raw, 'end', { signal }), once(raw, 'close', { signal })]);
    await Promise.race([gone, delay(LONGEST_MILLISECONDS, undefined, { signal })]).catch(() => undefined);
    enough.abort();
    await gone.catch(() => undefined);
  });
}
