import { randomUUID } from 'node:crypto';
import type { CategoryChangeInfo, CategoryInfo, MergePreview, SummaryView } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { ADMIN_PASSWORD, agencyId, AREA, OFFICERS, VILLAGE } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// What complaints can be about is data: the national admin changes it, everything follows without a restart, and no code ever goes.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const reason = 'Keputusan 7/2026';
const post = async (
  path: string,
  body: object,
  key: string = randomUUID(),
  who: OfficerName = 'national',
) => {
  const { token } = await city.as(who);
  const headers = { 'idempotency-key': key };
  return city.platform.request('POST', `/api/v1/categories${path}`, { token, headers, body });
};
const preview = async (code: string, into: string) =>
  good<MergePreview>(await post(`/${code}/merge/preview`, { into }), 200);
const tree = async (query = '') =>
  good<{ readonly categories: readonly CategoryInfo[] }>(
    await city.platform.request('GET', `/api/v1/categories${query}`),
    200,
  ).categories;
const at = async (code: string, query = '') => (await tree(query)).find((each) => each.code === code);
const changes = async () =>
  good<{ readonly changes: readonly CategoryChangeInfo[] }>(
    await (await city.as('national')).get('/api/v1/categories/changes'),
    200,
  ).changes;
const PARK = {
  code: 'lampu-taman',
  group: 'jalan',
  nameId: 'Lampu taman',
  nameEn: 'Park light',
  reason,
};

test('a category is added, renamed and marked: chosen at once, each change with who and why', async () => {
  const key = randomUUID();
  expect((await post('', PARK, randomUUID(), 'cityAdmin')).status).toBe(403);
  expect(good<CategoryInfo>(await post('', PARK, key), 201)).toMatchObject({ parentCode: 'jalan' });
  good(await post('/lampu-taman/rename', { nameId: 'Lampu taman kota', nameEn: 'Park light', reason }), 200);
  // Sent again after the name was changed: it was done, and is not done twice.
  expect(good<CategoryInfo>(await post('', PARK, key), 201).nameId).toBe('Lampu taman kota');
  expect((await post('', { ...PARK, nameId: 'Lain' }, key)).status).toBe(422);
  const taken = await post('', { ...PARK, nameId: 'Lain' });
  expect(taken.status).toBe(400);
  expect((taken.json as { issues: object[] }).issues).toEqual([{ field: 'code', rule: 'is used already' }]);

  good(await post('/lampu-taman/marks', { danger: true, neverPublic: false, reason: 'Tersetrum' }), 200);
  const { trackingId } = await city.file(aboutARoad({ category: 'lampu-taman' }), { prefer: 'wait=5' });
  const view = await (await city.as('cityAdmin')).view(trackingId);
  expect(view).toMatchObject({ category: { code: 'lampu-taman', name: 'Lampu taman kota' }, danger: true });

  const told = await changes();
  expect(told.map(({ what, code }) => `${what} ${code}`)).toEqual([
    'marked lampu-taman',
    'renamed lampu-taman',
    'added lampu-taman',
  ]);
  expect(told[0]).toMatchObject({
    danger: true,
    reason: 'Tersetrum',
    officerName: expect.any(String) as string,
  });
});

test('what is retired can be chosen no more, and keeps its name on what was filed', async () => {
  const { trackingId } = await city.file(aboutARoad({ category: 'trotoar' }), { prefer: 'wait=5' });
  good(await post('/trotoar/retire', { reason }), 200);
  expect(await at('trotoar')).toBeUndefined();
  expect(await at('trotoar', '?retired=true')).toMatchObject({ retired: true });
  const refused = await city.platform.request('POST', '/api/v1/complaints', {
    body: aboutARoad({ category: 'trotoar' }),
  });
  expect(refused.status).toBe(400);
  expect((refused.json as { issues: object[] }).issues).toEqual([
    { field: 'category', rule: 'must be a category that is in use' },
  ]);
  const view = await (await city.as('cityAdmin')).view(trackingId);
  expect(view.category).toMatchObject({ code: 'trotoar', name: 'Trotoar dan penyeberangan' });
  good(await post('/trotoar/restore', { reason: 'Salah tekan' }), 200);
  expect(await at('trotoar')).toMatchObject({ code: 'trotoar' });
});

