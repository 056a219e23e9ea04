import { create } from '@bufbuild/protobuf';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import type { Inbox, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, forTriage, solved } from './builders.ts';
import { agencyId, DISTRICT } from './city.ts';
import type { AgencyName, OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

let city: CityAtWork;
let bridge: Receipt;
let pothole: Receipt;
let clinic: Receipt;

beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  bridge = await city.file(
    aboutARoad({
      title: 'Jembatan goyah',
      body: "Jembatan Barelang dekat pasar Jum'at bergoyang sejak RT 03 dikeruk.",
      address: 'Jl. Cendrawasih No. 17',
    }),
  );
  pothole = await city.file(aboutARoad({ body: 'Lubang di jembatan penyeberangan, dekat café lama.' }));
  clinic = await city.file(
    aboutTheClinic({ body: 'Puskesmas dekat jembatan tutup siang hari.', area: DISTRICT }),
  );
  await found('national', 'puskesmas siang', clinic);
});
afterAll(() => city.close());

async function search(name: OfficerName, words: string, more = ''): Promise<Inbox> {
  const officer = await city.as(name);
  return good<Inbox>(await officer.get(`/api/v1/cases?q=${encodeURIComponent(words)}${more}`), 200);
}

async function ids(name: OfficerName, words: string, more = ''): Promise<readonly string[]> {
  return (await search(name, words, more)).cases.map(({ id }) => id);
}

/** Where the search says that the words are: each place, and the words marked there. */
async function marked(name: OfficerName, words: string): Promise<readonly (readonly string[])[]> {
  const { cases } = await search(name, words);
  expect(cases).toHaveLength(1);
  return (cases[0]?.matched ?? []).map(({ in: where, step, parts }) => [
    step ?? where,
    ...parts.filter(({ hit }) => hit).map(({ text }) => text),
  ]);
}

/** Events take a moment to be in the index. */
async function found(name: OfficerName, words: string, ...receipts: readonly Receipt[]): Promise<void> {
  const wanted = receipts.map(({ trackingId }) => trackingId).toSorted();
  let last: readonly string[] = [];
  await until(
    async () => {
      last = (await ids(name, words)).toSorted();
      return last.join() === wanted.join() ? true : undefined;
    },
    () => `${name} looks for "${words}" and finds ${last.join()} instead of ${wanted.join()}`,
  );
}

async function write({ trackingId, accessCode }: Receipt, text: string): Promise<void> {
  const path = `/api/v1/complaints/${trackingId}/messages`;
  const answer = await city.platform.request('POST', path, { accessCode, body: { text } });
  expect(answer.status, answer.text).toBe(201);
}

