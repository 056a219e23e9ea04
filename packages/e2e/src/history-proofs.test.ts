import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainHash, type ChainLink, GENESIS } from '@lapor/store';
import { runLaporCommand } from './cli-run.ts';
import { startLapor, textOf } from './fixtures/running-lapor.ts';
import type { Json, RunningLapor } from './fixtures/running-lapor.ts';
import { makeSmallCity } from './fixtures/small-city.ts';

let lapor: RunningLapor;
const folder = mkdtempSync(join(tmpdir(), 'lapor-histories-'));
const MONDAY = '2026-03-02T03:00:00.000Z';
beforeAll(async () => {
  lapor = await startLapor({ env: { LAPOR_CLOCK: 'manual', LAPOR_CLOCK_START: MONDAY } });
  await makeSmallCity(lapor);
}, 120_000);
afterAll(async () => {
  await lapor.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Roots {
  readonly roots: readonly Json[];
}

interface Filed {
  readonly id: string;
  readonly code: string;
}

async function file(): Promise<Filed> {
  const complaint = { body: 'Jalan berlubang di depan pasar', category: 'jalan-rusak', area: '21.71.10' };
  const { status, json } = await lapor.ask('POST', '/api/v1/complaints', complaint, { prefer: 'wait=5' });
  expect(status, JSON.stringify(json)).toBe(201);
  return { id: textOf(json['trackingId']), code: textOf(json['accessCode']) };
}

const proofOf = ({ id, code }: Filed) =>
  lapor.ask('GET', `/api/v1/complaints/${id}/history-proof`, undefined, { 'access-code': code });
const roots = async () => (await lapor.ask('GET', '/api/v1/roots')).json['roots'] as unknown as Json[];

function at(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** When the platform's clock says the files were saved. */
const SAVED = ['--saved', '2026-03-03T00:20:00.000Z'];
let files = 0;
const saveJson = (json: unknown) => at(`${(files += 1)}.json`, JSON.stringify(json));

const verify = (proof: unknown, keys: Json, options: readonly string[] = SAVED) =>
  runLaporCommand(['verify', 'history', saveJson(proof), '--keys', saveJson(keys), ...options]);

/** Written anew from the first event on, as one who has the database can: every hash is right. */
function forged(
  proof: { readonly links: readonly Json[]; readonly trackingId?: unknown },
  day: string,
): object {
  let prev = GENESIS;
  const links = proof.links.map((link) => {
    const moved = { ...link, at: `${day}${textOf(link['at']).slice(10)}` } as unknown as ChainLink;
    prev = chainHash({ ...moved, prev });
    return { ...moved, hash: prev };
  });
  return { trackingId: proof.trackingId, links };
}

it('a history goes under the root of its day, and what is changed, dropped or dated otherwise shows', async () => {
  const filed = await Promise.all(Array.from({ length: 5 }, file));
  const [one] = filed;
  const keys = (await lapor.ask('GET', '/.well-known/jwks.json')).json;
  const before = (await proofOf(one!)).json;
  expect(before['inclusion']).toBeUndefined();
  const fresh = await verify(before, keys, ['--saved', MONDAY]);
  expect(fresh.code, fresh.out + fresh.err).toBe(0);
  expect(fresh.out).toContain('yet to be signed');
  const admin = { authorization: `Bearer ${await lapor.signIn('admin')}` };
  await lapor.ask('POST', '/api/v1/clock', { now: '2026-03-03T00:15:00.000Z' }, admin);
  await expect.poll(async () => (await roots()).length, { timeout: 90_000, interval: 500 }).toBe(1);

  for (const each of filed) {
    const good = await verify((await proofOf(each)).json, keys);
    expect(good.code, good.out + good.err).toBe(0);
    expect(good.out).toContain('under the root of 2026-03-02');
  }
  const proof = (await proofOf(one!)).json as unknown as {
    readonly trackingId: string;
    readonly links: readonly Json[];
    readonly inclusion: Json;
  };
  const tampered = (change: object) => verify({ ...proof, ...change }, keys);
  const redated = proof.links.map((link, index) =>
    index === 0 ? { ...link, at: '2026-03-01T03:00:00.000Z' } : link,
  );
  expect((await tampered({ links: redated })).code).toBe(1);
  expect((await tampered({ links: proof.links.slice(1) })).code).toBe(1);
  const other = (await proofOf(filed[1]!)).json['inclusion'];
  expect((await tampered({ inclusion: other })).code).toBe(1);
  expect((await tampered({ inclusion: { ...proof.inclusion, index: 7 } })).code).toBe(1);
  expect((await verify(proof, { keys: [] } as unknown as Json)).code).toBe(1);

  // Without a root nobody vouches for what is older than the night that has yet to come.
  const bare = { ...proof, inclusion: undefined };
  expect((await verify(bare, keys)).code).toBe(0);
  const old = await verify(bare, keys, ['--saved', '2026-03-05T00:00:00.000Z']);
  expect([old.code, old.out]).toEqual([1, expect.stringContaining('under no daily root')]);
  expect((await verify(bare, keys, [])).code).toBe(1);
  expect((await verify(forged(proof, '2020-03-02'), keys)).code).toBe(1);
  const ahead = await verify(forged(proof, '2026-03-04'), keys);
  expect([ahead.code, ahead.out]).toEqual([1, expect.stringContaining('dated after')]);
  expect((await verify(forged(proof, '2026-03-02'), keys)).code).toBe(0);
}, 240_000);

it('the roots are one chain: one left out or made anew shows, also to who kept but some of them', async () => {
  const admin = { authorization: `Bearer ${await lapor.signIn('admin')}` };
  const kept = (await lapor.ask('GET', '/api/v1/roots')).json as unknown as Roots;
  for (const [day, made] of [
    ['2026-03-03', 2],
    ['2026-03-04', 3],
  ] as const) {
    await lapor.ask('POST', '/api/v1/clock', { now: `${day}T03:00:00.000Z` }, admin);
    await file();
    const next = new Date(Date.parse(day) + 86_400_000 + 15 * 60_000).toISOString();
    await lapor.ask('POST', '/api/v1/clock', { now: next }, admin);
    await expect.poll(async () => (await roots()).length, { timeout: 90_000, interval: 500 }).toBe(made);
  }
  const keys = (await lapor.ask('GET', '/.well-known/jwks.json')).json;
  const now = (await lapor.ask('GET', '/api/v1/roots')).json as unknown as Roots;
  const check = (given: readonly Json[], ...options: readonly string[]) =>
    runLaporCommand(['verify', 'roots', saveJson({ roots: given }), '--keys', saveJson(keys), ...options]);
  const [third, second, first] = now.roots as readonly [Json, Json, Json];
  const good = await check(now.roots, '--kept', saveJson(kept));
  expect(good.code, good.out + good.err).toBe(0);
  expect(good.out).toContain('3 roots from 2026-03-02 to 2026-03-04');
  expect((await check([third, first])).code).toBe(1);
  expect((await check([third, second], '--kept', saveJson(kept))).code).toBe(0);
  expect((await check([third], '--kept', saveJson(kept))).code).toBe(1);

  const late = await file();
  const proof = (await proofOf(late)).json;
  expect(proof['inclusion']).toBeUndefined();
  const saved = ['--saved', '2026-03-05T01:00:00.000Z'];
  expect((await verify(proof, keys, saved)).code).toBe(0);
  await lapor.ask('POST', '/api/v1/clock', { now: '2026-03-06T00:15:00.000Z' }, admin);
  await expect.poll(async () => (await roots()).length, { timeout: 90_000, interval: 500 }).toBe(4);
  const anchored = (await proofOf(late)).json;
  const of = (given: unknown) => [...saved, '--roots', saveJson(given)];
  const all = (await lapor.ask('GET', '/api/v1/roots')).json;
  expect((await verify(anchored, keys, of(all))).code).toBe(0);
  const stranger = await verify(anchored, keys, of(now));
  expect([stranger.code, stranger.out]).toEqual([1, expect.stringContaining('none of those that were kept')]);
}, 240_000);

it('nobody but its reporter gets the chain of a case', async () => {
  const { id } = await file();
  const path = `/api/v1/complaints/${id}/history-proof`;
  expect((await lapor.ask('GET', path)).status).toBe(401);
  const another = await file();
  expect((await lapor.ask('GET', path, undefined, { 'access-code': another.code })).status).toBe(401);
});