test('a merged category goes on as the other one: competence, what is filed by the old code, and figures', async () => {
  const roads = await city.as('roads');
  const before = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const done = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.reporter(done, { command: 'withdraw' });
  const member = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const cityAdmin = await city.as('cityAdmin');
  await cityAdmin.do(member.trackingId, {
    command: 'merge',
    masterId: before.trackingId,
    reason: 'Lubang yang sama',
  });
  expect((await roads.view(before.trackingId)).agency?.code).toBe(agencyId('roads'));
  const previewed = await preview('jalan-rusak', 'jalan-lingkungan');
  expect(previewed).toMatchObject({
    open: 1,
    following: 1,
    holders: [{ agency: { code: agencyId('roads') }, open: 1 }],
    rowsInAll: previewed.rows.length,
  });
  expect(previewed.rows.map((row) => `${row.category.code} ${row.agency.code}`)).toContain(
    `jalan-rusak ${agencyId('roads')}`,
  );
  const here = previewed.areas.find(({ area }) => area.code === AREA);
  expect(here?.merged.agency?.code).toBe(agencyId('roads'));
  expect(here?.survivor.agency?.code).not.toBe(agencyId('roads'));
  expect(here?.after).toMatchObject({ agency: { code: agencyId('roads') } });
  // Nothing of it is stored.
  expect(await at('jalan-rusak')).toBeDefined();
  const untrue = await post('/jalan-rusak/merge/preview', { into: 'jalan' });
  expect((untrue.json as { issues: object[] }).issues).toMatchObject([{ field: 'into' }]);
  // The survivor has no row of its own here: that of what it takes over goes on.
  good(await post('/jalan-rusak/merge', { into: 'jalan-lingkungan', reason }), 200);
  await city.crash();
  // Killed before it could: the open case follows all the same, and says so.
  const moved = async () => {
    const { category, timeline } = await (await city.as('roads')).view(before.trackingId);
    return category?.code === 'jalan-lingkungan' ? timeline : undefined;
  };
  const timeline = await until(moved, () => 'an open case goes on under the survivor');
  expect(timeline.filter(({ type }) => type === 'CaseCategoryFollowed')).toHaveLength(1);
  // So does what follows it, which is in nobody's inbox.
  const memberMoved = async () => {
    const { category } = await (await city.as('cityAdmin')).view(member.trackingId);
    return category?.code === 'jalan-lingkungan' ? category : undefined;
  };
  await until(memberMoved, () => 'a case that follows a master goes on under the survivor');
  expect(await at('jalan-rusak')).toBeUndefined();
  expect(await at('jalan-rusak', '?retired=true')).toMatchObject({ successorCode: 'jalan-lingkungan' });

  const old = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const now = await city.file(aboutARoad({ category: 'jalan-lingkungan' }), { prefer: 'wait=5' });
  for (const { trackingId } of [old, now]) {
    const view = await (await city.as('roads')).view(trackingId);
    expect(view).toMatchObject({
      category: { code: 'jalan-lingkungan' },
      agency: { code: agencyId('roads') },
    });
  }
  const answer = await city.platform.request(
    'GET',
    `/api/v1/competence/answer?category=jalan-lingkungan&area=${VILLAGE}`,
  );
  expect(answer.json).toMatchObject({
    agency: { code: agencyId('roads') },
    row: { category: { code: 'jalan-rusak' } },
  });

  const counted = async (category: string) => {
    const query = `from=2026-03-01&to=2026-03-31&category=${category}`;
    const answered = await city.platform.request('GET', `/api/v1/reports/summary?${query}`);
    return good<SummaryView>(answered, 200).figures.received;
  };
  const both = async () => ((await counted('jalan-lingkungan')) === 5 ? true : undefined);
  await until(both, () => 'the survivor counts all five');
  // Asked for by itself the old code is what it was.
  expect(await counted('jalan-rusak')).toBe(1);
  // What is over keeps the name it had.
  const over = await city.view(done.trackingId, done.accessCode);
  expect(over.category).toMatchObject({ code: 'jalan-rusak', name: 'Jalan rusak atau berlubang' });
  const again = await post('/jalan-rusak/restore', { reason });
  expect(again.status).toBe(400);
});

