import type { CalendarPreview, CalendarView, PolicyView } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { ADMIN_PASSWORD, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// Holidays and limits are data: entered by the national admin, felt by every clock that runs.

const DAY = 24 * 3_600_000;
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

/** As the first start calls the national admin. */
const ADMIN = 'Admin Nasional';
const calendar = async (query = '') =>
  good<CalendarView>(await city.platform.request('GET', `/api/v1/calendar${query}`), 200);
const put = async (path: string, body: object, headers = {}) => {
  const { token } = await city.as('national');
  return city.platform.request('PUT', `/api/v1/calendar/${path}`, { token, body, headers });
};
const days2026 = async () => (await calendar()).years.find(({ year }) => year === 2026)?.days ?? [];

test('everybody reads the calendar, only the national admin changes it, and what is wrong is named', async () => {
  const before = await calendar();
  expect(before.years.map(({ year }) => year)).toEqual([2024, 2025, 2026]);
  expect(before.changes).toEqual([]);
  const { token } = await city.as('cityAdmin');
  const body = { csv: '2027-01-01,holiday', reason: 'SKB' };
  const path = '/api/v1/calendar/years/2027';
  expect((await city.platform.request('PUT', path, { body })).status).toBe(401);
  expect((await city.platform.request('PUT', path, { token, body })).status).toBe(403);
  const wrong = await put('years/2027', {
    csv: 'date,kind\n2026-12-31,holiday\n2027-01-01,feast',
    reason: 'SKB',
  });
  expect(wrong.status).toBe(400);
  expect((wrong.json as { issues: { rule: string }[] }).issues.map(({ rule }) => rule)).toEqual([
    '2026-12-31 lies outside 2027',
    'kind must be holiday or collective_leave',
  ]);
  expect((await put('years/2027', { csv: '2027-01-01', reason: ' ' })).status).toBe(400);
  expect((await put('years/2027?area=99', { csv: '2027-01-01', reason: 'SKB' })).status).toBe(400);
  expect(await calendar()).toEqual(before);
});

test('a holiday that is entered moves the clocks that run over it, in the nation, a province or a city', async () => {
  const roads = await city.as('roads');
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  // Tuesday the 3rd of March; five working days.
  expect((await roads.view(trackingId)).due).toMatchObject({ responseDueAt: '2026-03-10T09:00:00.000Z' });

  const days = [...(await days2026()), { date: '2026-03-05', kind: 'holiday' }];
  const body = { days, reason: 'Keppres 1/2026' };
  const headers = { 'idempotency-key': 'b7f6a2a4-5f0a-4a55-8c39-6e8e2a5f9d10' };
  const entered = good<CalendarView>(await put('years/2026', body, headers), 200);
  expect(good<CalendarView>(await put('years/2026', body, headers), 200).edition).toBe(entered.edition);
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due).toMatchObject({ responseDueAt: '2026-03-11T09:00:00.000Z' });

  // Aceh's own day touches nobody in Batam; that of the Riau Islands does.
  const local = { csv: '2026-03-06,holiday', reason: 'Pilkada' };
  good(await put('years/2026?area=11', local), 200);
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due).toMatchObject({ responseDueAt: '2026-03-11T09:00:00.000Z' });
  good(await put('years/2026?area=21', local), 200);
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due).toMatchObject({ responseDueAt: '2026-03-12T09:00:00.000Z' });

  // Tanjungpinang's day touches nobody in Batam; that of Batam does.
  good(await put('years/2026?area=21.72', { csv: '2026-03-09,holiday', reason: 'Hari jadi' }), 200);
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due).toMatchObject({ responseDueAt: '2026-03-12T09:00:00.000Z' });
  const tried = async (query: string, body: object) => {
    const { token } = await city.as('national');
    const path = `/api/v1/calendar/preview${query}`;
    return good<CalendarPreview>(await city.platform.request('POST', path, { token, body }), 200);
  };
  const wanted = { year: 2026, csv: '2026-03-09,holiday' };
  const { caseDueAt } = (await roads.view(trackingId)).due;
  const preview = await tried('?area=21.71', wanted);
  expect(preview).toMatchObject({
    looked: 1,
    open: 1,
    moved: 1,
    more: false,
    examples: [{ trackingId, clock: 'case', dueBefore: caseDueAt }],
  });
  expect(await tried('?area=21.01', wanted)).toEqual({
    looked: 0,
    moved: 0,
    following: 0,
    more: false,
    open: 0,
    added: [{ date: '2026-03-09', kind: 'holiday' }],
    gone: [],
    examples: [],
  });
  const stays = { year: 2026, days: [...(await days2026())].toReversed() };
  expect(await tried('', stays)).toMatchObject({ looked: 0, moved: 0 });
  const inAll = { year: 2026, days: [...(await days2026()), { date: '2026-03-09', kind: 'holiday' }] };
  expect(await tried('', inAll)).toMatchObject({
    looked: 1,
    moved: 1,
    open: 1,
    examples: preview.examples,
  });
  expect(await tried('', { weekend: [0] })).toMatchObject({ moved: 1 });
  // Nothing of it is kept.
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due.caseDueAt).toBe(caseDueAt);
  expect((await calendar('?area=21.71')).years).toEqual([]);
  const ofTheCity = good<CalendarView>(
    await put('years/2026?area=21.71', { csv: '2026-03-09,holiday', reason: 'Hari jadi' }),
    200,
  );
  expect(ofTheCity).toMatchObject({
    areaName: 'Kota Batam, Kepulauan Riau',
    years: [{ year: 2026, days: [{ date: '2026-03-09', kind: 'holiday' }] }],
  });
  expect(ofTheCity.enteredAreas.map(({ areaCode }) => areaCode)).toEqual(['11', '21', '21.71', '21.72']);
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due).toMatchObject({ responseDueAt: '2026-03-13T09:00:00.000Z' });
  // As it was told before.
  expect((await roads.view(trackingId)).due.caseDueAt).toBe(preview.examples[0]?.dueAt);
  const later = await city.file(aboutARoad(), { prefer: 'wait=5' });
  expect((await roads.view(later.trackingId)).due).toMatchObject({
    responseDueAt: '2026-03-13T09:00:00.000Z',
  });

  // Told in the case's history, with both dates; who and why is for the admin.
  const told = (await roads.view(trackingId)).timeline.filter(({ type }) => type === 'ClocksRecounted');
  expect(told).toHaveLength(3);
  expect(told[0]).toMatchObject({
    dueBefore: '2026-03-30T09:00:00.000Z',
    dueAt: '2026-03-31T09:00:00.000Z',
    clock: 'case',
  });
  const { token } = await city.as('national');
  const seen = good<CalendarView>(await city.platform.request('GET', '/api/v1/calendar', { token }), 200);
  expect(seen.changes).toMatchObject([
    { what: '2026', reason: 'Keppres 1/2026', officerId: expect.any(String) as string, officerName: ADMIN },
  ]);
  for (const hidden of ['Keppres', ADMIN]) expect(JSON.stringify(await calendar())).not.toContain(hidden);
});

