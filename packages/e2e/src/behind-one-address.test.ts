import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { OFFICER_PASSWORD } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { startPlatform } from './start-platform.ts';

// An office is one address to the platform. Whoever guesses there keeps nobody out where they are known.

const OFFICE = '198.51.100.7';
const MOST = 8;
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), { LAPOR_TRUST_PROXY: '127.0.0.1' });
});
afterAll(() => city.close());

const signIn = async (username: string, password: string, program: string, platform = city.platform) => {
  const headers = { 'x-forwarded-for': OFFICE, 'user-agent': program };
  const body = { username, password };
  return (await platform.request('POST', '/api/v1/sessions', { body, headers })).status;
};

test('a guesser behind the same address does not keep an owner out who is known, nor another program of theirs', async () => {
  expect(await signIn('petugas.pu', OFFICER_PASSWORD, 'e-office/1.0')).toBe(201);
  const guesses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) guesses.push(await signIn('petugas.pu', 'salah', 'curl/8'));
  expect(guesses).toContain(429);
  expect(await signIn('petugas.pu', OFFICER_PASSWORD, 'e-office/1.1')).toBe(201);
});

test('where too much has failed from the address, whoever is known there is still heard', async () => {
  // By the clock on the wall: a simulation knows no limits.
  const env = { LAPOR_TRUST_PROXY: '127.0.0.1', LAPOR_LIMITS: `sign-in-address=${MOST}/86400` };
  const platform = await startPlatform({ copyOf: inject('installedCity'), env });
  const here = (username: string, password: string, program: string) =>
    signIn(username, password, program, platform);
  try {
    expect(await here('petugas.pu', OFFICER_PASSWORD, 'e-office/1.0')).toBe(201);
    for (let tries = 0; tries < MOST; tries += 1) await here(`tidak.ada.${tries}`, 'salah', 'curl/8');
    expect(await here('tidak.ada.lagi', 'salah', 'curl/8')).toBe(429);
    expect(await here('petugas.dinkes', OFFICER_PASSWORD, 'curl/8')).toBe(429);
    expect(await here('petugas.pu', 'salah', 'e-office/1.1')).toBe(401);
    expect(await here('petugas.pu', OFFICER_PASSWORD, 'e-office/1.1')).toBe(201);
  } finally {
    await platform.stop();
  }
});
