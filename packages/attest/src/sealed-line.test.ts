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

test('a private key, or what is no key, is refused by name', async () => {
  const { privateKey } = await createSealingPair();
  for (const key of [privateKey, {}, { kty: 'RSA' }, { kty: 'OKP', crv: 'X25519', x: 7 }])
    await expect(openSealer(key)).rejects.toMatchObject({ code: 'invalid', issues: [{ field: 'key' }] });
});
