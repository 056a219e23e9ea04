import { randomUUID } from 'node:crypto';
import type {
  CompetenceAnswer,
  CompetencePreview,
  CompetenceRow,
  CompetenceTable,
  OfficerCaseView,
} from '@lapor/portal';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, forTriage } from './builders.ts';
import { agencyId, AREA, OFFICER_PASSWORD, OFFICERS, VILLAGE } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Who answers for what is a table that admins keep: tried on yesterday's complaints first, changed with a reason, felt at once.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const post = async (path: string, body: object, who: OfficerName = 'cityAdmin') => {
  const { token } = await city.as(who);
  const headers = { 'idempotency-key': randomUUID() };
  return city.platform.request('POST', `/api/v1/competence${path}`, { token, headers, body });
};
const table = async () =>
  good<CompetenceTable>(await (await city.as('cityAdmin')).get('/api/v1/competence'), 200);
const ask = async (query: string) =>
  good<CompetenceAnswer>(await city.platform.request('GET', `/api/v1/competence/answer?${query}`), 200);
const holderOf = async (trackingId: string) =>
  (await (await city.as('cityAdmin')).view(trackingId)).agency?.code;
/** From today, in the village alone: more specific than the city's row. */
const toHealth = {
  agencyId: agencyId('health'),
  category: 'jalan-rusak',
  area: VILLAGE,
  validFrom: '2026-03-03',
};

test('everybody may ask who answers for what, and why; with a day also how it was', async () => {
  const answer = await ask(`category=jalan-rusak&area=${VILLAGE}`);
  expect(answer).toMatchObject({ agency: { code: agencyId('roads') }, via: 'competence' });
  expect(answer.row).toMatchObject({
    category: { code: 'jalan-rusak' },
    area: { code: AREA },
    validFrom: '2020-01-01',
  });
  expect(await ask(`category=jalan-rusak&area=${VILLAGE}&day=2019-12-31`)).toMatchObject({
    triageReason: 'no_rule',
    admin: { code: agencyId('city') },
  });
  expect(await ask(`agency=${agencyId('clinic')}`)).toMatchObject({
    agency: { code: agencyId('clinic') },
    via: 'declared',
  });
});

test('a change is tried on the complaints of before: which would have gone elsewhere, and nothing is changed', async () => {
  const road = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const elsewhere = await city.file(aboutARoad({ area: '21.71.01' }), { prefer: 'wait=5' });
  const named = await city.file(aboutARoad({ agency: agencyId('clinic') }), { prefer: 'wait=5' });
  await city.file(aboutTheClinic(), { prefer: 'wait=5' });
  await city.file(aboutARoad({ aboutOfficial: true }), { prefer: 'wait=5' });
  const preview = good<CompetencePreview>(await post('/preview', { enter: toHealth }), 200);
  // The protected one is not there to try with.
  expect(preview.looked).toBe(4);
  expect(preview.moved.map(({ trackingId }) => trackingId)).toEqual([road.trackingId]);
  expect(preview.moved[0]).toMatchObject({
    before: { agency: { code: agencyId('roads') } },
    after: { agency: { code: agencyId('health') }, row: { area: { code: VILLAGE } } },
  });
  expect([await holderOf(elsewhere.trackingId), await holderOf(named.trackingId)]).toEqual([
    agencyId('roads'),
    agencyId('clinic'),
  ]);
  expect((await table()).rows).toHaveLength(2);
  expect(await holderOf(road.trackingId)).toBe(agencyId('roads'));

  // One of the future is tried on the day from which it holds.
  const later = good<CompetencePreview>(
    await post('/preview', { enter: { ...toHealth, validFrom: '2026-07-01' } }),
    200,
  );
  expect(later.moved).toHaveLength(1);
  // Two that answer for the same leave it to a person.
  const twice = { ...toHealth, area: AREA };
  const { moved } = good<CompetencePreview>(await post('/preview', { enter: twice }), 200);
  expect(moved).toHaveLength(2);
  expect(moved[0]?.after).toMatchObject({ triageReason: 'ambiguous' });
});

