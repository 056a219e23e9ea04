import { readAccessToken, signAccessToken } from '@lapor/attest';
import { manualClock } from '@lapor/kernel';
import { openKeyring } from '@lapor/store';
import { expect, test } from 'vitest';
import { openTokenKeys } from './token-keys.ts';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
const secret = new Uint8Array(32).fill(7);
const keyring = openKeyring({ secret, service: 'directory' });

test('a key is signed with for a week, and is known a week before and a week after', async () => {
  const clock = manualClock(new Date('2026-03-03T02:00:00Z'));
  const keys = openTokenKeys(keyring, clock);
  const names = async () => (await keys.published()).map(({ kid }) => kid);
  const first = await names();
  expect(new Set(first).size).toBe(3);
  expect((await keys.current()).publicKey.kid).toBe(first[1]);
  clock.set(new Date(clock.now().getTime() + WEEK));
  const second = await names();
  expect(second.slice(0, 2)).toEqual(first.slice(1));
  expect((await keys.current()).publicKey.kid).toBe(first[2]);
});

test('a token signed in the last minute of a week holds in the first one of the next, on another replica', async () => {
  const clock = manualClock(new Date('2026-03-03T02:00:00Z'));
  const one = openTokenKeys(keyring, clock);
  const another = openTokenKeys(openKeyring({ secret, service: 'directory' }), clock);
  const fetched = { keys: await another.published() };
  const boundary = (Math.floor(clock.now().getTime() / WEEK) + 1) * WEEK;
  for (const at of [boundary - 30_000, boundary + 30_000]) {
    clock.set(new Date(at));
    const who = { issuer: 'x', subject: 'o', caller: {}, notAfter: new Date(at + HOUR) };
    const { token } = await signAccessToken(await one.current(), who, clock.now());
    const soon = new Date(at + 60_000);
    // With the keys of before the boundary, and of after it.
    expect(await readAccessToken(token, fetched, soon)).toMatchObject({ sub: 'o' });
    expect(await readAccessToken(token, { keys: await another.published() }, soon)).toMatchObject({
      sub: 'o',
    });
  }
});
