import type { Logger } from 'pino';

/** Docker and systemd kill after ten seconds: better to go by ourselves just before, and say so. */
const LONGEST_STOP_MILLISECONDS = 9_000;

/** Ctrl-C under npm arrives twice: from the terminal and from npm, which passes it on. Only later ones are meant. */
const ECHO_MILLISECONDS = 1_000;

/**
 * Resolves after SIGINT or SIGTERM has come and `stop` has ended. A second signal, or a stop that does not end in time,
 * ends the process at once: the store is safe at every moment.
 */
export function runUntilSignal(log: Logger, stop: () => Promise<void>): Promise<void> {
  const done = Promise.withResolvers<void>();
  let stoppingSince: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince < ECHO_MILLISECONDS) return;
      log.warn({ signal }, 'told twice: ending at once');
      process.exit(1);
    }
    stoppingSince = performance.now();
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('stopping took too long: ending at once');
      process.exit(1);
    }, LONGEST_STOP_MILLISECONDS).unref();
    stop().then(done.resolve, done.reject);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return done.promise.finally(() => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  });
}

/** Writes down what nobody caught before the process ends, as Node.js would have it end anyway. */
export function logCrashes(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'nobody caught this: ending');
    process.exit(1);
  });
}
