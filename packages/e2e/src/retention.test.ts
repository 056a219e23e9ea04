import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComplaintView, OfficerCaseView, Receipt } from '@lapor/portal';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, solved } from './builders.ts';
import { ADMIN_PASSWORD } from './city.ts';
import { runLaporCommand } from './cli-run.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { picture, sendImages } from './pictures.ts';

// Who reported and what was said is kept for as long as the policy says, and no longer: the history, the figures and the signed roots
// stay. A legal hold keeps it, whoever wants it gone.

const DAY = 86_400_000;
const YEAR = 366 * DAY;
const reporter = { name: 'Nurhayati Simbolonwati', email: 'simbolonwati@warga.example' };
const BODY = 'Lubang di depan rumah makan Simbolonwati makin dalam, sudah dua orang jatuh minggu ini.';
const ANSWER = 'Lubang di depan rumah makan Simbolonwati sudah kami tambal dengan aspal panas, terima kasih.';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
const scratch = mkdtempSync(join(tmpdir(), 'lapor-retention-'));
afterAll(async () => {
  await city.close();
  rmSync(scratch, { recursive: true, force: true });
});

const fileOne = () => city.file(aboutARoad({ body: BODY, reporter }), { prefer: 'wait=5' });

async function closeOne(): Promise<Receipt> {
  const receipt = await fileOne();
  const roads = await city.as('roads');
  const headers = { authorization: `Bearer ${roads.token}` };
  const at = `/api/v1/cases/${receipt.trackingId}/attachments`;
  const sent = await sendImages(city.platform, at, headers, [await picture(1)]);
  const { attachments } = (await sent.json()) as { attachments: { id: string }[] };
  await roads.do(receipt.trackingId, solved({ text: ANSWER, photos: attachments.map(({ id }) => id) }));
  good(await city.reporter(receipt, { command: 'solved', rating: 4 }), 200);
  return receipt;
}

async function addPhoto({ trackingId, accessCode }: Receipt): Promise<string> {
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.append('image', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'a.jpg');
  const path = `/api/v1/complaints/${trackingId}/attachments`;
  const { attachments } = good<{ attachments: { id: string }[] }>(
    await city.platform.request('POST', path, { accessCode, body: form }),
    201,
  );
  return attachments[0]!.id;
}

const own = ({ trackingId, accessCode }: Receipt) => city.view(trackingId, accessCode);
const erasedOf = async (receipt: Receipt) => (await own(receipt)).private?.erased;
const national = async () => (await city.as('national')).token;
const operations = async (method: 'GET' | 'POST', path: string) =>
  good<{
    readonly cases: { trackingId?: string; policyVersion: string; doneAt?: string }[];
    anonymised: number;
  }>(await city.platform.request(method, `/api/v1/operations/${path}`, { token: await national() }), 200);
const dueIds = async () => (await operations('GET', 'retention')).cases.map(({ trackingId }) => trackingId);

async function verified({ trackingId, accessCode }: Receipt) {
  const proof = await city.platform.request('GET', `/api/v1/complaints/${trackingId}/history-proof`, {
    accessCode,
  });
  const keys = await city.platform.request('GET', '/.well-known/jwks.json');
  const at = (name: string, text: string) => {
    writeFileSync(join(scratch, name), text);
    return join(scratch, name);
  };
  const files = [at(`${trackingId}.json`, proof.text), '--keys', at('keys.json', keys.text)];
  // Saved now, on the clock of the city.
  return runLaporCommand(['verify', 'history', ...files, '--saved', city.now().toISOString()]);
}

