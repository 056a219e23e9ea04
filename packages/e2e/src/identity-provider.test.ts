import type { OfficerInfo } from '@lapor/portal';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { agencyId, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openGovernmentProvider } from './fixtures/government-provider.ts';
import type { Account, GovernmentProvider } from './fixtures/government-provider.ts';
import { AS_WHOM, openThroughProvider } from './fixtures/through-the-provider.ts';
import type { ThroughProvider } from './fixtures/through-the-provider.ts';

// Officers sign in at the government's own OpenID Connect provider: a real one, in this process, that also lies.

const OFFICER: Account = { sub: 'pns-1', email: 'Petugas.PU@kota.example', email_verified: true };
const ADMIN: Account = { sub: 'pns-2', email: 'admin.kota@kota.example', email_verified: true };

let provider: GovernmentProvider;
let city: CityAtWork;
let pages: ThroughProvider;

beforeAll(async () => {
  provider = await openGovernmentProvider();
  city = await openCity(inject('installedCity'), { ...provider.settings, LAPOR_SECOND_FACTOR: 'admins' });
  // Both have a password: it is shown once.
  for (const account of [OFFICER, ADMIN]) await openBrowser().prove(account);
});
afterAll(async () => {
  await city.close();
  await provider.close();
});
beforeEach(() => {
  provider.lie = undefined;
  provider.at = OFFICER;
  pages = openBrowser();
});

function openBrowser(): ThroughProvider {
  return openThroughProvider(city.platform.url, provider);
}

const awayAndBack = (browser = pages, after = '/petugas') => browser.awayAndBack(after);
const signIn = (account: Account) => pages.come(account);

const refused = async (account: Account, words: string) => {
  const answer = await signIn(account);
  expect(answer.status, answer.text).toBe(401);
  expect(answer.text).toContain(words);
  expect((await pages.get('/petugas')).to).toContain('/masuk');
};