describe('an officer finds', () => {
  test('what has all the words, newest first, however they are written', async () => {
    await found('cityAdmin', 'JEMBATAN', bridge, pothole, clinic);
    await found('roads', 'jembatan dekat', bridge, pothole);
    await found('roads', 'dekat jembatan barelang', bridge);
    await found('roads', 'cafe', pothole);
    await found('roads', 'jumat rt 3', bridge);
    await found('roads', 'cendrawasih 17', bridge);
    await found('roads', 'jembatan khayangan');
  });

  test('by place, by who has it, and by both with a word of the text', async () => {
    await found('national', 'kota batam jembatan', bridge, pothole, clinic);
    await found('national', 'pekerjaan umum', bridge, pothole);
    await found('national', 'puskesmas lubuk baja jembatan', clinic);
  });

  test('by the tracking id, as it was said or typed', async () => {
    expect(await ids('roads', bridge.trackingIdText.toLowerCase())).toEqual([bridge.trackingId]);
    expect(await ids('health', bridge.trackingId)).toEqual([]);
  });

  test('nothing outside of what the inbox may have', async () => {
    // A liaison of the tier above works on what their own unit has, and reads no more.
    await found('health', 'jembatan');
    await found('clinic', 'jembatan', clinic);
    await found('inspector', 'jembatan');
    await found('coordinator', 'jembatan', bridge, pothole, clinic);
    // They may know of the cases, but not read them.
    for (const name of ['leader', 'clerk'] as const) await found(name, 'jembatan');
    const beyond = await (
      await city.as('roads')
    ).get(`/api/v1/cases?q=jembatan&agency=${agencyId('health')}`);
    expect(beyond.status).toBe(403);
    expect(await ids('cityAdmin', 'jembatan', `&agency=${agencyId('health')}`)).toEqual([clinic.trackingId]);
    expect(await ids('cityAdmin', 'jembatan', `&agency=${agencyId('health')}&ownOnly=true`)).toEqual([]);
  });

  test('and sees where the words are', async () => {
    expect(await marked('roads', 'barelang batam umum')).toEqual([
      ['text', 'Barelang'],
      ['place', 'Batam'],
      ['agency', 'Umum'],
    ]);
    // Of the body over whoever has it, where no other word says so.
    expect(await marked('roads', 'barelang pemerintah')).toEqual([
      ['text', 'Barelang'],
      ['agency', 'Pemerintah'],
    ]);
  });

  test('page by page, each once', async () => {
    const seen: string[] = [];
    let token = '';
    for (let page = 1; page <= 3; page += 1) {
      const { cases, nextPageToken } = await search('cityAdmin', 'jembatan', `&pageSize=1${token}`);
      seen.push(...cases.map(({ id }) => id));
      token = `&pageToken=${nextPageToken ?? ''}`;
      expect(nextPageToken === undefined).toBe(page === 3);
    }
    expect(seen.toSorted()).toEqual([bridge, pothole, clinic].map(({ trackingId }) => trackingId).toSorted());
  });

  test('what was asked wrongly is told by its name', async () => {
    const roads = await city.as('roads');
    for (const q of ['yang%20di', '!!!', 'a%20b%20c1%20c2%20c3%20c4%20c5%20c6%20c7%20c8%20c9']) {
      const { status, json } = await roads.get(`/api/v1/cases?q=${q}`);
      expect({ status, json }).toMatchObject({ status: 400, json: { issues: [{ field: 'q' }] } });
    }
    const { status } = await roads.get('/api/v1/cases?q=jembatan&pageToken=x');
    expect(status).toBe(400);
  });
});

test('whoever gets a case finds it, and whoever had it no longer', async () => {
  const moved = await city.file(aboutARoad({ body: 'Pipa bocor di halaman balai warga.' }), {
    prefer: 'wait=5',
  });
  await found('roads', 'pipa bocor', moved);
  await (await city.as('roads')).do(moved.trackingId, { command: 'return', reason: 'Bukan urusan jalan.' });
  const admin = await city.as('cityAdmin');
  await admin.do(moved.trackingId, { command: 'dispose', agencyId: agencyId('clinic') });
  await found('clinic', 'pipa bocor', moved);
  await found('cityAdmin', 'pipa bocor', moved);
  await found('roads', 'pipa bocor');
  await found('national', 'puskesmas pipa', moved);
});

test('what was said since is found by whoever reads the report; what offices note among themselves by nobody', async () => {
  const told = await city.file(aboutARoad({ body: 'Marka pudar di turunan.' }), { prefer: 'wait=5' });
  const roads = await city.as('roads');
  await roads.do(told.trackingId, { command: 'note', text: 'Kuitansi safir ada di laci.' });
  const stepped = followUp({ text: 'Regu mengukur dengan teodolit.', nextStep: 'Memesan cat termoplastik' });
  await roads.do(told.trackingId, stepped);
  await found('roads', 'teodolit termoplastik marka', told);
  const { trackingId, accessCode } = told;
  await write(told, 'Tadi ada gerobak tergelincir.');
  await found('roads', 'gerobak', told);
  await roads.do(trackingId, solved({ text: 'Garis dicat ulang memakai kompresor.' }));
  await found('cityAdmin', 'kompresor gerobak teodolit pudar', told);
  await found('coordinator', 'kompresor', told);
  for (const name of ['health', 'leader', 'clerk', 'inspector'] as const) await found(name, 'kompresor');
  const read = await city.view(trackingId, accessCode);
  expect(read.timeline.map(({ text }) => text)).toContain('Garis dicat ulang memakai kompresor.');
  for (const name of ['roads', 'cityAdmin', 'national'] as const) await found(name, 'safir');
  // What the report does not say is shown where it was said.
  expect(await marked('coordinator', 'kompresor gerobak teodolit termoplastik pudar')).toEqual([
    ['text', 'pudar'],
    ['CaseAnswered', 'kompresor'],
    ['CaseFollowedUp', 'teodolit'],
    ['CaseFollowedUp', 'termoplastik'],
    ['message', 'gerobak'],
  ]);
  const [kept] = (await search('roads', 'kompresor')).cases;
  expect(kept?.matched?.[0]?.parts.map(({ text }) => text).join('')).toBe(
    'Garis dicat ulang memakai kompresor.',
  );
});

