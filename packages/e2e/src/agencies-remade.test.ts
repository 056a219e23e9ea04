import { agencyIdFor } from '@lapor/kernel';
import type { AgencyInfo, Inbox, KindAndAreaPreview, OfficerCaseView } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { ADMIN_PASSWORD, agencyId, AREA, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// An agency becomes something else, or lies elsewhere; two bodies become one, and what their inspectorates have stays out of sight.

let city: CityAtWork;
const BP = agencyIdFor('bp');
const BP_INSPECTORATE = agencyIdFor('bp/periksa');
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const { token } = await city.as('national');
  const body = {
    area: AREA,
    bodyKey: 'bp',
    bodyName: 'Badan Pengusahaan',
    units: 'key,name,kind\nlahan,Direktorat Lahan,unit\nperiksa,Inspektorat BP,inspectorate',
    officers: [
      'username,name,role,unit_key,email,phone',
      'admin.bp,Admin BP,agency_admin,,,',
      'petugas.lahan,Tono,liaison,lahan,,',
      'pemeriksa.bp,Pemeriksa BP,inspectorate,periksa,,',
    ].join('\n'),
    initialPassword: OFFICER_PASSWORD,
    reason: 'PP 41/2021',
  };
  const { status, text } = await city.platform.request('POST', '/api/v1/directory/import', { token, body });
  if (status !== 200) throw new Error(text);
});
afterAll(() => city.close());

const post = async (path: string, body: object, who: 'cityAdmin' | 'national' | 'roads' = 'cityAdmin') => {
  const { token } = await city.as(who);
  return city.platform.request('POST', `/api/v1/agencies/${path}`, { token, body });
};
const tokenOf = async (username: string) =>
  good<{ readonly token: string }>(
    await city.platform.request('POST', '/api/v1/sessions', {
      body: { username, password: OFFICER_PASSWORD },
    }),
    201,
  ).token;
const statusFor = async (token: string, id: string) =>
  (await city.platform.request('GET', `/api/v1/cases/${id}`, { token })).status;

describe('another kind or area', () => {
  const WEST = '21.71.05';

  test('is seen before it is made, keeps open cases and their limits, and stands in the history', async () => {
    const roads = await city.as('roads');
    const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const before = await roads.view(trackingId);
    const unit = agencyId('roads');
    const wanted = { kind: 'subunit', area: WEST };
    expect((await post(`${unit}/kind-and-area`, { ...wanted, reason: 'x' }, 'roads')).status).toBe(403);
    const outside = await post(`${unit}/kind-and-area`, { kind: 'unit', area: '21.72', reason: 'x' });
    expect(outside).toMatchObject({ status: 400, json: { issues: [{ field: 'areaCode' }] } });
    const shown = good<KindAndAreaPreview>(await post(`${unit}/kind-and-area/preview`, wanted), 200);
    expect(shown).toMatchObject({ agency: { kind: 'subunit', areaCode: WEST }, open: 1, more: false });
    expect(shown.endingInAll + shown.followingInAll).toBe(0);

    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
    const page = `/petugas/instansi/${unit}`;
    const form = { tindakan: 'kind-and-area', jenis: 'subunit', wilayah: WEST };
    const tried = await pages.send(page, { ...form, langkah: 'dampak' });
    expect(tried.status).toBe(200);
    const became = `unit, Kota Batam (${AREA}) menjadi subunit, Kec. Bulang (${WEST})`;
    expect(tried.text).toContain(`${became}. Belum ada yang disimpan.`);
    expect(tried.text).toContain('1 laporan terbuka tetap di sini');
    expect((await roads.get(`/api/v1/agencies/${unit}`)).json).toMatchObject({ kind: 'unit' });
    expect((await pages.send(page, form)).status).toBe(400);
    expect((await pages.send(page, { ...form, alasan: 'Perwali 9/2026' })).status).toBe(303);
    const now = good<AgencyInfo>(await city.platform.request('GET', `/api/v1/agencies/${unit}`), 200);
    expect(now).toMatchObject({ kind: 'subunit', areaCode: WEST });
    expect((await pages.get(page)).text).toContain(became);
    const after = await roads.view(trackingId);
    expect([after.agency, after.due, after.status]).toEqual([before.agency, before.due, before.status]);
  });
});

