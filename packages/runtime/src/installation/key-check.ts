import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { AppError } from '@lapor/kernel';
import { loadMasterSecret, openKeyring } from '@lapor/store';

/**
 * The master secret for a data folder, made when both are new. With another key the vault would stay shut and tracking
 * ids would come out differently, so a missing or a wrong key stops the start instead of making a second truth.
 * @throws AppError illegal; invalid when a new key would be made among the data
 */
export async function secretFor(dataFolder: string, keysFolder: string): Promise<Uint8Array> {
  const checkFile = join(dataFolder, 'key-check');
  const keyFile = join(keysFolder, 'master.key');
  const known = existsSync(checkFile);
  if (known && !existsSync(keyFile)) {
    throw new AppError(
      'illegal',
      `${keyFile} is missing, but ${dataFolder} was written with it. Restore it from the recovery sheet.`,
    );
  }
  if (!known && isWithin(keysFolder, dataFolder)) {
    throw new AppError(
      'invalid',
      `the keys would lie among the data, in ${keysFolder}: whoever copied the data could read all of it. Set LAPOR_KEYS to a folder outside ${dataFolder}.`,
    );
  }
  const secret = await loadMasterSecret(keysFolder);
  const check = Buffer.from(openKeyring({ secret, service: 'host' }).mac('key-check', '')).toString('hex');
  if (!known) writeFileSync(checkFile, `${check}\n`, { mode: 0o600, flush: true });
  else if (readFileSync(checkFile, 'utf8').trim() !== check) {
    throw new AppError('illegal', `${keyFile} is not the key that ${dataFolder} was written with.`);
  }
  return secret;
}

function isWithin(folder: string, other: string): boolean {
  const path = relative(other, folder);
  return !isAbsolute(path) && path !== '..' && !path.startsWith(`..${sep}`);
}
