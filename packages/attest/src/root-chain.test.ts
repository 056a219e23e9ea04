import { expect, it } from 'vitest';
import { FIRST_ROOT, rootDigest, signDailyRoot } from './daily-root.ts';
import { checkRootChain } from './root-chain.ts';
import { openSigningKey } from './signing-key.ts';

const key = await openSigningKey(new Uint8Array(32).fill(1));
const keys = { keys: [key.publicKey] };
const sign = (day: string, prev: string, root = day) =>
  signDailyRoot(key, { day, at: `${day}T17:10:00.000Z`, size: 1, root, prev });

const first = await sign('2026-03-01', FIRST_ROOT);
const second = await sign('2026-03-02', rootDigest(first));
const third = await sign('2026-03-04', rootDigest(second));

it('a chain holds in whatever order it is given, from any root on', async () => {
  const days = async (signed: readonly string[]) =>
    (await checkRootChain(signed, keys)).map(({ day }) => day);
  expect(await days([third, first, `${second}\n`])).toEqual(['2026-03-01', '2026-03-02', '2026-03-04']);
  expect(await days([third, second])).toEqual(['2026-03-02', '2026-03-04']);
  expect(await days([])).toEqual([]);
});

it('a root left out, made anew, given twice or said to be the first breaks it', async () => {
  const refused = (signed: readonly string[], why: string) =>
    expect(checkRootChain(signed, keys)).rejects.toMatchObject({ code: 'invalid', message: why });
  await refused([third, first], 'the root of 2026-03-04 does not follow the one of 2026-03-01');
  const other = await sign('2026-03-02', rootDigest(first), 'other');
  await refused([third, other, first], 'the root of 2026-03-04 does not follow the one of 2026-03-02');
  await refused([second, other], 'there are two roots of 2026-03-02');
  const anew = await sign('2026-03-05', FIRST_ROOT);
  await refused([third, anew], 'the root of 2026-03-05 says it is the first');
  await expect(checkRootChain([first, `${second}x`], keys)).rejects.toMatchObject({ code: 'invalid' });
});