test('a change holds from its day on and stands in the history, with who and why', async () => {
  const before = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const row = good<CompetenceRow>(await post('', { ...toHealth, reason: 'Perwali 12/2026' }), 201);
  expect(row).toMatchObject({ agency: { name: 'Dinas Kesehatan' }, area: { code: VILLAGE } });
  const after = await city.file(aboutARoad(), { prefer: 'wait=5' });
  expect([await holderOf(before.trackingId), await holderOf(after.trackingId)]).toEqual([
    agencyId('roads'),
    agencyId('health'),
  ]);
  const { rows, changes } = await table();
  expect(rows).toHaveLength(3);
  const [change] = changes.filter(({ reason }) => reason === 'Perwali 12/2026');
  expect(change).toMatchObject({ officerName: 'Hasnah Admin', row: { id: row.id } });

  // Taken back, all of the village go back: those that came by the row, and those that came before it.
  const back = await post('/preview', { end: { rowId: row.id, validTo: '2026-03-03' } });
  const { moved } = good<CompetencePreview>(back, 200);
  for (const { trackingId } of [before, after])
    expect(moved.find((each) => each.trackingId === trackingId)).toMatchObject({
      before: { agency: { code: agencyId('health') } },
      after: { agency: { code: agencyId('roads') } },
    });

  const path = `/${row.id}/end`;
  const early = await post(path, { validTo: '2026-03-02', reason: 'x' });
  expect([early.status, (early.json as { issues: object[] }).issues]).toMatchObject([
    400,
    [{ field: 'validTo' }],
  ]);
  good(await post(path, { validTo: '2026-03-03', reason: 'Dicabut' }), 200);
  expect(await ask(`category=jalan-rusak&area=${VILLAGE}&day=2026-03-03`)).toMatchObject({
    agency: { code: agencyId('health') },
  });
  expect(await ask(`category=jalan-rusak&area=${VILLAGE}&day=2026-03-04`)).toMatchObject({
    agency: { code: agencyId('roads') },
  });
  const ended = (await table()).changes.find(({ reason }) => reason === 'Dicabut');
  expect(ended?.row).toMatchObject({ id: row.id, validTo: '2026-03-03' });
});

test('survives a crash, and another day', async () => {
  await city.crash();
  const { rows, changes } = await table();
  expect([rows.length, changes.length]).toEqual([3, 4]);
});

test('a mistake of the future that is put right is tried before it is felt, also where it left two to answer', async () => {
  const mistake = { ...toHealth, area: AREA, validFrom: '2026-12-01' };
  const enter = good<CompetencePreview>(await post('/preview', { enter: mistake }), 200);
  const { id: rowId } = good<CompetenceRow>(await post('', { ...mistake, reason: 'Keliru' }), 201);
  const end = { rowId, validTo: '2026-12-02' };
  const back = good<CompetencePreview>(await post('/preview', { end }), 200);
  expect(back.moved.map(({ trackingId }) => trackingId)).toEqual(
    enter.moved.map(({ trackingId }) => trackingId),
  );
  expect(back.moved[0]).toMatchObject({
    before: { triageReason: 'ambiguous' },
    after: { agency: { code: agencyId('roads') } },
  });
  good(await post(`/${rowId}/end`, { validTo: '2026-11-30', reason: 'Keliru' }), 200);
});

test.each([
  ['a category there is not', { category: 'dongeng' }, 'category'],
  ['an area of another government', { area: '21.72' }, 'area'],
  ['no area', { area: undefined }, 'area'],
  ['a last day before the first', { validTo: '2026-03-01' }, 'validTo'],
])('refuses %s', async (_, more, field) => {
  const refused = await post('', { ...toHealth, ...more, reason: 'x' });
  expect([refused.status, (refused.json as { issues: object[] }).issues]).toMatchObject([400, [{ field }]]);
});

