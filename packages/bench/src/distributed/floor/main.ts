import { runFloor } from './run-floor.ts';

await runFloor();
