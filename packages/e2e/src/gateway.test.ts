import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLapor, textOf } from './fixtures/running-lapor.ts';
import type { Answer, RunningLapor } from './fixtures/running-lapor.ts';
import { makeSmallCity } from './fixtures/small-city.ts';

let lapor: RunningLapor;
const tokens = new Map<string, string>();

beforeAll(async () => {
  lapor = await startLapor();
  await makeSmallCity(lapor);
  for (const name of ['admin.kota', 'koordinator.kota', 'jalan.kota', 'bersih.kota', 'inspektorat.kota'])
    tokens.set(name, await lapor.signIn(name));
}, 120_000);
afterAll(() => lapor.stop());

const as = (name: string) => ({ authorization: `Bearer ${tokens.get(name) ?? ''}` });
const road = { body: 'Jalan berlubang di depan pasar', category: 'jalan-rusak', area: '21.71.10' };

interface Filed {
  readonly id: string;
  readonly code: string;
}

async function file(complaint: object, headers: Record<string, string> = {}): Promise<Filed> {
  const { status, json } = await lapor.ask('POST', '/api/v1/complaints', { ...road, ...complaint }, headers);
  expect(status, JSON.stringify(json)).toBe(201);
  return { id: textOf(json['trackingId']), code: textOf(json['accessCode']) };
}

const view = (id: string, code?: string) =>
  lapor.ask('GET', `/api/v1/complaints/${id}`, undefined, code === undefined ? {} : { 'access-code': code });
const officerView = (name: string, id: string) =>
  lapor.ask('GET', `/api/v1/cases/${id}`, undefined, as(name));
const officer = (
  name: string,
  id: string,
  command: string,
  body: object,
  headers: Record<string, string> = {},
) => lapor.ask('POST', `/api/v1/cases/${id}/${command}`, body, { ...as(name), ...headers });
const reporter = ({ id, code }: Filed, command: string, body: object = {}) =>
  lapor.ask('POST', `/api/v1/complaints/${id}/${command}`, body, { 'access-code': code });

function expectStatus(answer: Answer, status: number): Answer {
  expect(answer.status, JSON.stringify(answer.json)).toBe(status);
  return answer;
}

const nextWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

const ANSWER = {
  kind: 'solved',
  text: 'Lubang di depan pasar sudah ditambal dengan aspal kemarin sore',
  evidence: ['https://contoh.id/foto'],
};

