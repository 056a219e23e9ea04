import { randomUUID } from 'node:crypto';
import { agencyIdFor } from '@lapor/kernel';
import type { Receipt } from '@lapor/portal';
import { freePort } from '@lapor/testing/free-port';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { agencyId, AREA, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import type { AgencySystem, Watched } from './fixtures/agency-systems.ts';

// A protected case exists nowhere for the unit it is about, nor for anybody else but those who hold it. Each door is tried: one
// case that was protected from the start, and one that was taken away from the unit under way.

const AUTHORITY = 'otorita';
const authority = (unit = '') => agencyIdFor(unit === '' ? AUTHORITY : `${AUTHORITY}/${unit}`);
const BLIND = [
  'roads',
  'health',
  'clinic',
  'clerk',
  'leader',
  'coordinator',
  'cityAdmin',
  'national',
] as const;
const STATUSES = ['unverified', 'assigned', 'in_progress', 'answered', 'closed', 'archived', 'returned'];

let city: CityAtWork;
let door: string;
let fromTheStart: Receipt;
let underWay: Receipt;
let ordinary: Receipt;
let toldBefore: number;
const systems = new Map<string, AgencySystem>();
const watched = new Map<string, Watched>();
const system = (name: string) => systems.get(name)!;

beforeAll(async () => {
  door = `127.0.0.1:${await freePort()}`;
  city = await openCity(inject('installedCity'), { LAPOR_AGENCY_LISTEN: door });
  await enterAuthority();
  const agencies = { city: agencyId('city'), roads: agencyId('roads'), health: agencyId('health') };
  for (const [name, id] of Object.entries({ ...agencies, inspectorate: agencyId('inspectorate') }))
    systems.set(name, agencySystem(door, await keyFor(id)));
  for (const [name, one] of systems) watched.set(name, one.watch());

  const about = { aboutOfficial: true, agency: agencyId('roads') };
  fromTheStart = await city.file(aboutARoad({ title: 'Pungli di kantor', ...about }), { prefer: 'wait=5' });
  underWay = await city.file(aboutARoad({ title: 'Minta uang rokok' }), { prefer: 'wait=5' });
  await (await city.as('roads')).do(underWay.trackingId, followUp());
  await city.mailbox.waitFor('petugas.pu@kota.example', underWay.trackingIdText);
  await watched.get('roads')!.got(underWay.trackingId, 'CaseFollowedUp 2');
  toldBefore = city.mailbox.to('petugas.pu@kota.example').length;
  const taken = await (
    await city.as('cityAdmin')
  ).try(underWay.trackingId, { command: 'privacy', protected: true });
  expect(taken.status, taken.text).toBe(204);
  ordinary = await city.file(aboutARoad({ title: 'Lubang biasa' }), { prefer: 'wait=5' });
  await watched.get('inspectorate')!.got(underWay.trackingId, 'CasePrivacyChanged 1');
  await watched.get('roads')!.got(ordinary.trackingId, 'CaseDisposed 1');
});
afterAll(async () => {
  for (const one of watched.values()) await one.stop();
  for (const one of systems.values()) one.close();
  await city.close();
});

async function keyFor(id: string): Promise<string> {
  const { token } = await city.as('national');
  const body = { agencyId: id, label: 'e-office', reason: 'SPBE 4/2026' };
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await city.platform.request('POST', '/api/v1/agency-keys', { token, body, headers });
  return good<{ readonly key: string }>(answer, 201).key;
}

/** A body without an inspectorate; the tier above its counter has a liaison and no admin. */
async function enterAuthority(): Promise<void> {
  const { token } = await city.as('national');
  const body = {
    area: AREA,
    bodyKey: AUTHORITY,
    bodyName: 'Otorita Pulau',
    units: [
      'key,name,kind,parent_key,area_code,email',
      'lahan,Direktorat Lahan,unit,,,',
      'loket,Loket Lahan,subunit,lahan,,',
    ].join('\n'),
    officers: [
      'username,name,role,unit_key,email,phone',
      'petugas.lahan,Laila Lahan,liaison,lahan,petugas.lahan@otorita.example,',
      'petugas.loket,Lusi Loket,liaison,loket,petugas.loket@otorita.example,',
      'admin.otorita,Oki Otorita,agency_admin,,admin.otorita@otorita.example,',
    ].join('\n'),
    initialPassword: OFFICER_PASSWORD,
    reason: 'Otorita baru',
  };
  good(await city.platform.request('POST', '/api/v1/directory/import', { token, body }), 200);
}

/** Whatever is said of a hidden case: its id in both spellings, and its title. */
function tracesIn(text: string): readonly string[] {
  const marks = [fromTheStart, underWay].flatMap(({ trackingId, trackingIdText }) => [
    trackingId,
    trackingIdText,
  ]);
  return [...marks, 'Pungli di kantor', 'Minta uang rokok'].filter((mark) => text.includes(mark));
}

describe.each(BLIND)('for %s', (viewer: OfficerName) => {
  test('it is in no list, whatever is asked for', async () => {
    const officer = await city.as(viewer);
    const queries = ['pageSize=200', 'ownOnly=true', ...STATUSES.map((status) => `status=${status}`)];
    for (const query of queries)
      expect(tracesIn((await officer.get(`/api/v1/cases?${query}`)).text), query).toEqual([]);
  });

  test('no search finds it, by its words or by its tracking id', async () => {
    const officer = await city.as(viewer);
    const words = ['pungli kantor', 'minta uang rokok', 'lubang', 'batam', 'dinas pekerjaan umum'];
    const ids = [fromTheStart, underWay].map(({ trackingId }) => trackingId);
    for (const query of [...words, ...ids].map(encodeURIComponent)) {
      const answer = await officer.get(`/api/v1/cases?pageSize=200&q=${query}`);
      expect({ query, status: answer.status, traces: tracesIn(answer.text) }).toEqual({
        query,
        status: 200,
        traces: [],
      });
    }
  });

  test('its addresses lead nowhere, as those of a case that never was', async () => {
    const officer = await city.as(viewer);
    for (const { trackingId } of [fromTheStart, underWay]) {
      for (const path of ['', '/deliveries']) {
        const answer = await officer.get(`/api/v1/cases/${trackingId}${path}`);
        expect(answer.status, path).toBe(404);
      }
      const never = await officer.get('/api/v1/cases/0000000000');
      const hidden = await officer.get(`/api/v1/cases/${trackingId}`);
      expect(hidden.text.replaceAll(trackingId, '')).toBe(never.text.replaceAll('0000000000', ''));
    }
  });

  test('no page shows it', async () => {
    const { token } = await city.as(viewer);
    const headers = { accept: 'text/html', cookie: `lapor_petugas=${token}` };
    for (const path of ['/petugas', '/petugas?bagian=semua', '/petugas/admin', '/kinerja'])
      expect(tracesIn((await city.platform.request('GET', path, { headers })).text), path).toEqual([]);
    for (const { trackingId } of [fromTheStart, underWay]) {
      const page = `/petugas/laporan/${trackingId}`;
      expect((await city.platform.request('GET', page, { headers })).status).toBe(404);
    }
  });

  test('dead letters say nothing of it', async () => {
    const officer = await city.as(viewer);
    const { status, text } = await officer.get('/api/v1/operations/dead-letters');
    expect(status).toBe(viewer === 'national' ? 200 : 403);
    expect(tracesIn(text)).toEqual([]);
  });
});

describe('for the systems of the unit, of another one and of the city', () => {
  test.each(['roads', 'health', 'city'])('%s neither lists nor gets nor works on it', async (name) => {
    const { client, options } = system(name);
    const { cases } = await client.listCases({ pageSize: 200 }, options);
    const ids = cases.map(({ snapshot }) => snapshot?.caseId);
    if (name !== 'health') expect(ids).toContain(ordinary.trackingId);
    for (const { trackingId: caseId } of [fromTheStart, underWay]) {
      expect(ids).not.toContain(caseId);
      await expect(client.getCase({ caseId }, options)).rejects.toMatchObject({ code: 'not_found' });
      const command = { caseId, commandId: randomUUID(), reason: 'Bukan kami' };
      await expect(client.return(command, options)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('the feed had the one under way until it was taken away, and of that nothing', () => {
    for (const name of ['roads', 'city', 'health']) {
      const told = watched.get(name)!;
      expect(told.of(fromTheStart.trackingId), name).toEqual([]);
      expect(told.of(underWay.trackingId).join(), name).not.toContain('CasePrivacyChanged');
      for (const { body } of told.events) expect(body).not.toContain('"protected":true');
    }
  });

  test('the inspectorate’s system has both', async () => {
    const { client, options } = system('inspectorate');
    const { cases } = await client.listCases({ pageSize: 200 }, options);
    const ids = cases.map(({ snapshot }) => snapshot?.caseId);
    expect(ids).toEqual(expect.arrayContaining([fromTheStart.trackingId, underWay.trackingId]));
    expect(ids).not.toContain(ordinary.trackingId);
  });
});

test('no figure of the unit has it: it counts where it is held', async () => {
  await city.summaryOf({ received: 3 });
  const figures = async (agency: string) =>
    (await city.summary(`from=2026-03-01&to=2026-12-31&agency=${agency}`)).figures;
  expect(await figures(agencyId('roads'))).toMatchObject({ received: 1, assigned: 1, followedUp: 0 });
  expect(await figures(agencyId('inspectorate'))).toMatchObject({ received: 2 });
  expect(await figures(agencyId('city'))).toMatchObject({ received: 3 });
});

test('the inspectorate alone is told of it', async () => {
  const { inspector } = OFFICERS;
  for (const { trackingIdText } of [fromTheStart, underWay])
    await city.mailbox.waitFor(`${inspector}@kota.example`, trackingIdText);
  // What the unit got when the case was its own, and the ordinary one after it.
  await city.mailbox.waitFor('petugas.pu@kota.example', ordinary.trackingIdText);
  expect(city.mailbox.to('petugas.pu@kota.example')).toHaveLength(toldBefore + 1);
  const others = city.mailbox.all().filter(({ to }) => to !== `${inspector}@kota.example`);
  for (const { subject, text } of others)
    expect(tracesIn(`${subject}\n${text}`)).not.toContain(fromTheStart.trackingId);
});

describe('where the body has no inspectorate (pain 5)', () => {
  const signIn = async (username: string) => {
    const body = { username, password: OFFICER_PASSWORD };
    return good<{ readonly token: string }>(
      await city.platform.request('POST', '/api/v1/sessions', { body }),
      201,
    ).token;
  };

  test('the tier above has it, decides, and nobody above that is told in its stead', async () => {
    const about = { aboutOfficial: true, agency: authority('loket') };
    const { trackingId, trackingIdText } = await city.file(aboutARoad(about), { prefer: 'wait=5' });
    const look = async (username: string) =>
      city.platform.request('GET', `/api/v1/cases/${trackingId}`, { token: await signIn(username) });
    expect((await look('petugas.loket')).status).toBe(404);
    expect((await look('admin.otorita')).status).toBe(404);
    expect((await look(OFFICERS.inspector)).status).toBe(404);
    const held = await look('petugas.lahan');
    expect(held.status, held.text).toBe(200);
    expect((held.json as { legal: readonly string[] }).legal).toEqual(
      expect.arrayContaining(['dispose', 'archive']),
    );
    await city.mailbox.waitFor('petugas.lahan@otorita.example', trackingIdText);
    expect(city.mailbox.to('admin.otorita@otorita.example')).toEqual([]);
    expect(city.mailbox.to('petugas.loket@otorita.example')).toEqual([]);
  });
});
