import type { Inbox, NewComplaint, OfficerCaseView, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { ADMIN_PASSWORD, agencyId, AREA, OFFICER_PASSWORD, OFFICERS, signIn } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// Too long unresolved: the reporter hands the case over, which is the consent, and overseers read it and are told (pain 2).

/** Of a busy machine. */
const PATIENCE = { timeout: 30_000 };
const DAY = 86_400_000;
const NAME = 'Marhaban Siregarwati';
const PASSWORD = 'jendela kantor lembaga 8';
/** By what they look over. */
const SCOPES = {
  'pengawas.kota': { scopeArea: AREA },
  'pengawas.bintan': { scopeArea: '21.01' },
  'pengawas.pemko': { scopeAgencyId: agencyId('city') },
  'pengawas.jalan': { scopeAgencyId: agencyId('roads') },
} as const;
type Username = keyof typeof SCOPES;

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  for (const username of Object.keys(SCOPES) as Username[]) await enter(username);
});
afterAll(() => city.close());

const call = (method: string, path: string, token: string, body?: object) =>
  city.platform.request(method, `/api/v1${path}`, { token, ...(body === undefined ? {} : { body }) });

async function tokenFor(username: string, password: string): Promise<string> {
  const answer = await city.platform.request('POST', '/api/v1/sessions', { body: { username, password } });
  return good<{ readonly token: string }>(answer, 201).token;
}

async function enter(username: Username): Promise<void> {
  const token = await signIn(city.platform, 'national');
  const { officer } = good<{ readonly officer: { readonly agencyId: string } }>(
    await call('GET', '/sessions/current', token),
    200,
  );
  const invited = good<{ readonly oneTimePassword: string }>(
    await call('POST', '/officers', token, {
      username,
      name: 'Pengawas',
      role: 'overseer',
      reason: 'SK penugasan',
      agencyId: officer.agencyId,
      email: `${username}@lembaga.example`,
      ...SCOPES[username],
    }),
    201,
  );
  const first = await tokenFor(username, invited.oneTimePassword);
  const body = { oldPassword: invited.oneTimePassword, newPassword: PASSWORD };
  expect((await call('POST', '/sessions/password', first, body)).status).toBe(204);
}

const handedTo = async (username: Username): Promise<readonly string[]> => {
  const token = await tokenFor(username, PASSWORD);
  const { cases } = good<Inbox>(await call('GET', '/cases?handedOver=true', token), 200);
  return cases.map(({ id }) => id);
};
const subjectsTo = (username: Username) =>
  city.mailbox.to(`${username}@lembaga.example`).map(({ subject }) => subject);

const KINDS: readonly (readonly [string, Partial<NewComplaint>])[] = [
  ['ordinary', {}],
  ['secret', { secret: true }],
  ['protected', { aboutOfficial: true, agency: agencyId('roads') }],
];

describe('a case that was handed over', () => {
  test.each(KINDS)(
    '%s: is read by the overseers of its place, who are told, and by nobody else',
    async (kind, fields) => {
      const receipt: Receipt = await city.file(
        aboutARoad({ reporter: { name: NAME, email: `${kind}@pelapor.example` }, ...fields }),
        { prefer: 'wait=5' },
      );
      const { trackingId: id } = receipt;
      expect(await handedTo('pengawas.kota')).not.toContain(id);
      await city.moveClock(15 * DAY);
      good(await city.reporter(receipt, { command: 'hand-over' }), 200);

      for (const username of ['pengawas.kota', 'pengawas.pemko'] as const) {
        expect(await handedTo(username), username).toContain(id);
        await city.mailbox.waitFor(`${username}@lembaga.example`, `${receipt.trackingIdText}: diserahkan`);
        const token = await tokenFor(username, PASSWORD);
        const answer = await call('GET', `/cases/${id}`, token);
        expect(good<OfficerCaseView>(answer, 200).body).toBe(aboutARoad().body);
        expect(answer.text).not.toContain(NAME);
      }
      expect(await handedTo('pengawas.bintan')).not.toContain(id);
      expect(subjectsTo('pengawas.bintan')).toEqual([]);
      const mails = city.mailbox.all().filter(({ to }) => to.endsWith('@lembaga.example'));
      for (const { text } of mails) expect(text).not.toMatch(/Dinas|Lubang|pasar/);
    },
  );

  test('is a list of overseers alone, and the first thing they see', async () => {
    for (const name of ['national', 'cityAdmin', 'roads', 'coordinator'] as const)
      expect((await (await city.as(name)).get('/api/v1/cases?handedOver=true')).status, name).toBe(403);
    const browser = openPages(city.platform.url, 'Firefox/128.0');
    await browser.send('/masuk', { nama_pengguna: 'pengawas.kota', sandi: PASSWORD });
    expect((await browser.get('/petugas')).text).toContain('Diserahkan pelapor dengan persetujuannya: 3.');
    expect((await browser.get('/petugas?serah=ya')).text).toContain('Diserahkan kepada kami');
  });
});

