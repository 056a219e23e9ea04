import { randomUUID } from 'node:crypto';
import type { InvitedOfficer, OfficerInfo, OpenSession, RecordedChange, ShownCode } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// People come, are moved, leave, come back, and lose their telephones. Whatever is asked twice is done once, and nobody keeps a door
// open that was theirs before.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const PASSWORD = 'angin timur laut';
const reason = 'SK 12/2026';

async function ask(who: OfficerName, method: string, path: string, body?: object, key?: string) {
  const { token } = await city.as(who);
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return city.platform.request(method, `/api/v1${path}`, { token, headers, ...(body && { body }) });
}

const newcomer = (username: string, more: object = {}) => ({
  username,
  name: `Petugas ${username}`,
  role: 'liaison',
  agencyId: agencyId('roads'),
  reason,
  ...more,
});

const invite = async (username: string, more: object = {}, key?: string) =>
  good<InvitedOfficer>(await ask('cityAdmin', 'POST', '/officers', newcomer(username, more), key), 201);

const signIn = (username: string, password: string) =>
  city.platform.request('POST', '/api/v1/sessions', {
    body: { username, password },
    headers: { 'user-agent': 'Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0' },
  });

const tokenOf = async (username: string, password: string) =>
  good<{ readonly token: string }>(await signIn(username, password), 201).token;

/** Somebody with a password of their own, and a session. */
async function start(username: string, more: object = {}) {
  const { officer, oneTimePassword: oldPassword } = await invite(username, more);
  const token = await tokenOf(username, oldPassword);
  const body = { oldPassword, newPassword: PASSWORD };
  good(await city.platform.request('POST', '/api/v1/sessions/password', { token, body }), 204);
  return { id: officer.id, token };
}

const isIn = async (token: string) =>
  (await city.platform.request('GET', '/api/v1/sessions/current', { token })).status === 200;

const whatHappened = async (officerId: string, who: OfficerName = 'cityAdmin') =>
  good<{ readonly changes: readonly RecordedChange[] }>(
    await ask(who, 'GET', `/officers/${officerId}/changes`),
    200,
  ).changes.map(({ what }) => what);

const officerOf = async (id: string) =>
  good<{ readonly officers: readonly OfficerInfo[] }>(
    await ask('cityAdmin', 'GET', '/officers'),
    200,
  ).officers.find((each) => each.id === id);

const browserOf = async (username: string = OFFICERS.cityAdmin) => {
  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: username, sandi: OFFICER_PASSWORD });
  return browser;
};

describe('sent twice is done once', () => {
  test('an invitation: the same key and content show the same code, another content is refused', async () => {
    const key = randomUUID();
    const first = await invite('ali.pu', {}, key);
    const again = await invite('ali.pu', {}, key);
    expect(again).toEqual(first);
    expect(await whatHappened(first.officer.id)).toEqual(['invited']);
    for (const other of [newcomer('ali.pu', { name: 'Orang Lain' }), newcomer('ali.dua')])
      expect((await ask('cityAdmin', 'POST', '/officers', other, key)).status).toBe(422);
    // What was refused has used no key up.
    const free = randomUUID();
    expect((await ask('cityAdmin', 'POST', '/officers', newcomer('ali.pu'), free)).status).toBe(409);
    expect((await invite('ali.tiga', {}, free)).officer.username).toBe('ali.tiga');
    // Keys are each admin's own.
    expect((await ask('national', 'POST', '/officers', newcomer('ali.pu'), key)).status).toBe(409);
    await tokenOf('ali.pu', first.oneTimePassword);
  });

  test('a reset: one code however often it is asked, until it has been used', async () => {
    const { id } = await start('beni.pu');
    const key = randomUUID();
    const reset = (why = reason) => ask('cityAdmin', 'POST', `/officers/${id}/reset`, { reason: why }, key);
    const both = await Promise.all([reset(), reset()]);
    const codes = both.map((answer) => good<ShownCode>(answer, 200).oneTimePassword);
    expect(codes[1]).toBe(codes[0]);
    expect((await reset('Lain lagi')).status).toBe(422);
    expect(await whatHappened(id)).toEqual(['reset', 'invited']);
    const token = await tokenOf('beni.pu', codes[0] ?? '');
    const body = { oldPassword: codes[0], newPassword: 'sandi sesudah reset' };
    good(await city.platform.request('POST', '/api/v1/sessions/password', { token, body }), 204);
    const over = await reset();
    expect([over.status, over.text]).toEqual([409, expect.stringContaining('has been used')]);
    await tokenOf('beni.pu', 'sandi sesudah reset');
  });

  test('a replacement: one successor, one code', async () => {
    const { id } = await start('candra.pu');
    const key = randomUUID();
    const { reason: _why, ...successor } = newcomer('dodi.pu');
    const replace = (body: object) => ask('cityAdmin', 'POST', `/officers/${id}/replace`, body, key);
    const first = good<InvitedOfficer>(await replace({ successor, reason }), 200);
    expect(good<InvitedOfficer>(await replace({ successor, reason }), 200)).toEqual(first);
    expect((await replace({ reason })).status).toBe(422);
    expect(await whatHappened(id)).toEqual(['ended', 'invited']);
    expect(await whatHappened(first.officer.id)).toEqual(['invited']);
  });

  test('a form that was sent twice shows the same code', async () => {
    const browser = await browserOf();
    const form = { nama: 'Eka', nama_pengguna: 'eka.pu', peran: 'liaison', unit: agencyId('roads') };
    const typed = { ...form, alasan: reason, _kunci: randomUUID() };
    const codeIn = (text: string) => /<dd class="code">(\w{4}(?:-\w{4}){3})</.exec(text)?.[1];
    const shown = await browser.send('/petugas/pejabat', typed);
    const again = await browser.send('/petugas/pejabat', typed);
    expect(codeIn(shown.text)).toMatch(/^\w{4}-/);
    expect(codeIn(again.text)).toBe(codeIn(shown.text));
  });
});

