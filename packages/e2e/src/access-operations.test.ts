import { randomUUID } from 'node:crypto';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { agencyId, AREA } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { enterAllRoles } from './fixtures/all-roles.ts';
import type { Somebody } from './fixtures/all-roles.ts';
import type { Answer } from './platform.ts';

// All that needs a session besides the commands on cases: who may, walked from outside over all roles and places. The list of
// operations comes out of the published document, so that a new door without a row here fails.

interface Door {
  /** Who gets in; everybody else is refused. */
  readonly open: (who: Somebody) => boolean;
  readonly body?: unknown;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
}

let city: CityAtWork;
let people: readonly Somebody[];
let document: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };
let keyId: string;
let caseId: string;
/** The row by which a damaged road is the roads unit's. */
let rowId: string;
/** Of the roads unit. */
let templateId = '';
/** The limits as they are: a version of one's own is one like it. */
let policy: object;

interface Operation {
  readonly security?: readonly object[];
}

const SIGN_OUT = 'DELETE /api/v1/sessions/current';
const nobody = () => false;
const everybody = () => true;
const named =
  (...names: readonly string[]) =>
  ({ name }: Somebody) =>
    names.includes(name);
/** Those who look after the roads unit. */
const adminsOfRoads = named('agency_admin@roads', 'agency_admin@city');
const adminOfTheCity = named('agency_admin@city');
const roads = { path: { agencyId: agencyId('roads') } };
const reason = 'Perda 3/2026';
const ofRoads = { agencyId: agencyId('roads'), category: 'jembatan', area: AREA, validFrom: '2026-01-01' };
const entering = ({ role }: Somebody) => ['agency_admin', 'liaison', 'supervisor', 'clerk'].includes(role);
const readers = named(
  'liaison@roads',
  'supervisor@roads',
  'agency_admin@roads',
  'agency_admin@city',
  'coordinator@roads',
  'coordinator@city',
  'overseer@nation',
  'overseer@nation of the city',
  'overseer@nation of the district',
);
const leaderAndAdmins = named('leader@roads', 'agency_admin@roads', 'agency_admin@city');
const colleaguesAtRoads = (who: Somebody) => who.place === 'roads' || who.name === 'agency_admin@city';
const atRoadsOrAbove = ({ place }: Somebody) => ['roads', 'city', 'nation'].includes(place);
const somebodyNew = { name: 'Orang Baru', username: 'x', role: 'liaison' };