describe('the round', () => {
  it('goes all the way, each command visible to the next', async () => {
    const filed = await file({ reporter: { name: 'Budi', email: 'budi@contoh.id' } });
    expect((await view(filed.id)).json).toMatchObject({
      status: 'assigned',
      visibility: 'public',
      agency: { name: 'Dinas Jalan' },
      category: { code: 'jalan-rusak' },
    });
    const seen = expectStatus(await officerView('jalan.kota', filed.id), 200);
    expect(seen.json).toMatchObject({ body: road.body, reporterName: 'Budi', reachable: true });
    expect(JSON.stringify(seen.json)).not.toContain('budi@contoh.id');
    const inbox = await lapor.ask('GET', '/api/v1/cases', undefined, as('jalan.kota'));
    expect(JSON.stringify(inbox.json)).toContain(filed.id);

    const followed = await officer('jalan.kota', filed.id, 'follow-up', {
      kind: 'inspection',
      text: 'Petugas kami sudah memeriksa lubang itu pagi ini',
      nextStep: 'Menambal dengan aspal',
      nextDate: nextWeek(),
      evidence: ['BA-1'],
    });
    expectStatus(followed, 200);
    expect(followed.json).toMatchObject({ status: 'in_progress' });
    expect(expectStatus(await officer('jalan.kota', filed.id, 'answer', ANSWER), 200).json).toMatchObject({
      status: 'answered',
    });
    const own = await view(filed.id, filed.code);
    expect(own.json).toMatchObject({ status: 'answered', visibility: 'reporter' });
    expect(JSON.stringify(own.json['timeline'])).toContain('sudah ditambal');
    expect(JSON.stringify((await view(filed.id)).json)).not.toContain('sudah ditambal');
    expect(own.json['private']?.['legal']).toEqual(expect.arrayContaining(['solved', 'not-solved']));

    expect(expectStatus(await reporter(filed, 'not-solved', { text: 'Masih' }), 200).json['status']).toBe(
      'in_progress',
    );
    expectStatus(await officer('jalan.kota', filed.id, 'answer', ANSWER), 200);
    const closed = expectStatus(await reporter(filed, 'solved', { rating: 4 }), 200);
    expect(closed.json).toMatchObject({ status: 'closed', outcome: 'confirmed', rating: 4 });
    expect((await officerView('admin.kota', filed.id)).json).toMatchObject({ status: 'closed' });
  });

  it('answers a wait with the agency', async () => {
    const { json } = await lapor.ask('POST', '/api/v1/complaints', road, { prefer: 'wait=5' });
    expect(json).toMatchObject({ status: 'assigned', agency: { name: 'Dinas Jalan' } });
  });

  it('asks, holds, and goes on with the answer; a mere message changes nothing', async () => {
    const filed = await file({});
    expectStatus(await officer('jalan.kota', filed.id, 'ask', { question: 'Di RT berapa?' }), 200);
    expectStatus(await reporter(filed, 'messages', { text: 'Terima kasih' }), 201);
    const held = await view(filed.id, filed.code);
    expect(held.json['status']).toBe('held');
    expect(held.json['private']?.['messages']).toMatchObject([{ text: 'Terima kasih' }]);
    expectStatus(await reporter(filed, 'reply', { text: 'RT 03' }), 200);
    const seen = await officerView('jalan.kota', filed.id);
    expect(seen.json['status']).toBe('assigned');
    expect(JSON.stringify(seen.json)).toContain('RT 03');
    expect(seen.json['messages']).toMatchObject([{ text: 'Terima kasih' }]);
  });

  it('runs a command once however often it is sent', async () => {
    const { id } = await file({});
    const key = { 'idempotency-key': 'ask-only-once' };
    const first = expectStatus(await officer('jalan.kota', id, 'ask', { question: 'Di mana?' }, key), 200);
    const again = expectStatus(await officer('jalan.kota', id, 'ask', { question: 'Di mana?' }, key), 200);
    expect(again.json['version']).toEqual(first.json['version']);
    expectStatus(await officer('jalan.kota', id, 'ask', { question: 'Lain?' }, key), 422);
  });
});

describe('who sees what', () => {
  it('anonymous: no name to officers', async () => {
    const { id } = await file({ anonymous: true, reporter: { name: 'Tanpa Nama' } });
    for (const name of ['jalan.kota', 'admin.kota']) {
      const { json } = expectStatus(await officerView(name, id), 200);
      expect(json).toMatchObject({ body: road.body, anonymous: true });
      expect(JSON.stringify(json)).not.toContain('Tanpa Nama');
    }
  });

  it('coordinators read without identity', async () => {
    const { id } = await file({ reporter: { name: 'Nama Pelapor' } });
    const { json } = expectStatus(await officerView('koordinator.kota', id), 200);
    expect(json).toMatchObject({ body: road.body });
    expect(JSON.stringify(json)).not.toContain('Nama Pelapor');
  });

  it('an officer elsewhere sees no more than the public', async () => {
    const { id } = await file({ reporter: { name: 'Nama Pelapor' } });
    const { status, json } = await officerView('bersih.kota', id);
    expect([200, 403, 404]).toContain(status);
    expect(JSON.stringify(json)).not.toContain(road.body);
    expect(JSON.stringify(json)).not.toContain('Nama Pelapor');
  });

  it('secret: status and clocks without the code, no name to officers', async () => {
    const filed = await file({ secret: true, reporter: { name: 'Orang Rahasia' } });
    const { json } = await view(filed.id);
    expect(json).toMatchObject({ visibility: 'status_only', status: 'assigned', timeline: [] });
    expect(json['due']).toBeDefined();
    expect(json['agency']).toBeUndefined();
    expect(json['area']).toBeUndefined();
    expect(JSON.stringify((await officerView('jalan.kota', filed.id)).json)).not.toContain('Orang Rahasia');
    const own = await view(filed.id, filed.code);
    expect(own.json['private']).toMatchObject({ body: road.body, secret: true, anonymous: true });
  });

  it('protected: the reported unit finds nothing; without the code the status alone', async () => {
    const { json: found } = await lapor.ask('GET', '/api/v1/agencies?q=Dinas%20Jalan');
    const agency = (found['agencies'] as unknown as { id: string; name: string }[]).find(
      ({ name }) => name === 'Dinas Jalan',
    )?.id;
    const filed = await file({ aboutOfficial: true, agency });
    const open = await view(filed.id);
    expect(open.json).toEqual({
      trackingId: filed.id,
      trackingIdText: expect.any(String),
      status: expect.any(String),
      visibility: 'status_only',
      timeline: [],
    });
    for (const name of ['jalan.kota', 'bersih.kota', 'koordinator.kota']) {
      const { status, json } = await officerView(name, filed.id);
      expect(status, name).toBe(404);
      expect(JSON.stringify(json)).not.toContain(road.body);
      const inbox = await lapor.ask('GET', '/api/v1/cases', undefined, as(name));
      expect(JSON.stringify(inbox.json)).not.toContain(filed.id);
    }
    // The inspectorate, or the tier above: somebody must be able to look.
    tokens.set('admin', await lapor.signIn('admin'));
    const above = await Promise.all(
      ['inspektorat.kota', 'admin.kota', 'admin'].map((name) => officerView(name, filed.id)),
    );
    const seen = above.find(({ status }) => status === 200);
    expect(seen?.json).toMatchObject({ body: road.body, protected: true });
    expect((await view(filed.id, filed.code)).json['private']).toMatchObject({ aboutOfficial: true });
  });

  it('the reporter makes it secret, and public again', async () => {
    const filed = await file({});
    expectStatus(await reporter(filed, 'privacy', { secret: true }), 200);
    expect((await view(filed.id)).json['visibility']).toBe('status_only');
    expectStatus(await reporter(filed, 'privacy', { secret: false }), 200);
    expect((await view(filed.id)).json['visibility']).toBe('public');
  });
});