describe('whoever left', () => {
  test('comes back, in another office too, with nothing of before but the history', async () => {
    const { id, token } = await start('fitri.pu');
    good(await ask('cityAdmin', 'POST', `/officers/${id}/replace`, { reason: 'Pindah' }), 200);
    expect(await isIn(token)).toBe(false);

    const back = newcomer('fitri.pu', { agencyId: agencyId('health'), role: 'clerk' });
    const unsaid = await ask('cityAdmin', 'POST', '/officers', back);
    expect([unsaid.status, unsaid.text]).toEqual([409, expect.stringContaining('has left')]);
    const { officer, oneTimePassword } = await invite('fitri.pu', { ...back, returning: true });
    expect(officer).toMatchObject({ id, role: 'clerk', agencyId: agencyId('health'), status: 'invited' });
    expect(officer.lastSignedInAt).toBeUndefined();
    expect((await signIn('fitri.pu', PASSWORD)).status).toBe(401);
    expect(await isIn(token)).toBe(false);
    await tokenOf('fitri.pu', oneTimePassword);
    expect(await whatHappened(id)).toEqual(['returned', 'ended', 'invited']);
    // Whoever is there is not given back, said or unsaid, nor by whom it is none of the business.
    expect((await ask('cityAdmin', 'POST', '/officers', { ...back, returning: true })).status).toBe(409);
    const beyond = { ...back, agencyId: agencyId('roads'), returning: true };
    expect((await ask('roads', 'POST', '/officers', beyond)).status).toBe(403);
  });

  test('is invited back from the list, and a name that is typed asks whether it is the same person', async () => {
    const { id } = await start('gita.pu');
    good(await ask('cityAdmin', 'POST', `/officers/${id}/replace`, { reason: 'Cuti panjang' }), 200);
    const browser = await browserOf();
    const list = await browser.get('/petugas/pejabat?cari=gita.pu');
    expect(list.text).toContain(`/petugas/pejabat?kembali=${id}`);
    const filled = await browser.get(`/petugas/pejabat?kembali=${id}`);
    expect(filled.text).toContain('value="gita.pu"');
    expect(filled.text).toContain('name="kembali" value="ya" checked');

    const form = { nama: 'Gita', nama_pengguna: 'gita.pu', peran: 'liaison', unit: agencyId('roads') };
    const asked = await browser.send('/petugas/pejabat', { ...form, alasan: reason });
    expect([asked.status, asked.text]).toEqual([
      409,
      expect.stringContaining('Beri tanda bila orangnya sama'),
    ]);
    const shown = await browser.send('/petugas/pejabat', { ...form, alasan: reason, kembali: 'ya' });
    expect([shown.status, shown.text]).toEqual([200, expect.stringContaining('Kata sandi sekali pakai')]);
    const { text } = await browser.get(`/petugas/pejabat/${id}/riwayat`);
    expect(text).toContain('Diundang kembali');
  });
});

