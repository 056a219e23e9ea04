import type { OfficerInfo } from '@lapor/portal';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { agencyId, AREA, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openGovernmentProvider } from './fixtures/government-provider.ts';
import type { GovernmentProvider } from './fixtures/government-provider.ts';
import { accountAskedFor, AS_WHOM, openThroughProvider } from './fixtures/through-the-provider.ts';
import type { ThroughProvider } from './fixtures/through-the-provider.ts';

// An e-mail address can be read by several, and be entered by whoever looks after an account: an account that has a password goes to
// nobody through the government's provider who does not know it.

const REASON = 'Perubahan data';
const ASKED = 'Tunjukkan sekali bahwa akun ini milik Anda';

let provider: GovernmentProvider;
let city: CityAtWork;
let browser: ThroughProvider;

beforeAll(async () => {
  provider = await openGovernmentProvider();
  // What the directory counts is what is tried here.
  city = await openCity(inject('installedCity'), { ...provider.settings, LAPOR_LIMITS: 'off' });
});
afterAll(async () => {
  await city.close();
  await provider.close();
});
beforeEach(() => {
  browser = openThroughProvider(city.platform.url, provider);
});

const ownOf = async (name: OfficerName): Promise<OfficerInfo> =>
  good<{ readonly officer: OfficerInfo }>(await (await city.as(name)).get('/api/v1/sessions/current'), 200)
    .officer;

/** The admin of the city gives the officer another address. */
async function readdress({ id, name, role, agencyId: at, phone }: OfficerInfo, email: string): Promise<void> {
  const { token } = await city.as('cityAdmin');
  const person = { name, role, agencyId: at, email, ...(phone === undefined ? {} : { phone }) };
  const body = { ...person, reason: REASON };
  good(await city.platform.request('PUT', `/api/v1/officers/${id}`, { token, body }), 200);
}

async function invite(username: string, office: 'roads' | 'health', email: string) {
  const { token } = await city.as('cityAdmin');
  const person = { username, name: `Rangkap ${office}`, role: 'liaison', email, reason: REASON };
  const body = { ...person, agencyId: agencyId(office) };
  return good<{ readonly officer: OfficerInfo; readonly oneTimePassword: string }>(
    await city.platform.request('POST', '/api/v1/officers', { token, body }),
    201,
  );
}

async function signIn(username: string, password: string): Promise<string> {
  const answer = await city.platform.request('POST', '/api/v1/sessions', { body: { username, password } });
  return good<{ readonly token: string }>(answer, 201).token;
}

const isOut = async () => expect((await browser.get('/petugas')).to).toContain('/masuk');

test('an admin who gives a colleague the address of their own does not become that colleague, who is told where they were reached before', async () => {
  const victim = await ownOf('health');
  const thief = { sub: 'pns-30', email: 'pencuri@kota.example', email_verified: true };
  await readdress(victim, thief.email);
  const mail = await city.mailbox.waitFor(victim.email ?? '', 'alamat atau nomornya diubah admin');
  expect(mail.text).toContain('tidak disepakati');
  expect(mail.text).toContain('/petugas/keamanan');
  expect(mail.text).not.toContain(thief.email);
  expect(city.mailbox.to(thief.email)).toEqual([]);

  expect((await browser.come(thief)).to).toBe(AS_WHOM);
  const asked = await browser.get(AS_WHOM);
  expect(asked.text).toContain(ASKED);
  await isOut();
  // As an older page asks, and with a password that is another's.
  expect((await browser.choose(victim.id)).to).toBe(`${AS_WHOM}?akun=${victim.id}`);
  expect((await browser.choose(victim.id, 'sandi si pencuri 9')).status).toBe(401);
  await isOut();

  // Put right: the address is the colleague's again, and what the thief has kept opens nothing.
  await readdress(victim, victim.email ?? '');
  expect((await browser.choose(victim.id, OFFICER_PASSWORD)).status).toBe(401);
  expect((await browser.get(AS_WHOM)).text).toContain('Tidak ada petugas');
  const own = openThroughProvider(city.platform.url, provider);
  const account = { sub: 'pns-31', email: victim.email ?? '', email_verified: true };
  expect((await own.prove(account)).to).toBe('/petugas');
  expect((await own.get('/petugas')).text).toContain('Dinas Kesehatan');
});

test('whoever was shown once is not asked again, nor is anybody else let in instead', async () => {
  const email = 'petugas.puskesmas@kota.example';
  const owner = { sub: 'pns-40', email, email_verified: true };
  expect((await browser.come(owner, '/petugas/keamanan')).to).toBe(AS_WHOM);
  const id = accountAskedFor((await browser.get(AS_WHOM)).text);
  expect((await browser.choose(id, OFFICER_PASSWORD)).to).toBe('/petugas/keamanan');
  browser = openThroughProvider(city.platform.url, provider);
  expect((await browser.come(owner)).to).toBe('/petugas');
  browser = openThroughProvider(city.platform.url, provider);
  const other = await browser.come({ ...owner, sub: 'pns-41' });
  expect(other.status).toBe(401);
  expect(other.text).toContain('Tidak ada petugas');
});

