import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// Programs act with a signed token that stands for an officer for two minutes, and that anybody can check by the published keys.

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const call = (method: string, path: string, token: string, body?: object) =>
  city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });

async function accessToken(session: string): Promise<string> {
  const answer = await call('POST', '/sessions/access-token', session);
  return good<{ readonly accessToken: string }>(answer, 201).accessToken;
}

const publishedKeys = async () =>
  good<{ readonly keys: readonly (JsonWebKey & { readonly kid: string })[] }>(
    await city.platform.request('GET', '/.well-known/jwks.json'),
    200,
  ).keys;

/** As somebody else would check it, with nothing of ours. */
async function checkedByOthers(token: string): Promise<{ readonly sub: string; readonly exp: number }> {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, string>;
  const { kid, alg, typ } = read(head);
  expect({ alg, typ }).toEqual({ alg: 'EdDSA', typ: 'at+jwt' });
  const key = (await publishedKeys()).find((each) => each.kid === kid);
  expect(key?.['use']).toBe('sig');
  const by = createPublicKey({ key: key!, format: 'jwk' });
  expect(verify(null, Buffer.from(`${head}.${claims}`), by, Buffer.from(signature, 'base64url'))).toBe(true);
  return read(claims) as unknown as { readonly sub: string; readonly exp: number };
}

test('does what the officer may, for two minutes, and is checked by the published keys', async () => {
  const { token: session } = await city.as('roads');
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const token = await accessToken(session);
  const { exp } = await checkedByOthers(token);
  expect(exp * 1_000 - city.now().getTime()).toBe(2 * MINUTE);
  good(await call('GET', '/cases', token), 200);
  const { command, ...body } = followUp();
  good(await call('POST', `/cases/${trackingId}/${command}`, token, body), 200);
  expect((await call('GET', '/officers', token)).status).toBe(403);
  await city.moveClock(2 * MINUTE);
  expect((await call('GET', '/cases', token)).status).toBe(401);
});

test('is no session: it begets no other, changes no password, ends nothing', async () => {
  const token = await accessToken((await city.as('roads')).token);
  for (const [method, path, body] of [
    ['POST', '/sessions/access-token', undefined],
    ['GET', '/sessions', undefined],
    ['GET', '/second-factor', undefined],
    ['POST', '/sessions/password', { oldPassword: 'x', newPassword: 'sandi yang lain 9' }],
  ] as const) {
    expect((await call(method, path, token, body)).status, path).toBe(401);
  }
});

test('of a session that was ended holds for what is left of the two minutes, and no new one is given', async () => {
  const { token: session } = await city.as('health');
  const token = await accessToken(session);
  expect((await call('DELETE', '/sessions/current', session)).status).toBe(204);
  expect((await call('POST', '/sessions/access-token', session)).status).toBe(401);
  await city.moveClock(2 * MINUTE);
  expect((await call('GET', '/cases', token)).status).toBe(401);
});

test('keys change by themselves, week by week, each known a week before', async () => {
  const tokenKeys = async () =>
    (await publishedKeys()).map(({ kid }) => kid).filter((kid) => kid.startsWith('token-'));
  const first = await tokenKeys();
  expect(first).toHaveLength(3);
  await city.moveClock(WEEK);
  const second = await tokenKeys();
  expect(second.slice(0, 2)).toEqual(first.slice(1));
  const token = await accessToken((await city.as('roads')).token);
  await checkedByOthers(token);
  good(await call('GET', '/cases', token), 200);
});