async function addPhoto({ id, code }: Filed, artist: string, fileName: string) {
  const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Artist: artist, ImageDescription: artist } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.append('image', new Blob([photo]), fileName);
  const path = `${lapor.url}/api/v1/complaints/${id}/attachments`;
  const response = await fetch(path, { method: 'POST', headers: { 'access-code': code }, body: form });
  expect(response.status).toBe(201);
  const { attachments } = (await response.json()) as { attachments: { id: string }[] };
  return `${path}/${attachments[0]?.id ?? ''}`;
}

describe('photos', () => {
  it('are for the reporter and the officers of the case, nobody else', async () => {
    const filed = await file({});
    const path = await addPhoto(filed, 'Fotografer', 'rumah.jpg');
    const status = async (headers: Record<string, string>) => (await fetch(path, { headers })).status;
    expect(await status({ 'access-code': filed.code })).toBe(200);
    expect(await status(as('jalan.kota'))).toBe(200);
    expect(await status(as('admin.kota'))).toBe(200);
    expect([403, 404]).toContain(await status(as('bersih.kota')));
    expect(await status({ 'access-code': 'AAAAAAAA' })).toBe(401);
    expect(await status({})).toBe(401);
    expect((await officerView('jalan.kota', filed.id)).json['attachments']).toMatchObject([{ width: 60 }]);
  });
});

describe('refusals', () => {
  it('an illegal transition says what is legal', async () => {
    const filed = await file({});
    const { json } = expectStatus(await reporter(filed, 'solved', { rating: 1 }), 409);
    expect(json).toMatchObject({ code: 'illegal', legal: expect.arrayContaining(['withdraw']) });
  });

  it('a stale version is refused: 409 in the body, 412 as If-Match', async () => {
    const { id } = await file({});
    expectStatus(await officer('jalan.kota', id, 'ask', { question: '?', expectedVersion: 99 }), 409);
    expectStatus(await officer('jalan.kota', id, 'ask', { question: '?' }, { 'if-match': '"99"' }), 412);
    expectStatus(await officer('jalan.kota', id, 'ask', { question: '?' }, { 'if-match': '"abc"' }), 400);
  });

  it('a wrong role is refused', async () => {
    const { id } = await file({});
    expect([403, 404]).toContain((await officer('bersih.kota', id, 'answer', ANSWER)).status);
    expect([403, 404]).toContain((await officer('koordinator.kota', id, 'answer', ANSWER)).status);
    expect((await lapor.ask('POST', '/api/v1/officers', {}, as('jalan.kota'))).status).toBe(400);
    expectStatus(await lapor.ask('GET', '/api/v1/cases', undefined, { authorization: 'Bearer nobody' }), 401);
  });

  it.each([
    [{ area: '99.99' }, 'area'],
    [{ agency: '0000000000' }, 'agency'],
    [{ category: 'no-such-thing' }, 'category'],
    [{ category: 'jalan' }, 'category'],
  ])('%j names the field', async (wrong, field) => {
    const { status, json } = await lapor.ask('POST', '/api/v1/complaints', { ...road, ...wrong });
    expect(status).toBe(400);
    expect(json['issues']).toMatchObject([{ field }]);
  });
});