describe('an overseer', () => {
  test('of an area lists what is open there page by page, and nothing from elsewhere', async () => {
    const ids: string[] = [];
    for (let filed = 0; filed < 3; filed += 1)
      ids.push((await city.file(aboutARoad(), { prefer: 'wait=5' })).trackingId);
    const roads = await city.as('roads');
    await roads.do(ids[0]!, {
      command: 'answer',
      kind: 'explained',
      text: 'Jalan ini milik pengembang perumahan.',
    });
    const listFor = async (username: Username, query = '') => {
      const found: string[] = [];
      const token = await tokenFor(username, PASSWORD);
      for (let next: string | undefined = ''; next !== undefined;) {
        const path = `/cases?pageSize=2${query}${next === '' ? '' : `&pageToken=${encodeURIComponent(next)}`}`;
        const page: Inbox = good<Inbox>(await call('GET', path, token), 200);
        expect(page.cases.length).toBeLessThanOrEqual(2);
        found.push(...page.cases.map(({ id }) => id));
        next = page.nextPageToken;
      }
      return found;
    };
    // Found by the index of words, which follows a moment behind.
    await expect.poll(() => listFor('pengawas.kota'), PATIENCE).toEqual(expect.arrayContaining(ids));
    const all = await listFor('pengawas.kota');
    expect(new Set(all).size).toBe(all.length);
    expect(await listFor('pengawas.kota', '&status=answered')).toEqual([ids[0]]);
    expect(await listFor('pengawas.bintan')).toEqual([]);
  });

  test('is invited by the national admin with an area to look over, on the page', async () => {
    const browser = openPages(city.platform.url, 'Firefox/128.0');
    await browser.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
    const page = (await browser.get('/petugas/pejabat')).text;
    const unit = /<select[^>]*name="unit"[^>]*>\s*<option value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = {
      nama: 'Pengawas Karimun',
      alasan: 'SK penugasan',
      nama_pengguna: 'pengawas.karimun',
      peran: 'overseer',
      unit,
    };
    const send = (more: object) => browser.send('/petugas/pejabat', { ...form, ...more });
    expect(page).toMatch(/name="lingkup"[^>]*list="pilihan-wilayah"/);
    expect((await send({ lingkup: '21.99' })).text).toContain('Tidak ada wilayah dengan kode ini');
    expect((await send({ lingkup: '21.02', peran: 'clerk' })).text).toContain('Hanya pengawas yang diberi');
    const named = (agency: string, more: object = {}) => send({ lingkup_instansi: agency, ...more });
    expect((await named('Instansi Antah')).text).toContain('Tidak ada instansi dengan nama ini');
    expect((await named('dinas')).text).toContain('tulis namanya selengkapnya');
    // The only one found is not the one that was meant until its name is written in full.
    expect((await named('pemerintah kota bat')).text).toContain(agencyId('city'));
    expect((await named('Dinas Bina Marga', { peran: 'clerk' })).text).toContain(
      'Hanya pengawas yang diberi',
    );
    const both = { nama: 'Pengawas Dinas', nama_pengguna: 'pengawas.dinas', lingkup: '21.71.10' };
    expect((await named('pemerintah kota batam', both)).text).toContain('pengawas.dinas');
    expect((await browser.get('/petugas/pejabat?cari=pengawas.dinas')).text).toMatch(
      /mengawasi[^<]*Pemerintah Kota Batam[^<]*Kec\. Batam Kota/,
    );
    expect((await send({ lingkup: 'kabupaten karimun' })).text).toContain('pengawas.karimun');
    expect((await browser.get('/petugas/pejabat?cari=karimun')).text).toContain(
      'mengawasi Kabupaten Karimun',
    );
    const ofCity = (await browser.get('/petugas/pejabat?cari=pemko')).text;
    expect(ofCity).toContain('mengawasi Pemerintah Kota Batam');
    expect(ofCity).not.toContain('mengawasi seluruh negeri');
    const admin = openPages(city.platform.url, 'Firefox/128.0');
    await admin.send('/masuk', { nama_pengguna: OFFICERS.cityAdmin, sandi: OFFICER_PASSWORD });
    expect((await admin.get('/petugas/pejabat')).text).not.toContain('name="lingkup"');
  });
});

describe('an overseer of an agency that is merged into another', () => {
  test('looks over that one: what is handed over is read there, and told', async () => {
    const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const { trackingId: id } = receipt;
    await city.moveClock(15 * DAY);
    good(await city.reporter(receipt, { command: 'hand-over' }), 200);
    expect(await handedTo('pengawas.jalan')).toContain(id);
    const { token: national } = await city.as('national');
    const body = { successorId: agencyId('health'), keepOfficers: true, reason: 'Perda 3/2026' };
    good(await call('POST', `/agencies/${agencyId('roads')}/close`, national, body), 200);

    const token = await tokenFor('pengawas.jalan', PASSWORD);
    await until(
      async () => ((await handedTo('pengawas.jalan')).includes(id) ? true : undefined),
      () => 'the overseer sees nothing of what was merged',
    );
    expect((await call('GET', `/cases/${id}`, token)).status).toBe(200);
    const open = good<Inbox>(await call('GET', '/cases?pageSize=100', token), 200);
    expect(open.cases.map((each) => each.id)).toContain(id);

    const another = await city.file(aboutARoad(), { prefer: 'wait=5' });
    await city.moveClock(15 * DAY);
    good(await city.reporter(another, { command: 'hand-over' }), 200);
    await city.mailbox.waitFor('pengawas.jalan@lembaga.example', `${another.trackingIdText}: diserahkan`);
    const browser = openPages(city.platform.url, 'Firefox/128.0');
    await browser.send('/masuk', { nama_pengguna: OFFICERS.national, sandi: ADMIN_PASSWORD });
    const named = (await browser.get('/petugas/pejabat?cari=pengawas.jalan')).text;
    expect(named).toContain('mengawasi Dinas Kesehatan');
  });
});