test('a report that follows another is among those that would move, and moves', async () => {
  const [roads, admin, { token }] = await Promise.all([
    city.as('roads'),
    city.as('cityAdmin'),
    city.as('national'),
  ]);
  const filed = () => city.file(aboutARoad(), { prefer: 'wait=5' });
  const [master, member] = [await filed(), await filed()];
  await admin.do(member.trackingId, { command: 'merge', masterId: master.trackingId, reason: 'Sama' });
  const body = { year: 2026, csv: '2026-03-09,holiday\n2026-03-10,holiday' };
  for (const { query, changed } of [
    { query: '?area=21.71', changed: body },
    {
      query: '',
      changed: { year: 2026, days: [...(await days2026()), { date: '2026-03-10', kind: 'holiday' }] },
    },
  ]) {
    const tried = await city.platform.request('POST', `/api/v1/calendar/preview${query}`, {
      token,
      body: changed,
    });
    expect(good<CalendarPreview>(tried, 200), query).toMatchObject({ moved: 4, looked: 4, following: 1 });
  }
  const due = async () => {
    await city.moveClock(1_000);
    return (await roads.view(member.trackingId)).due.caseDueAt;
  };
  const before = await due();
  good(await put('years/2026?area=21.71', { csv: body.csv, reason: 'Hari jadi' }), 200);
  await until(
    async () => ((await due()) === before ? undefined : true),
    () => 'the limit of the follower stood still',
  );
});

