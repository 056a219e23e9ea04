import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLapor, textOf } from './fixtures/running-lapor.ts';
import type { RunningLapor } from './fixtures/running-lapor.ts';
import { makeSmallCity } from './fixtures/small-city.ts';

let lapor: RunningLapor;
const scratch = mkdtempSync(join(tmpdir(), 'lapor-own-data-'));
beforeAll(async () => {
  lapor = await startLapor();
  await makeSmallCity(lapor);
}, 120_000);
afterAll(async () => {
  await lapor.stop();
  rmSync(scratch, { recursive: true, force: true });
});

const reporter = { name: 'Sri Rahmawati Kusnadi', email: 'sri.kusnadi@contoh.example' };
const words = { title: 'Lubang menganga', body: 'Lubang selebar satu meter di depan rumah saya.' };

async function file() {
  const complaint = { ...words, category: 'jalan-rusak', area: '21.71.10', reporter };
  const { json } = await lapor.ask('POST', '/api/v1/complaints', complaint, { prefer: 'wait=5' });
  const id = textOf(json['trackingId']);
  const own = { 'access-code': textOf(json['accessCode']) };
  return {
    id,
    own,
    view: () => lapor.ask('GET', `/api/v1/complaints/${id}`, undefined, own),
    export: () => lapor.ask('GET', `/api/v1/complaints/${id}/export`, undefined, own),
    erase: (scope: string) => lapor.ask('POST', `/api/v1/complaints/${id}/erase`, { scope }, own),
    command: (name: string, body: object) => lapor.ask('POST', `/api/v1/complaints/${id}/${name}`, body, own),
  };
}

/** Every byte under the folder, as text that can be searched. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
}

it('all that is kept of a reporter can be taken home, by nobody else', async () => {
  const filed = await file();
  await filed.command('messages', { text: 'Tadi malam ada yang jatuh.' });
  const { status, json } = await filed.export();
  expect(status).toBe(200);
  const told = JSON.stringify(json);
  for (const own of [reporter.name, reporter.email, words.body, 'Tadi malam ada yang jatuh.'])
    expect(told).toContain(own);
  await expect
    .poll(async () => textOf((await filed.export()).json['notices']))
    .toContain('"eventType":"ComplaintFiled"');
  expect((await lapor.ask('GET', `/api/v1/complaints/${filed.id}/export`)).status).toBe(401);
});

it('name and contact go at any time: nobody is told any more, officers see no name, and it stays so', async () => {
  const filed = await file();
  const erased = await filed.erase('identity');
  expect(erased.status, JSON.stringify(erased.json)).toBe(200);
  expect(erased.json['private']).toMatchObject({ erased: 'identity', body: words.body });
  expect(JSON.stringify(erased.json)).not.toContain(reporter.name);
  expect((await filed.erase('identity')).status).toBe(200);
  const admin = { authorization: `Bearer ${await lapor.signIn('admin.kota')}` };
  const seen = await lapor.ask('GET', `/api/v1/cases/${filed.id}`, undefined, admin);
  expect(seen.json['reporterName']).toBeUndefined();
  expect(textOf(seen.json['erased'])).toBe('identity');
});

it('the words go once the case is finished; chain, receipt of nothing, figures and the file on disk follow', async () => {
  const filed = await file();
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'lubang.jpg');
  const uploaded = await fetch(`${lapor.url}/api/v1/complaints/${filed.id}/attachments`, {
    method: 'POST',
    headers: filed.own,
    body: form,
  });
  expect(uploaded.status).toBe(201);
  const files = () => readdirSync(lapor.dataFolder, { recursive: true, encoding: 'utf8' }).length;
  const before = files();

  const early = await filed.erase('all');
  expect(early.status).toBe(409);
  expect(early.json['legal']).toEqual(['withdraw']);
  expect((await filed.command('withdraw', { text: 'Sudah saya tambal sendiri.' })).status).toBe(200);
  const erased = await filed.erase('all');
  expect(erased.status, JSON.stringify(erased.json)).toBe(200);
  expect(erased.json['private']).toMatchObject({ erased: 'all', title: '', body: '', attachments: [] });
  expect(files()).toBe(before - 2);
  // Routing follows by the event.
  await expect
    .poll(async () => JSON.stringify((await filed.view()).json), { timeout: 20_000 })
    .not.toContain('tambal sendiri');
  expect(
    (await lapor.ask('GET', `/api/v1/complaints/${filed.id}/receipt`, undefined, filed.own)).status,
  ).toBe(404);
  const proof = await lapor.ask('GET', `/api/v1/complaints/${filed.id}/history-proof`, undefined, filed.own);
  expect(proof.status).toBe(200);
  expect((await filed.command('messages', { text: 'Masih ada yang lupa.' })).status).toBe(409);
  for (const own of [reporter.name, reporter.email, words.body, 'tambal sendiri'])
    expect(everything(lapor.dataFolder)).not.toContain(own);
});

it('says which scopes there are', async () => {
  const { json, status } = await (await file()).erase('everything');
  expect(status).toBe(400);
  expect(JSON.stringify(json['issues'])).toContain('scope');
});
