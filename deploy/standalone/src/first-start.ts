import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the first start still has to tell the operator. */
export interface FirstStart {
  readonly adminPassword: string;
  /** The operator chose the password and need not be told. */
  readonly chosen: boolean;
}

/** Without letters and digits that are read for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * Defined until the operator has been told: a first start that was cut short is taken up again with the same password.
 * Call before the services start.
 */
export function findFirstStart(dataFolder: string, given: string | undefined): FirstStart | undefined {
  const file = pendingFile(dataFolder);
  if (!existsSync(file)) {
    if (existsSync(join(dataFolder, 'lapor.db'))) return undefined;
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    // A password the operator chose is not ours to write down: an empty file then says that the start is not over.
    writeFileSync(file, given === undefined ? `${oneTimePassword()}\n` : '', { mode: 0o600, flush: true });
  }
  const made = readFileSync(file, 'utf8').trim();
  return made === '' ? { adminPassword: given ?? '', chosen: true } : { adminPassword: made, chosen: false };
}

/** The operator has been told: the password is kept nowhere in the clear from here on. */
export function endFirstStart(dataFolder: string): void {
  rmSync(pendingFile(dataFolder), { force: true });
}

function pendingFile(dataFolder: string): string {
  return join(dataFolder, 'first-start');
}

/** Four groups of four: 79 bits, good to read out and to type. */
function oneTimePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