/** By operation; those on one case and its commands are in the other matrix. */
const doors = (): Readonly<Record<string, Door>> => ({
  [SIGN_OUT]: { open: everybody },
  'GET /api/v1/sessions/current': { open: everybody },
  'POST /api/v1/sessions/access-token': { open: everybody },
  'POST /api/v1/sessions/password': {
    open: nobody,
    body: { oldPassword: 'bukan sandi saya', newPassword: 'sandi yang lain 9' },
  },
  'POST /api/v1/sessions/second-factor': { open: everybody, body: { code: '000000' } },
  'GET /api/v1/second-factor': { open: everybody },
  'POST /api/v1/second-factor': { open: everybody, body: { code: '000000' } },
  'POST /api/v1/second-factor/remove': { open: everybody, body: { code: '000000' } },
  'GET /api/v1/preferences': { open: everybody },
  'PUT /api/v1/preferences': { open: everybody, body: { morningMessage: true } },
  'GET /api/v1/sessions': { open: everybody },
  'GET /api/v1/filters': { open: everybody },
  'POST /api/v1/filters': { open: everybody, body: { name: 'Pasar', query: 'cari=pasar' } },
  'DELETE /api/v1/filters/{filterId}': { open: everybody, path: { filterId: 'x'.repeat(26) } },
  'DELETE /api/v1/sessions/others': { open: everybody },
  'DELETE /api/v1/sessions/{sessionId}': { open: everybody, path: { sessionId: '0'.repeat(20) } },
  'GET /api/v1/cases': { open: everybody },
  'GET /api/v1/cases/{caseId}': { open: everybody, path: { caseId } },
  'GET /api/v1/cases/{caseId}/deliveries': { open: readers, path: { caseId } },
  'GET /api/v1/cases/{caseId}/similar': { open: readers, path: { caseId } },
  // What is not there is taken back already.
  'DELETE /api/v1/cases/{caseId}/attachments/{attachmentId}': {
    open: named('liaison@roads', 'supervisor@roads', 'agency_admin@roads'),
    path: { caseId, attachmentId: 'NONE' },
  },
  'GET /api/v1/cases/{caseId}/release': { open: adminsOfRoads, path: { caseId } },
  'GET /api/v1/officers': { open: adminsOfRoads, query: `agency=${agencyId('roads')}` },
  'POST /api/v1/officers': {
    open: adminsOfRoads,
    body: { ...somebodyNew, reason, agencyId: agencyId('roads') },
  },
  // Before the leader's sessions end.
  'GET /api/v1/answer-templates': { open: atRoadsOrAbove, query: `agency=${agencyId('roads')}` },
  'GET /api/v1/officers/absences': { open: colleaguesAtRoads, query: `agency=${agencyId('roads')}` },
  'GET /api/v1/officers/{officerId}/deputies': {
    open: leaderAndAdmins,
    path: { officerId: leader() },
  },
  'PUT /api/v1/officers/{officerId}/absence': {
    open: leaderAndAdmins,
    path: { officerId: leader() },
    body: { from: '2026-03-03', to: '2026-03-04', reason },
  },
  'POST /api/v1/officers/{officerId}/absence/end': {
    open: leaderAndAdmins,
    path: { officerId: leader() },
    body: { reason },
  },
  'GET /api/v1/officers/{officerId}/changes': { open: adminsOfRoads, path: { officerId: leader() } },
  'PUT /api/v1/officers/{officerId}': {
    open: adminsOfRoads,
    path: { officerId: leader() },
    body: { name: 'Pimpinan', role: 'leader', agencyId: agencyId('roads'), reason },
  },
  'GET /api/v1/officers/{officerId}/sessions': { open: adminsOfRoads, path: { officerId: leader() } },
  'POST /api/v1/officers/{officerId}/sessions/end': {
    open: adminsOfRoads,
    path: { officerId: leader() },
    body: { reason },
  },
  'POST /api/v1/officers/{officerId}/reset': {
    open: adminsOfRoads,
    path: { officerId: leader() },
    body: { reason },
  },
  'POST /api/v1/officers/{officerId}/replace': {
    open: adminsOfRoads,
    path: { officerId: leader() },
    body: { reason, successor: { ...somebodyNew, agencyId: agencyId('roads') } },
  },
  'POST /api/v1/directory/import': { open: named('agency_admin@city'), body: { area: AREA, dryRun: true } },
  'GET /api/v1/agency-keys': { open: adminsOfRoads, query: `agency=${agencyId('roads')}` },
  'POST /api/v1/agency-keys': {
    open: adminsOfRoads,
    body: { agencyId: agencyId('roads'), label: 'e-office', reason },
  },
  'POST /api/v1/agency-keys/{keyId}/rotate': { open: adminsOfRoads, path: { keyId }, body: { reason } },
  'POST /api/v1/agency-keys/{keyId}/revoke': { open: adminsOfRoads, path: { keyId }, body: { reason } },
  'GET /api/v1/agency-keys/{keyId}/changes': { open: adminsOfRoads, path: { keyId } },
  // Asked for what cannot be, so that the tree stays as it is.
  'POST /api/v1/agencies': {
    open: adminsOfRoads,
    body: { parentId: agencyId('roads'), key: 'pu', name: 'Depo', kind: 'subunit', reason },
  },
  'POST /api/v1/agencies/{agencyId}/rename': { open: adminsOfRoads, ...roads, body: { name: ' ', reason } },
  'POST /api/v1/agencies/{agencyId}/four-eyes': {
    open: adminsOfRoads,
    ...roads,
    body: { wanted: false, reason },
  },
  'POST /api/v1/agencies/{agencyId}/move': {
    open: adminOfTheCity,
    ...roads,
    body: { parentId: agencyId('city'), reason },
  },
  'POST /api/v1/agencies/{agencyId}/kind-and-area': {
    open: adminOfTheCity,
    ...roads,
    body: { kind: 'unit', reason },
  },
  'POST /api/v1/agencies/{agencyId}/kind-and-area/preview': {
    open: adminOfTheCity,
    ...roads,
    body: { kind: 'unit' },
  },
  'POST /api/v1/agencies/{agencyId}/close': {
    open: adminOfTheCity,
    ...roads,
    body: { successorId: agencyId('roads'), reason },
  },
  'GET /api/v1/agencies/{agencyId}/changes': { open: adminsOfRoads, ...roads },
  'GET /api/v1/competence': { open: adminsOfRoads, query: `agency=${agencyId('roads')}` },
  'POST /api/v1/competence': { open: adminOfTheCity, body: { ...ofRoads, category: 'dongeng', reason } },
  'POST /api/v1/competence/preview': {
    open: adminOfTheCity,
    query: `agency=${agencyId('roads')}`,
    body: { enter: ofRoads },
  },
  'POST /api/v1/competence/{rowId}/end': {
    open: adminOfTheCity,
    path: { rowId },
    body: { validTo: '2000-01-01', reason },
  },
  'GET /api/v1/cases/{caseId}/answer-templates': { open: readers, path: { caseId } },
  'POST /api/v1/answer-templates': {
    open: adminsOfRoads,
    body: { agencyId: agencyId('roads'), name: 'Diterima', text: 'Laporan {kode} kami periksa.', reason },
  },
  'PUT /api/v1/answer-templates/{templateId}': {
    open: adminsOfRoads,
    path: { templateId },
    body: { name: 'Diperiksa', text: 'Laporan {kode} sedang diperiksa.', reason },
  },
  'GET /api/v1/answer-templates/changes': {
    open: adminsOfRoads,
    query: `agency=${agencyId('roads')}`,
  },
  'POST /api/v1/answer-templates/{templateId}/remove': {
    open: adminsOfRoads,
    path: { templateId },
    body: { reason },
  },
  'GET /api/v1/categories/changes': { open: nobody },
  'POST /api/v1/categories': {
    open: nobody,
    body: { code: 'lampu-taman', group: 'jalan', nameId: 'Lampu taman', nameEn: 'Park light', reason },
  },
  ...Object.fromEntries(
    Object.entries({
      rename: { nameId: 'Lampu', nameEn: 'Light', reason },
      marks: { danger: false, neverPublic: false, reason },
      retire: { reason },
      restore: { reason },
      merge: { into: 'jalan-rusak', reason },
      'merge/preview': { into: 'jalan-rusak' },
      unmerge: { reason },
      'unmerge/preview': undefined,
    }).map(([change, body]) => [
      `POST /api/v1/categories/{code}/${change}`,
      { open: nobody, path: { code: 'trotoar' }, body },
    ]),
  ),
  'GET /api/v1/operations/breach-listings': { open: nobody },
  'POST /api/v1/operations/breach-listings': {
    open: nobody,
    body: { from: '2020-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z', reason },
  },
  'GET /api/v1/operations/retention': { open: nobody },
  'POST /api/v1/operations/retention': { open: nobody },
  'GET /api/v1/operations/anonymisations': { open: nobody },
  'GET /api/v1/operations/dead-letters': { open: nobody },
  'POST /api/v1/operations/dead-letters/{id}/replay': { open: nobody, path: { id: 'none' } },
  'PUT /api/v1/calendar/years/{year}': {
    open: adminOfTheCity,
    path: { year: '2030' },
    query: `area=${AREA}`,
    body: { days: [{ date: '2030-01-01', kind: 'holiday' }], reason: 'SKB 2030' },
  },
  'POST /api/v1/calendar/preview': {
    open: adminOfTheCity,
    query: `area=${AREA}`,
    body: { weekend: [0, 6] },
  },
  'PUT /api/v1/calendar/weekend': {
    open: adminOfTheCity,
    query: `area=${AREA}`,
    body: { weekend: [0, 6], reason: 'Perda' },
  },
  'POST /api/v1/policies': {
    open: nobody,
    body: {
      ...policy,
      version: 'longgar',
      validFrom: '2026-12-01',
      complaintDays: 100,
      reason: 'Lebih santai',
    },
  },
  'POST /api/v1/clock': { open: nobody, body: { now: '2020-01-01T00:00:00Z' } },
  'POST /api/v1/slips': {
    open: entering,
    body: { batch: 'kotak-1', line: 1, text: 'Lampu mati', foundOn: '2026-03-02', area: AREA },
  },
});

