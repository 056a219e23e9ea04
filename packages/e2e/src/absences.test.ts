import type { Colleague, OfficerInfo, RecordedChange } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic } from './builders.ts';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// Somebody is away, or leaves: whoever stands in or takes over is told in their place, and nothing that waited is lost.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ADMIN = 'admin.kota@kota.example';
const ROADS = 'petugas.pu@kota.example';
const CLINIC = 'petugas.puskesmas@kota.example';

let city: CityAtWork;
const ids = new Map<OfficerName, string>();
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  for (const name of ['roads', 'health', 'clinic', 'cityAdmin'] as const) {
    const answer = await (await city.as(name)).get('/api/v1/sessions/current');
    ids.set(name, good<{ readonly officer: OfficerInfo }>(answer, 200).officer.id);
  }
});
afterAll(() => city.close());

const idOf = (name: OfficerName) => ids.get(name) ?? '';
const call = async (as: OfficerName, method: string, path: string, body?: object) => {
  const { token } = await city.as(as);
  return city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });
};
const absence = (of: OfficerName, body: object, by: OfficerName = of) =>
  call(by, 'PUT', `/officers/${idOf(of)}/absence`, body);
const mailsAbout = (address: string, trackingIdText: string) =>
  city.mailbox.to(address).filter(({ subject }) => subject.includes(trackingIdText));
/** To this hour of the next day, in Batam. */
const nextDayAt = async (hour: number) => {
  const at = new Date(city.now().getTime() + 7 * HOUR);
  const next = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1, hour - 7, 10);
  await city.moveClock(next - city.now().getTime());
};
const today = () => new Date(city.now().getTime() + 7 * HOUR).toISOString().slice(0, 10);