test('a merger is undone: open cases it took along come back, what was filed meanwhile stays, and reports to come go apart', async () => {
  const roads = await city.as('roads');
  // Of before the merger; one stays open, one is given another category by a person meanwhile, one follows a master.
  const [own, changed, member] = await Promise.all(
    [1, 2, 3].map(() => city.file(aboutARoad({ category: 'lampu-jalan' }), { prefer: 'wait=5' })),
  );
  const cityAdmin = await city.as('cityAdmin');
  const joined = { command: 'merge', masterId: own!.trackingId, reason: 'Lampu yang sama' } as const;
  await cityAdmin.do(member!.trackingId, joined);
  good(await post('/lampu-jalan/merge', { into: 'drainase', reason }), 200);
  const under = (trackingId: string, code: string) => async () =>
    (await (await city.as('cityAdmin')).view(trackingId)).category?.code === code ? true : undefined;
  for (const { trackingId } of [own!, changed!, member!])
    await until(under(trackingId, 'drainase'), () => 'an open case goes on under the survivor');
  const meanwhile = await city.file(aboutARoad({ category: 'drainase' }), { prefer: 'wait=5' });
  await cityAdmin.do(changed!.trackingId, {
    command: 'reclassify',
    category: 'trotoar',
    reason: 'Yang rusak trotoarnya',
  });

  const refused = await post('/trotoar/unmerge', { reason });
  expect(refused).toMatchObject({ status: 400, json: { issues: [{ field: 'code' }] } });
  expect((await post('/lampu-jalan/unmerge', { reason }, randomUUID(), 'cityAdmin')).status).toBe(403);
  const shown = good<MergePreview>(await post('/lampu-jalan/unmerge/preview', {}), 200);
  expect(shown).toMatchObject({ open: 1, following: 1 });
  // On its page, only once it has been shown what it moves.
  const pages = openPages(city.platform.url, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
  const form = { tindakan: 'unmerge', alasan: 'Digabung karena keliru' };
  const tried = await pages.send('/petugas/topik/lampu-jalan', form);
  expect([tried.status, tried.text.includes('1 laporan terbuka akan kembali ke topik ini')]).toEqual([
    200,
    true,
  ]);
  expect(await at('lampu-jalan')).toBeUndefined();
  const done = await pages.send('/petugas/topik/lampu-jalan', { ...form, dilihat: 'lampu-jalan' });
  expect([done.status, done.to]).toEqual([303, '/petugas/topik/lampu-jalan?kabar=tersimpan']);
  // Killed before it could: the open cases come back all the same.
  await city.crash();
  for (const { trackingId } of [own!, member!])
    await until(under(trackingId, 'lampu-jalan'), () => 'an open case comes back');
  expect((await roads.view(changed!.trackingId)).category?.code).toBe('trotoar');
  expect((await (await city.as('cityAdmin')).view(meanwhile.trackingId)).category?.code).toBe('drainase');

  expect(await at('lampu-jalan')).toMatchObject({ code: 'lampu-jalan' });
  const next = await city.file(aboutARoad({ category: 'lampu-jalan' }), { prefer: 'wait=5' });
  expect((await (await city.as('cityAdmin')).view(next.trackingId)).category?.code).toBe('lampu-jalan');
  const [last] = await changes();
  expect(last).toMatchObject({
    what: 'unmerged',
    code: 'lampu-jalan',
    officerName: 'Admin Nasional',
    reason: 'Digabung karena keliru',
  });
  expect((await pages.get('/petugas/topik/lampu-jalan')).text).toContain('berdiri sendiri lagi');
});

test('an accepted objection gives back what the category was merged into meanwhile', async () => {
  good(await post('', { ...PARK, code: 'lampu-gang', nameId: 'Lampu gang' }), 201);
  const filed = await city.file(aboutARoad({ category: 'lampu-gang' }), { prefer: 'wait=5' });
  const { trackingId } = filed;
  const cityAdmin = await city.as('cityAdmin');
  await cityAdmin.do(trackingId, {
    command: 'reclassify',
    category: 'trotoar',
    reason: 'Trotoarnya yang rusak',
  });
  const objected = { command: 'object', text: 'Yang mati lampunya, bukan trotoarnya' } as const;
  expect((await city.reporter(filed, objected)).status).toBe(200);
  good(await post('/lampu-gang/merge', { into: 'drainase', reason }), 200);
  const national = await city.as('national');
  await national.do(trackingId, { command: 'objection', accept: true, text: 'Benar, lampunya yang mati' });
  expect((await national.view(trackingId)).category?.code).toBe('drainase');
});

test('a merger is shown with what begins later in the competence table, and with the limits of danger', async () => {
  const { token } = await city.as('national');
  const send = async (path: string, body: object) =>
    good(await city.platform.request('POST', `/api/v1${path}`, { token, body: { ...body, reason } }), 201);
  // Today nobody answers for either; from June somebody does for one of them, until the end of the year.
  const row = { agencyId: agencyId('roads'), category: 'lampu-jalan', area: AREA };
  await send('/competence', { ...row, validFrom: '2026-06-01', validTo: '2026-12-31' });
  const later = await preview('lampu-jalan', 'lampu-taman');
  expect(later.rows.map(({ validFrom }) => validFrom)).toEqual(['2026-06-01']);
  const told = later.areas.filter(({ area }) => area.code === AREA);
  expect(told.map(({ fromDay }) => fromDay)).toEqual(['2026-06-01']);
  expect(told[0]).toMatchObject({
    merged: { agency: { code: agencyId('roads') } },
    survivor: { triageReason: 'no_rule' },
    after: { agency: { code: agencyId('roads') } },
  });

  // One of the two is of danger: by the policy of now, and by one to come.
  const { policies } = good<{ readonly policies: readonly object[] }>(
    await city.platform.request('GET', '/api/v1/policies'),
    200,
  );
  await send('/policies', { ...policies[0], version: 'cepat', validFrom: '2026-09-01', urgentHours: 1 });
  const limits = [
    { version: 'id-2018-1', urgentHours: 2 },
    { version: 'cepat', validFrom: '2026-09-01', urgentHours: 1 },
  ];
  expect(later.danger).toMatchObject({ becomes: true, limits: [limits[0]] });
  expect((await preview('lampu-taman', 'lampu-jalan')).danger).toMatchObject({ becomes: false, limits });
  expect((await preview('lampu-jalan', 'trotoar')).danger).toBeUndefined();

  const pages = openPages(city.platform.url, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
  const merger = { tindakan: 'merge', tujuan: 'lampu-taman', langkah: 'dampak' };
  const { text } = await pages.send('/petugas/topik/lampu-jalan', merger);
  for (const said of [
    'baru berlaku 1 Juni 2026',
    'mulai 1 Juni 2026: ',
    'menjadi darurat',
    'cepat, mulai 1 September 2026: 1 jam',
  ])
    expect(text).toContain(said);
});

test('a merger is done on its page only once it has been shown what it moves', async () => {
  const { trackingId } = await city.file(aboutARoad({ category: 'jembatan' }), { prefer: 'wait=5' });
  const pages = openPages(city.platform.url, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
  const merger = { tindakan: 'merge', tujuan: 'trotoar', alasan: reason, yakin: 'ya' };
  const send = (form: object) => pages.send('/petugas/topik/jembatan', { ...merger, ...form });
  // Though all is filled in.
  const tried = await send({});
  expect([tried.status, tried.text.includes('1 laporan terbuka akan pindah topik')]).toEqual([200, true]);
  expect(tried.text).toContain('name="dilihat" value="trotoar"');
  const another = await send({ tujuan: 'jalan-lingkungan', dilihat: 'trotoar' });
  expect(another.text).toContain('name="dilihat" value="jalan-lingkungan"');
  const unsure = await send({ dilihat: 'trotoar', yakin: '' });
  expect([unsure.status, unsure.text.includes('id="dampak"')]).toEqual([400, true]);
  const nowhere = await send({ tujuan: '', langkah: 'dampak' });
  expect(nowhere.status).toBe(400);
  expect(await at('jembatan')).toBeDefined();
  const done = await send({ dilihat: 'trotoar' });
  expect([done.status, done.to]).toEqual([303, '/petugas/topik/jembatan?kabar=tersimpan']);
  const moved = async () => {
    const { category } = await (await city.as('cityAdmin')).view(trackingId);
    return category?.code === 'trotoar' ? category : undefined;
  };
  await until(moved, () => 'the open case goes on under the survivor');
});
