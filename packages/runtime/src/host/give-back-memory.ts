import type { Logger } from 'pino';

/** By then all has been read that is read once, the areas of the country too. */
const AFTER_START_MILLISECONDS = 6_000;

/**
 * What starting left behind is given back to the machine once, some 70 MB: where nothing is
 * asked of it, V8 would keep it for good, the grown room for young objects above all, which it empties but
 * keeps unless this is its last resort. Takes a tenth of a second. Only with node's `--expose-gc`.
 */
export function giveBackMemory(log: Logger): void {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  setTimeout(() => {
    collect({ type: 'major', execution: 'async', flavor: 'last-resort' }).catch((error: unknown) => {
      log.warn({ err: error }, 'what starting left behind could not be given back');
    });
  }, AFTER_START_MILLISECONDS).unref();
}