test('a year comes out of an iCalendar file, and a line that is wrong is named', async () => {
  const ics = (...lines: string[]) => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n');
  const day = (date: string, name: string) => [
    'BEGIN:VEVENT',
    `DTSTART;VALUE=DATE:${date}`,
    `SUMMARY:${name}`,
    'END:VEVENT',
  ];
  const wrong = await put('years/2029', { ics: ics(...day('20290230', 'Libur')), reason: 'SKB 2029' });
  expect(wrong.status).toBe(400);
  expect((wrong.json as { issues: object[] }).issues).toEqual([
    { field: 'line 3', rule: 'is a whole day, such as 20270131' },
  ]);
  const text = ics(...day('20290101', 'Tahun Baru'), ...day('20291226', 'Cuti bersama Natal'));
  expect((await put('years/2029', { ics: text, csv: '2029-01-01', reason: 'SKB' })).status).toBe(400);
  const entered = good<CalendarView>(await put('years/2029', { ics: text, reason: 'SKB 2029' }), 200);
  expect(entered.years.find(({ year }) => year === 2029)?.days).toEqual([
    { date: '2029-01-01', kind: 'holiday' },
    { date: '2029-12-26', kind: 'collective_leave' },
  ]);
});

test('the admin of a city keeps its days off, and nobody else there does', async () => {
  const admin = await city.as('cityAdmin');
  const area = '?area=21.71';
  const { token } = admin;
  const write = (path: string, body: object, headers = {}) =>
    city.platform.request('PUT', `/api/v1/calendar/${path}`, { token, headers, body });
  const year = { csv: '2028-12-18,holiday', reason: 'Hari jadi kota' };
  expect((await write('years/2028', year)).status).toBe(403);
  const headers = { 'idempotency-key': 'c1f6a2a4-5f0a-4a55-8c39-6e8e2a5f9d11' };
  const entered = good<CalendarView>(await write(`years/2028${area}`, year, headers), 200);
  expect(entered.years).toContainEqual({
    year: 2028,
    days: [{ date: '2028-12-18', kind: 'holiday' }],
    version: 1,
  });
  expect(entered.changes[0]).toMatchObject({ what: '2028', reason: 'Hari jadi kota' });
  expect(good<CalendarView>(await write(`years/2028${area}`, year, headers), 200).edition).toBe(
    entered.edition,
  );
  const seenBy = async (who: string | undefined) =>
    good<CalendarView>(
      await city.platform.request('GET', `/api/v1/calendar${area}`, who === undefined ? {} : { token: who }),
      200,
    );
  const [own, liaison, outside] = await Promise.all([
    seenBy(token),
    seenBy((await city.as('roads')).token),
    seenBy(undefined),
  ]);
  expect(own).toMatchObject({
    mayChange: true,
    changes: [{ what: '2028', reason: 'Hari jadi kota' }, {}, {}],
  });
  for (const other of [liaison, outside]) {
    expect(other.mayChange).toBe(false);
    expect(JSON.stringify(other)).not.toContain('Hari jadi');
  }
  const nation = good<CalendarView>(await city.platform.request('GET', '/api/v1/calendar', { token }), 200);
  expect(nation.mayChange).toBe(false);
  expect(JSON.stringify(nation)).not.toContain('Keppres');

  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const page = await pages.get('/petugas/kalender');
  expect([page.status, page.text.includes('Kota Batam')]).toEqual([200, true]);
  const form = { wilayah: '21.71', tahun: '2029', hari: '2029-12-18,libur', alasan: 'Hari jadi' };
  const tried = await pages.send('/petugas/kalender', { ...form, langkah: 'dampak' });
  expect([tried.status, tried.text.includes('Belum ada yang disimpan.')]).toEqual([200, true]);
  expect(tried.text).toContain('Bertambah 1: 18 Desember 2029 (libur nasional)');
  expect((await pages.send('/petugas/kalender', form)).status).toBe(303);
  // The form starts with what is there; a late day typed alone in its place is seen to take the other one before it does.
  const filled = await pages.get('/petugas/kalender?wilayah=21.71&tahun=2029');
  expect(filled.text).toMatch(/<textarea[^>]*name="hari"[^>]*>\s*2029-12-18,libur\s*<\/textarea>/);
  const alone = { ...form, hari: '2029-12-19' };
  const gone = await pages.send('/petugas/kalender', { ...alone, langkah: 'dampak' });
  expect(gone.text).toContain('Hilang 1: 18 Desember 2029 (libur nasional)');
  expect((await pages.send('/petugas/kalender', alone)).status).toBe(303);
  const history = (await pages.get('/petugas/kalender?wilayah=21.71')).text;
  expect(history.slice(history.indexOf('id="perubahan"'))).toContain('Hilang 1: 18 Desember 2029');
  const [last] = (await seenBy(undefined)).changes;
  expect(last).toMatchObject({ added: [{ date: '2029-12-19' }], gone: [{ date: '2029-12-18' }] });
  expect((await pages.send('/petugas/kalender', { ...form, wilayah: '21.72' })).status).toBe(403);

  // By its name too, chosen from a list or typed; one that can mean several is asked for again.
  expect(page.text).toMatch(
    /<datalist id="pilihan-wilayah">.*<option value="21\.71">Kota Batam, Kepulauan Riau</s,
  );
  expect((await pages.get('/petugas/kalender?wilayah=tanjungpinang')).text).toContain('(21.72)');
  const several = await pages.get('/petugas/kalender?wilayah=kabupaten');
  expect([several.status, several.text.includes('Tidak ada satu provinsi')]).toEqual([400, true]);
  const elsewhere = await pages.get('/petugas/kalender?wilayah=');
  expect(elsewhere.text).toContain('Kalender ini diisi admin pemerintah daerahnya');
  expect(elsewhere.text).not.toContain('name="hari"');
  expect([page.text.includes('name="hari"'), page.text.includes('name="libur"')]).toEqual([true, false]);
});

