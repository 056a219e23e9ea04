import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterSecret } from './master-secret.ts';

describe('master secret', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lapor-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is made once, for its owner alone, and found again', async () => {
    const keys = join(folder, 'deep', 'keys');
    const secret = await loadMasterSecret(keys);
    expect(secret).toHaveLength(32);
    expect(await loadMasterSecret(keys)).toEqual(secret);
    expect(await readdir(keys)).toEqual(['master.key']);
    expect((await stat(join(keys, 'master.key'))).mode & 0o777).toBe(0o600);
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
    expect(await loadMasterSecret(join(folder, 'other'))).not.toEqual(secret);
  });

  it('is one and the same for all that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadMasterSecret(folder)));
    expect(new Set(all.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('takes a key that was typed in again from paper', async () => {
    const hex = 'AB'.repeat(32);
    await writeFile(join(folder, 'master.key'), `${hex}\r\n`);
    expect(Buffer.from(await loadMasterSecret(folder)).toString('hex')).toBe(hex.toLowerCase());
  });

  it('never overwrites what it cannot read as a key', async () => {
    const path = join(folder, 'master.key');
    await writeFile(path, 'half a k');
    await chmod(path, 0o600);
    await expect(loadMasterSecret(folder)).rejects.toMatchObject({ code: 'internal' });
    expect(await readFile(path, 'utf8')).toBe('half a k');
  });
});
