import { setTimeout as delay } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CaseListItem, ComplaintView, DeliveryInfo, OfficerCaseView, Receipt } from '@lapor/portal';
import { folderFiles, openMongoDocuments } from '@lapor/store';
import { mongoUrl, natsUrl, removeStreams } from '@lapor/testing/servers';
import type { TestServer } from '@lapor/testing/servers';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, solved } from './builders.ts';
import { signIn } from './city.ts';
import { good } from './city-at-work.ts';
import { runLaporCommand, startLaporCommand } from './cli-run.ts';
import { startOnServers } from './fixtures/on-servers.ts';
import type { OnServers } from './fixtures/on-servers.ts';
import { messageIdOf } from './fixtures/told-once.ts';
import { openMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';
import { until } from './until.ts';

/** These installations live in real time: servers have no other. */
const NEXT_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

type Door = Pick<Platform, 'request' | 'url'>;

let mongo: TestServer;
let nats: TestServer;
let mailbox: Mailbox;
let folder: string;
const open: { stop(): Promise<unknown> }[] = [];
const at = (...names: readonly string[]) => join(folder, ...names);

beforeAll(async () => {
  [mongo, nats, mailbox] = await Promise.all([mongoUrl(), natsUrl(), openMailbox()]);
  folder = mkdtempSync(join(tmpdir(), 'lapor-move-up-'));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
afterAll(async () => {
  await Promise.all([mongo.stop(), nats.stop(), mailbox.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Databases of its own on a server that may have been given to us. */
function ownMongo(): string {
  const url = new URL(mongo.url);
  url.pathname = `/move${randomBytes(4).toString('hex')}`;
  return url.href;
}

async function serversOn(mongo: string, keysFolder: string): Promise<OnServers> {
  const env = { LAPOR_SMTP_URL: mailbox.url, LAPOR_LOG_LEVEL: 'info' };
  const running = await startOnServers({ mongoUrl: mongo, natsUrl: nats.url, keysFolder, env });
  open.push(running);
  return running;
}

interface Filed extends Receipt {
  readonly images: readonly string[];
}

/** One complaint as far as it goes in one go. */
async function live(on: Door, number: number, officer: string): Promise<Filed> {
  const about = number % 2 === 0 ? aboutARoad : aboutTheClinic;
  const fields = {
    title: `Perkara ${number}`,
    ...(number % 5 === 1 ? { secret: true } : {}),
    reporter: { name: `Warga ${number}`, email: emailOf(number) },
  };
  const filed = await on.request('POST', '/api/v1/complaints', {
    body: about(fields),
    headers: { prefer: 'wait=5' },
  });
  const receipt = good<Receipt>(filed, 201);
  const { trackingId, accessCode } = receipt;
  const images: string[] = [];
  if (number % 3 === 0) {
    const form = new FormData();
    const background = { r: number % 256, g: 80, b: 90 };
    const png = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toBuffer();
    form.set('image', new Blob([new Uint8Array(png)]), 'foto.png');
    const url = `/api/v1/complaints/${trackingId}/attachments`;
    const added = await on.request('POST', url, { accessCode, body: form });
    images.push(...good<{ attachments: { id: string }[] }>(added, 201).attachments.map(({ id }) => id));
  }
  if (number % 4 === 0) {
    for (const { command, ...body } of [followUp({ nextDate: NEXT_MONTH }), solved()])
      good(await on.request('POST', `/api/v1/cases/${trackingId}/${command}`, { token: officer, body }), 200);
    await answerSeen(on, receipt);
  }
  if (number % 8 === 0) {
    const url = `/api/v1/complaints/${trackingId}/solved`;
    good(await on.request('POST', url, { accessCode, body: { rating: 3 } }), 200);
  }
  return { ...receipt, images };
}

/** Opening the page with the code delivers the answer, by night too; from then on nothing more happens by itself. */
async function answerSeen(on: Door, { trackingId, accessCode }: Receipt): Promise<void> {
  const url = `/api/v1/complaints/${trackingId}`;
  await until(
    async () => {
      const { timeline } = good<ComplaintView>(await on.request('GET', url, { accessCode }), 200);
      const last = (type: string) => timeline.findLastIndex((item) => item.type === type);
      return last('AnswerDelivered') > last('CaseAnswered') ? true : undefined;
    },
    () => `nobody knows that the answer to ${trackingId} was seen`,
  );
}

/** All there is to see of a complaint: by anybody, its reporter, the admin of the city, and its images' bytes. */
async function seenOf(on: Door, { trackingId, accessCode, images }: Filed, token: string) {
  const url = `/api/v1/complaints/${trackingId}`;
  const bytes = images.map(async (id) => {
    const response = await fetch(`${on.url}${url}/attachments/${id}`, {
      headers: { 'access-code': accessCode },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  });
  return {
    anybody: good<ComplaintView>(await on.request('GET', url), 200),
    reporter: good<ComplaintView>(await on.request('GET', url, { accessCode }), 200),
    officer: good<OfficerCaseView>(await on.request('GET', `/api/v1/cases/${trackingId}`, { token }), 200),
    deliveries: await deliveriesOf(on, trackingId, token),
    images: await Promise.all(bytes),
  };
}

async function deliveriesOf(on: Door, trackingId: string, token: string) {
  const answer = await on.request('GET', `/api/v1/cases/${trackingId}/deliveries`, { token });
  return good<{ deliveries: DeliveryInfo[] }>(answer, 200).deliveries;
}

/** Everybody is told, and the cases have heard of it: from then on they are the same however late one looks. */
async function comeToRest(on: Door, filed: readonly Filed[], token: string): Promise<void> {
  for (const { trackingId } of filed)
    await until(
      async () => (settled(await deliveriesOf(on, trackingId, token)) ? true : undefined),
      () => `notices of ${trackingId} do not come to rest`,
    );
  let last = '';
  await until(
    async () => {
      const seen = filed.map((one) => on.request('GET', `/api/v1/cases/${one.trackingId}`, { token }));
      const versions = (await Promise.all(seen)).map((answer) => good<OfficerCaseView>(answer, 200).version);
      const before = last;
      last = versions.join();
      return before === last ? true : delay(1_000, undefined);
    },
    () => 'cases do not come to rest',
  );
}

async function figuresOf(on: Door) {
  const query = 'from=2020-01-01&to=2099-12-31&byChannel=true';
  // How fresh they are is told too, and is another on each side.
  const { figures, channels } = good<Record<string, unknown>>(
    await on.request('GET', `/api/v1/reports/summary?${query}`),
    200,
  );
  return { figures, channels };
}

async function inboxOf(on: Door, token: string): Promise<readonly CaseListItem[]> {
  const answer = await on.request('GET', '/api/v1/cases?pageSize=200', { token });
  return good<{ cases: CaseListItem[] }>(answer, 200).cases;
}

/** What can go now has gone; some wait for the morning, wherever they are. */
const settled = (deliveries: readonly DeliveryInfo[]) =>
  deliveries.length > 0 && deliveries.every(({ status }) => status !== 'sending');

const emailOf = (number: number) => `w${number}@pindah.example`;

test('a living installation moves to servers and is the same there', async () => {
  const small = await startPlatform({
    copyOf: inject('installedCity'),
    env: { LAPOR_SMTP_URL: mailbox.url, LAPOR_LOG_LEVEL: 'warn' },
  });
  open.push({ stop: () => small.remove() });
  const [admin, roads] = await Promise.all([signIn(small, 'cityAdmin'), signIn(small, 'roads')]);
  const filed: Filed[] = [];
  for (let number = 0; number < 24; number += 1) filed.push(await live(small, number, roads));
  const before = new Map<string, Awaited<ReturnType<typeof seenOf>>>();
  for (const one of filed) {
    await until(
      async () => (settled(await deliveriesOf(small, one.trackingId, admin)) ? true : undefined),
      () => `notices of ${one.trackingId} do not come to rest`,
    );
    before.set(one.trackingId, await seenOf(small, one, admin));
  }
  const [figures, inbox] = [await figuresOf(small), await inboxOf(small, admin)];
  // These are cut off in the middle of telling: nobody may miss a notice, and nobody get one twice.
  const late: Filed[] = [];
  for (let number = 101; number < 109; number += 2) late.push(await live(small, number, roads));
  await small.kill9();

  const to = ownMongo();
  await removeStreams(nats.url);
  const keysFolder = join(small.folder, 'keys');
  const words = ['migrate', '--from', small.dataFolder, '--keys', keysFolder];
  const servers = ['--to', to, '--to', nats.url];

  // Interrupted, it goes on.
  const first = startLaporCommand([...words, ...servers]);
  await first.until('Documents');
  first.interrupt();
  const { code: interrupted } = await first.ended;
  expect([0, 130]).toContain(interrupted);
  const moved = await runLaporCommand([...words, ...servers]);
  expect(moved.code, moved.err).toBe(0);
  if (interrupted === 130)
    expect(moved.out).toMatch(/^\d+ documents in \d+ collections and 18 files are there/);
  const again = await runLaporCommand([...words, ...servers]);
  expect(again, again.err).toMatchObject({ code: 0, out: expect.stringContaining('Nothing to do') });
  await expect(small.start()).rejects.toThrow(/Lapor cannot start: .*moved says: Moved to MongoDB/);

  const large = await serversOn(to, keysFolder);
  // Sessions, access codes and texts go on.
  expect(await inboxOf(large, admin)).toHaveLength(inbox.length + late.length);
  for (const one of filed)
    expect(await seenOf(large, one, admin), one.trackingId).toEqual(before.get(one.trackingId));
  await until(
    async () => {
      const now = (await figuresOf(large)).figures as { readonly received: number };
      return now.received === filed.length + late.length ? now : undefined;
    },
    () => 'the figures never know all of them',
  );
  for (const one of late)
    await until(
      async () => (settled(await deliveriesOf(large, one.trackingId, admin)) ? true : undefined),
      () => `notices of ${one.trackingId} do not come to rest`,
      200_000,
    );
  // Every notice once, but for those that were cut off while they were being sent, which are counted.
  const doubtful = (await Promise.all(late.map((one) => deliveriesOf(large, one.trackingId, admin))))
    .flat()
    .filter(({ ambiguous }) => ambiguous);
  const told = mailbox.all().map(({ messageId }) => messageId);
  expect(told.length - new Set(told).size).toBeLessThanOrEqual(doubtful.length);
  for (const number of [...filed.keys(), ...late.map((_, index) => 101 + 2 * index)])
    expect(mailbox.to(emailOf(number)).length, `mails to ${number}`).toBeGreaterThan(0);

  // Life goes on: what was open is closed, and the figures follow.
  const stillOpen = filed.findIndex((_, number) => number % 4 !== 0 && number % 2 === 0);
  const { trackingId, accessCode } = filed[stillOpen]!;
  const { command: _command, ...body } = solved();
  good(await large.request('POST', `/api/v1/cases/${trackingId}/answer`, { token: roads, body }), 200);
  const verdict = { accessCode, body: { rating: 4 } };
  good(await large.request('POST', `/api/v1/complaints/${trackingId}/solved`, verdict), 200);
  const { closed } = figures.figures as { readonly closed: number };
  await until(
    async () => ((await figuresOf(large)).figures as { closed: number }).closed === closed + 1 || undefined,
    () => 'the figures never know that it is closed',
  );
}, 400_000);

test('what waited for its hour is told on the other side, once', async () => {
  // Ten in the evening in Batam: nobody is told at this hour what nobody asked for.
  const evening = `${new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10)}T15:00:00Z`;
  const small = await startPlatform({
    copyOf: inject('installedCity'),
    env: {
      LAPOR_CLOCK: 'manual',
      LAPOR_CLOCK_START: evening,
      LAPOR_SMTP_URL: mailbox.url,
      LAPOR_LOG_LEVEL: 'warn',
    },
  });
  open.push({ stop: () => small.remove() });
  const { trackingId } = await live(small, 501, await signIn(small, 'clinic'));
  const waiting = await until(
    async () => {
      const all = await deliveriesOf(small, trackingId, await signIn(small, 'cityAdmin'));
      const those = all.filter((one) => waitsBeyond(one, Date.parse(evening)));
      return those.length > 0 && all.every((one) => one.status === 'sent' || those.includes(one))
        ? those
        : undefined;
    },
    () => 'nothing waits for the morning',
  );
  await small.stop();

  const to = ownMongo();
  await removeStreams(nats.url);
  const keysFolder = join(small.folder, 'keys');
  const words = ['migrate', '--from', small.dataFolder, '--keys', keysFolder];
  const moved = await runLaporCommand([...words, '--to', to]);
  expect(moved.code, moved.err).toBe(0);
  const large = await serversOn(to, keysFolder);
  const token = await signIn(large, 'cityAdmin');
  const ids = new Set(waiting.map(({ id }) => id));
  const now = await until(
    async () => {
      const those = (await deliveriesOf(large, trackingId, token)).filter(({ id }) => ids.has(id));
      // It may be night here as well; then it waits on.
      const rest = those.every((one) => one.status === 'sent' || waitsBeyond(one, Date.now()));
      return rest ? those : undefined;
    },
    () => 'what waited is never told',
  );
  expect(now).toHaveLength(waiting.length);
  for (const { id, status } of now) {
    const mails = mailbox.all().filter(({ messageId }) => messageId === messageIdOf(id));
    expect(mails, id).toHaveLength(status === 'sent' ? 1 : 0);
  }
});

function waitsBeyond({ status, notBefore }: DeliveryInfo, moment: number): boolean {
  return status === 'waiting' && notBefore !== undefined && Date.parse(notBefore) > moment;
}

test('servers that hold anything else are left alone', async () => {
  const small = at('other');
  cpSync(inject('installedCity').folder, small, { recursive: true });
  const words = (...more: readonly string[]) =>
    runLaporCommand(['migrate', '--from', join(small, 'data'), '--keys', join(small, 'keys'), ...more]);
  const used = ownMongo();
  const documents = await openMongoDocuments(used);
  await documents.put({ service: 'routing', collection: 'cases' }, [{ _id: 'A' }]);
  expect(await words('--to', used)).toMatchObject({
    code: 1,
    err: expect.stringContaining('is not empty: routing.cases has 1 documents'),
  });
  expect(await documents.note('moved-in')).toBeUndefined();
  await documents.close();

  const ready = ownMongo();
  const other = await openMongoDocuments(ready);
  await other.setNote('key-check', { value: 'of another key' });
  await other.close();
  expect(await words('--to', ready)).toMatchObject({
    code: 1,
    err: expect.stringContaining('made ready with another master key'),
  });

  const key = join(small, 'keys', 'master.key');
  renameSync(key, `${key}.away`);
  expect(await words('--to', ownMongo())).toMatchObject({
    code: 1,
    err: expect.stringContaining('is missing'),
  });
  renameSync(`${key}.away`, key);
  expect(await words('--to', 'mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=500')).toMatchObject({
    code: 1,
    err: expect.stringContaining('MongoDB cannot be reached'),
  });
  const secret = await words('--to', 'http://admin:hunter2@example.org');
  expect([secret.code, secret.err]).toEqual([2, expect.not.stringContaining('hunter2')]);
  // After all that nothing has moved: it starts as ever.
  const platform = await startPlatform({ copyOf: { folder: small } });
  await platform.remove();
});

test('servers are backed up while they run, and what was answered for is there wherever it is put back', async () => {
  const from = ownMongo();
  await removeStreams(nats.url);
  cpSync(inject('installedCity').folder, at('start'), { recursive: true });
  const keys = at('start', 'keys');
  const words = ['migrate', '--from', at('start', 'data'), '--keys', keys];
  const moved = await runLaporCommand([...words, '--to', from]);
  expect(moved.code, moved.err).toBe(0);
  const first = await serversOn(from, keys);
  const [admin, roads] = await Promise.all([signIn(first, 'cityAdmin'), signIn(first, 'roads')]);
  const filed: Filed[] = [];
  for (let number = 600; number < 612; number += 1) filed.push(await live(first, number, roads));
  await comeToRest(first, filed, admin);
  // Life goes on while the copy is made.
  const over = new AbortController();
  const during: Filed[] = [];
  const filing = (async () => {
    for (let number = 700; !over.signal.aborted; number += 1) during.push(await live(first, number, roads));
  })();
  const servers = ['--from', from, '--from', nats.url];
  // One lies where attachments lay before they lay in MongoDB.
  const photo = randomBytes(5_000);
  await folderFiles(at('older')).write('abcdefgh.full', photo);
  const made = await runLaporCommand([
    'backup',
    ...servers,
    '--files',
    at('older'),
    '--keys',
    keys,
    '--to',
    at('copy'),
  ]);
  over.abort();
  await filing;
  expect(made.code, made.err).toBe(0);
  const seen = new Map<string, Awaited<ReturnType<typeof seenOf>>>();
  for (const one of filed) seen.set(one.trackingId, await seenOf(first, one, admin));
  await open.pop()?.stop();

  // Onto other servers.
  await removeStreams(nats.url);
  const to = ownMongo();
  const back = ['restore', '--from', at('copy'), '--keys', keys];
  const restored = await runLaporCommand([...back, '--to', to, '--to', nats.url]);
  expect(restored.code, restored.err).toBe(0);
  const second = await serversOn(to, keys);
  await sameThere(second);
  const documents = await openMongoDocuments(to);
  expect((await documents.files('intake').read('abcdefgh.full'))?.equals(photo)).toBe(true);
  await documents.close();
  await open.pop()?.stop();

  // And back into a small one.
  const small = await runLaporCommand([...back, '--data', at('small', 'data')]);
  expect(small.code, small.err).toBe(0);
  cpSync(keys, at('small', 'keys'), { recursive: true });
  const platform = await startPlatform({
    copyOf: { folder: at('small') },
    env: { LAPOR_SMTP_URL: mailbox.url },
  });
  open.push({ stop: () => platform.remove() });
  await sameThere(platform);

  /** Of what came during the copy some is there and some is not: what is, is counted. */
  async function sameThere(on: Door): Promise<void> {
    const token = await signIn(on, 'cityAdmin');
    for (const one of filed) {
      const { deliveries: _before, ...before } = seen.get(one.trackingId)!;
      // Names are the directory's: a service that has just started may have to do without them for a moment.
      const { deliveries, ...there } = await patiently(
        () => seenOf(on, one, token),
        ({ deliveries: _now, ...now }) => isDeepStrictEqual(now, before),
      );
      expect(there, one.trackingId).toEqual(before);
      expect(deliveries.length).toBeGreaterThan(0);
    }
    const known: Filed[] = [];
    for (const one of during) {
      const { status } = await on.request('GET', `/api/v1/complaints/${one.trackingId}`);
      if (status === 200) known.push(one);
      else expect(status).toBe(404);
    }
    const all = filed.length + known.length;
    await until(
      async () => ((await figuresOf(on)).figures as { received: number }).received === all || undefined,
      () => 'the figures never know all of them',
    );
  }
}, 400_000);

/** What is seen once it is right, or at last. */
async function patiently<Seen>(look: () => Promise<Seen>, isRight: (seen: Seen) => boolean): Promise<Seen> {
  let seen = await look();
  for (let again = 0; again < 40 && !isRight(seen); again += 1) {
    await delay(500);
    seen = await look();
  }
  return seen;
}
