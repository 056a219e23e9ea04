import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@lapor/kernel';
import { KEY_BYTES } from './keyring.ts';

const FILE = 'master.key';

/**
 * The installation's master secret out of `folder`, made on first use: 32 random bytes as 64 hex digits, readable by
 * the owner alone. Without it nothing in the vault can be read again: keep a copy, and keep it apart from the data.
 * @throws AppError internal when the file is there but is no key
 */
export async function loadMasterSecret(folder: string): Promise<Uint8Array> {
  const path = join(folder, FILE);
  const present = await readSecret(path);
  if (present) return present;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeSecret(folder, path);
  // Read back: another process may have been faster, and then its key is the one.
  const made = await readSecret(path);
  if (!made) throw new AppError('internal', `${path} has gone`);
  return made;
}

async function readSecret(path: string): Promise<Uint8Array | undefined> {
  let text;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  if (!/^[0-9a-f]{64}\s*$/i.test(text)) {
    throw new AppError('internal', `${path} is not a master key (${KEY_BYTES * 2} hex digits)`);
  }
  return new Uint8Array(Buffer.from(text.trim(), 'hex'));
}

/** Written in full and flushed under another name, then linked: the key is there whole or not at all. */
async function makeSecret(folder: string, path: string): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
