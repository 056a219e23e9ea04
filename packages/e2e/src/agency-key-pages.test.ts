import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';

// An admin gives a system of a unit its key, renews it and ends it on pages, without a script; each with a reason, told below.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const AT = `/petugas/instansi/${agencyId('roads')}/kunci`;
const pagesOf = async (name: OfficerName) => {
  const pages = openPages(city.platform.url, 'Firefox/128.0');
  await pages.send('/masuk', { nama_pengguna: OFFICERS[name], sandi: OFFICER_PASSWORD });
  return pages;
};
const keyIn = (text: string): string => /lak_\w+/.exec(text)?.[0] ?? '';
const idIn = (key: string): string => key.split('_')[1] ?? '';
/** Whether a key opens the API of agencies' systems, by what the directory says of it. */
const statusOf = async (keyId: string) => {
  const { token } = await city.as('cityAdmin');
  const { json } = await city.platform.request('GET', '/api/v1/agency-keys', { token });
  const { agencyKeys } = json as {
    readonly agencyKeys: readonly { readonly keyId: string; readonly status: string }[];
  };
  return agencyKeys.find((each) => each.keyId === keyId)?.status;
};

test('a key is made, shown once, renewed and ended, and its page says by whom, when and why', async () => {
  const admin = await pagesOf('cityAdmin');
  expect((await admin.get(`/petugas/instansi/${agencyId('roads')}`)).text).toContain(`href="${AT}"`);
  const key = { nama: 'e-office', sampai: '2026-12-31', alasan: 'Integrasi, surat 7/2026' };
  const sent = await admin.send(AT, key);
  expect(sent.status).toBe(200);
  const made = keyIn(sent.text);
  const keyId = idIn(made);
  expect(await statusOf(keyId)).toBe('active');
  const list = await admin.get(AT);
  expect(list.text).toContain(`${AT}/${keyId}">e-office</a>`);
  expect(list.text).toContain('sampai 31 Desember 2026');

  await city.moveClock(60_000);
  const one = `${AT}/${keyId}`;
  const renewed = await admin.send(one, { tindakan: 'perbarui', lama: '604800', alasan: 'Bocor di log' });
  expect(renewed.status).toBe(200);
  expect(idIn(keyIn(renewed.text))).toBe(keyId);
  expect(keyIn(renewed.text)).not.toBe(made);
  expect(renewed.text).toContain('Rahasia yang lama masih berlaku sampai Sel, 10 Mar 2026');

  await city.moveClock(60_000);
  const ended = await admin.send(one, { tindakan: 'akhiri', alasan: 'Sistem dimatikan' });
  expect(ended.to).toBe(`${one}?kabar=berakhir`);
  expect(await statusOf(keyId)).toBe('revoked');
  const { text } = await admin.get(one);
  const told = [
    'Diakhiri',
    'Sistem dimatikan',
    'Rahasianya diperbarui',
    'Bocor di log',
    'Dibuat',
    key.alasan,
  ];
  const history = text.slice(text.indexOf('id="riwayat"'));
  const places = told.map((each) => history.indexOf(each));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(history).toContain('oleh Hasnah Admin');
  expect(text).not.toContain('name="tindakan"');
  // Neither is the key shown again.
  expect(text + (await admin.get(AT)).text).not.toContain(made);
});

test('what is missing or wrong is named, and nothing is made', async () => {
  const admin = await pagesOf('cityAdmin');
  const before = (await admin.get(AT)).text.match(/kunci\/\w+"/g);
  const empty = await admin.send(AT, {});
  expect(empty.status).toBe(400);
  for (const field of ['nama', 'alasan']) expect(empty.text).toContain(`<a href="#${field}">`);
  const wrong = await admin.send(AT, { nama: 'E Office', sampai: '2026-01-01', alasan: 'x' });
  expect([wrong.status, wrong.text.includes('<a href="#nama">')]).toEqual([400, true]);
  const past = await admin.send(AT, { nama: 'e-office', sampai: '2026-01-01', alasan: 'x' });
  expect([past.status, past.text.includes('<a href="#sampai">')]).toEqual([400, true]);
  expect((await admin.get(AT)).text.match(/kunci\/\w+"/g)).toEqual(before);

  const { text } = await admin.send(AT, { nama: 'penuh', alasan: 'x' });
  const one = `${AT}/${idIn(keyIn(text))}`;
  for (const tindakan of ['perbarui', 'akhiri']) {
    const unsaid = await admin.send(one, { tindakan });
    expect([unsaid.status, unsaid.text.includes(`<a href="#${tindakan}-alasan">`)]).toEqual([400, true]);
  }
  await admin.send(one, { tindakan: 'akhiri', alasan: 'x' });
  const late = await admin.send(one, { tindakan: 'perbarui', alasan: 'x' });
  expect([late.status, late.text.includes('Kunci ini sudah berakhir')]).toEqual([409, true]);
});

test('the pages are for the admins who look after the agency', async () => {
  const roads = await pagesOf('roads');
  expect((await roads.get(AT)).status).toBe(403);
  expect((await roads.send(AT, { nama: 'e-office', alasan: 'x' })).status).toBe(403);
});