test('what was said with a rating, and why somebody objected, is found by whoever reads the report', async () => {
  const [roads, admin, national] = await Promise.all([
    city.as('roads'),
    city.as('cityAdmin'),
    city.as('national'),
  ]);
  const rated = await city.file(aboutARoad({ body: 'Gorong tersumbat daun.' }), { prefer: 'wait=5' });
  const quiet = await city.file(aboutARoad({ body: 'Gorong tersumbat lumpur.' }), { prefer: 'wait=5' });
  for (const { trackingId } of [rated, quiet]) await roads.do(trackingId, solved());
  good(await city.reporter(rated, { command: 'solved', rating: 4, text: 'Regunya cekatan, salut.' }), 200);
  good(await city.reporter(quiet, { command: 'solved' }), 200);
  good(await city.reporter(quiet, { command: 'rating', rating: 1, text: 'Becek lagi sesudah magrib.' }), 200);

  const moved = await city.file(aboutARoad({ body: 'Pohon miring.' }), { prefer: 'wait=5' });
  await admin.do(moved.trackingId, {
    command: 'reclassify',
    type: 'information',
    reason: 'Dibaca selaku permintaan keterangan.',
  });
  good(await city.reporter(moved, { command: 'object', text: 'Batangnya sudah retak, genting.' }), 200);
  await national.do(moved.trackingId, { command: 'objection', accept: true, text: 'Beralasan, dipulihkan.' });

  await found('roads', 'cekatan salut', rated);
  await found('cityAdmin', 'becek magrib gorong', quiet);
  for (const word of ['keterangan', 'retak genting', 'beralasan dipulihkan'])
    await found('roads', word, moved);
  for (const name of ['health', 'leader', 'clerk', 'inspector'] as const)
    for (const word of ['cekatan', 'becek', 'genting', 'dipulihkan']) await found(name, word);
  expect(await marked('roads', 'cekatan')).toEqual([['CaseClosed', 'cekatan']]);
  expect(await marked('roads', 'magrib')).toEqual([['CaseRated', 'magrib']]);
  expect(await marked('roads', 'pohon genting')).toEqual([
    ['text', 'Pohon'],
    ['ReclassificationObjected', 'genting'],
  ]);
});

