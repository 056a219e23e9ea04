import { flushCompileCache } from 'node:module';
import { AppError } from '@lapor/kernel';
import { createLogger, logCrashes } from '@lapor/runtime';
import { standalone } from './standalone.ts';

/** The process of a standalone installation: from the environment to its exit code. */
export async function runStandalone(): Promise<void> {
  logCrashes(createLogger({ destination: process.stderr }));
  try {
    await standalone({
      env: process.env,
      arguments: process.argv.slice(2),
      tell: (text) => console.log(text),
      logTo: process.stderr,
      // Now and not at the end: a process that is killed leaves its cache too.
      whenReady: flushCompileCache,
    });
    process.exit(0);
  } catch (error) {
    // What the operator can do something about is told in a line; what is our fault, with its trail.
    if (error instanceof AppError && error.code !== 'internal') {
      console.error(`  Lapor cannot start: ${error.message}`);
    } else console.error('  Lapor cannot start:', error);
    process.exit(1);
  }
}