describe('text messages', () => {
  const phone = '0811 7000 222';
  it('a complaint, its answer, and the verdicts 2 and 1', async () => {
    const { json } = expectStatus(await lapor.sms('s1', phone, 'Sampah menumpuk di gang kami'), 200);
    const id = textOf(json['trackingId']);
    expect((await view(id)).json).toMatchObject({ status: 'unverified' });
    const { json: found } = await lapor.ask('GET', '/api/v1/agencies?q=Dinas%20Kebersihan');
    const [agency] = found['agencies'] as unknown as { id: string }[];
    const national = { authorization: `Bearer ${await lapor.signIn('admin')}` };
    const disposed = await lapor.ask(
      'POST',
      `/api/v1/cases/${id}/dispose`,
      { agencyId: agency?.id },
      national,
    );
    expectStatus(disposed, 200);
    expectStatus(await officer('bersih.kota', id, 'answer', ANSWER), 200);

    expect((await lapor.sms('s2', phone, 'Terima kasih')).json['trackingId']).toBe(id);
    expect((await view(id)).json['status']).toBe('answered');
    const notSolved = expectStatus(await lapor.sms('s3', phone, '2'), 200);
    expect((await view(id)).json['status']).toBe('in_progress');
    expectStatus(await officer('bersih.kota', id, 'answer', ANSWER), 200);
    // The gateway delivers the first verdict again: it is not a second one.
    expect((await lapor.sms('s3', phone, '2')).json).toEqual(notSolved.json);
    expect((await view(id)).json['status']).toBe('answered');
    expectStatus(await lapor.sms('s4', phone, '1 3'), 200);
    expect((await view(id)).json).toMatchObject({ status: 'closed', outcome: 'confirmed', rating: 3 });
    expect((await lapor.sms('s5', phone, '1')).json['reply']).toContain('Tidak ada');
  });
});

describe('slips', () => {
  it('come in once per batch and line', async () => {
    const slip = {
      batch: 'kotak-2020-03',
      line: 2,
      text: 'Antrean lama',
      foundOn: '31/03/2020',
      area: '21.71',
    };
    const enter = (more: object = {}) =>
      lapor.ask('POST', '/api/v1/slips', { ...slip, ...more }, as('admin.kota'));
    const first = expectStatus(await enter(), 201);
    expect(expectStatus(await enter(), 200).json).toMatchObject({
      trackingId: first.json['trackingId'],
      replayed: true,
    });
    expect(expectStatus(await enter({ line: 3, foundOn: '31/02/2020' }), 400).json['issues']).toMatchObject([
      { field: 'foundOn' },
    ]);
    expectStatus(await lapor.ask('POST', '/api/v1/slips', slip, as('koordinator.kota')), 403);
  });
});

describe('officers', () => {
  it('are invited, reset and replaced by their admin; the replaced one is out at once', async () => {
    const { json: session } = await lapor.ask('GET', '/api/v1/sessions/current', undefined, as('jalan.kota'));
    const agencyId = textOf(session['officer']?.['agencyId']);
    const newcomer = {
      username: 'baru.kota',
      name: 'Nia Baru',
      role: 'liaison',
      agencyId,
      reason: 'Menggantikan yang pensiun',
    };
    const invited = expectStatus(
      await lapor.ask('POST', '/api/v1/officers', newcomer, as('admin.kota')),
      201,
    );
    const password = textOf(invited.json['oneTimePassword']);
    const { json } = await lapor.ask('POST', '/api/v1/sessions', { username: 'baru.kota', password });
    expect(json).toMatchObject({ mustSetPassword: true });
    const own = { authorization: `Bearer ${textOf(json['token'])}` };
    expectStatus(await lapor.ask('GET', '/api/v1/cases', undefined, own), 403);
    const chosen = { oldPassword: password, newPassword: 'panjang dan mudah' };
    expectStatus(await lapor.ask('POST', '/api/v1/sessions/password', chosen, own), 204);
    const token = { authorization: `Bearer ${await lapor.signIn('baru.kota', 'panjang dan mudah')}` };
    expectStatus(await lapor.ask('GET', '/api/v1/cases', undefined, token), 200);
    const id = textOf(invited.json['officer']?.['id']);
    const replaced = await lapor.ask(
      'POST',
      `/api/v1/officers/${id}/replace`,
      { reason: 'Mutasi' },
      as('admin.kota'),
    );
    expectStatus(replaced, 200);
    expectStatus(await lapor.ask('GET', '/api/v1/cases', undefined, token), 401);
  });
});