test('passages are told to whoever reads the report, and to nobody else who asks for them', async () => {
  const filed = await city.file(aboutARoad({ body: 'Papan nama jalan hilang.' }), { prefer: 'wait=5' });
  const roads = await city.as('roads');
  await roads.do(filed.trackingId, { command: 'note', text: 'Mungkin dicuri pemulung.' });
  await roads.do(filed.trackingId, followUp({ text: 'Papan baru dipesan di bengkel las.' }));
  const routing = createClient(
    RoutingService,
    openChannel({ address: city.platform.grpcAddress('routing') }),
  );
  const wanted = [{ caseId: filed.trackingId, words: ['bengkel', 'pemulung', 'papan'] }];
  const asked = async (role: Role, name: AgencyName) => {
    const below = name === 'city' ? [] : [agencyId(name)];
    const agencyPath = [agencyId('city'), ...below];
    const who = {
      kind: CallerKind.OFFICER,
      officerId: 'somebody',
      role,
      agencyId: agencyId(name),
      agencyPath,
    };
    const { passages } = await routing.listPassages({ wanted }, { caller: create(CallerSchema, who) });
    return passages.map(({ type, parts }) => [
      type,
      ...parts.filter(({ hit }) => hit).map(({ text }) => text),
    ]);
  };
  expect(await asked(Role.LIAISON, 'roads')).toEqual([['CaseFollowedUp', 'Papan', 'bengkel']]);
  expect(await asked(Role.LEADER, 'city')).toEqual([]);
  expect(await asked(Role.LIAISON, 'health')).toEqual([]);
  const { trackingId } = filed;
  for (const who of [{ kind: CallerKind.PUBLIC }, { kind: CallerKind.REPORTER, trackingId }])
    await expect(
      routing.listPassages({ wanted }, { caller: create(CallerSchema, who) }),
    ).rejects.toMatchObject({ code: 'forbidden' });
});

test('why one objected to the archive, and why one withdrew, is found too', async () => {
  const admin = await city.as('cityAdmin');
  const archived = await city.file(forTriage({ body: 'Bau menyengat di malam hari.' }));
  const reason = 'not_a_public_service';
  await admin.do(archived.trackingId, { command: 'archive', reason, text: 'Urusan pabrik kelontong.' });
  good(await city.reporter(archived, { command: 'object', text: 'Pabriknya memakai selokan umum.' }), 200);
  const gone = await city.file(forTriage({ body: 'Suara mesin di malam hari.' }));
  good(await city.reporter(gone, { command: 'withdraw', text: 'Tetangga sudah berdamai.' }), 200);
  await found('national', 'selokan kelontong', archived);
  await found('national', 'berdamai', gone);
  expect(await marked('national', 'selokan')).toEqual([['CaseRevived', 'selokan']]);
});