describe('somebody who is away', () => {
  test('names a deputy of the own unit or an admin above, and nobody else', async () => {
    const { deputies } = good<{ readonly deputies: readonly Colleague[] }>(
      await call('roads', 'GET', `/officers/${idOf('roads')}/deputies`),
      200,
    );
    expect(deputies.map(({ id }) => id)).toContain(idOf('cityAdmin'));
    expect(deputies.map(({ id }) => id)).not.toContain(idOf('health'));
    const days = { from: '2026-03-03', to: '2026-03-20' };
    const refused = await absence('roads', { ...days, deputyId: idOf('health') });
    expect(refused.status, refused.text).toBe(400);
    expect(refused.text).toContain('deputyId');
    expect((await absence('roads', { from: '2026-03-03', to: '2026-03-02' })).text).toContain('to is not');
    expect((await absence('roads', days, 'health')).status).toBe(403);
    expect((await absence('roads', days, 'inspector')).status).toBe(403);
    const unsaid = await absence('roads', days, 'cityAdmin');
    expect([unsaid.status, unsaid.text.includes('reason')]).toEqual([400, true]);
  });

  test('is not told: the deputy is, of new reports and of limits; everybody concerned sees it', async () => {
    const days = { from: '2026-03-03', to: '2026-03-20', deputyId: idOf('cityAdmin') };
    good(await absence('roads', days), 200);
    good(await absence('roads', days), 200);
    const { officers } = good<{ readonly officers: readonly OfficerInfo[] }>(
      await call('cityAdmin', 'GET', '/officers'),
      200,
    );
    const shown = { ...days, deputyName: 'Hasnah Admin' };
    expect(officers.find(({ id }) => id === idOf('roads'))?.absence).toEqual(shown);

    const { trackingId, trackingIdText } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    await city.mailbox.waitFor(ADMIN, `${trackingIdText}: laporan baru`);
    // Monday afternoon: more than three quarters of the time for the first follow-up are over.
    await city.moveClock(6 * 24 * HOUR + 5 * HOUR);
    await city.mailbox.waitFor(ADMIN, `${trackingIdText}: batas waktu mendekat`);
    expect(mailsAbout(ROADS, trackingIdText)).toEqual([]);

    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
    const { text } = await pages.get(`/petugas/laporan/${trackingId}`);
    expect(text).toContain('Tidak hadir di unit pemegang');
    expect(text).toContain('wakil: Hasnah Admin');
    expect((await call('health', 'GET', `/officers/absences?agency=${agencyId('roads')}`)).status).toBe(403);
  });

  test('is told again when they are back', async () => {
    const end = `/officers/${idOf('roads')}/absence/end`;
    expect((await call('cityAdmin', 'POST', end)).status).toBe(400);
    const reason = 'Tugas selesai lebih cepat';
    good(await call('cityAdmin', 'POST', end, { reason }), 200);
    good(await call('cityAdmin', 'POST', end, { reason: 'Sekali lagi' }), 200);
    const { changes } = good<{ readonly changes: readonly RecordedChange[] }>(
      await call('cityAdmin', 'GET', `/officers/${idOf('roads')}/changes`),
      200,
    );
    // Their own absence they need not give a reason for.
    const [back, away] = changes;
    expect(back).toMatchObject({ what: 'back', officerName: 'Hasnah Admin', reason });
    expect(away).toMatchObject({ what: 'away' });
    expect(away?.officerName).not.toBe('Hasnah Admin');
    expect(away?.reason).toBeUndefined();
    await city.moveClock(10 * MINUTE);
    const { trackingIdText } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    await city.mailbox.waitFor(ROADS, `${trackingIdText}: laporan baru`);
    expect(mailsAbout(ADMIN, trackingIdText)).toEqual([]);
  });

  test('says so on a page, where what is wrong is named', async () => {
    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.clinic, sandi: OFFICER_PASSWORD });
    const wrong = await pages.send('/petugas/cuti', { dari: '2026-04-02', sampai: '2026-04-01', wakil: '' });
    expect(wrong.status).toBe(400);
    expect(wrong.text).toContain('Hari terakhir tidak sebelum');
    const days = { dari: '2026-04-01', sampai: '2026-04-02', wakil: idOf('cityAdmin') };
    expect((await pages.send('/petugas/cuti', days)).to).toBe('/petugas/cuti?kabar=saved');
    expect((await pages.get('/petugas/keamanan')).text).toContain('1 April 2026 sampai 2 April 2026');
    expect((await pages.send('/petugas/cuti', { kembali: 'ya' })).to).toBe('/petugas/cuti?kabar=ended');
  });

  test('plans several absences ahead, each with a deputy of its own, and takes back the one that is meant', async () => {
    const plan = (from: string, to: string, more: object = {}) =>
      absence('health', { from, to, deputyId: idOf('cityAdmin'), ...more });
    for (const month of ['04', '05', '06', '07', '08', '09', '10', '11'])
      good(await plan(`2026-${month}-01`, `2026-${month}-03`), 200);
    const full = await plan('2026-12-01', '2026-12-03');
    expect([full.status, full.text]).toEqual([409, expect.stringContaining('at most 8')]);
    // What has days in common is taken the place of.
    const longer = good<OfficerInfo>(await plan('2026-04-02', '2026-04-10'), 200);
    expect(longer.absences?.map(({ from }) => from)).toEqual([
      '2026-04-02',
      ...['05', '06', '07', '08', '09', '10', '11'].map((month) => `2026-${month}-01`),
    ]);
    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.health, sandi: OFFICER_PASSWORD });
    const shown = await pages.get('/petugas/cuti');
    for (const told of ['2 April 2026 sampai 10 April 2026', '1 November 2026 sampai 3 November 2026'])
      expect(shown.text).toContain(told);
    const more = await pages.send('/petugas/cuti', { dari: '2026-12-01', sampai: '2026-12-02', wakil: '' });
    expect([more.status, more.text]).toEqual([409, expect.stringContaining('Paling banyak delapan')]);
    const taken = await pages.send('/petugas/cuti', { kembali: 'ya', mulai: '2026-11-01' });
    expect(taken.to).toBe('/petugas/cuti?kabar=ended');
    const left = await pages.get('/petugas/cuti');
    expect(left.text).not.toContain('November');
    expect(left.text).toContain('Oktober');
    for (let ends = 0; ends < 7; ends += 1)
      good(await call('health', 'POST', `/officers/${idOf('health')}/absence/end`, {}), 200);
  });

  test('is entered by an admin for a reason, asked for on the page', async () => {
    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
    const at = `/petugas/pejabat/${idOf('clinic')}/cuti`;
    const days = { dari: '2026-04-01', sampai: '2026-04-02', wakil: '' };
    const unsaid = await pages.send(at, days);
    expect([unsaid.status, unsaid.text.includes('<a href="#alasan">')]).toEqual([400, true]);
    expect((await pages.send(at, { ...days, alasan: 'Diklat, surat 7/2026' })).to).toBe(`${at}?kabar=saved`);
    const back = await pages.send(at, { kembali: 'ya' });
    expect([back.status, back.text.includes('<a href="#kembali-alasan">')]).toEqual([400, true]);
    expect((await pages.send(at, { kembali: 'ya', alasan: 'Diklat batal' })).to).toBe(`${at}?kabar=ended`);
    const { text } = await pages.get(`/petugas/pejabat/${idOf('clinic')}/riwayat`);
    for (const told of [
      'Ketidakhadiran dicatat',
      'Diklat, surat 7/2026',
      'Ketidakhadiran dihapus',
      'Diklat batal',
    ])
      expect(text).toContain(told);
  });
});

