import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { OfficerInfo, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad } from './builders.ts';
import { ADMIN_PASSWORD, agencyId, OFFICERS, OFFICER_PASSWORD } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { runLaporCommand } from './cli-run.ts';
import { openPages } from './fixtures/pages.ts';

// Whom a breach concerns, within 3 × 24 hours: counted for whoever asks, named for nobody but the holder of a key, written down, and
// seen by each reporter who is named.

const PATH = '/api/v1/operations/breach-listings';
const SPAN = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
const REASON = 'Cadangan data hilang, tiket 7/2026';
const reporter = {
  name: 'Marlinawati Hutapeasari',
  phone: '081277000911',
  email: 'hutapeasari@warga.example',
};

let city: CityAtWork;
let named: Receipt;
let hidden: Receipt;
let nameless: Receipt;
const folder = mkdtempSync(join(tmpdir(), 'lapor-breach-'));
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  named = await city.file(aboutARoad({ reporter }), { prefer: 'wait=5' });
  hidden = await city.file(aboutARoad({ reporter, aboutOfficial: true, agency: agencyId('roads') }), {
    prefer: 'wait=5',
  });
  nameless = await city.file(aboutARoad(), { prefer: 'wait=5' });
});
afterAll(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (body: object) =>
  city.platform.request('POST', PATH, { token: (await city.as('national')).token, body });
const lapor = (...words: readonly string[]) =>
  runLaporCommand(['breach', ...words], {
    env: { LAPOR_URL: city.platform.url, LAPOR_PASSWORD: ADMIN_PASSWORD },
  });
const stepsOf = async ({ trackingId, accessCode }: Receipt) =>
  (await city.view(trackingId, accessCode)).timeline.filter(({ type }) => type === 'BreachListed');

test('without a key they are counted, and nobody is named or marked', async () => {
  const answer = await ask({ ...SPAN, reason: REASON });
  expect(answer.status, answer.text).toBe(200);
  const lines = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatchObject({
    counts: { complaints: 3, identities: 2, withEmail: 2, withPhone: 2, words: 3, photos: 0 },
  });
  expect(await stepsOf(named)).toEqual([]);
  const vault = await ask({ ...SPAN, reason: REASON, stores: ['vault'] });
  expect(vault.text).toContain('"complaints":2');
  expect((await ask({ ...SPAN, reason: REASON, to: SPAN.from })).status).toBe(400);
  expect((await ask({ ...SPAN })).text).toContain('"field":"reason"');
});

test('with a key each is named for its holder alone, protected ones too; each reporter sees it and why', async () => {
  expect((await lapor('keys', join(folder, 'dpo'))).code).toBe(0);
  const file = join(folder, 'terdampak.ndjson');
  const span = ['--from', '2026-01-01', '--to', '2027-01-01', '--reason', REASON];
  const listed = await lapor('list', ...span, '--key', join(folder, 'dpo.public.jwk'), '--out', file);
  expect(listed.code, listed.err).toBe(0);
  expect(listed.out).toContain('"complaints":3');
  const text = readFileSync(file, 'utf8');
  for (const secret of [reporter.name, reporter.email, '81277000911', named.trackingId, hidden.trackingId])
    expect(text).not.toContain(secret);
  const opened = await lapor('open', file, '--key', join(folder, 'dpo.private.jwk'));
  const rows = opened.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { trackingId: string; kinds: string[] });
  expect(new Set(rows.map(({ trackingId }) => trackingId))).toEqual(
    new Set([named.trackingId, hidden.trackingId, nameless.trackingId]),
  );
  expect(rows.find(({ trackingId }) => trackingId === hidden.trackingId)).toMatchObject({
    kinds: expect.arrayContaining(['name', 'email', 'phone', 'words']),
    contact: { name: reporter.name, email: reporter.email },
  });
  for (const receipt of [named, hidden, nameless])
    expect(await stepsOf(receipt)).toMatchObject([{ actor: 'officer', text: REASON }]);
  const { accessCode, trackingId } = hidden;
  const own = await city.platform.request('GET', `/api/v1/complaints/${trackingId}/export`, { accessCode });
  expect(own.json).toMatchObject({ reveals: [{ purpose: 'breach', reason: REASON }] });
  // Nobody else sees that there was one.
  expect((await city.view(named.trackingId)).timeline.some(({ type }) => type === 'BreachListed')).toBe(
    false,
  );
  expect(city.platform.said()).not.toMatch(/Hutapeasari|hutapeasari|81277000911/);
});

test('a day is listed with all its hours, and whoever reads along may stop', async () => {
  const today = new Date(city.now()).toISOString().slice(0, 10);
  const file = join(folder, 'sehari.ndjson');
  const span = ['--from', today, '--to', today, '--reason', REASON];
  const listed = await lapor('list', ...span, '--key', join(folder, 'dpo.public.jwk'), '--out', file);
  expect(listed.code, listed.err).toBe(0);
  expect(listed.out).toContain('"complaints":3');
  // More than a pipe holds, so that it is written to when nobody reads it any more.
  const sealed =
    readFileSync(file, 'utf8')
      .split('\n')
      .find((line) => line.includes('sealed')) ?? '';
  writeFileSync(file, `${sealed}\n`.repeat(2_000));
  const main = new URL('../../cli/src/main.ts', import.meta.url).pathname;
  const words = `"$0" "$1" breach open "$2" --key "$3" | head -n 1`;
  const read = await promisify(execFile)('bash', [
    '-o',
    'pipefail',
    '-c',
    words,
    process.execPath,
    main,
    file,
    join(folder, 'dpo.private.jwk'),
  ]);
  expect(read.stderr).toBe('');
  expect(read.stdout.trim().split('\n')).toHaveLength(1);
});

