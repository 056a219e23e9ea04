import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseListItem, DeliveryInfo, OfficerCaseView, Receipt } from '@lapor/portal';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, forTriage, solved } from './builders.ts';
import { signIn } from './city.ts';
import { good, MORNING } from './city-at-work.ts';
import { runLaporCommand } from './cli-run.ts';
import { openMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';

let platform: Platform;
let mailbox: Mailbox;
let folder: string;
const at = (...names: readonly string[]) => join(folder, ...names);
const env = () => ({
  // It stands still, so that both installations say the same of what is due.
  LAPOR_CLOCK: 'manual',
  LAPOR_CLOCK_START: MORNING.toISOString(),
  LAPOR_SMTP_URL: mailbox.url,
  LAPOR_LOG_LEVEL: 'warn',
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-living-'));
  mailbox = await openMailbox();
  platform = await startPlatform({ copyOf: inject('installedCity'), env: env() });
});
afterAll(async () => {
  await platform.remove();
  await mailbox.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Filed extends Receipt {
  /** Ids of the images that were answered for. */
  readonly images: readonly string[];
}

const KINDS = [
  (number: number) =>
    aboutARoad({ title: `Lubang ${number}`, reporter: { email: `w${number}@warga.example` } }),
  (number: number) => aboutTheClinic({ title: `Rahasia ${number}`, secret: true }),
  (number: number) => forTriage({ title: `Aneh ${number}`, aboutOfficial: true }),
  (number: number) =>
    aboutARoad({ reporter: { name: `Warga ${number}`, phone: `0812-7000-${1_000 + number}` } }),
];

/** One complaint as far as it goes in one go: with an image, and some followed up, answered, closed. */
async function live(on: Platform, number: number, officer: string): Promise<Filed> {
  const body = KINDS[number % KINDS.length]?.(number);
  const filed = await on.request('POST', '/api/v1/complaints', { body, headers: { prefer: 'wait=5' } });
  const receipt = good<Receipt>(filed, 201);
  const { trackingId, accessCode } = receipt;
  const images: string[] = [];
  if (number % 3 === 0) {
    const form = new FormData();
    form.set('image', new Blob([await image(number)]), 'foto.png');
    const url = `/api/v1/complaints/${trackingId}/attachments`;
    const added = good<{ attachments: { id: string }[] }>(
      await on.request('POST', url, { accessCode, body: form }),
      201,
    );
    images.push(...added.attachments.map(({ id }) => id));
  }
  const command = async ({ command, ...fields }: { readonly command: string }) =>
    good(
      await on.request('POST', `/api/v1/cases/${trackingId}/${command}`, { token: officer, body: fields }),
      200,
    );
  if (number % 4 === 0) await command(followUp());
  if (number % 8 === 0) {
    await command(solved());
    const url = `/api/v1/complaints/${trackingId}/solved`;
    good(await on.request('POST', url, { accessCode, body: { rating: 3 } }), 200);
  }
  return { ...receipt, images };
}

function image(number: number): Promise<Buffer> {
  const background = { r: number % 256, g: (number * 7) % 256, b: 90 };
  return sharp({ create: { width: 320, height: 200, channels: 3, background } })
    .png()
    .toBuffer();
}

/** Those between whom every case can be seen: a protected one is the inspectorate's alone. */
async function officersOf(on: Platform): Promise<readonly string[]> {
  return Promise.all([signIn(on, 'cityAdmin'), signIn(on, 'inspector')]);
}

/** The token of the one of them who may see the case. */
async function whoSees(on: Platform, trackingId: string, tokens: readonly string[]): Promise<string> {
  for (const token of tokens)
    if ((await on.request('GET', `/api/v1/cases/${trackingId}`, { token })).status === 200) return token;
  throw new Error(`nobody sees ${trackingId}`);
}

/** Everything there is to see of a complaint: by anybody, its reporter, an officer, and its images' bytes. */
async function seenOf(on: Platform, { trackingId, accessCode, images }: Filed, tokens: readonly string[]) {
  const url = `/api/v1/complaints/${trackingId}`;
  const token = await whoSees(on, trackingId, tokens);
  const [anybody, reporter, officer, deliveries] = await Promise.all([
    on.request('GET', url),
    on.request('GET', url, { accessCode }),
    on.request('GET', `/api/v1/cases/${trackingId}`, { token }),
    on.request('GET', `/api/v1/cases/${trackingId}/deliveries`, { token }),
  ]);
  const bytes = images.map(async (id) => {
    const response = await fetch(`${on.url}${url}/attachments/${id}`, {
      headers: { 'access-code': accessCode },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  });
  return {
    anybody: good(anybody, 200),
    reporter: good(reporter, 200),
    officer: good<OfficerCaseView>(officer, 200),
    // A notice that was on its way when the copy was made is sent again from there: more attempts, the same end.
    deliveries: good<{ deliveries: DeliveryInfo[] }>(deliveries, 200).deliveries.map(
      ({ id, eventType, recipient, channel, status }) => ({ id, eventType, recipient, channel, status }),
    ),
    images: await Promise.all(bytes),
  };
}

async function figuresOf(on: Platform) {
  const query = 'from=2026-01-01&to=2026-12-31&byChannel=true';
  // How fresh they are is told too, by the machine's clock: another on each side.
  const { figures, channels } = good<Record<string, unknown>>(
    await on.request('GET', `/api/v1/reports/summary?${query}`),
    200,
  );
  return { figures, channels };
}

async function inboxOf(on: Platform, [token = '']: readonly string[]): Promise<readonly CaseListItem[]> {
  const { cases } = good<{ cases: CaseListItem[] }>(
    await on.request('GET', '/api/v1/cases?pageSize=200', { token }),
    200,
  );
  return cases;
}

/** So many minutes have passed since the morning, long enough for what was cut off in the middle, and everything comes to rest. */
async function settle(on: Platform, later: number): Promise<void> {
  const token = await signIn(on, 'national');
  const now = new Date(MORNING.getTime() + later * 60_000).toISOString();
  good(await on.request('POST', '/api/v1/clock', { token, body: { now } }), 200);
}

test('what was answered for before a backup began is in it, and all of it is one and the same', async () => {
  const roads = await signIn(platform, 'roads');
  const before: Filed[] = [];
  for (let number = 0; number < 32; number += 1) before.push(await live(platform, number, roads));

  // Life goes on while the copy is made, and the copy is made while life goes on.
  const over = new AbortController();
  const during: Filed[] = [];
  const filing = Array.from({ length: 4 }, async (_, lane) => {
    for (let number = 100 + lane; !over.signal.aborted; number += 4)
      during.push(await live(platform, number, roads));
  });
  while (during.length < 12) await Promise.race([...filing, new Promise((done) => setTimeout(done, 50))]);
  const answered = [...before, ...during];
  const inTime = during.length;
  const made = await runLaporCommand(['backup', '--data', platform.dataFolder, '--to', at('backup')]);
  expect(made.code, made.err).toBe(0);
  const meanwhile = during.length - inTime;
  over.abort();
  await Promise.all(filing);
  expect(meanwhile, 'nothing was filed while the copy was made').toBeGreaterThan(0);

  const restored = await runLaporCommand(['restore', '--from', at('backup'), '--data', at('again', 'data')]);
  expect(restored.code, restored.err).toBe(0);
  cpSync(join(platform.folder, 'keys'), at('again', 'keys'), { recursive: true });
  const other = await startPlatform({ copyOf: { folder: at('again') }, env: env() });
  try {
    await Promise.all([settle(platform, 10), settle(other, 10)]);
    const [here, there] = await Promise.all([officersOf(platform), officersOf(other)]);
    for (const filed of answered) {
      const [original, copy] = await Promise.all([
        seenOf(platform, filed, here),
        seenOf(other, filed, there),
      ]);
      expect(copy, filed.trackingId).toEqual(original);
      expect(copy.deliveries.length).toBeGreaterThan(0);
    }
    // Of what came later some is there and some is not: what is, is whole, and the figures know it.
    const known = [];
    for (const filed of during.slice(inTime)) {
      const { status } = await other.request('GET', `/api/v1/complaints/${filed.trackingId}`);
      if (status === 200) known.push(filed);
      else expect(status).toBe(404);
    }
    const inbox = await inboxOf(other, there);
    expect(inbox.length).toBeGreaterThan(0);
    const figures = await figuresOf(other);
    expect(figures).toMatchObject({ figures: { received: answered.length + known.length } });
    // It is no museum: life goes on there too.
    const next = await live(other, 8_000, await signIn(other, 'roads'));
    expect((await seenOf(other, next, there)).officer.status).toBe('closed');
  } finally {
    await other.remove();
  }
});

test('a backup of an installation that was killed holds all it had answered for', async () => {
  const roads = await signIn(platform, 'roads');
  const filed: Filed[] = [];
  for (let number = 200; number < 216; number += 1) filed.push(await live(platform, number, roads));
  await platform.kill9();
  const made = await runLaporCommand(['backup', '--data', platform.dataFolder, '--to', at('killed')]);
  expect(made.code, made.err).toBe(0);
  const restored = await runLaporCommand(['restore', '--from', at('killed'), '--data', at('risen', 'data')]);
  expect(restored.code, restored.err).toBe(0);
  cpSync(join(platform.folder, 'keys'), at('risen', 'keys'), { recursive: true });
  await platform.start(env());
  const other = await startPlatform({ copyOf: { folder: at('risen') }, env: env() });
  try {
    await Promise.all([settle(platform, 20), settle(other, 20)]);
    const [here, there] = await Promise.all([officersOf(platform), officersOf(other)]);
    for (const one of filed)
      expect(await seenOf(other, one, there)).toEqual(await seenOf(platform, one, here));
    expect(await figuresOf(other)).toEqual(await figuresOf(platform));
    expect(await inboxOf(other, there)).toEqual(await inboxOf(platform, here));
  } finally {
    await other.remove();
  }
});