describe('two bodies that become one', () => {
  test('say whose inspectorate goes on: it gets what the other had, and nobody who is reported reads it meanwhile', async () => {
    const [cityAdmin, inspector] = await Promise.all([city.as('cityAdmin'), city.as('inspector')]);
    const reported = await city.file(aboutARoad({ aboutOfficial: true, agency: agencyId('roads') }), {
      prefer: 'wait=5',
    });
    expect((await inspector.view(reported.trackingId)).agency?.code).toBe(agencyId('inspectorate'));
    const eyes = await Promise.all([tokenOf('admin.bp'), tokenOf('petugas.lahan')]);
    const curious = [cityAdmin.token, (await city.as('roads')).token, ...eyes];
    const seen = async () =>
      (await Promise.all(curious.map((token) => statusFor(token, reported.trackingId)))).filter(
        (status) => status === 200,
      );
    expect(await seen()).toEqual([]);

    const merger = { successorId: agencyId('city'), keepOfficers: true, reason: 'PP 5/2026' };
    const unsaid = await post(`${BP}/close`, merger, 'national');
    expect(unsaid).toMatchObject({ status: 400, json: { issues: [{ field: 'inspectorateId' }] } });
    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
    const form = {
      tindakan: 'close',
      unit: agencyId('city'),
      petugas: 'ikut',
      yakin: 'ya',
      alasan: 'PP 5/2026',
    };
    const page = `/petugas/instansi/${BP}`;
    expect((await pages.get(page)).text).toContain('Inspektorat BP (dari sini)');
    const refused = await pages.send(page, form);
    expect([refused.status, refused.text.includes('Keduanya punya inspektorat')]).toEqual([400, true]);
    expect((await pages.send(page, { ...form, inspektorat: 'ini' })).status).toBe(303);
    // Killed before its cases could follow.
    await city.crash();

    const inbox = async (username: string) => {
      const token = await tokenOf(username);
      const answer = await city.platform.request('GET', '/api/v1/cases?pageSize=200', { token });
      return good<Inbox>(answer, 200).cases.map(({ id }) => id);
    };
    await until(
      async () => {
        expect(await seen()).toEqual([]);
        return (await inbox('pemeriksa.bp')).includes(reported.trackingId) ? true : undefined;
      },
      () => 'the case did not come to the inspectorate that goes on',
    );
    expect(await seen()).toEqual([]);
    const token = await tokenOf('pemeriksa.bp');
    const view = await city.platform.request('GET', `/api/v1/cases/${reported.trackingId}`, { token });
    expect(good<OfficerCaseView>(view, 200).agency?.code).toBe(BP_INSPECTORATE);
    // Whoever inspected for the other one inspects here from now on.
    expect(await inbox(OFFICERS.inspector)).toContain(reported.trackingId);
    const closed = await city.platform.request('GET', `/api/v1/agencies/${agencyId('inspectorate')}`);
    expect(closed.json).toMatchObject({ active: false, successorId: BP_INSPECTORATE });

    // What is filed from then on comes there too.
    const next = await city.file(aboutARoad({ aboutOfficial: true, agency: agencyId('roads') }), {
      prefer: 'wait=5',
    });
    await until(
      async () => ((await inbox('pemeriksa.bp')).includes(next.trackingId) ? true : undefined),
      () => 'a new case did not come to the inspectorate that goes on',
    );
    expect(await statusFor((await city.as('cityAdmin')).token, next.trackingId)).not.toBe(200);
  });
});