test('what is said to all who follow a master is found with the master, and with whom it lets go', async () => {
  const [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
  const file = (body: string) => city.file(aboutARoad({ body }), { prefer: 'wait=5' });
  const [master, one, two] = [
    await file('Kabel menjuntai rendah.'),
    await file('Kawat hampir menyentuh atap kios.'),
    await file('Kabel menjuntai di simpang.'),
  ];
  for (const { trackingId } of [one, two])
    await admin.do(trackingId, {
      command: 'merge',
      masterId: master.trackingIdText,
      reason: 'Kabel yang sama',
    });
  await roads.do(master.trackingId, followUp({ text: 'Regu memasang penyangga bambu.' }));
  await roads.do(master.trackingId, solved({ text: 'Kabel ditarik memakai derek.' }));
  await found('roads', 'bambu derek', master);
  await until(
    async () => ((await city.view(two.trackingId)).status === 'answered' ? true : undefined),
    () => 'the answer did not come to who follows',
  );
  // By their own words they are found all the time.
  await found('roads', 'kawat kios', one);
  expect(await ids('roads', 'derek')).toEqual([master.trackingId]);
  good(await city.reporter(two, { command: 'not-solved', text: 'Tiangnya masih condong.' }), 200);
  await found('roads', 'derek bambu', master, two);
  await found('roads', 'derek condong', two);
});

test('a case that is merged into another one’s is found where that one is, and back again', async () => {
  const admin = await city.as('cityAdmin');
  const master = await city.file(aboutTheClinic({ body: 'Antrean loket mengular.' }), { prefer: 'wait=5' });
  const member = await city.file(aboutARoad({ body: 'Parkiran ambulans terhalang lapak.' }), {
    prefer: 'wait=5',
  });
  await found('roads', 'ambulans lapak', member);
  await admin.do(member.trackingId, {
    command: 'merge',
    masterId: master.trackingIdText,
    reason: 'Satu hal',
  });
  await found('clinic', 'ambulans lapak', member);
  await found('roads', 'ambulans lapak');
  await admin.do(member.trackingId, { command: 'unmerge' });
  await found('roads', 'ambulans lapak', member);
  await found('clinic', 'ambulans lapak');
});

test('a case that becomes protected is found only where it is held', async () => {
  const taken = await city.file(aboutARoad({ body: 'Mandor meminta setoran semen.' }), { prefer: 'wait=5' });
  await found('roads', 'setoran semen', taken);
  const admin = await city.as('cityAdmin');
  await admin.try(taken.trackingId, { command: 'privacy', protected: true });
  await found('inspector', 'setoran semen', taken);
  for (const name of ['roads', 'cityAdmin', 'national', 'coordinator', 'leader'] as const) {
    await found(name, 'setoran semen');
    expect(await ids(name, taken.trackingId)).toEqual([]);
  }
});

test('words that were erased are found by nobody; place, agency and tracking id stay', async () => {
  const filed = await city.file(aboutARoad({ body: 'Trotoar zamrud longsor.' }), { prefer: 'wait=5' });
  await found('roads', 'trotoar zamrud', filed);
  const roads = await city.as('roads');
  await write(filed, 'Ada akik di bawahnya.');
  await roads.do(filed.trackingId, followUp({ text: 'Tanah uji delima diambil.' }));
  await roads.do(filed.trackingId, solved({ text: 'Turap nilam dipasang.' }));
  await found('roads', 'zamrud akik delima nilam', filed);
  good(await city.reporter(filed, { command: 'solved', rating: 4, text: 'Rapi, ada pirus juga.' }), 200);
  await found('roads', 'zamrud pirus', filed);
  const { trackingId, accessCode } = filed;
  const erased = await city.platform.request('POST', `/api/v1/complaints/${trackingId}/erase`, {
    accessCode,
    body: { scope: 'all' },
  });
  expect(erased.status, erased.text).toBe(200);
  for (const word of ['zamrud', 'akik', 'delima', 'nilam', 'pirus']) await found('roads', word);
  // All it is found by goes first; what is not of its words comes back.
  await until(
    async () => ((await ids('national', 'pekerjaan umum')).includes(trackingId) ? true : undefined),
    () => `${trackingId} is no longer found by who had it`,
  );
  expect(await ids('roads', trackingId)).toEqual([trackingId]);
});

test('an agency that is renamed is found by its new name with the cases of before, in every part of the tree they are found in', async () => {
  const filed = await city.file(aboutARoad({ body: 'Kerikil safir berserakan.' }), { prefer: 'wait=5' });
  await found('roads', 'pekerjaan umum safir', filed);
  const { token } = await city.as('cityAdmin');
  const body = { name: 'Dinas Bina Marga', reason: 'Perda 4/2026' };
  good(
    await city.platform.request('POST', `/api/v1/agencies/${agencyId('roads')}/rename`, { token, body }),
    200,
  );
  for (const name of ['roads', 'cityAdmin', 'national'] as const)
    await found(name, 'bina marga safir', filed);
  // What was written by the old name is still found by it, and what comes now by the new one.
  await found('cityAdmin', 'pekerjaan umum safir', filed);
  const later = await city.file(aboutARoad({ body: 'Kerikil safir di tikungan.' }), { prefer: 'wait=5' });
  await found('roads', 'bina marga safir', filed, later);
  expect(await ids('clinic', 'bina marga safir')).toEqual([]);
});

test('what an inspectorate protects is found by its new name there, and nowhere else', async () => {
  const taken = await city.file(
    aboutARoad({ body: 'Kepala regu meminta jatah mutiara.', aboutOfficial: true }),
    {
      prefer: 'wait=5',
    },
  );
  await found('inspector', 'jatah mutiara', taken);
  const { token } = await city.as('national');
  const body = { name: 'Pengawasan Internal', reason: 'Perda 5/2026' };
  const path = `/api/v1/agencies/${agencyId('inspectorate')}/rename`;
  good(await city.platform.request('POST', path, { token, body }), 200);
  await found('inspector', 'pengawasan mutiara', taken);
  for (const name of ['roads', 'cityAdmin', 'national'] as const) await found(name, 'pengawasan mutiara');
});