test('of two admins who change one year’s days neither takes away what the other has entered', async () => {
  const { token } = await city.as('cityAdmin');
  const path = '/api/v1/calendar/years/2031?area=21.71';
  const write = (csv: string, version?: number) =>
    city.platform.request('PUT', path, { token, body: { csv, reason: 'Keputusan wali kota', version } });
  good(await write('2031-06-02', 0), 200);
  const overtaken = await write('2031-06-03', 0);
  expect(overtaken).toMatchObject({
    status: 409,
    json: { code: 'conflict', version: 1, days: [{ date: '2031-06-02', kind: 'holiday' }] },
  });

  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
  const read = (await pages.get('/petugas/kalender?wilayah=21.71&tahun=2031')).text;
  expect(read).toMatch(/name="versi" value="1"/);
  good(await write('2031-06-02\n2031-06-05', 1), 200);
  const typed = { wilayah: '21.71', tahun: '2031', hari: '2031-06-02\n2031-06-09', alasan: 'Festival' };
  const refused = await pages.send('/petugas/kalender', { ...typed, versi: '1' });
  expect(refused.status).toBe(409);
  const warning = /<div class="warning">(.*?)<\/div>/s.exec(refused.text)?.[1];
  expect(warning).toContain('Bertambah 1: 5 Juni 2031 (libur nasional)');
  expect(warning).toContain('Keputusan wali kota');
  expect(refused.text).toContain('Ada yang mengubahnya sejak Anda membuka halaman ini.');
  expect(refused.text).toMatch(/<textarea[^>]*name="hari"[^>]*>\s*2031-06-02\r?\n2031-06-09\s*<\/textarea>/);
  expect(refused.text).toMatch(/name="versi" value="2"/);
  const fitted = { ...typed, hari: '2031-06-02\n2031-06-05\n2031-06-09', versi: '2' };
  expect((await pages.send('/petugas/kalender', fitted)).status).toBe(303);
  const { years } = await calendar('?area=21.71');
  expect(years.find(({ year }) => year === 2031)).toMatchObject({ version: 3, days: { length: 3 } });
});