test('is kept by the admins of the tier above: no unit says itself what it answers for', async () => {
  for (const who of ['roads', 'health', 'coordinator', 'leader', 'inspector'] as const) {
    expect((await post('', { ...toHealth, reason: 'x' }, who)).status, who).toBe(403);
    expect((await post('/preview', { enter: toHealth }, who)).status, who).toBe(403);
    // Inspectors look after their own inspectorate, and read what it answers for.
    const listed = await (await city.as(who)).get('/api/v1/competence');
    expect(listed.status, who).toBe(who === 'inspector' ? 200 : 403);
  }
  const triaged = await city.file(forTriage(), { prefer: 'wait=5' });
  const view: OfficerCaseView = await (await city.as('cityAdmin')).view(triaged.trackingId);
  expect(view.triageReason).toBe('no_category');
});

test('on its page areas are chosen by their names, among those of the government, without a script', async () => {
  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const { text } = await browser.get('/petugas/wewenang');
  expect(text.match(/<input [^>]*name="wilayah"[^>]*list="pilihan-wilayah"/g)).toHaveLength(2);
  const [, list = ''] = /<datalist id="pilihan-wilayah">(.*?)<\/datalist>/s.exec(text) ?? [];
  const offered = [...list.matchAll(/<option value="([^"]*)">([^<]*)</g)].map(([, code, name]) => [
    code,
    name,
  ]);
  expect(offered).toHaveLength(1 + 12 + 64);
  expect(offered[0]).toEqual([AREA, 'Kota Batam, Kepulauan Riau']);
  expect(offered.every(([code]) => code?.startsWith(AREA))).toBe(true);
  expect(offered.map(([code]) => code)).toContain(VILLAGE);
});

test('on its page a trial says on which reports it was made', async () => {
  const browser = openPages(city.platform.url, 'Firefox/128.0');
  await browser.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const form = { unit: agencyId('health'), topik: 'jalan-rusak', wilayah: VILLAGE, mulai: '2026-12-01' };
  const { status, text } = await browser.send('/petugas/wewenang', { ...form, langkah: 'dampak' });
  expect(status).toBe(200);
  const [, note = ''] = /id="dampak">(.*?)<\/div>/s.exec(text) ?? [];
  expect(note).toContain('Dicoba pada laporan yang kini dipegang Pemerintah Kota Batam dan unit di bawahnya');
});