describe('a notice that waits for the morning', () => {
  test('goes to the deputy when the first day has come meanwhile', async () => {
    await nextDayAt(21);
    const { trackingIdText } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const tomorrow = new Date(Date.parse(today()) + 24 * HOUR).toISOString().slice(0, 10);
    good(await absence('roads', { from: tomorrow, to: tomorrow, deputyId: idOf('cityAdmin') }), 200);
    await nextDayAt(8);
    await city.mailbox.waitFor(ADMIN, `${trackingIdText}: laporan baru`);
    expect(mailsAbout(ROADS, trackingIdText)).toEqual([]);
  });

  test('goes to whoever takes over from one who has left (pain 4)', async () => {
    await nextDayAt(21);
    const { trackingIdText } = await city.file(aboutTheClinic(), { prefer: 'wait=5' });
    const path = `/officers/${idOf('clinic')}/replace`;
    const refused = await call('cityAdmin', 'POST', path, { successorId: idOf('roads'), reason: 'Mutasi' });
    expect(refused.status, refused.text).toBe(400);
    good(await call('cityAdmin', 'POST', path, { successorId: idOf('cityAdmin'), reason: 'Mutasi' }), 200);
    await nextDayAt(8);
    await city.mailbox.waitFor(ADMIN, `${trackingIdText}: laporan baru`);
    expect(mailsAbout(CLINIC, trackingIdText)).toEqual([]);
    const { officers } = good<{ readonly officers: readonly OfficerInfo[] }>(
      await call('cityAdmin', 'GET', '/officers'),
      200,
    );
    expect(officers.find(({ id }) => id === idOf('clinic'))).toMatchObject({
      status: 'deactivated',
      successorId: idOf('cityAdmin'),
    });
  });

  test('goes further up when nobody is named and nobody is left, so that it is never lost (pain 15)', async () => {
    await nextDayAt(21);
    const { trackingIdText } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    good(await call('cityAdmin', 'POST', `/officers/${idOf('roads')}/replace`, { reason: 'Pensiun' }), 200);
    await nextDayAt(8);
    await city.mailbox.waitFor(ADMIN, `${trackingIdText}: laporan baru`);
    expect(mailsAbout(ROADS, trackingIdText)).toEqual([]);
  });
});
