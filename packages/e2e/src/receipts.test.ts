import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLaporCommand } from './cli-run.ts';
import { startLapor, textOf } from './fixtures/running-lapor.ts';
import type { RunningLapor } from './fixtures/running-lapor.ts';
import { makeSmallCity } from './fixtures/small-city.ts';

let lapor: RunningLapor;
const folder = mkdtempSync(join(tmpdir(), 'lapor-receipts-'));
beforeAll(async () => {
  lapor = await startLapor();
  await makeSmallCity(lapor);
}, 120_000);
afterAll(async () => {
  await lapor.stop();
  rmSync(folder, { recursive: true, force: true });
});

const words = { title: 'Lubang', body: 'Jalan berlubang di depan pasar.\nSudah sebulan.' };
const complaint = {
  ...words,
  category: 'jalan-rusak',
  area: '21.71.10',
  reporter: { name: 'Wahyu Prasetyo' },
};

async function filed(headers: Record<string, string> = {}) {
  const { status, json } = await lapor.ask('POST', '/api/v1/complaints', complaint, headers);
  expect(status, JSON.stringify(json)).toBe(201);
  return {
    id: textOf(json['trackingId']),
    code: textOf(json['accessCode']),
    receipt: textOf(json['receipt']),
  };
}

it('is given when filing, the same on a repeated request and afterwards, and to nobody without the code', async () => {
  const key = { 'idempotency-key': 'receipts-are-the-same-0001' };
  const { id, code, receipt } = await filed(key);
  expect((await filed(key)).receipt).toBe(receipt);
  const path = `/api/v1/complaints/${id}/receipt`;
  expect((await lapor.ask('GET', path, undefined, { 'access-code': code })).json).toEqual({ text: receipt });
  expect((await lapor.ask('GET', path, undefined, { 'access-code': 'WRONG-CODE-0000' })).status).toBe(401);
  expect((await lapor.ask('GET', path)).status).toBe(401);
  const [, claims = ''] = receipt.split('.');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  expect(Object.keys(said).toSorted()).toEqual(['at', 'content', 'iat', 'iss', 'sub']);
});

it('is checked by anybody, with and without the words', async () => {
  const { id, receipt } = await filed();
  const check = (body: object) => lapor.ask('POST', '/api/v1/receipts/check', body);
  expect((await check({ receipt })).json).toMatchObject({ trackingId: id });
  expect((await check({ receipt, ...words })).json).toMatchObject({ sameWords: true });
  expect((await check({ receipt, ...words, body: 'Jalan bagus.' })).json).toMatchObject({ sameWords: false });
  const forged = await check({ receipt: receipt.replace(/.{8}$/, 'AAAAAAAA') });
  expect(forged.status).toBe(400);
  expect(forged.json['issues']).toEqual([{ field: 'receipt', rule: 'is not as it was signed' }]);
});

it('is checked offline by the published keys', async () => {
  const { id, receipt } = await filed();
  const at = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const keys = at('jwks.json', JSON.stringify((await lapor.ask('GET', '/.well-known/jwks.json')).json));
  const file = at('receipt.jws', `${receipt}\n`);
  const body = at('body.txt', `${words.body.replace('\n', '\r\n')}\n`);
  const good = await runLaporCommand([
    'verify',
    'receipt',
    file,
    '--keys',
    keys,
    '--title',
    words.title,
    '--body',
    body,
  ]);
  expect(good.code, good.out + good.err).toBe(0);
  expect(good.out.replaceAll('-', '')).toContain(id);
  const other = await runLaporCommand(['verify', 'receipt', file, '--keys', keys, '--body', body]);
  expect(other.code).toBe(1);
  const changed = at('changed.jws', receipt.replace(/^./, 'f'));
  expect((await runLaporCommand(['verify', 'receipt', changed, '--keys', keys])).code).toBe(1);
});
