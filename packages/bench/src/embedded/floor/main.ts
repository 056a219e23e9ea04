import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// As the standalone does: a start is compared with a start.
enableCompileCache(fileURLToPath(new URL('../../../../../node_modules/.cache/lapor', import.meta.url)));
const { runFloor } = await import('./run-floor.ts');
await runFloor();