test('where a city has a week of its own, limits come sooner there, and as before when that is taken back', async () => {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
  const roads = await city.as('roads');
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const due = async () => {
    await city.moveClock(1_000);
    return (await roads.view(trackingId)).due.caseDueAt ?? '';
  };
  const [five, week] = [await due(), { isi: 'pekan', wilayah: '21.71', alasan: 'Perwali 3/2026' }];
  expect((await pages.send('/petugas/kalender', { ...week, libur: '0' })).status).toBe(303);
  await until(
    async () => ((await due()) < five ? true : undefined),
    () => 'a longer week brought no limit nearer',
  );
  expect((await pages.get('/petugas/kalender?wilayah=21.71')).text).toContain('Libur mingguan: Minggu.');
  expect((await pages.get('/petugas/kalender')).text).not.toContain('Libur mingguan: Minggu.');
  good(await put('weekend?area=21.71', { weekend: [0, 6], reason: 'Perwali 4/2026' }), 200);
  await until(
    async () => ((await due()) === five ? true : undefined),
    () => 'a week as before gave another limit',
  );
});

test('a year without a table is provisional until it is entered', async () => {
  await city.moveClock(290 * DAY); // 18 December 2026
  const roads = await city.as('roads');
  const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
  expect((await roads.view(trackingId)).due.provisional).toBe(true);
  good(await put('years/2027', { csv: '2027-01-01,holiday', reason: 'SKB 2027' }), 200);
  await city.moveClock(1_000);
  expect((await roads.view(trackingId)).due.provisional).toBe(false);
});

test('a version of the limits holds from its day on, and each clock says which gave it', async () => {
  const { token } = await city.as('national');
  const read = async () => good<PolicyView>(await city.platform.request('GET', '/api/v1/policies'), 200);
  const [first] = (await read()).policies;
  expect(first).toMatchObject({ version: 'id-2018-1', complaintDays: 14, responseDays: 5, warnAt: [75, 90] });
  const tomorrow = new Date(city.now().getTime() + DAY).toISOString().slice(0, 10);
  const body = { ...first, version: 'kota-cepat', validFrom: tomorrow, responseDays: 2, reason: 'Percobaan' };
  const post = (changes: object) =>
    city.platform.request('POST', '/api/v1/policies', { token, body: { ...body, ...changes } });
  const past = await post({ validFrom: '2026-01-01', urgentHours: 0 });
  expect(past.status).toBe(400);
  expect((past.json as { issues: { field: string }[] }).issues.map(({ field }) => field)).toEqual([
    'validFrom',
    'urgentHours',
  ]);
  good(await post({}), 201);
  expect((await read()).policies.map(({ version }) => version)).toEqual(['id-2018-1', 'kota-cepat']);

  const roads = await city.as('roads');
  const policyOf = async (trackingId: string) =>
    (await roads.view(trackingId)).clocks.find(({ name }) => name === 'response')?.policyVersion;
  const today = await city.file(aboutARoad(), { prefer: 'wait=5' });
  await city.moveClock(2 * DAY);
  const later = await city.file(aboutARoad(), { prefer: 'wait=5' });
  expect([await policyOf(today.trackingId), await policyOf(later.trackingId)]).toEqual([
    'id-2018-1',
    'kota-cepat',
  ]);
});