function leader(): string {
  return people.find(({ name }) => name === 'leader@roads')!.officerId;
}

beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  people = await enterAllRoles(city);
  document = good(await city.platform.request('GET', '/openapi.json'), 200);
  const { policies } = good<{ readonly policies: readonly object[] }>(
    await city.platform.request('GET', '/api/v1/policies'),
    200,
  );
  policy = policies[0]!;
  ({ trackingId: caseId } = await city.file(aboutARoad(), { prefer: 'wait=5' }));
  const { token } = await city.as('national');
  const answer = `/api/v1/competence/answer?category=jalan-rusak&area=${AREA}`;
  const asking = good<{ readonly row: { readonly id: string } }>(
    await city.platform.request('GET', answer),
    200,
  );
  rowId = asking.row.id;
  const template = { agencyId: agencyId('roads'), name: 'Diterima', text: 'Kami terima.', reason };
  const kept = await city.platform.request('POST', '/api/v1/answer-templates', { token, body: template });
  ({ id: templateId } = good<{ readonly id: string }>(kept, 201));
  const asked = {
    token,
    headers: { 'idempotency-key': randomUUID() },
    body: { agencyId: agencyId('roads'), label: 'e-office', reason },
  };
  const made = await city.platform.request('POST', '/api/v1/agency-keys', asked);
  ({
    agencyKey: { keyId },
  } = good<{ readonly agencyKey: { readonly keyId: string } }>(made, 201));
});
afterAll(() => city.close());

