import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { trackingIdFromBytes } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { contentDigest, openSigningKey, readReceipt, signReceipt } from './index.ts';

const seed = (name: string) => createHash('sha256').update(name).digest();
const words = { title: 'Lubang', body: 'Ada lubang di depan halte.' };

const trackingId = trackingIdFromBytes(seed('number'));
const receipt = { issuer: 'Lapor Batam', trackingId, at: '2026-03-01T02:03:04.567Z' };

describe('a receipt', () => {
  it('says when, under which number and what, names nobody, and is the same each time', async () => {
    const key = await openSigningKey(seed('a'));
    const text = await signReceipt(key, receipt, words);
    expect(await signReceipt(await openSigningKey(seed('a')), receipt, words)).toBe(text);
    expect(await readReceipt(text, { keys: [key.publicKey] })).toEqual({
      iss: 'Lapor Batam',
      sub: trackingId,
      iat: 1_772_330_584,
      at: receipt.at,
      content: contentDigest(words),
    });
    expect(contentDigest(words)).toBe(
      createHash('sha256').update('{"body":"Ada lubang di depan halte.","title":"Lubang"}').digest('hex'),
    );
  });

  it('is good by any key that ever signed, and by no other', async () => {
    const [old, now, strange] = await Promise.all(
      ['old', 'now', 'strange'].map((one) => openSigningKey(seed(one))),
    );
    const text = await signReceipt(old!, receipt, words);
    await expect(readReceipt(text, { keys: [now!.publicKey, old!.publicKey] })).resolves.toBeDefined();
    await expect(readReceipt(text, { keys: [now!.publicKey, strange!.publicKey] })).rejects.toThrow(
      'none of these keys',
    );
  });

  it('with any character changed is refused', async () => {
    const key = await openSigningKey(seed('a'));
    const text = await signReceipt(key, receipt, words);
    const keys = { keys: [key.publicKey] };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length - 1),
        fc.constantFrom('A', 'Q', 'g', '0', '5', '-', '_', '.'),
        async (at, put) => {
          const changed = text.slice(0, at) + put + text.slice(at + 1);
          fc.pre(changed !== text && !sameBits(changed, text));
          await expect(readReceipt(changed, keys)).rejects.toMatchObject({ code: 'invalid' });
        },
      ),
    );
  });

  it('is not what another text of the same key is', async () => {
    const key = await openSigningKey(seed('a'));
    const root = await key.sign('lapor-daily-root+jws', { sub: trackingId });
    await expect(readReceipt(root, { keys: [key.publicKey] })).rejects.toThrow('is not a lapor-receipt+jws');
  });

  it('does not mind line ends and blanks that pasting changes', () => {
    expect(contentDigest({ title: ' a ', body: 'b\r\nc\n' })).toBe(
      contentDigest({ title: 'a', body: 'b\nc' }),
    );
    expect(contentDigest({ title: 'a', body: 'b' })).not.toBe(contentDigest({ title: 'b', body: 'a' }));
  });
});

/** The last character of base64url carries bits that mean nothing. */
function sameBits(a: string, b: string): boolean {
  const bytes = (text: string) =>
    text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return bytes(a).join('.') === bytes(b).join('.');
}
