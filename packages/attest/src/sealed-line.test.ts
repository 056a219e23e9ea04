import { expect, test } from 'vitest';
import { createSealingPair, openSealedLine, openSealer } from './sealed-line.ts';

test('what is sealed is read by whoever has the private key, and by nobody else', async () => {
  const [mine, another] = await Promise.all([createSealingPair(), createSealingPair()]);
  const sealer = await openSealer(mine.publicKey);
  const line = await sealer.seal({ name: 'Siti' });
  expect(line).not.toContain('Siti');
  expect(line.split('.')).toHaveLength(5);
  expect(await openSealedLine(line, mine.privateKey)).toEqual({ name: 'Siti' });
  await expect(openSealedLine(line, another.privateKey)).rejects.toMatchObject({ code: 'invalid' });
  const [head, ...rest] = line.split('.');
  await expect(openSealedLine([head, ...rest.toReversed()].join('.'), mine.privateKey)).rejects.toMatchObject(
    {
      code: 'invalid',
    },
  );
  // The same again is another line: nobody can tell that it is.
  expect(await sealer.seal({ name: 'Siti' })).not.toBe(line);
});

test('a key as a browser exports it is taken as it is', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  if (!('publicKey' in pair)) throw new Error('one key is no pair');
  const publicKey = await crypto.subtle.exportKey('jwk', pair.publicKey);
  expect(publicKey).toMatchObject({ ext: true, key_ops: [] });
  const line = await (await openSealer({ ...publicKey })).seal({ name: 'Siti' });
  const privateKey = await crypto.subtle.exportKey('jwk', pair.privateKey);
  expect(await openSealedLine(line, { ...privateKey })).toEqual({ name: 'Siti' });
});

test('a private key, or what is no key, is refused by name', async () => {
  const { privateKey } = await createSealingPair();
  for (const key of [privateKey, {}, { kty: 'RSA' }, { kty: 'OKP', crv: 'X25519', x: 7 }])
    await expect(openSealer(key)).rejects.toMatchObject({ code: 'invalid', issues: [{ field: 'key' }] });
});