test('a version of the limits is tried and entered on a page, and what is wrong is said in the language of the page', async () => {
  const pages = openPages(city.platform.url, 'curl');
  await pages.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
  const path = '/petugas/batas-waktu';
  const { text } = await pages.get(path);
  const typed = Object.fromEntries(
    [...text.matchAll(/<input[^>]*>/g)].flatMap(([input]) => {
      const name = /name="(\w+(?:Days|Hours|AtMost|Years|From|FromReturn|Every|OnCases|At))"/.exec(
        input,
      )?.[1];
      const value = /value="([^"]*)"/.exec(input)?.[1];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
  expect(Object.keys(typed).length).toBeGreaterThan(20);
  const wanted = { ...typed, version: 'halaman-1', validFrom: '2027-06-01', replyDays: '7' };
  const tried = await pages.send(path, { ...wanted, langkah: 'dampak' });
  expect(tried.status).toBe(200);
  expect(tried.text).toContain('Tutup sendiri setelah jawaban, hari kerja: 10 menjadi 7');
  expect(tried.text).not.toContain('Pengaduan: 14 menjadi');
  const wrong = { ...wanted, validFrom: '2026-01-01', replyDays: '700', urgentHours: 'dua', reason: 'SE' };
  const strange = await pages.send(path, wrong);
  expect(strange.status).toBe(400);
  expect(strange.text).toContain('Angka bulat.');
  const refused = await pages.send(`${path}?lang=en`, { ...wrong, urgentHours: '2' });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('It must be a day to come');
  expect(refused.text).toContain('A whole number from 1 to 90.');
  const saved = await pages.send(path, { ...wanted, reason: 'SE 5/2027' });
  expect([saved.status, saved.to]).toEqual([303, `${path}?kabar=tersimpan`]);
  const after = await pages.get(path);
  expect(after.text).toContain('halaman-1, ');
  expect(after.text).toContain('SE 5/2027');
});

test('the national admin enters a year on a page, and reads there what was wrong', async () => {
  const { url } = city.platform;
  const signInPage = await fetch(`${url}/masuk`);
  const { hidden, cookies } = await formIn(signInPage);
  const signedIn = await fetch(`${url}/masuk`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...hidden, nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD }),
  });
  const cookie = [cookies, ...signedIn.headers.getSetCookie().map((each) => each.split(';')[0])].join('; ');
  const send = async (fields: Readonly<Record<string, string>>) => {
    const form = await formIn(
      await fetch(`${url}/petugas/kalender?tahun=2028`, { headers: { cookie } }),
      '/petugas/kalender',
    );
    return fetch(`${url}/petugas/kalender`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form.hidden, ...fields }),
    });
  };
  const wrong = await send({ tahun: '2028', hari: '2027-01-01,holiday', alasan: 'SKB 2028' });
  expect(wrong.status).toBe(400);
  expect(await wrong.text()).toContain('Hari ke-1: 2027-01-01 tidak termasuk tahun 2028.');
  const tried = await send({ tahun: '2028', hari: '2028-01-01,holiday', langkah: 'dampak' });
  expect(tried.status).toBe(200);
  expect(await tried.text()).toContain('Belum ada yang disimpan.');
  const broken = await send({ tahun: '2028', hari: '2027-01-01,holiday', langkah: 'dampak' });
  expect(broken.status).toBe(400);
  expect((await calendar()).years.map(({ year }) => year)).not.toContain(2028);
  const right = await send({ tahun: '2028', hari: '2028-01-01,holiday\r\n2028-01-26', alasan: 'SKB 2028' });
  expect([right.status, right.headers.get('location')]).toEqual([
    303,
    '/petugas/kalender?kabar=tersimpan&tahun=2028',
  ]);
  const page = await (await fetch(`${url}/petugas/kalender?kabar=tersimpan`, { headers: { cookie } })).text();
  expect(page).toContain('2028: 2 hari libur');
  expect(page).toContain('SKB 2028');
  expect((await calendar()).years.find(({ year }) => year === 2028)?.days).toHaveLength(2);
});

/** The hidden fields of the form that goes there, and the cookies the page set. */
async function formIn(answer: Response, action = '/masuk') {
  const text = await answer.text();
  const at = text.indexOf(`action="${action}"`);
  const form = text.slice(at, text.indexOf('</form>', at));
  const hidden = Object.fromEntries(
    [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      /value="([^"]*)"/.exec(input)?.[1] ?? '',
    ]),
  );
  const cookies = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  return { hidden, cookies };
}
