import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ADMIN_PASSWORD, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Two steps to sign in, over HTTP and through the pages, where the installation requires it of admins and offers it to others.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), { LAPOR_SECOND_FACTOR: 'admins' });
});
afterAll(() => city.close());

const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0';

interface Session {
  readonly token: string;
  readonly secondFactor: string;
}

async function signIn(username: string, password = OFFICER_PASSWORD): Promise<Session> {
  const body = { username, password };
  const headers = { 'user-agent': FIREFOX };
  return good(await city.platform.request('POST', '/api/v1/sessions', { body, headers }), 201);
}

const call = (method: string, path: string, token: string, body?: object) =>
  city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: city.now().getTime() + steps * 30_000,
  });

async function setUp(token: string): Promise<string> {
  const { secret } = good<{ readonly secret: string }>(await call('GET', '/second-factor', token), 200);
  good(await call('POST', '/second-factor', token, { code: codeOf(secret) }), 200);
  return secret;
}

describe('over HTTP', () => {
  test('an admin must set it up before anything else, and shows it at each log-in after that', async () => {
    const first = await signIn(OFFICERS.cityAdmin);
    expect(first.secondFactor).toBe('required');
    for (const path of ['/cases', '/officers', '/agency-keys']) {
      const refused = await call('GET', path, first.token);
      expect(refused.status, path).toBe(403);
      expect(refused.text).toContain('required');
    }
    const secret = await setUp(first.token);
    good(await call('GET', '/officers', first.token), 200);

    const again = await signIn(OFFICERS.cityAdmin);
    expect(again.secondFactor).toBe('awaited');
    expect((await call('GET', '/officers', again.token)).status).toBe(403);
    expect((await call('POST', '/sessions/second-factor', again.token, { code: '000000' })).status).toBe(400);
    good(await call('POST', '/sessions/second-factor', again.token, { code: codeOf(secret, 1) }), 200);
    good(await call('GET', '/officers', again.token), 200);
    expect(
      (await call('POST', '/second-factor/remove', again.token, { code: codeOf(secret, 1) })).status,
    ).toBe(403);
  });

  test('a liaison may do without, sees where they are signed in, and ends it there', async () => {
    const { token, secondFactor } = await signIn(OFFICERS.roads);
    expect(secondFactor).toBe('none');
    good(await call('GET', '/cases', token), 200);
    const phone = await signIn(OFFICERS.roads);
    const { sessions } = good<{
      readonly sessions: readonly { id: string; device: string; current: boolean }[];
    }>(await call('GET', '/sessions', token), 200);
    expect(sessions).toHaveLength(2);
    const other = sessions.find(({ current }) => !current);
    expect(other?.device).toBe('Firefox, Android');
    expect((await call('DELETE', `/sessions/${other?.id}`, token)).status).toBe(204);
    expect((await call('GET', '/cases', phone.token)).status).toBe(401);
    good(await call('GET', '/cases', token), 200);
  });

  test('the national admin is no exception, and neither the secret nor a code is in the log', async () => {
    const { token, secondFactor } = await signIn(OFFICERS.national, ADMIN_PASSWORD);
    expect(secondFactor).toBe('required');
    expect((await call('GET', '/operations/dead-letters', token)).status).toBe(403);
    const secret = await setUp(token);
    expect(city.platform.said()).not.toContain(secret);
  });
});

describe('through the pages, without a script', () => {
  test('a log-in leads to the set-up, from there to the recovery codes, and the next one asks for a code', async () => {
    const { get, send } = openPages(city.platform.url, FIREFOX);
    const inspector = { nama_pengguna: OFFICERS.inspector, sandi: OFFICER_PASSWORD };
    expect((await send('/masuk', inspector)).status).toBe(303);
    const setup = '/petugas/keamanan/dua-langkah';
    expect((await get('/petugas')).to).toBe(setup);
    const page = await get(setup);
    expect(page.text).toContain('<svg class="qr"');
    const secret = (/<b class="code">([A-Z2-7 ]+)<\/b>/.exec(page.text)?.[1] ?? '').replaceAll(' ', '');
    const wrong = await send(setup, { kode: '000000' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('Kode ini salah');
    const done = await send(setup, { kode: codeOf(secret) });
    expect(done.text.match(/<li class="code">/g)).toHaveLength(8);
    const paper = /<li class="code">([0-9A-Z-]+)<\/li>/.exec(done.text)?.[1] ?? '';
    expect((await get('/petugas')).status).toBe(200);
    const account = await get('/petugas/keamanan?kabar=set');
    expect(account.text).toContain('Verifikasi dua langkah aktif');
    expect(account.text).toContain('Firefox, Android');

    const second = openPages(city.platform.url, FIREFOX);
    const asked = await second.send('/masuk', inspector);
    expect(asked.to).toContain('/masuk/kode');
    expect((await second.get('/petugas')).to).toContain('/masuk/kode');
    expect((await second.get('/petugas/keamanan')).to).toContain('/masuk/kode');
    expect((await second.get(setup)).to).toContain('/masuk/kode');
    const opened = await second.send('/masuk/kode', { kode: paper });
    expect(opened.to).toBe('/petugas');
    expect((await second.get('/petugas')).status).toBe(200);
    const ended = await send('/petugas/keamanan/akhiri', {}, '/petugas/keamanan');
    expect(ended.to).toContain('kabar=ended');
    expect((await second.get('/petugas')).to).toContain('/masuk');
  });
});
