import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Keeps the stripped and compiled code between starts, which halves their time. Not in the shared temporary folder, where
// somebody else could put code of theirs. Must come before anything else is loaded: hence the import below.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/lapor', import.meta.url)));
const { runStandalone } = await import('./run-standalone.ts');
await runStandalone();
