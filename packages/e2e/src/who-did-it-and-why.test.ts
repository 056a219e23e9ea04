import type { InvitedOfficer, OfficerInfo, RecordedChange } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { agencyId, AREA, FOUNDED, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Whatever is done to somebody else's account, or with a key, has somebody who did it, a time and a reason, for the admins who look after it.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const ask = async (who: OfficerName, method: string, path: string, body?: object) => {
  const { token } = await city.as(who);
  return city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
};
const changesOf = async (path: string) =>
  good<{ readonly changes: readonly RecordedChange[] }>(
    await ask('cityAdmin', 'GET', path === '/competence' ? path : `${path}/changes`),
    200,
  ).changes;
const ADMIN = 'Hasnah Admin';

test('an account was opened, given a new code and ended: its history says by whom, when and why', async () => {
  const newcomer = {
    username: 'nia.pu',
    name: 'Nia Pengganti',
    role: 'liaison',
    agencyId: agencyId('roads'),
  };
  const { officer } = good<InvitedOfficer>(
    await ask('cityAdmin', 'POST', '/officers', {
      ...newcomer,
      reason: 'Menggantikan Pak Wahyu, SK 12/2026',
    }),
    201,
  );
  await city.moveClock(60_000);
  good(
    await ask('national', 'POST', `/officers/${officer.id}/reset`, { reason: 'Kode hilang di jalan' }),
    200,
  );
  await city.moveClock(60_000);

  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const replacing = `/petugas/pejabat/${officer.id}/ganti`;
  const refused = await browser.send(replacing, { tanpa: 'ya' });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('<a href="#akhir-alasan">Alasan: ');
  const resetting = await browser.send(`/petugas/pejabat/${officer.id}/atur-ulang`, {});
  expect([resetting.status, resetting.text.includes('<a href="#alasan">Alasan: ')]).toEqual([400, true]);
  const ended = await browser.send(replacing, { tanpa: 'ya', alasan: 'Mutasi ke provinsi' });
  expect(ended.to).toContain('kabar=berakhir');

  const changes = await changesOf(`/officers/${officer.id}`);
  expect(changes).toMatchObject([
    { what: 'ended', officerName: ADMIN, reason: 'Mutasi ke provinsi' },
    { what: 'reset', reason: 'Kode hilang di jalan' },
    { what: 'invited', officerName: ADMIN, reason: 'Menggantikan Pak Wahyu, SK 12/2026' },
  ]);
  expect(changes[1]?.officerName).not.toBe(ADMIN);
  const times = changes.map(({ at }) => at);
  expect(new Set(times).size).toBe(3);
  expect(times).toEqual(times.toSorted().toReversed());

  const list = await browser.get('/petugas/pejabat?cari=nia.pu');
  expect(list.text).toContain(`/petugas/pejabat/${officer.id}/riwayat`);
  const { text } = await browser.get(`/petugas/pejabat/${officer.id}/riwayat`);
  for (const told of ['Akses diakhiri', `oleh ${ADMIN}`, ...changes.map(({ reason }) => reason)])
    expect(text).toContain(told);
  expect((await ask('roads', 'GET', `/officers/${officer.id}/changes`)).status).toBe(403);
});

test('a key was made and ended: its history says by whom, when and why', async () => {
  const key = { agencyId: agencyId('roads'), label: 'e-office', reason: 'SPBE 4/2026' };
  const made = await ask('cityAdmin', 'POST', '/agency-keys', key);
  const { keyId } = good<{ readonly agencyKey: { readonly keyId: string } }>(made, 201).agencyKey;
  await city.moveClock(60_000);
  good(await ask('cityAdmin', 'POST', `/agency-keys/${keyId}/rotate`, { reason: 'Bocor di log' }), 200);
  await city.moveClock(60_000);
  good(await ask('national', 'POST', `/agency-keys/${keyId}/revoke`, { reason: 'Sistem dimatikan' }), 200);
  const changes = await changesOf(`/agency-keys/${keyId}`);
  expect(changes).toMatchObject([
    { what: 'revoked', reason: 'Sistem dimatikan' },
    { what: 'rotated', officerName: ADMIN, reason: 'Bocor di log' },
    { what: 'created', officerName: ADMIN, reason: 'SPBE 4/2026' },
  ]);
  expect(new Set(changes.map(({ at }) => at)).size).toBe(3);
  expect((await ask('roads', 'GET', `/agency-keys/${keyId}/changes`)).status).toBe(403);
});