test('of a mailbox that is shared each account is opened with its own password; the page goes on in the other language', async () => {
  const email = 'kantor.bersama@kota.example';
  const office = { sub: 'pns-50', email, email_verified: true };
  const [first, second] = [
    await invite('bersama.pu', 'roads', email),
    await invite('bersama.dinkes', 'health', email),
  ];
  const passwords = new Map([
    [first.officer.id, 'angin laut pagi ini'],
    [second.officer.id, 'perahu merah di dermaga'],
  ]);
  for (const { officer, oneTimePassword } of [first, second]) {
    const token = await signIn(officer.username, oneTimePassword);
    const body = { oldPassword: oneTimePassword, newPassword: passwords.get(officer.id) };
    expect((await city.platform.request('POST', '/api/v1/sessions/password', { token, body })).status).toBe(
      204,
    );
  }
  expect((await browser.come(office)).to).toBe(AS_WHOM);
  const asked = await browser.get(AS_WHOM);
  expect(asked.text).toContain('Masuk sebagai siapa?');
  for (const { officer } of [first, second])
    expect(asked.text).toContain(`href="${AS_WHOM}?akun=${officer.id}"`);
  const link = /href="([^"]+)" lang="en"/.exec(asked.text)?.[1] ?? '';
  expect((await browser.get(link)).text).toContain('Log in as whom?');
  const english = await browser.get(`${AS_WHOM}?akun=${first.officer.id}`);
  expect(english.text).toContain('Show once that this account is yours');
  expect(english.text).toContain('SSO Kota Batam');

  // Not with the password of the other, nor the account of somebody who has another address.
  const wrong = await browser.choose(first.officer.id, passwords.get(second.officer.id));
  expect(wrong.status).toBe(401);
  expect(wrong.text).toContain('The password does not match.');
  expect(wrong.text).toContain(`href="${AS_WHOM}?akun=${first.officer.id}&amp;lang=id"`);
  const stranger = await ownOf('leader');
  expect((await browser.choose(stranger.id, OFFICER_PASSWORD)).status).toBe(401);
  await isOut();
  expect((await browser.choose(first.officer.id, passwords.get(first.officer.id))).to).toBe('/petugas');
  expect((await browser.get('/petugas')).text).toContain('Dinas Pekerjaan Umum');
});

test('wrong passwords count with those of the log-in, and the right one is taken once it may be tried again', async () => {
  const account = { sub: 'pns-60', email: 'koordinator.kota@kota.example', email_verified: true };
  expect((await browser.come(account)).to).toBe(AS_WHOM);
  const id = accountAskedFor((await browser.get(AS_WHOM)).text);
  const atLogIn = (password: string) =>
    city.platform.request('POST', '/api/v1/sessions', {
      body: { username: OFFICERS.coordinator, password },
      headers: { 'user-agent': 'e-office/1.0' },
    });
  for (let wrong = 0; wrong < 2; wrong += 1) expect((await atLogIn('tebakan')).status).toBe(401);
  for (let wrong = 0; wrong < 3; wrong += 1) expect((await browser.choose(id, 'tebakan')).status).toBe(401);
  const slowed = await browser.choose(id, OFFICER_PASSWORD);
  expect(slowed.status).toBe(429);
  expect(slowed.text).toContain('Terlalu banyak percobaan masuk');
  expect((await atLogIn(OFFICER_PASSWORD)).status).toBe(429);
  await city.moveClock(3_000);
  expect((await browser.choose(id, OFFICER_PASSWORD)).to).toBe('/petugas');
});

test('who was invited, or given a code, needs none: it went to the same address', async () => {
  const email = 'baru.sekali@kota.example';
  const account = { sub: 'pns-70', email, email_verified: true };
  const { officer } = await invite('baru.sekali', 'roads', email);
  expect((await browser.come(account)).to).toBe('/petugas');
  const { token } = await city.as('cityAdmin');
  const body = { reason: 'Akun di penyedia berganti' };
  good(await city.platform.request('POST', `/api/v1/officers/${officer.id}/reset`, { token, body }), 200);
  browser = openThroughProvider(city.platform.url, provider);
  expect((await browser.come({ ...account, sub: 'pns-71' })).to).toBe('/petugas');
});

test('a file that brings another address is told of too', async () => {
  const { email = '' } = await ownOf('roads');
  const { token } = await city.as('national');
  const units = 'key,name,kind,parent_key,area_code,email\npu,Dinas Pekerjaan Umum,unit,,,pu@kota.example';
  const officers = 'petugas.pu,Wahyu Prasetyaningtyas,liaison,pu,alamat.lain@kota.example,';
  const body = {
    area: AREA,
    units,
    officers: `username,name,role,unit_key,email,phone\n${officers}`,
    reason: REASON,
  };
  const { issues } = good<{ readonly issues: readonly unknown[] }>(
    await city.platform.request('POST', '/api/v1/directory/import', { token, body }),
    200,
  );
  expect(issues).toEqual([]);
  await city.mailbox.waitFor(email, 'alamat atau nomornya diubah admin');
});

test('nobody who was not sent back by the provider is asked as whom', async () => {
  expect((await browser.get(AS_WHOM)).status).toBe(401);
});