describe('sessions and deliveries', () => {
  it('sign out ends the session at once', async () => {
    const own = { authorization: `Bearer ${await lapor.signIn('bersih.kota')}` };
    expectStatus(await lapor.ask('GET', '/api/v1/sessions/current', undefined, own), 200);
    expectStatus(await lapor.ask('DELETE', '/api/v1/sessions/current', undefined, own), 204);
    expectStatus(await lapor.ask('GET', '/api/v1/sessions/current', undefined, own), 401);
    expectStatus(await lapor.ask('GET', '/api/v1/cases', undefined, own), 401);
  });

  it('officers see who was told, without an address', async () => {
    const { id } = await file({ reporter: { email: 'kabari.saya@contoh.id' } });
    const deliveries = () => lapor.ask('GET', `/api/v1/cases/${id}/deliveries`, undefined, as('jalan.kota'));
    await expect
      .poll(async () => (await deliveries()).json['deliveries'], { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ recipient: 'reporter', channel: 'email' }));
    expect(JSON.stringify((await deliveries()).json)).not.toContain('kabari.saya');
    expect((await lapor.ask('GET', `/api/v1/cases/${id}/deliveries`)).status).toBe(401);
  });
});

describe('the document', () => {
  it('names the API and nothing else', async () => {
    const { json } = await lapor.ask('GET', '/openapi.json');
    const elsewhere = Object.keys(json['paths'] ?? {}).filter(
      (path) => !/^\/(?:api\/v1|channels|\.well-known)\//.test(path),
    );
    expect(new Set(elsewhere)).toEqual(new Set(['/livez', '/readyz', '/metrics']));
    expect((await lapor.ask('GET', '/docs')).json['text']).toContain('/api/v1/complaints');
    expect((await lapor.ask('GET', '/api/v1/complaints/7K3M-9Q2-TXA')).status).toBe(404);
  });
});

describe('figures', () => {
  it('count what came in, as JSON and as CSV', async () => {
    const range = 'from=2020-01-01&to=2099-12-31&byChannel=true';
    await expect
      .poll(async () => (await lapor.ask('GET', `/api/v1/reports/summary?${range}`)).json['figures'], {
        timeout: 10_000,
      })
      .toMatchObject({ received: expect.any(Number), closedByOutcome: { confirmed: 2 } });
    const csv = await lapor.ask('GET', `/api/v1/reports/summary.csv?${range}`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(textOf(csv.json['text'])).toMatch(/^channel,as_of,received/);
    expectStatus(await lapor.ask('GET', `/api/v1/reports/agencies?${range}`), 200);
  });
});

describe('privacy', () => {
  it('leaves no name, number or word in clear in any file or log line', async () => {
    const needle = 'Zulkarnaensyah';
    const filed = await file({
      title: needle,
      body: `${needle} 081299887766`,
      reporter: { name: needle, phone: '081299887766', email: `${needle}@contoh.id` },
    });
    await reporter(filed, 'messages', { text: needle });
    await addPhoto(filed, needle, `${needle}.jpg`);
    await officer('jalan.kota', filed.id, 'answer', {
      ...ANSWER,
      text: `Untuk ${needle}: lubang sudah ditambal dengan aspal`,
    });
    await reporter(filed, 'not-solved', { text: needle });
    await lapor.sms('s9', '081299887766', `Dari ${needle}`);
    const words = [needle, '81299887766'];
    expect(words.some((word) => lapor.said().includes(word))).toBe(false);
    const files = readdirSync(lapor.dataFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const found = files.filter((path) => words.some((word) => readFileSync(path).includes(word)));
    expect(found).toEqual([]);
  });
});