/** Operations that need a session, as "GET /api/v1/cases". */
function guarded(): readonly string[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { security = [] }]) => security.some((each) => 'bearer' in each))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
}

const isCommand = (operation: string) => operation.startsWith('POST /api/v1/cases/{caseId}/');

async function knock(operation: string, door: Door, token?: string): Promise<Answer> {
  const [method = '', template = ''] = operation.split(' ');
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => door.path?.[name] ?? caseId);
  const query = door.query === undefined ? '' : `?${door.query}`;
  return city.platform.request(method, path + query, {
    headers: { 'idempotency-key': randomUUID() },
    ...(token === undefined ? {} : { token }),
    ...(door.body === undefined ? {} : { body: door.body }),
  });
}

describe('every operation that needs a session', () => {
  test('has a row here, and every row an operation', () => {
    const rows = Object.keys(doors());
    expect([...guarded()].filter((operation) => !isCommand(operation)).sort()).toEqual(rows.sort());
  });

  test('is shut without one, with one that is none, and with what opens another door', async () => {
    const { accessCode } = await city.file(aboutARoad());
    // Who signs out of nothing is out.
    for (const operation of guarded().filter((each) => each !== SIGN_OUT)) {
      const door = doors()[operation] ?? {
        open: nobody,
        body: { question: 'Di mana?', reason: 'x', text: 'x', kind: 'x' },
      };
      for (const token of [undefined, 'x', 'a'.repeat(43), accessCode]) {
        const answer = await knock(operation, door, token);
        // A command's body is looked at before who sends it.
        const refused = isCommand(operation) ? [400, 401] : [401];
        expect(refused, `${operation}: ${answer.status} ${answer.text}`).toContain(answer.status);
      }
    }
  });

  test('refuses all others, whatever their role and place', async () => {
    let tried = 0;
    for (const [operation, door] of Object.entries(doors())) {
      for (const somebody of people.filter((each) => !door.open(each))) {
        const answer = await knock(operation, door, somebody.token);
        expect(answer.status, `${operation} as ${somebody.name}: ${answer.text}`).toBe(403);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(300);
  });

  test('lets in those whom the table names', async () => {
    const rows = Object.entries(doors()).filter(([operation]) => operation !== SIGN_OUT);
    for (const [operation, door] of rows) {
      for (const somebody of people.filter(door.open)) {
        const answer = await knock(operation, door, somebody.token);
        // What was asked for may be wrong; who asked was not.
        expect([401, 403, 404], `${operation} as ${somebody.name}: ${answer.text}`).not.toContain(
          answer.status,
        );
      }
    }
  });
});

test('an inspectorate is its inspectors’ business: whom it inspects enters nobody there, makes no key and no second one', async () => {
  const at = agencyId('inspectorate');
  const newcomer = (role: string) => ({ ...somebodyNew, reason, agencyId: at, role });
  const inspector = named('inspectorate@inspectorate');
  const [itself] = people.filter(inspector);
  const path = { officerId: itself?.officerId ?? '' };
  const asked: readonly (readonly [string, Door])[] = [
    ['POST /api/v1/officers', { open: inspector, body: newcomer('inspectorate') }],
    [
      'POST /api/v1/officers',
      { open: named('inspectorate@inspectorate', 'agency_admin@inspectorate'), body: newcomer('clerk') },
    ],
    ['GET /api/v1/officers/{officerId}/changes', { open: inspector, path }],
    ['GET /api/v1/officers/{officerId}/sessions', { open: inspector, path }],
    ['POST /api/v1/officers/{officerId}/sessions/end', { open: nobody, path, body: { reason } }],
    [
      'PUT /api/v1/officers/{officerId}',
      { open: nobody, path, body: { name: 'X', role: 'inspectorate', agencyId: at, reason } },
    ],
    ['POST /api/v1/officers/{officerId}/reset', { open: nobody, path, body: { reason } }],
    ['POST /api/v1/officers/{officerId}/replace', { open: nobody, path, body: { reason } }],
    ['GET /api/v1/agency-keys', { open: inspector, query: `agency=${at}` }],
    ['POST /api/v1/agency-keys', { open: inspector, body: { agencyId: at, label: 'e-lapor', reason } }],
    [
      'POST /api/v1/agencies',
      {
        open: nobody,
        body: { parentId: agencyId('city'), key: 'itwil', name: 'Itwil', kind: 'inspectorate', reason },
      },
    ],
    ['POST /api/v1/agencies/{agencyId}/close', { open: nobody, path: { agencyId: at }, body: { reason } }],
  ];
  for (const [operation, door] of asked) {
    // The leader's sessions have ended above; an inspector ends their own with a reset.
    for (const somebody of people.filter(({ role }) => role !== 'leader')) {
      const open = door.open(somebody);
      if (!open && somebody === itself && door.path === path) continue;
      const answer = await knock(operation, door, somebody.token);
      const told = `${operation} as ${somebody.name}: ${answer.text}`;
      if (open) expect([401, 403, 404], told).not.toContain(answer.status);
      else expect(answer.status, told).toBe(403);
    }
  }
});

test('nobody keeps the days off of another area: not of the province, of a neighbour, or of the nation', async () => {
  const operations = Object.keys(doors()).filter((operation) => / \/api\/v1\/calendar\//.test(operation));
  expect(operations).toHaveLength(3);
  for (const operation of operations) {
    for (const query of ['area=21', 'area=21.72', 'area=11.71', '']) {
      // The leader's sessions have ended above.
      for (const { name, token } of people.filter(({ role }) => role !== 'leader')) {
        const answer = await knock(operation, { ...doors()[operation]!, query }, token);
        expect(answer.status, `${operation}?${query} as ${name}: ${answer.text}`).toBe(403);
      }
    }
  }
});

test('nobody gives more than they have: no admin makes a national one, an overseer, or an inspector elsewhere', async () => {
  const admins = people.filter(({ role }) => role === 'agency_admin');
  for (const { token, name, agencyId: own } of admins) {
    for (const role of ['national_admin', 'overseer', 'inspectorate']) {
      const body = { ...somebodyNew, reason, username: 'naik.pangkat', role, agencyId: own };
      const answer = await city.platform.request('POST', '/api/v1/officers', { token, body });
      expect([400, 403], `${name} gives ${role}: ${answer.text}`).toContain(answer.status);
    }
    const above = { ...somebodyNew, reason, username: 'naik.pangkat', agencyId: agencyIdFor('nasional') };
    const answer = await city.platform.request('POST', '/api/v1/officers', { token, body: above });
    expect(answer.status, name).toBe(403);
  }
});
