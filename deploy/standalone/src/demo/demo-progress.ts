import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far the demo's loading has come. */
export interface DemoProgress {
  /** The present of the stories: the moment the loading began. Milliseconds since 1970. */
  readonly now: number;
  /** All scenes before this moment have been played; undefined before the governments are there. */
  readonly playedUntil: number | undefined;
  readonly done: boolean;
}

export function readProgress(dataFolder: string, now: number): DemoProgress {
  const file = fileIn(dataFolder);
  if (!existsSync(file)) return { now, playedUntil: undefined, done: false };
  return JSON.parse(readFileSync(file, 'utf8')) as DemoProgress;
}

/** All or nothing: the file is never half written. */
export function writeProgress(dataFolder: string, progress: DemoProgress): void {
  const file = fileIn(dataFolder);
  writeFileSync(`${file}.new`, JSON.stringify(progress), { flush: true });
  renameSync(`${file}.new`, file);
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'demo-progress.json');
}
