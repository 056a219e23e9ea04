import type { OfficerCaseView, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, forTriage } from './builders.ts';
import { DISTRICT, OFFICER_PASSWORD, OFFICERS, VILLAGE, agencyId } from './city.ts';
import type { OfficerName } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

describe('an officer', () => {
  test('pages through the inbox without gaps where hidden cases are', async () => {
    for (let i = 0; i < 9; i += 1) {
      await city.file(
        i % 3 === 0 ? aboutTheClinic({ aboutOfficial: true, agency: agencyId('clinic') }) : aboutARoad(),
      );
    }
    const leader = await city.as('leader');
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const { json } = await leader.get(`/api/v1/cases?pageSize=2${token ? `&pageToken=${token}` : ''}`);
      const page = json as { cases: { id: string; protected: boolean }[]; nextPageToken?: string };
      token = page.nextPageToken;
      if (token) expect(page.cases).toHaveLength(2);
      expect(page.cases.some((one) => one.protected)).toBe(false);
      seen.push(...page.cases.map((one) => one.id));
    } while (token);
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  test('leaves nothing behind with a stale version: the same key does with the right one', async () => {
    const { trackingId } = await city.file(aboutARoad());
    const roads = await city.as('roads');
    const key = { 'idempotency-key': 'sekali-saja-1234567' };
    const ask = (question: string) => ({ command: 'ask', question }) as const;
    const stale = await roads.try(trackingId, ask('Di jalan mana?'), { ...key, 'if-match': '"99"' });
    expect([409, 412]).toContain(stale.status);
    const { version } = await roads.view(trackingId);
    const right = await roads.try(trackingId, ask('Di jalan apa, dekat apa?'), {
      ...key,
      'if-match': `"${version}"`,
    });
    expect(right.status).toBe(200);
    const asked = (right.json as OfficerCaseView).timeline.find((item) => item.type === 'QuestionAsked');
    expect(asked?.text).toBe('Di jalan apa, dekat apa?');
  });
});

describe('why there is no name and no text', () => {
  const REPORTER = { name: 'Dahlia Sekar', email: 'dahlia.sekar@warga.example' };
  const pageOf = async (name: OfficerName, path: string) => {
    const { token } = await city.as(name);
    const headers = { accept: 'text/html', cookie: `lapor_petugas=${token}` };
    return (await city.platform.request('GET', path, { headers })).text;
  };
  const caseOf = (name: OfficerName, { trackingId }: Receipt) =>
    pageOf(name, `/petugas/laporan/${trackingId}`);

  test('a report without a title is called by its first words in lists, and by its whole sentence on its page', async () => {
    const body =
      'Lampu jalan di depan pasar induk padam sejak Senin dan sampai hari ini belum ada yang datang. Tolong.';
    const { trackingId } = await city.file(aboutARoad({ body }), { prefer: 'wait=5' });
    expect((await (await city.as('roads')).view(trackingId)).title).toMatch(/^Lampu jalan .*…$/);
    const pages = openPages(city.platform.url, 'curl');
    await pages.send('/masuk', { nama_pengguna: OFFICERS.roads, sandi: OFFICER_PASSWORD });
    const { text } = await pages.get(`/petugas/laporan/${trackingId}`);
    expect(text).toContain(`${body.slice(0, body.indexOf('.') + 1)}</h1>`);
  });

  test('a name that nobody gave is not said to be hidden, and a hidden one not to be missing', async () => {
    const nameless = await city.file(aboutARoad());
    const hidden = await city.file(aboutARoad({ reporter: REPORTER, anonymous: true }));
    // To officers an anonymous one is the same with a name and without.
    const neither = await city.file(aboutARoad({ anonymous: true }));
    expect(await caseOf('roads', nameless)).toContain('tanpa nama');
    for (const receipt of [hidden, neither]) {
      const text = await caseOf('roads', receipt);
      expect(text).toContain('nama disembunyikan');
      expect(text).not.toContain('tanpa nama');
    }
    expect(await caseOf('coordinator', nameless)).toContain('nama disembunyikan');
  });

  test('what was erased is said to be erased, not to be for others', async () => {
    const filed = await city.file(aboutARoad({ reporter: REPORTER }), { prefer: 'wait=5' });
    const { trackingId, accessCode } = filed;
    await (await city.as('roads')).do(trackingId, { command: 'note', text: 'Sudah ditelepon.' });
    await city.reporter(filed, { command: 'withdraw' });
    const path = `/api/v1/complaints/${trackingId}/erase`;
    const erase = (scope: string) => city.platform.request('POST', path, { accessCode, body: { scope } });
    expect((await erase('identity')).status).toBe(200);
    expect(await caseOf('roads', filed)).toContain('nama dan kontak sudah dihapus');
    expect((await erase('all')).status).toBe(200);
    await until(
      async () => ((await caseOf('roads', filed)).includes('Sudah ditelepon.') ? undefined : true),
      () => 'a note outlives the words it is about',
    );
    const lines = (text: string) =>
      text.split('<li class="case').filter((line) => line.includes(`/${trackingId}"`));
    const listed = '/petugas?keadaan=withdrawn';
    expect(lines(await pageOf('roads', listed)).join('')).toContain('isi sudah dihapus');
    expect(lines(await pageOf('leader', listed)).join('')).toContain('isi tidak untuk Anda');
  });
});

describe('a command', () => {
  test('with a key used before for other words is refused, and says so of the key', async () => {
    const { trackingId } = await city.file(aboutARoad());
    const roads = await city.as('roads');
    const key = { 'idempotency-key': 'satu-kunci-1234567' };
    const ask = (question: string) => ({ command: 'ask', question }) as const;
    expect((await roads.try(trackingId, ask('Di jalan mana?'), key)).status).toBe(200);
    const { status, json } = await roads.try(trackingId, ask('Jalan apa?'), key);
    expect({ status, json }).toMatchObject({ status: 422, json: { issues: [{ field: 'Idempotency-Key' }] } });
  });

  test('that takes the case out of sight answers that it was done, and no more', async () => {
    const { trackingId } = await city.file(forTriage());
    const admin = await city.as('cityAdmin');
    const here = { command: 'dispose', agencyId: agencyId('city') } as const;
    expect((await admin.try(trackingId, here)).status).toBe(200);
    const key = { 'idempotency-key': 'dua-kali-sama-123456' };
    for (const _again of [1, 2]) {
      const gone = await admin.try(trackingId, { command: 'privacy', protected: true }, key);
      expect({ status: gone.status, text: gone.text }).toEqual({ status: 204, text: '' });
    }
    // Nor does a stale version tell of it.
    const stale = { 'if-match': '"99"' };
    const refused = await admin.try(trackingId, here, stale);
    expect({ status: refused.status, json: refused.json }).toMatchObject({
      status: 404,
      json: { detail: `case ${trackingId} does not exist` },
    });
    expect((await admin.get(`/api/v1/cases/${trackingId}`)).status).toBe(404);
  });

  test('that makes another kind of it shows the reporter the old and the new limit', async () => {
    const receipt = await city.file(aboutARoad());
    const admin = await city.as('cityAdmin');
    const before = (await admin.view(receipt.trackingId)).due.caseDueAt;
    const reclassify = { command: 'reclassify', type: 'information', reason: 'Ini pertanyaan.' } as const;
    expect((await admin.try(receipt.trackingId, reclassify)).status).toBe(200);
    const { due, timeline } = await city.view(receipt.trackingId, receipt.accessCode);
    expect(due?.caseDueAt).not.toBe(before);
    expect(timeline.find(({ type }) => type === 'CaseReclassified')).toMatchObject({
      text: 'Ini pertanyaan.',
      dueBefore: before,
      dueAt: due?.caseDueAt,
      before: { type: 'complaint', category: { code: 'jalan-rusak' }, supervisory: false },
      after: { type: 'information', category: { code: 'jalan-rusak' }, supervisory: false },
    });
    const lines = 'Pengaduan, Jalan rusak atau berlubang → Permintaan informasi, Jalan rusak atau berlubang';
    const page = await city.platform.request('GET', `/lacak/${receipt.trackingId}`, {
      headers: { accept: 'text/html' },
    });
    expect(page.text).toContain(lines);
  });

  test('says that the limit was kept where most of it had run', async () => {
    const receipt = await city.file(aboutARoad({ type: 'information' }));
    const admin = await city.as('cityAdmin');
    const before = (await admin.view(receipt.trackingId)).due.caseDueAt;
    await city.moveClock(Date.parse(before ?? '') - city.now().getTime() - 3_600_000);
    const again = await city.as('cityAdmin');
    await again.do(receipt.trackingId, {
      command: 'reclassify',
      type: 'complaint',
      reason: 'Ini pengaduan.',
    });
    const { timeline } = await city.view(receipt.trackingId);
    expect(timeline.find(({ type }) => type === 'CaseReclassified')).toMatchObject({
      dueBefore: before,
      dueAt: before,
      limitKept: true,
    });
    const headers = { accept: 'text/html' };
    const page = await city.platform.request('GET', `/lacak/${receipt.trackingId}`, { headers });
    expect(page.text).toContain('Waktunya tidak diperpanjang');
  });

  test('that finds danger in the category starts the urgent clock', async () => {
    const { trackingId } = await city.file(aboutARoad());
    const admin = await city.as('cityAdmin');
    const reclassify = {
      command: 'reclassify',
      category: 'jembatan-putus',
      reason: 'Jembatannya putus',
    } as const;
    const { status, json } = await admin.try(trackingId, reclassify);
    expect(status).toBe(200);
    const view = json as OfficerCaseView;
    expect(view).toMatchObject({ danger: true, category: { code: 'jembatan-putus' } });
    expect(view.due.urgentDueAt).toBeDefined();
  });

  test('is there for the unit without an admin that gets a case back', async () => {
    const { trackingId } = await city.file(aboutTheClinic());
    const clinic = await city.as('clinic');
    const back = { command: 'return', reason: 'Obatnya dari gudang dinas.' } as const;
    expect((await clinic.try(trackingId, back)).status).toBe(200);
    const health = await city.as('health');
    expect(await health.view(trackingId)).toMatchObject({
      status: 'returned',
      agency: { code: agencyId('health') },
      legal: ['dispose', 'return', 'note'],
    });
    const elsewhere = { command: 'dispose', agencyId: agencyId('roads') } as const;
    expect((await health.try(trackingId, elsewhere)).status).toBe(400);
    // The page offers to take it on, beside the units below.
    const page = await city.platform.request('GET', `/petugas/laporan/${trackingId}`, {
      headers: { accept: 'text/html', cookie: `lapor_petugas=${health.token}` },
    });
    for (const name of ['health', 'clinic'] as const)
      expect(page.text).toContain(`<option value="${agencyId(name)}">`);
    const ours = { command: 'dispose', agencyId: agencyId('health') } as const;
    expect((await health.try(trackingId, ours)).status).toBe(200);
    expect((await health.view(trackingId)).legal).toContain('answer');
  });
});

describe('whoever may not read a case', () => {
  test('sees no more of the place than the public does, and nothing made up', async () => {
    const { trackingId } = await city.file(aboutARoad({ area: VILLAGE }));
    const leader = await city.as('leader');
    const { area, reachable } = await leader.view(trackingId);
    expect({ area: area?.code, reachable }).toEqual({ area: DISTRICT, reachable: undefined });
    const { json } = await leader.get('/api/v1/cases?pageSize=200');
    expect(JSON.stringify(json)).not.toContain(VILLAGE);
    expect((await (await city.as('roads')).view(trackingId)).area?.code).toBe(VILLAGE);

    const secret = await city.file(aboutARoad({ secret: true }));
    const view = await leader.view(secret.trackingId);
    expect(view).toMatchObject({ status: 'assigned', secret: true });
    for (const name of ['type', 'channel', 'category', 'area', 'agency', 'reachable'])
      expect(view).not.toHaveProperty(name);
  });
});

describe('the reporter', () => {
  test('learns where a referred case went, and not what offices note for each other', async () => {
    const receipt = await city.file(forTriage());
    const admin = await city.as('cityAdmin');
    const referral = { bodyName: 'Polresta Barelang', contact: '0778-123456', reference: 'LP/12/III/2026' };
    const refer = { command: 'refer', text: 'Ini perkara pidana.', ...referral } as const;
    expect((await admin.try(receipt.trackingId, refer)).status).toBe(200);
    const seen = await city.view(receipt.trackingId, receipt.accessCode);
    expect(seen.timeline.find((item) => item.type === 'CaseReferred')).toMatchObject({
      ...referral,
      text: 'Ini perkara pidana.',
    });
    const anybody = JSON.stringify(await city.view(receipt.trackingId));
    expect(anybody).not.toContain('0778-123456');

    const other = await city.file(forTriage());
    const note = 'Pelapor ini sering menelepon.';
    const dispose = { command: 'dispose', agencyId: agencyId('roads'), note } as const;
    expect((await admin.try(other.trackingId, dispose)).status).toBe(200);
    expect(JSON.stringify(await city.view(other.trackingId, other.accessCode))).not.toContain(note);
    expect(JSON.stringify(await (await city.as('roads')).view(other.trackingId))).toContain(note);
  });

  test('learns on what ground something cannot be done, and where to go', async () => {
    const receipt = await city.file(aboutARoad());
    const words = { ground: 'Jalan ini milik pengembang.', whereToGo: 'Kantor pemasaran perumahan.' };
    const answer = {
      command: 'answer',
      kind: 'cannot',
      text: 'Jalan di dalam kompleks bukan jalan kota.',
      ...words,
    } as const;
    expect((await (await city.as('roads')).try(receipt.trackingId, answer)).status).toBe(200);
    const seen = await city.view(receipt.trackingId, receipt.accessCode);
    expect(seen.timeline.find((item) => item.type === 'CaseAnswered')).toMatchObject(words);
  });
});
