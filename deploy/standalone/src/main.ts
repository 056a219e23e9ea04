import { logCrashes, createLogger } from '@lapor/runtime';
import { AppError } from '@lapor/kernel';
import { standalone } from './standalone.ts';

logCrashes(createLogger({ destination: process.stderr }));
try {
  await standalone({
    env: process.env,
    arguments: process.argv.slice(2),
    tell: (text) => console.log(text),
    logTo: process.stderr,
  });
  process.exit(0);
} catch (error) {
  // What the operator can do something about is told in a line; what is our fault, with its trail.
  if (error instanceof AppError && error.code !== 'internal')
    console.error(`  Lapor cannot start: ${error.message}`);
  else console.error('  Lapor cannot start:', error);
  process.exit(1);
}