test('what the policy says is destroyed, case by case; history, roots and figures stay, a hold keeps the rest', async () => {
  const [kept, gone, held, protectedOne] = [
    await closeOne(),
    await closeOne(),
    await closeOne(),
    await fileOne(),
  ];
  const photo = await addPhoto(gone);
  const evidence = (await own(gone)).timeline.flatMap(({ photos = [] }) => photos.map(({ id }) => id));
  expect(evidence).toHaveLength(1);
  const inspector = await city.as('inspector');
  const hold = { command: 'legal-hold', reason: 'Perkara 12/Pdt.G/2026' } as const;
  expect((await (await city.as('cityAdmin')).try(held.trackingId, hold)).status).toBe(403);
  const onHold = good<OfficerCaseView>(await inspector.try(held.trackingId, hold), 200);
  expect(onHold).toMatchObject({ mayHold: true, legalHold: true, body: '' });
  expect((await inspector.try(held.trackingId, hold)).status).toBe(409);
  // Why is between offices; that there is one the reporter sees, and nobody else outside.
  const stepOf = ({ timeline }: ComplaintView | OfficerCaseView) =>
    timeline.find(({ type }) => type === 'LegalHoldSet');
  expect(stepOf(await (await city.as('roads')).view(held.trackingId))?.text).toBe(hold.reason);
  expect(stepOf(await own(held))).toMatchObject({ actor: 'officer' });
  expect(JSON.stringify(await own(held))).not.toContain(hold.reason);
  expect(JSON.stringify(await city.view(held.trackingId))).not.toMatch(/LegalHold|Pdt/);
  good(await city.reporter(protectedOne, { command: 'withdraw' }), 200);
  const before = await city.summaryOf({ received: 4, closed: 3 });

  // Withdrawn ones are kept for two years, closed ones for five.
  await city.moveClock(3 * YEAR);
  await expect.poll(() => erasedOf(protectedOne)).toBe('all');
  expect(await erasedOf(gone)).toBeUndefined();
  expect((await own(kept)).private?.body).toBe(BODY);

  await city.moveClock(2 * YEAR);
  await expect.poll(() => erasedOf(gone)).toBe('all');
  await expect.poll(() => erasedOf(kept)).toBe('all');
  const view = await own(gone);
  expect(view.private).toMatchObject({ title: '', body: '', attachments: [] });
  expect(view.private?.reporter).toBeUndefined();
  expect(view.private?.anonymisedAt).toBeDefined();
  const { accessCode } = gone;
  for (const each of [photo, ...evidence]) {
    const path = `/api/v1/complaints/${gone.trackingId}/attachments/${each}`;
    expect((await city.platform.request('GET', path, { accessCode })).status).toBe(404);
  }
  // Routing and notification follow by the event.
  await expect.poll(async () => JSON.stringify(await own(gone))).not.toContain('Simbolonwati');
  const roads = await city.as('roads');
  await expect
    .poll(async () => (await roads.get(`/api/v1/cases/${gone.trackingId}/deliveries`)).text)
    .not.toContain('"recipient":"reporter"');
  const found = await roads.inbox('q=simbolonwati&pageSize=50');
  expect(found.map(({ id }) => id)).toEqual([held.trackingId]);

  expect((await own(held)).private).toMatchObject({ body: BODY, legalHold: true });
  const erase = `/api/v1/complaints/${held.trackingId}/erase`;
  for (const scope of ['all', 'identity']) {
    const { accessCode } = held;
    expect((await city.platform.request('POST', erase, { accessCode, body: { scope } })).status).toBe(409);
  }
  const { figures } = await city.summaryOf({ received: 4, closed: 3 });
  expect(figures).toMatchObject({
    received: before.figures.received,
    closed: before.figures.closed,
    followedUp: before.figures.followedUp,
  });
  for (const each of [kept, gone, held, protectedOne]) {
    const { code, out } = await verified(each);
    expect([code, out]).toEqual([0, expect.stringContaining('Good: the first')]);
  }
  const steps = (await roads.view(gone.trackingId)).timeline.map(({ type }) => type);
  expect(steps.filter((type) => type === 'CaseAnonymised')).toHaveLength(1);
});

test('what a hold has kept is listed when it ends, and goes with the next round; each leaves a record', async () => {
  const inspector = await city.as('inspector');
  const [held] = (await (await city.as('roads')).inbox('q=simbolonwati&pageSize=50')).map(({ id }) => id);
  expect(await dueIds()).toEqual([]);
  await inspector.do(held!, { command: 'lift-legal-hold', reason: 'Perkara selesai' });
  expect(await dueIds()).toEqual([held]);
  const env = { LAPOR_URL: city.platform.url, LAPOR_PASSWORD: ADMIN_PASSWORD };
  const listed = await runLaporCommand(['retention', '--dry-run'], { env });
  expect(listed.out).toMatch(new RegExp(`^${held}\\s+closed .*kept 5 years by id-2018-1\n1 would go`));
  expect(await dueIds()).toEqual([held]);
  // Two at once come to one.
  const [one, other] = await Promise.all([operations('POST', 'retention'), operations('POST', 'retention')]);
  expect(one.anonymised + other.anonymised).toBeGreaterThanOrEqual(1);
  expect(await dueIds()).toEqual([]);
  const { cases } = await operations('GET', 'anonymisations');
  expect(cases).toHaveLength(4);
  for (const { policyVersion, doneAt } of cases)
    expect([policyVersion, typeof doneAt]).toEqual(['id-2018-1', 'string']);
  const timeline = (await (await city.as('roads')).view(held!)).timeline.map(({ type }) => type);
  expect(timeline.filter((type) => type === 'CaseAnonymised')).toHaveLength(1);
});

