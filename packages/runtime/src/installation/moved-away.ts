import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@lapor/kernel';

const FILE = 'moved';

/** Leaves word in a data folder that the installation lives elsewhere now. */
export function markMoved(dataFolder: string, at: Date): void {
  const text = `Moved to MongoDB on ${at.toISOString()}. What is here is as it was then.\n`;
  writeFileSync(join(dataFolder, FILE), text, { mode: 0o600, flush: true });
}

/** Two installations that both go on would tell two truths. @throws AppError illegal */
export function assertNotMoved(dataFolder: string): void {
  const file = join(dataFolder, FILE);
  if (!existsSync(file)) return;
  const word = readFileSync(file, 'utf8').trim();
  throw new AppError(
    'illegal',
    `${file} says: ${word} Remove it only if nobody has used the new installation.`,
  );
}
