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
    console.error('  Lapor cannot start:', tellable(error) ?? error);
    process.exit(1);
  }
}

/** What the operator can do something about is told in a line; what is our fault, with its trail. */
function tellable(error: unknown): string | undefined {
  if (error instanceof AppError && error.code !== 'internal') return error.message;
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'listen') return undefined;
  const { code, port } = error as Error & { readonly code?: string; readonly port?: number };
  if (code === 'EADDRINUSE')
    return `port ${port} is in use by another program. Set LAPOR_PORT to a free one.`;
  if (code === 'EACCES') return `port ${port} is not for this user. Set LAPOR_PORT to one above 1023.`;
  return undefined;
}
