import { describe, expect, test } from 'vitest';
import { ACCESS_TOKEN_SECONDS, isAccessToken, readAccessToken, signAccessToken } from './access-token.ts';
import { readReceipt, signReceipt } from './receipt.ts';
import { openSigningKey } from './signing-key.ts';

const NOW = new Date('2026-03-03T02:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const key = await openSigningKey(new Uint8Array(32).fill(1), 'token');
const other = await openSigningKey(new Uint8Array(32).fill(2), 'token');
const proof = await openSigningKey(new Uint8Array(32).fill(1));
const keys = { keys: [key.publicKey, other.publicKey, proof.publicKey] };
const who = {
  issuer: 'https://lapor.example',
  subject: 'o1',
  caller: { officerId: 'o1' },
  notAfter: later(3_600),
};

describe('an access token', () => {
  test('says who acts, for two minutes', async () => {
    const { token, expiresAt } = await signAccessToken(key, who, NOW);
    expect(isAccessToken(token)).toBe(true);
    expect(expiresAt).toEqual(later(ACCESS_TOKEN_SECONDS));
    const read = await readAccessToken(token, keys, later(ACCESS_TOKEN_SECONDS - 1));
    expect(read).toMatchObject({ sub: 'o1', aud: 'lapor', caller: { officerId: 'o1' } });
    await expect(readAccessToken(token, keys, later(ACCESS_TOKEN_SECONDS))).rejects.toThrow(/is over/);
    await expect(readAccessToken(token, keys, later(-60))).rejects.toThrow(/is over/);
  });

  test('does not outlive its session', async () => {
    const { expiresAt } = await signAccessToken(key, { ...who, notAfter: later(10) }, NOW);
    expect(expiresAt).toEqual(later(10));
  });

  test('holds only as it was signed, by a key that is published, for tokens', async () => {
    const { token } = await signAccessToken(key, who, NOW);
    const refused = (text: string, by = keys) =>
      expect(readAccessToken(text, by, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
    const [head = '', claims = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...who, sub: 'o2' })).toString('base64url');
    await refused(`${head}.${forged}.${signature}`);
    await refused(`${head}.${claims}.`);
    await refused(token, { keys: [other.publicKey] });
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    await refused(`${none}.${claims}.${signature}`);
    await refused((await signAccessToken(proof, who, NOW)).token);
  });

  test('and a receipt are never taken for each other, though all keys are in one set', async () => {
    const filed = { issuer: 'Lapor', trackingId: '0J89PQAJ43', at: NOW.toISOString() };
    const receipt = await signReceipt(proof, filed, { title: '', body: 'x' });
    await expect(readAccessToken(receipt, keys, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
    const fake = await signReceipt(key, filed, { title: '', body: 'x' });
    await expect(readReceipt(fake, keys)).rejects.toThrow(/none of these keys/);
  });
});