test('a kill in the middle leaves nothing half done', async () => {
  const receipts = await Promise.all(Array.from({ length: 8 }, fileOne));
  const held = await city.as('national');
  for (const receipt of receipts) {
    await held.do(receipt.trackingId, { command: 'legal-hold', reason: 'Pemeriksaan' });
    good(await city.reporter(receipt, { command: 'withdraw' }), 200);
  }
  await city.moveClock(3 * YEAR);
  const lifting = await city.as('national');
  for (const { trackingId } of receipts)
    await lifting.do(trackingId, { command: 'lift-legal-hold', reason: 'Selesai' });
  expect((await dueIds()).length).toBe(8);
  const round = operations('POST', 'retention').catch(() => 'cut off');
  await expect.poll(async () => (await dueIds()).length, { interval: 1, timeout: 20_000 }).toBeLessThan(8);
  await city.crash();
  await round;
  await operations('POST', 'retention');
  for (const receipt of receipts) {
    expect(await erasedOf(receipt)).toBe('all');
    const { timeline } = await own(receipt);
    expect(timeline.filter(({ type }) => type === 'CaseAnonymised')).toHaveLength(1);
  }
  const { cases } = await operations('GET', 'anonymisations');
  expect(cases.filter(({ doneAt }) => doneAt === undefined)).toEqual([]);
  expect(new Set(cases.map(({ trackingId }) => trackingId)).size).toBe(12);
});

test('of a hold and an erasure at the same moment one comes first, and the other is refused', async () => {
  const national = await city.as('national');
  const receipts = await Promise.all(Array.from({ length: 16 }, fileOne));
  for (const receipt of receipts) good(await city.reporter(receipt, { command: 'withdraw' }), 200);
  const hold = { command: 'legal-hold', reason: 'Pemeriksaan' } as const;
  const outcomes = await Promise.all(
    receipts.map(async ({ trackingId, accessCode }) => {
      const path = `/api/v1/complaints/${trackingId}/erase`;
      const [erased, held] = await Promise.all([
        city.platform.request('POST', path, { accessCode, body: { scope: 'all' } }),
        national.try(trackingId, hold),
      ]);
      return [erased.status, held.status].join(' ');
    }),
  );
  expect(outcomes.filter((outcome) => !['200 409', '409 200'].includes(outcome))).toEqual([]);
  for (const [at, receipt] of receipts.entries()) {
    const { private: kept } = await own(receipt);
    const outside = JSON.stringify(await city.view(receipt.trackingId));
    if (outcomes[at] === '200 409') {
      expect(kept).toMatchObject({ erased: 'all', legalHold: false, body: '' });
      expect((await own(receipt)).timeline.some(({ type }) => type === 'ErasureBegun')).toBe(true);
    }
    if (outcomes[at] === '409 200') expect(kept).toMatchObject({ legalHold: true, body: BODY });
    // Which of both it was is nobody's business outside.
    expect(outside).not.toMatch(/ErasureBegun|LegalHold/);
    // Asked again, it stands as it was decided.
    const { trackingId } = receipt;
    expect((await national.try(trackingId, hold)).status).toBe(409);
  }
});

test('nothing of what was said is in any public answer afterwards', async () => {
  const { cases } = await operations('GET', 'anonymisations');
  for (const { trackingId } of cases) {
    const answer = await city.platform.request('GET', `/api/v1/complaints/${trackingId}`);
    expect((answer.json as ComplaintView).released).toBeUndefined();
    expect(answer.text).not.toContain('Simbolonwati');
  }
});