test('sessions of an officer are seen and ended by whoever looks after the account, with a reason', async () => {
  const { id, token } = await start('hani.pu', { email: 'hani@kota.example' });
  const other = await tokenOf('hani.pu', PASSWORD);
  const third = await tokenOf('hani.pu', PASSWORD);
  const list = async () =>
    good<{ readonly sessions: readonly OpenSession[] }>(
      await ask('cityAdmin', 'GET', `/officers/${id}/sessions`),
      200,
    ).sessions;
  const sessions = await list();
  expect(sessions).toHaveLength(3);
  expect(sessions[0]).toMatchObject({ device: 'Firefox, Android', current: false });

  const end = (body: object) => ask('cityAdmin', 'POST', `/officers/${id}/sessions/end`, body);
  expect((await end({ sessionId: sessions[0]?.id })).status).toBe(400);
  good(await end({ sessionId: sessions[0]?.id, reason: 'HP hilang' }), 204);
  const open = await Promise.all([token, other, third].map(isIn));
  expect(open.filter(Boolean)).toHaveLength(2);

  const browser = await browserOf();
  const page = `/petugas/pejabat/${id}/sesi`;
  expect((await browser.get(page)).text).toContain('Firefox, Android');
  expect((await browser.send(page, { sesi: '' })).status).toBe(400);
  const ended = await browser.send(page, { sesi: '', alasan: 'Lupa keluar di loket' });
  expect(ended.to).toContain('kabar=berakhir');
  expect((await browser.get(page)).text).toContain('Tidak ada sesi yang terbuka');
  expect(await Promise.all([token, other, third].map(isIn))).toEqual([false, false, false]);
  expect(await whatHappened(id)).toEqual(['signed_out', 'signed_out', 'invited']);
  const mail = await city.mailbox.waitFor('hani@kota.example', 'sesi masuk diakhiri admin');
  expect(mail.text).not.toContain('Lupa keluar');
  await tokenOf('hani.pu', PASSWORD);
});

describe('an officer is changed', () => {
  const change = (id: string, to: object, key?: string) =>
    ask(
      'cityAdmin',
      'PUT',
      `/officers/${id}`,
      { role: 'liaison', agencyId: agencyId('roads'), reason, ...to },
      key,
    );

  test('a name is corrected: sessions go on, and the same key does it once', async () => {
    const { id, token } = await start('indra.pu');
    const key = randomUUID();
    const to = { name: 'Indra Lesmana', email: 'indra@kota.example' };
    const changed = good<OfficerInfo>(await change(id, to, key), 200);
    expect(changed).toMatchObject({ ...to, username: 'indra.pu' });
    expect(good<OfficerInfo>(await change(id, to, key), 200)).toEqual(changed);
    expect((await change(id, { name: 'Lain' }, key)).status).toBe(422);
    expect(await isIn(token)).toBe(true);
    expect(await whatHappened(id)).toEqual(['changed', 'invited']);
  });

  test('with another role or unit every session ends, and what was entered elsewhere is told to nobody there', async () => {
    const { id, token } = await start('joko.pu', { email: 'joko@kota.example' });
    good(await change(id, { name: 'Joko', role: 'clerk', email: 'joko@kota.example' }), 200);
    expect(await isIn(token)).toBe(false);
    await city.mailbox.waitFor('joko@kota.example', 'peran atau tugas diubah admin');
    const again = await tokenOf('joko.pu', PASSWORD);
    good(await change(id, { name: 'Joko', agencyId: agencyId('health') }), 200);
    expect(await isIn(again)).toBe(false);
    expect(await officerOf(id)).toMatchObject({ role: 'liaison', agencyId: agencyId('health') });
    for (const [body, status] of [
      [{ name: ' ' }, 400],
      [{ name: 'Joko', email: 'bukan alamat' }, 400],
      [{ name: 'Joko', role: 'national_admin' }, 403],
      [{ name: 'Joko', role: 'inspectorate' }, 403],
    ] as const)
      expect((await change(id, body)).status, JSON.stringify(body)).toBe(status);
  });

  test('the last admin of the city neither moves nor becomes anything else, until there is another', async () => {
    const admins = good<{ readonly officers: readonly OfficerInfo[] }>(
      await ask('national', 'GET', `/officers?agency=${agencyId('city')}`),
      200,
    ).officers.filter(({ role, agencyId: at }) => role === 'agency_admin' && at === agencyId('city'));
    const [last] = admins;
    const to = { name: 'Hasnah', role: 'leader', agencyId: agencyId('city'), reason };
    const refused = await ask('national', 'PUT', `/officers/${last?.id}`, to);
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('last admin')]);
  });

  test('on a page of its own', async () => {
    const { id, token } = await start('kiki.pu', { email: 'kiki@kota.example' });
    const browser = await browserOf();
    const path = `/petugas/pejabat/${id}/ubah`;
    const shown = await browser.get(path);
    expect(shown.text).toContain('value="kiki@kota.example"');
    const form = { nama: 'Kiki Amalia', email: '', hp: '', peran: 'clerk', unit: agencyId('health') };
    expect((await browser.send(path, form)).status).toBe(400);
    const saved = await browser.send(path, { ...form, alasan: 'Mutasi' });
    expect(saved.to).toContain('kabar=berubah');
    expect(await officerOf(id)).toMatchObject({
      name: 'Kiki Amalia',
      role: 'clerk',
      agencyId: agencyId('health'),
    });
    expect(await isIn(token)).toBe(false);
  });
});