describe('whoever the provider lets in', () => {
  test('finds the button, signs in without a password here, and comes where they wanted to go', async () => {
    const { text } = await pages.get('/masuk?ke=/petugas/keamanan');
    expect(text).toContain('Masuk dengan SSO Kota Batam');
    expect(text).toContain('href="/masuk/sso?ke=%2Fpetugas%2Fkeamanan"');
    const back = await pages.get(await awayAndBack(pages, '/petugas/keamanan'));
    expect(back.to).toBe('/petugas/keamanan');
    const account = await pages.get('/petugas/keamanan');
    expect(account.status).toBe(200);
    expect(account.text).toContain('Firefox, Android');
    expect(account.text).toContain('Wahyu Prasetyaningtyas');
  });

  test('signs out there too', async () => {
    await signIn(OFFICER);
    const out = await pages.send('/keluar', {}, '/petugas');
    expect(out.status).toBe(200);
    const refresh = out.headers.get('refresh') ?? '';
    const url = new URL(refresh.slice(refresh.indexOf('url=') + 4));
    expect(url.origin).toBe(provider.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe('http://localhost:8080/masuk');
    expect((await pages.get(url.href)).status).toBe(200);
    expect((await pages.get('/petugas')).to).toContain('/masuk');
  });

  test('an invited officer starts there, and needs no one-time password', async () => {
    const email = 'baru@kota.example';
    const person = { nama: 'Orang Baru', nama_pengguna: 'baru.pu', email, peran: 'liaison' };
    await signIn({ ...ADMIN, amr: ['mfa'] });
    const invited = await pages.send('/petugas/pejabat', {
      ...person,
      unit: agencyId('roads'),
      alasan: 'Petugas baru',
    });
    expect(invited.text).toContain('Kata sandi sekali pakai untuk Orang Baru');
    pages = openBrowser();
    expect((await signIn({ sub: 'pns-9', email, email_verified: true })).to).toBe('/petugas');
    expect((await pages.get('/petugas')).status).toBe(200);
  });
});

test('whoever serves two offices under one address is asked as whom they come, each time, and is never let in as another', async () => {
  const email = 'rangkap@kota.example';
  await signIn({ ...ADMIN, amr: ['mfa'] });
  const enter = async (username: string, office: 'roads' | 'health') => {
    const person = { nama: `Rangkap ${office}`, nama_pengguna: username, email, peran: 'liaison' };
    const place = { unit: agencyId(office), alasan: 'Rangkap jabatan' };
    expect((await pages.send('/petugas/pejabat', { ...person, ...place })).status).toBe(200);
    const { text } = await pages.get(`/petugas/pejabat?cari=${username}`);
    return /pejabat\/([^/"]+)\/ganti/.exec(text)?.[1] ?? '';
  };
  const [first, second] = [await enter('rangkap.pu', 'roads'), await enter('rangkap.dinkes', 'health')];
  pages = openBrowser();
  const person: Account = { sub: 'pns-20', email, email_verified: true };
  const choose = async (id: string) => {
    expect((await signIn(person)).to).toBe(AS_WHOM);
    const asked = await pages.get(AS_WHOM);
    expect(asked.text).toContain('Masuk sebagai siapa?');
    for (const each of [first, second]) expect(asked.text).toContain(`value="${each}"`);
    expect((await pages.get('/petugas')).to).toContain('/masuk');
    return pages.choose(id);
  };
  for (const [id, office] of [
    [first, 'Dinas Pekerjaan Umum'],
    [second, 'Dinas Kesehatan'],
  ] as const) {
    expect((await choose(id)).to).toBe('/petugas');
    expect((await pages.get('/petugas')).text).toContain(office);
    pages = openBrowser();
  }
  // An account that was not to be chosen, and a choice that is made twice.
  const { officer: stranger } = good<{ readonly officer: OfficerInfo }>(
    await (await city.as('clinic')).get('/api/v1/sessions/current'),
    200,
  );
  expect((await choose(stranger.id)).status).toBe(401);
  expect((await choose(first)).to).toBe('/petugas');
  expect((await pages.send(AS_WHOM, { akun: first }, '/masuk')).status).toBe(401);
  // Another person with the address of both is neither.
  pages = openBrowser();
  await refused({ ...person, sub: 'pns-21' }, 'Tidak ada petugas');
});

describe('a second factor', () => {
  test('shown at the provider is one; else it is ours that is asked for', async () => {
    expect((await signIn(ADMIN)).to).toBe('/petugas');
    expect((await pages.get('/petugas')).to).toBe('/petugas/keamanan/dua-langkah');
    pages = openBrowser();
    await signIn({ ...ADMIN, amr: ['pwd', 'mfa'] });
    expect((await pages.get('/petugas/pejabat')).status).toBe(200);
  });
});

describe('whoever', () => {
  test('nobody has invited is nobody here, and is not entered', () =>
    refused({ sub: 'pns-3', email: 'siapa@kota.example', email_verified: true }, 'Tidak ada petugas'));

  test('has an address that the provider did not verify is not that officer', () =>
    refused(
      { sub: 'pns-4', email: 'petugas.dinkes@kota.example', email_verified: false },
      'belum dipastikan',
    ));

  test('is given the address of an officer later is not that officer', async () => {
    await signIn(OFFICER);
    pages = openBrowser();
    await refused({ ...OFFICER, sub: 'pns-77' }, 'Tidak ada petugas');
  });

  test('has left is refused', async () => {
    provider.at = { ...ADMIN, amr: ['mfa'] };
    await pages.get(await awayAndBack());
    const list = (await pages.get(`/petugas/pejabat?cari=${OFFICERS.clinic}`)).text;
    const id = /pejabat\/([^/"]+)\/ganti/.exec(list)?.[1] ?? '';
    const ended = await pages.send(`/petugas/pejabat/${id}/ganti`, { tanpa: 'ya', alasan: 'Pensiun' });
    expect(ended.to).toContain('kabar=berakhir');
    pages = openBrowser();
    await refused(
      { sub: 'pns-5', email: 'petugas.puskesmas@kota.example', email_verified: true },
      'Tidak ada petugas',
    );
  });

  test('cancels there is told so', async () => {
    provider.at = undefined;
    const answer = await pages.get(await awayAndBack());
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Anda membatalkan');
  });
});

describe('an answer', () => {
  const failed = async (path: string, browser = pages) => {
    const answer = await browser.get(path);
    expect(answer.status, answer.text).toBe(401);
    expect(answer.text).toContain('tidak cocok atau sudah lewat');
    expect((await browser.get('/petugas')).to).toContain('/masuk');
  };

  test('with another state than was given out', async () =>
    failed((await awayAndBack()).replace(/state=[^&]+/, 'state=lain')));
  test('without a code', async () => failed((await awayAndBack()).replace(/code=[^&]+&?/, '')));
  test('with a code that is none', async () =>
    failed((await awayAndBack()).replace(/code=[^&]+/, 'code=lain')));

  test('that another browser asked for', async () => {
    const path = await awayAndBack();
    await failed(path, openBrowser());
    const other = openBrowser();
    await other.get('/masuk/sso');
    await failed(path, other);
  });

  test('that comes twice', async () => {
    const path = await awayAndBack();
    expect((await pages.get(path)).to).toBe('/petugas');
    const answer = await pages.get(path);
    expect(answer.status).toBe(401);
  });

  test('that is signed anew, and true, holds', async () => {
    provider.lie = {};
    expect((await pages.get(await awayAndBack())).to).toBe('/petugas');
  });

  const seconds = () => Math.floor(Date.now() / 1_000);
  test.each([
    ['for another audience', { claims: (told: object) => ({ ...told, aud: 'orang-lain' }) }],
    [
      'that is over',
      { claims: (told: object) => ({ ...told, exp: seconds() - 3_600, iat: seconds() - 7_200 }) },
    ],
    ['of another issuer', { claims: (told: object) => ({ ...told, iss: 'https://lain.example' }) }],
    ['with another nonce', { claims: (told: object) => ({ ...told, nonce: 'lain' }) }],
    ['signed by somebody else', { key: 'other' as const }],
  ])('with an id token %s', async (_, lie) => {
    provider.lie = lie;
    await failed(await awayAndBack());
  });

  test('and nothing of it is in the log', () => {
    const said = city.platform.said().toLowerCase();
    expect(said).not.toContain('petugas.pu@kota.example');
    expect(said).not.toContain('pns-1');
  });
});