test('who leaves because their office is closed, and its keys, have its reason', async () => {
  const key = { agencyId: agencyId('clinic'), label: 'e-office', reason: 'SPBE 4/2026' };
  const made = await ask('cityAdmin', 'POST', '/agency-keys', key);
  const { keyId } = good<{ readonly agencyKey: { readonly keyId: string } }>(made, 201).agencyKey;
  const { officers } = good<{ readonly officers: readonly OfficerInfo[] }>(
    await ask('cityAdmin', 'GET', `/officers?agency=${agencyId('clinic')}`),
    200,
  );
  const reason = 'Puskesmas digabung, Perwali 7';
  good(await ask('cityAdmin', 'POST', `/agencies/${agencyId('clinic')}/close`, { reason }), 200);
  const because = { officerName: ADMIN, reason };
  expect((await changesOf(`/agency-keys/${keyId}`))[0]).toMatchObject({ what: 'revoked', ...because });
  expect((await changesOf(`/officers/${officers[0]?.id}`))[0]).toMatchObject({ what: 'ended', ...because });
});

test('a file was imported: what came of it has its reason, in the history of the tree, of accounts and of competence', async () => {
  const units = 'key,name,kind\ndamkar,Pemadam Kebakaran,unit\ndinkes,Dinas Kesehatan,unit';
  const officers =
    'username,name,role,unit_key\npetugas.damkar,Doni Damkar,liaison,damkar\npetugas.dinkes,Melati Sehat,liaison,dinkes';
  const competence = `unit_key,category,area_code,valid_from\ndamkar,lampu-jalan,${AREA},2026-04-01`;
  const files = { area: AREA, units, officers, competence };
  const unsaid = await ask('cityAdmin', 'POST', '/directory/import', files);
  expect([unsaid.status, unsaid.text.includes('reason')]).toEqual([400, true]);
  const reason = 'Perwali 9/2026 tentang SOTK';
  for (const again of [false, true]) {
    // Brought in again it changes nothing, and nothing is written down.
    const why = again ? 'Sekali lagi' : reason;
    const done = await ask('cityAdmin', 'POST', '/directory/import', { ...files, reason: why });
    expect(good<{ readonly issues: readonly object[] }>(done, 200).issues).toEqual([]);
  }
  const because = { officerName: ADMIN, reason };
  const [last, before] = await changesOf(`/agencies/${agencyId('city')}`);
  expect(last).toMatchObject({ what: 'imported', units: 1, officers: 2, rules: 1, ...because });
  expect(before).toMatchObject({ what: 'closed' });

  const { officers: all } = good<{ readonly officers: readonly OfficerInfo[] }>(
    await ask('cityAdmin', 'GET', '/officers'),
    200,
  );
  const historyOf = (username: string) =>
    changesOf(`/officers/${all.find((each) => each.username === username)?.id}`);
  expect(await historyOf('petugas.damkar')).toMatchObject([{ what: 'invited', ...because }]);
  expect((await historyOf('petugas.dinkes'))[0]).toMatchObject({ what: 'changed', ...because });
  expect((await historyOf('petugas.dinkes')).at(-1)).toMatchObject({ what: 'invited', reason: FOUNDED });
  const rows = await changesOf('/competence');
  expect(rows.find((each) => each.reason === reason)).toMatchObject({
    row: { validFrom: '2026-04-01' },
    ...because,
  });

  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const { text } = await browser.get(`/petugas/instansi/${agencyId('city')}`);
  expect(text).toContain('1 unit, 2 petugas, dan 1 baris wewenang ditambah atau diubah dari berkas');
  expect(text).toContain(reason);
});

test('rows that ended because an office was closed have its reason', async () => {
  const changes = await changesOf('/competence');
  const ended = changes.find(({ reason }) => reason === 'Puskesmas digabung, Perwali 7');
  expect(ended).toMatchObject({ officerName: ADMIN, row: { agency: { code: agencyId('clinic') } } });
});