test('as CSV, for one agency, and no private key is taken', async () => {
  const file = join(folder, 'terdampak.csv');
  const span = ['--from', '2026-01-01', '--to', '2027-01-01', '--reason', REASON];
  const key = ['--key', join(folder, 'dpo.public.jwk')];
  const listed = await lapor('list', ...span, ...key, '--agency', agencyId('roads'), '--out', file);
  expect(listed.code, listed.err).toBe(0);
  // The protected one is not with the roads unit.
  expect(listed.out.trim()).toBe('total 2,');
  expect(readFileSync(file, 'utf8').split('\r\n')[0]).toBe('kinds,sealed');
  expect(
    (await lapor('open', file, '--key', join(folder, 'dpo.private.jwk'))).out.trim().split('\n'),
  ).toHaveLength(2);
  // As a browser exports it, there is more in a key than its numbers.
  const exported = {
    ...(JSON.parse(readFileSync(join(folder, 'dpo.public.jwk'), 'utf8')) as object),
    ext: true,
  };
  writeFileSync(join(folder, 'exported.jwk'), JSON.stringify({ ...exported, key_ops: [] }));
  const again = ['--key', join(folder, 'exported.jwk'), '--out', join(folder, 'lagi.csv')];
  expect(await lapor('list', ...span, ...again)).toMatchObject({ code: 0, err: '' });
  const wrong = await lapor('list', ...span, '--key', join(folder, 'dpo.private.jwk'), '--out', file);
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('public key')]);
});

test('who asked, when and why is written down for good; nobody else may ask', async () => {
  const { token } = await city.as('national');
  const { listings } = good<{ listings: { reason: string; sealedFor?: string; doneAt?: string }[] }>(
    await city.platform.request('GET', PATH, { token }),
    200,
  );
  expect(listings.length).toBeGreaterThanOrEqual(4);
  for (const { reason, doneAt } of listings) expect([reason, typeof doneAt]).toEqual([REASON, 'string']);
  for (const name of ['cityAdmin', 'inspector', 'roads'] as const) {
    const other = (await city.as(name)).token;
    const body = { ...SPAN, reason: REASON };
    expect((await city.platform.request('POST', PATH, { token: other, body })).status).toBe(403);
    expect((await city.platform.request('GET', PATH, { token: other })).status).toBe(403);
  }
});

test('the national admin asks on a page too, without a script, and has the file; nobody else sees the page', async () => {
  const path = '/petugas/kebocoran';
  const enter = async (username: string, password: string) => {
    const pages = openPages(
      city.platform.url,
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    );
    expect((await pages.send('/masuk', { nama_pengguna: username, sandi: password })).status).toBe(303);
    return pages;
  };
  const admin = await enter(OFFICERS.national, ADMIN_PASSWORD);
  const form = { dari: '2026-01-01', sampai: '2026-12-31', alasan: 'Tiket 8/2026 & halaman', data: 'vault' };
  const wrong = await admin.send(path, { ...form, sampai: '2025-12-31', alasan: ' ', kunci: '{}x' });
  expect(wrong.status).toBe(400);
  for (const id of ['sampai', 'alasan', 'kunci']) expect(wrong.text).toContain(`href="#${id}"`);
  const own = readFileSync(join(folder, 'dpo.private.jwk'), 'utf8');
  expect((await admin.send(path, { ...form, kunci: own })).status).toBe(400);
  const counted = await admin.send(path, form);
  expect([counted.status, counted.text]).toEqual([200, 'kinds,sealed\r\ntotal 2,\r\n']);
  const key = readFileSync(join(folder, 'dpo.public.jwk'), 'utf8');
  const sealed = await admin.send(path, { ...form, kunci: key, bentuk: 'ndjson' });
  expect(sealed.headers.get('content-disposition')).toBe('attachment; filename="lapor-kebocoran.ndjson"');
  expect(sealed.text.match(/"sealed":/g)).toHaveLength(2);
  expect(sealed.text).not.toContain(reporter.email);
  const { text } = await admin.get(path);
  expect(text.match(/Tiket 8\/2026 &amp; halaman/g)).toHaveLength(2);
  expect(text).toContain('Diminta oleh Anda');
  // Whoever else keeps the data reads who it was, and where they serve.
  const { token } = await city.as('national');
  const { officer } = good<{ readonly officer: OfficerInfo }>(
    await city.platform.request('GET', '/api/v1/sessions/current', { token }),
    200,
  );
  const second = { username: 'admin.kedua', name: 'Tiurma Kedua', role: 'national_admin', reason: 'SK 1' };
  const { oneTimePassword } = good<{ readonly oneTimePassword: string }>(
    await city.platform.request('POST', '/api/v1/officers', {
      token,
      body: { ...second, agencyId: officer.agencyId },
    }),
    201,
  );
  const successor = await enter(second.username, oneTimePassword);
  const sandi = { sandi_lama: oneTimePassword, sandi_baru: 'hujan di bulan juni' };
  expect((await successor.send('/masuk/sandi', sandi)).status).toBe(303);
  const seen = (await successor.get(path)).text;
  expect(seen).toContain(`Diminta oleh ${officer.name}, ${officer.agencyName}`);
  expect(seen).not.toContain(officer.id);
  const other = await enter(OFFICERS.cityAdmin, OFFICER_PASSWORD);
  expect((await other.get(path)).status).toBe(403);
  expect((await other.send(path, form, '/petugas')).status).toBe(403);
});
