import { randomBytes } from 'node:crypto';
import { openKeyring } from '@lapor/store';
import { describe, expect, it } from 'vitest';
import { createPasswords, passwordIssues, SIMULATED_COST } from './passwords.ts';

const keyring = () => openKeyring({ secret: randomBytes(32), service: 'directory' });
const passwords = createPasswords(keyring());

/** Median of a few, in milliseconds: the machine may be busy. */
/** The least of several, in milliseconds: others who work on the machine only add to it. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < 7; round += 1) {
    const before = performance.now();
    await work();
    least = Math.min(least, performance.now() - before);
  }
  return least;
}

describe('a password', () => {
  it('is known again, and no other', async () => {
    const secret = await passwords.hashPassword('hujan di bulan Juni');
    expect(secret.hash).toMatch(/^argon2id\$19456,2\$/);
    expect(await passwords.verify('hujan di bulan Juni', secret)).toBe(true);
    expect(await passwords.verify('hujan di bulan juni', secret)).toBe(false);
    expect(await passwords.verify('', secret)).toBe(false);
  });

  it('is the same however its accents were typed', async () => {
    const secret = await passwords.hashPassword('café di Batam');
    expect(await passwords.verify('cafe\u0301 di Batam', secret)).toBe(true);
  });

  it('is hashed anew each time, and worth nothing without the keys', async () => {
    const [one, two] = await Promise.all([
      passwords.hashPassword('hujan di bulan Juni'),
      passwords.hashPassword('hujan di bulan Juni'),
    ]);
    expect(one.hash).not.toBe(two.hash);
    const elsewhere = createPasswords(keyring());
    expect(await elsewhere.verify('hujan di bulan Juni', one)).toBe(false);
  });
});

describe('a one-time code', () => {
  it('is known however it is typed off paper, and no other is', async () => {
    const { code, secret } = passwords.makeOneTimeCode();
    for (const typed of [
      code,
      code.toLowerCase(),
      code.replaceAll('-', ''),
      ` ${code.replaceAll('0', 'O')} `,
    ]) {
      expect(await passwords.verify(typed, secret)).toBe(true);
    }
    const other = passwords.makeOneTimeCode();
    expect(await passwords.verify(other.code, secret)).toBe(false);
    expect(secret.hash).not.toContain(code.slice(0, 9));
  });
});

describe('the time it takes', () => {
  it('does not tell whether there is a secret, of which kind, nor when it was made', async () => {
    const keys = keyring();
    const passwords = createPasswords(keys);
    const cheap = await createPasswords(keys, SIMULATED_COST).hashPassword('hujan di bulan Juni');
    expect(await passwords.verify('hujan di bulan Juni', cheap)).toBe(true);
    expect(await passwords.verify('wrong', cheap)).toBe(false);
    const password = await passwords.hashPassword('hujan di bulan Juni');
    const { secret: oneTime } = passwords.makeOneTimeCode();
    const known = await timed(() => passwords.verify('wrong', password));
    expect(await passwords.verify('wrong', undefined)).toBe(false);
    for (const secret of [undefined, oneTime, cheap]) {
      // Far apart would be a tenth: without the decoy there is nothing to do.
      expect(await timed(() => passwords.verify('wrong', secret))).toBeGreaterThan(known / 4);
    }
  });
});

describe('rules for passwords', () => {
  it.each([
    ['pendek', 'siti', 'has at least 10 characters'],
    ['x1'.repeat(129), 'siti', 'has at most 256 characters'],
    ['inisitiaminah', 'Siti', 'does not contain the user name'],
    ['abababababab', 'siti', 'has at least 4 different characters'],
  ])('%j is refused', (password, username, rule) => {
    expect(passwordIssues(password, username)).toEqual([{ field: 'newPassword', rule }]);
  });

  it('length is what counts', () => expect(passwordIssues('hujan di bulan Juni', 'siti')).toEqual([]));
});
