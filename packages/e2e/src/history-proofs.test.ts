import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

async function verify(proof: Json, keys: Json) {
  const files = [at('proof.json', JSON.stringify(proof)), '--keys', at('keys.json', JSON.stringify(keys))];
  return runLaporCommand(['verify', 'history', ...files]);
}

it('a history goes under the root of its day, and what is changed, dropped or dated otherwise shows', async () => {
  const filed = await Promise.all(Array.from({ length: 5 }, file));
  const [one] = filed;
  const before = (await proofOf(one!)).json;
  expect(before['inclusion']).toBeUndefined();
  const admin = { authorization: `Bearer ${await lapor.signIn('admin')}` };
  await lapor.ask('POST', '/api/v1/clock', { now: '2026-03-03T00:15:00.000Z' }, admin);
  await expect.poll(async () => (await roots()).length, { timeout: 90_000, interval: 500 }).toBe(1);

  const keys = (await lapor.ask('GET', '/.well-known/jwks.json')).json;
  for (const each of filed) {
    const good = await verify((await proofOf(each)).json, keys);
    expect(good.code, good.out + good.err).toBe(0);
    expect(good.out).toContain('under the root of 2026-03-02');
  }
  const proof = (await proofOf(one!)).json as unknown as {
    readonly links: readonly Json[];
    readonly inclusion: Json;
  };
  const tampered = (change: object) => verify({ ...proof, ...change } as unknown as Json, keys);
  const redated = proof.links.map((link, index) =>
    index === 0 ? { ...link, at: '2026-03-01T03:00:00.000Z' } : link,
  );
  expect((await tampered({ links: redated })).code).toBe(1);
  expect((await tampered({ links: proof.links.slice(1) })).code).toBe(1);
  const other = (await proofOf(filed[1]!)).json['inclusion'];
  expect((await tampered({ inclusion: other })).code).toBe(1);
  expect((await tampered({ inclusion: { ...proof.inclusion, index: 7 } })).code).toBe(1);
  expect((await verify(proof as unknown as Json, { keys: [] } as unknown as Json)).code).toBe(1);
}, 240_000);

it('nobody but its reporter gets the chain of a case', async () => {
  const { id } = await file();
  const path = `/api/v1/complaints/${id}/history-proof`;
  expect((await lapor.ask('GET', path)).status).toBe(401);
  const another = await file();
  expect((await lapor.ask('GET', path, undefined, { 'access-code': another.code })).status).toBe(401);
});