describe('two governments on the same ground', () => {
  const AUTHORITY = 'otorita';
  const UNITS = 'key,name,kind\nbandara,Unit Bandara,unit';
  const unit = agencyIdFor(`${AUTHORITY}/bandara`);
  const toTheirs = { agencyId: unit, category: 'drainase', area: VILLAGE, validFrom: '2026-03-10' };
  const ADMIN = 'admin.otorita';
  const asTheirs = async () => {
    const signedIn = good<{ readonly token: string }>(
      await city.platform.request('POST', '/api/v1/sessions', {
        body: { username: ADMIN, password: OFFICER_PASSWORD },
      }),
      201,
    );
    return signedIn.token;
  };
  const sent = async (token: string, path: string, body: object) =>
    city.platform.request('POST', `/api/v1/${path}`, { token, body });
  const refusal = {
    status: 400,
    json: { issues: [{ field: 'area', rule: expect.stringContaining('an admin above both') as string }] },
  };

  beforeAll(async () => {
    const { token } = await city.as('national');
    const body = {
      area: AREA,
      bodyKey: AUTHORITY,
      bodyName: 'Otorita Kawasan',
      units: UNITS,
      officers: `username,name,role,unit_key\n${ADMIN},Admin Otorita,agency_admin,\npetugas.bandara,Petugas Bandara,liaison,bandara`,
      initialPassword: OFFICER_PASSWORD,
      reason: 'Otorita baru',
    };
    good(await sent(token, 'directory/import', body), 200);
    good(
      await post('', { ...toTheirs, agencyId: agencyId('roads'), area: AREA, reason: 'Perwali 7/2026' }),
      201,
    );
  });

  test('do not take from each other what one of them answers for, by hand or by file; a tier above both decides', async () => {
    const theirs = await asTheirs();
    expect(await sent(theirs, 'competence/preview', { enter: toTheirs })).toMatchObject(refusal);
    expect(await sent(theirs, 'competence', { ...toTheirs, reason: 'Kawasan kami' })).toMatchObject(refusal);
    const file = {
      area: AREA,
      bodyKey: AUTHORITY,
      units: UNITS,
      competence: `unit_key,category,area_code,valid_from,valid_to\nbandara,drainase,${VILLAGE},2026-03-10,`,
      reason: 'Kawasan kami',
    };
    const imported = await sent(theirs, 'directory/import', file);
    expect(JSON.stringify(imported.json)).toContain('an admin above both enters it');
    expect(await ask(`category=drainase&area=${VILLAGE}&day=2026-03-12`)).toMatchObject({
      agency: { code: agencyId('roads') },
    });
    // What nobody answers for is free to enter.
    good(await sent(theirs, 'competence', { ...toTheirs, category: 'bandara', reason: 'Kawasan kami' }), 201);
    good(await post('', { ...toTheirs, reason: 'Kesepakatan bersama' }, 'national'), 201);
    expect(await ask(`category=drainase&area=${VILLAGE}&day=2026-03-12`)).toMatchObject({
      agency: { code: unit },
    });
    expect(await post('', { ...toTheirs, agencyId: agencyId('roads'), reason: 'Kembali' })).toMatchObject(
      refusal,
    );
  });

  test('a row that a file brought in and one entered by hand are the same row', async () => {
    const theirs = await asTheirs();
    const rows = async () =>
      good<CompetenceTable>(await city.platform.request('GET', '/api/v1/competence', { token: theirs }), 200)
        .rows;
    const file = {
      area: AREA,
      bodyKey: AUTHORITY,
      units: UNITS,
      competence: `unit_key,category,area_code,valid_from,valid_to\nbandara,angkutan-umum,${VILLAGE},2026-03-10,\nbandara,bandara,${VILLAGE},2026-03-10,`,
      reason: 'Tabel kami',
    };
    const count = (await rows()).length;
    good(await sent(theirs, 'directory/import', file), 200);
    expect(await rows()).toHaveLength(count + 1);
    const again = {
      ...toTheirs,
      category: 'angkutan-umum',
      validTo: '2026-12-31',
      reason: 'Sampai akhir tahun',
    };
    good(await sent(theirs, 'competence', again), 201);
    expect(await rows()).toHaveLength(count + 1);
  });

  test('a row that is still to come is taken back: it never holds', async () => {
    const theirs = await asTheirs();
    const later = { ...toTheirs, category: 'pelabuhan', validFrom: '2026-04-01', reason: 'Salah ketik' };
    const { id } = good<CompetenceRow>(await sent(theirs, 'competence', later), 201);
    const ended = await sent(theirs, `competence/${id}/end`, {
      validTo: '2026-03-03',
      reason: 'Salah ketik',
    });
    expect(good<CompetenceRow>(ended, 200)).toMatchObject({ validFrom: '2026-04-01', validTo: '2026-03-31' });
    expect(await ask(`category=pelabuhan&area=${VILLAGE}&day=2026-04-01`)).toMatchObject({
      triageReason: 'no_rule',
    });
    const pages = openPages(city.platform.url, 'Firefox/128.0');
    await pages.send('/masuk', { nama_pengguna: ADMIN, sandi: OFFICER_PASSWORD });
    expect((await pages.get('/petugas/wewenang')).text).toContain(
      'dibatalkan sebelum berlaku (1 April 2026)',
    );
    const form = {
      unit,
      topik: 'drainase',
      wilayah: VILLAGE,
      mulai: '2026-04-02',
      alasan: 'Kawasan kami',
    };
    const told = await pages.send('/petugas/wewenang', { ...form, topik: 'jalan-rusak' });
    expect(told.text).toContain('hanya admin di atas keduanya yang dapat mengalihkannya');
  });
});
