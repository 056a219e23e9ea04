import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

/** Of a busy machine. */
const PATIENCE = { timeout: 30_000 };

// Whoever has got hold of an officer's account is seen by its owner, and strangers who guess keep nobody out.

let city: CityAtWork;
beforeAll(async () => {
  // What the directory counts is what is tried here.
  city = await openCity(inject('installedCity'), { LAPOR_LIMITS: 'off' });
});
afterAll(() => city.close());

const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0';
const CHROME = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36';
const NEW_PASSWORD = 'ombak kecil di dermaga';
const QUARTER = 15 * 60_000;

const mailOf = (username: string): string => `${username}@kota.example`;
const subjectsTo = (username: string): readonly string[] =>
  city.mailbox
    .to(mailOf(username))
    .map(({ subject }) => subject)
    .filter((subject) => subject.startsWith('Akun Anda'));
const signIn = (username: string, password: string, userAgent = FIREFOX) =>
  city.platform.request('POST', '/api/v1/sessions', {
    body: { username, password },
    headers: { 'user-agent': userAgent },
  });
const tokenOf = async (username: string, password = OFFICER_PASSWORD): Promise<string> =>
  good<{ readonly token: string }>(await signIn(username, password), 201).token;
const form = (username: string) => ({ nama_pengguna: username, sandi: OFFICER_PASSWORD });

describe('the owner of an account', () => {
  test('is told of a browser that was not used before, and not again of that one', async () => {
    const phone = openPages(city.platform.url, FIREFOX);
    const office = openPages(city.platform.url, CHROME);
    expect((await phone.send('/masuk', form(OFFICERS.roads))).status).toBe(303);
    expect((await office.send('/masuk', form(OFFICERS.roads))).status).toBe(303);
    const mail = await city.mailbox.waitFor(mailOf(OFFICERS.roads), 'masuk dari perangkat baru');
    expect(mail.text).toContain('Chrome, Windows');
    expect(mail.text).toContain('/petugas/keamanan');
    expect(mail.text).not.toContain(OFFICER_PASSWORD);
    for (const browser of [phone, office]) await browser.send('/masuk', form(OFFICERS.roads));
    const another = openPages(city.platform.url, FIREFOX);
    await another.send('/masuk', form(OFFICERS.roads));
    await expect.poll(() => subjectsTo(OFFICERS.roads), PATIENCE).toHaveLength(2);
  });

  test('comes in where they were before while strangers guess, and is told that they do', async () => {
    const own = openPages(city.platform.url, FIREFOX);
    expect((await own.send('/masuk', form(OFFICERS.health))).status).toBe(303);
    for (let wrong = 0; wrong < 10; wrong += 1) {
      if (wrong >= 5) await city.moveClock(QUARTER);
      const nobody = await signIn('tidak.ada', 'tebakan', CHROME);
      const guessed = await signIn(OFFICERS.health, 'tebakan', CHROME);
      expect([guessed.status, guessed.text], String(wrong)).toEqual([401, nobody.text]);
    }
    expect((await signIn(OFFICERS.health, OFFICER_PASSWORD, CHROME)).status).toBe(429);
    expect((await own.send('/masuk', form(OFFICERS.health))).status).toBe(303);
    await city.mailbox.waitFor(mailOf(OFFICERS.health), 'banyak kata sandi salah');
  });

  test('is told when whoever has the password guesses the second step, and comes in where they were before', async () => {
    const username = OFFICERS.inspector;
    const browser = (userAgent: string) => {
      const pages = openPages(city.platform.url, userAgent);
      return {
        ...pages,
        show: async (code: string) => {
          await pages.send('/masuk', form(username));
          return pages.send('/masuk/kode', { kode: code });
        },
      };
    };
    const own = browser(FIREFOX);
    await own.send('/masuk', form(username));
    const setup = '/petugas/keamanan/dua-langkah';
    const { text } = await own.get(setup);
    const secret = (/<b class="code">([A-Z2-7 ]+)<\/b>/.exec(text)?.[1] ?? '').replaceAll(' ', '');
    const code = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: city.now().getTime() });
    expect((await own.send(setup, { kode: code() })).status).toBe(200);
    const stranger = browser(CHROME);
    for (let wrong = 0; wrong < 10; wrong += 1) {
      await city.moveClock(QUARTER);
      expect((await stranger.show('000000')).status, String(wrong)).toBe(400);
    }
    const mail = await city.mailbox.waitFor(mailOf(username), 'banyak kode dua langkah salah');
    expect(mail.text).toContain('tahu kata sandi Anda');
    expect((await stranger.show(code())).status).toBe(429);
    expect((await own.show(code())).status).toBe(303);
  });

  test('is told of the second step and of passwords; no secret is in any notice', async () => {
    const username = OFFICERS.clinic;
    const call = (method: string, path: string, token: string, body?: object) =>
      city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
    const token = await tokenOf(username);
    const { secret } = good<{ readonly secret: string }>(await call('GET', '/second-factor', token), 200);
    const codeAt = (steps: number) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({
        timestamp: city.now().getTime() + steps * 30_000,
      });
    const { recoveryCodes } = good<{ readonly recoveryCodes: readonly string[] }>(
      await call('POST', '/second-factor', token, { code: codeAt(0) }),
      200,
    );
    const [paper = ''] = recoveryCodes;
    const again = await tokenOf(username);
    good(await call('POST', '/sessions/second-factor', again, { code: paper }), 200);
    await call('POST', '/second-factor/remove', again, { code: codeAt(1) });
    const change = { oldPassword: OFFICER_PASSWORD, newPassword: NEW_PASSWORD };
    expect((await call('POST', '/sessions/password', again, change)).status).toBe(204);
    const { officer } = good<{ readonly officer: { readonly id: string } }>(
      await call('GET', '/sessions/current', again),
      200,
    );
    const admin = await city.as('cityAdmin');
    const { oneTimePassword } = good<{ readonly oneTimePassword: string }>(
      await call('POST', `/officers/${officer.id}/reset`, admin.token, { reason: 'Lupa sandi' }),
      200,
    );
    await expect
      .poll(() => subjectsTo(username).toSorted(), PATIENCE)
      .toEqual([
        'Akun Anda: kata sandi diatur ulang admin',
        'Akun Anda: kata sandi diganti',
        'Akun Anda: kode dua langkah dilepas',
        'Akun Anda: kode dua langkah dipasang',
        'Akun Anda: kode pemulihan dipakai',
      ]);
    const told = JSON.stringify(city.mailbox.all());
    for (const secretWord of [secret, ...recoveryCodes, OFFICER_PASSWORD, NEW_PASSWORD, oneTimePassword])
      expect(told).not.toContain(secretWord);
  });
});
