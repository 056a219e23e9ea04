import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, solved } from './builders.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { runLaporCommand } from './cli-run.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// What a reporter takes home holds without the platform: the receipt from the first moment on, the history once a night has gone
// over it. Neither the chain nor a figure suffers when the reporter has the words and the identity destroyed.

const DAY = 86_400_000;
let city: CityAtWork;
const folder = mkdtempSync(join(tmpdir(), 'lapor-proofs-'));
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function saved(text: string): string {
  const path = join(folder, String((files += 1)));
  writeFileSync(path, text);
  return path;
}

async function read(path: string, accessCode?: string): Promise<string> {
  const answer = await city.platform.request('GET', path, accessCode === undefined ? {} : { accessCode });
  expect(answer.status, answer.text).toBe(200);
  return answer.text;
}

const keys = async () => saved(await read('/.well-known/jwks.json'));

/** The saved history under the root of the day before yesterday, or none of its nights yet. */
async function historyIsProved({ trackingId, accessCode }: Receipt, day: string): Promise<void> {
  let told = '';
  await until(
    async () => {
      const proof = saved(await read(`/api/v1/complaints/${trackingId}/history-proof`, accessCode));
      const at = city.now().toISOString();
      const done = await runLaporCommand(['verify', 'history', proof, '--keys', await keys(), '--saved', at]);
      told = done.out + done.err;
      return done.code === 0 && told.includes(`under the root of ${day}`) ? true : undefined;
    },
    () => told,
  );
}

/** What the reporter's page offers to take home, says to be gone, and still lets be done. */
async function ownPage({ trackingId, accessCode }: Receipt) {
  const pages = openPages(city.platform.url, 'curl');
  const path = `/lacak/${trackingId}`;
  await pages.send(`${path}/kode`, { kode: accessCode }, path);
  const { text } = await pages.get(path);
  const proofs = ['tanda-terima.jws', 'riwayat.json'].filter((file) => text.includes(`${path}/${file}`));
  for (const file of proofs) expect((await pages.get(`${path}/${file}`)).status, file).toBe(200);
  const told = text.includes('class="note">Nama, kontak, isi laporan');
  return { proofs, told, opensAgain: text.includes('Buka lagi') };
}

const day = (before: number) => new Date(city.now().getTime() - before * DAY).toISOString().slice(0, 10);

test('the receipt vouches for the words and the hour, and for no others', async () => {
  const body = 'Lampu jalan di depan pasar padam sejak Senin.';
  const { receipt, trackingIdText } = await city.file(aboutARoad({ body }));
  const [file, published] = [saved(receipt), await keys()];
  const check = (words: string) =>
    runLaporCommand(['verify', 'receipt', file, '--keys', published, '--body', saved(words)]);
  const asSaid = await check(body);
  expect([asSaid.code, asSaid.out], asSaid.err).toEqual([0, expect.stringContaining(trackingIdText)]);
  expect(asSaid.out).toContain(city.now().toISOString());
  expect((await check(`${body} Dan selokannya.`)).code).toBe(1);
  const [head, claims = '', signature] = receipt.split('.');
  const later = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  const moved = { ...later, at: new Date(city.now().getTime() + DAY).toISOString() };
  const forged = [head, Buffer.from(JSON.stringify(moved)).toString('base64url'), signature].join('.');
  const refused = await runLaporCommand(['verify', 'receipt', saved(forged), '--keys', published]);
  expect(refused.code).toBe(1);
});

test('a history is proved under the root of its day, and still is once words and identity are destroyed', async () => {
  const reporter = { name: 'Melati Harum', email: 'melati.harum@warga.example' };
  const filed = await city.file(aboutARoad({ body: 'Gorong-gorong kecubung ambrol.', reporter }), {
    prefer: 'wait=5',
  });
  const roads = await city.as('roads');
  await roads.do(filed.trackingId, followUp());
  await roads.do(filed.trackingId, solved());
  await city.delivered(filed.trackingId);
  good(await city.reporter(filed, { command: 'solved', rating: 4 }), 200);
  const { figures } = await city.summaryOf({ closed: 1 });
  await city.moveClock(2 * DAY);
  await historyIsProved(filed, day(2));

  const both = ['tanda-terima.jws', 'riwayat.json'];
  expect(await ownPage(filed)).toEqual({ proofs: both, told: false, opensAgain: true });
  const erased = await city.platform.request('POST', `/api/v1/complaints/${filed.trackingId}/erase`, {
    accessCode: filed.accessCode,
    body: { scope: 'all' },
  });
  expect(erased.status, erased.text).toBe(200);
  await city.moveClock(2 * DAY);
  // That the words went is a step of the history like any other, and goes under a root itself.
  await historyIsProved(filed, day(2));
  const view = await city.view(filed.trackingId, filed.accessCode);
  expect(view.timeline.map(({ type }) => type)).toContain('ErasureBegun');
  expect(JSON.stringify(view)).not.toMatch(/kecubung|Melati/);
  // What is offered can be done: with nothing nobody could go on.
  expect(view.private?.legal).not.toContain('reopen');
  expect(view.reopenUntil).toBeUndefined();
  const again = await city.reporter(filed, { command: 'reopen', text: 'Ambrol lagi.' });
  expect(again).toMatchObject({ status: 409, json: { legal: expect.any(Array), caseStatus: 'closed' } });
  expect(await ownPage(filed)).toEqual({ proofs: ['riwayat.json'], told: true, opensAgain: false });
  const after = (await city.summary()).figures;
  const counted = ({ received, closed, followedUp, rating, closedByOutcome }: typeof figures) => ({
    received,
    closed,
    followedUp,
    rating,
    closedByOutcome,
  });
  expect(counted(after)).toEqual(counted(figures));
});
