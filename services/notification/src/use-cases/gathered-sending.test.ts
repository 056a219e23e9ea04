import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@lapor/sqlite';
import type { EmbeddedDatabase } from '@lapor/sqlite';
import { connectEmbedded, storeWriterModule } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Delivery } from '../domain/delivery.ts';
import { gatherKeyOf } from '../domain/gathering.ts';
import { HANG_UP, startStubbornMailServer } from '../fixtures/stubborn-mail-server.ts';
import type { StubbornMailServer } from '../fixtures/stubborn-mail-server.ts';
import { openGatherTurns } from '../gather-turns.ts';
import type { GatherTurns } from '../gather-turns.ts';
import { consoleProvider } from '../providers/console-provider.ts';
import { emailProvider } from '../providers/email-provider.ts';
import { openDeliveryStore } from '../store.ts';
import type { DeliveryStore } from '../store.ts';
import type { PlanPorts } from './plan-deliveries.ts';
import { createSender } from './send-deliveries.ts';
import type { Sender } from './send-deliveries.ts';

// One message of many cases, whoever of several replicas took them in, and how often it must be tried.

const folder = mkdtempSync(join(tmpdir(), 'lapor-gathered-'));
const log = pino({ level: 'silent' });
const MINUTE = 60_000;
const PATIENCE = { timeout: 20_000 };
let now = new Date('2026-03-03T02:00:00Z');
const clock = { now: () => now };
const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
let database: EmbeddedDatabase;
let connection: StoreConnection;
let store: DeliveryStore;
let turns: GatherTurns;
let server: StubbornMailServer;
let close: () => Promise<void>;
const closing: (() => void)[] = [];

/** What other services would answer. */
const officer = {
  officerId: 'siti',
  email: 'siti@kota.example',
  phone: '',
  language: 'id',
  standsFor: [],
} as const;
const standing = {
  status: 'assigned',
  hidden: false,
  protected: false,
  stepMissed: true,
};
const answered = new Set<string>();
const ports = {
  officers: { recipients: async () => [officer], admins: async () => [officer] },
  agencies: { get: async () => ({ name: 'Dinas PU', timeZone: 'Asia/Jakarta' }) },
  cases: {
    standing: async (caseId: string) => ({
      ...standing,
      holderAgencyId: `unit${caseId.charAt(6)}`,
      status: answered.has(caseId) ? 'answered' : standing.status,
    }),
  },
} as unknown as PlanPorts;

beforeAll(async () => {
  database = await openDatabase({ file: join(folder, 'lapor.db'), modules: [storeWriterModule] });
  connection = await connectEmbedded(database, 'notification');
  store = openDeliveryStore(connection);
  server = await startStubbornMailServer();
  turns = openGatherTurns(connection);
  await connection.ready();
  close = async () => {
    await connection.close();
    await database.close();
  };
});
afterAll(async () => {
  for (const each of closing) each();
  await Promise.all([close(), server.close()]);
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => server.behave({}));

function replica(): Sender {
  const email = emailProvider(server.url, 'lapor@kota.example', 1_500);
  closing.push(() => email.close());
  return createSender({
    store,
    turns,
    ports,
    providers: { email, sms: consoleProvider('sms', log) },
    clock,
    log,
    publicUrl: 'https://lapor.example',
    count: () => undefined,
    arrived: () => undefined,
  });
}

const caseIdOf = (name: string, at: number) => `7K3M9Q${name}${String(at).padStart(2, '0')}`;
function missed(name: string, at: number): Delivery {
  const planned = {
    _id: `${name}${at}:siti:email`,
    eventId: `${name}${at}`,
    eventType: 'ClockThresholdsPassed',
    caseId: caseIdOf(name, at),
    recipient: 'siti',
    agencyId: `unit${name}`,
    channel: 'email',
    template: 'officer_missed',
    values: { danger: 'false', agency: 'Dinas PU', clock: 'response', dueAt: now.toISOString() },
    language: 'id',
    status: 'waiting',
    attempts: 0,
    ambiguous: false,
    dueAt: now,
    createdAt: now,
  } as const;
  return { ...planned, gather: gatherKeyOf(planned)! };
}
const several = (name: string, from: number, count: number) =>
  Array.from({ length: count }, (_, at) => missed(name, from + at));

/** Until nothing of the case is left to do. */
async function settled(...caseIds: string[]): Promise<void> {
  for (const caseId of caseIds)
    await expect
      .poll(async () => (await store.ofCase(caseId)).map(({ status }) => status), PATIENCE)
      .toEqual([expect.stringMatching(/sent|skipped/)]);
}
const since = (from: number) => server.messages.slice(from);
const idOf = (message: string) => /Message-ID: <(\w+)@lapor>/.exec(message)?.[1];
/** Without the line breaks that mail needs. */
const casesIn = (message: string) =>
  [...message.replaceAll('=\r\n', '').matchAll(/laporan\/(\w+)/g)].flatMap(([, id]) => id ?? []).toSorted();

test('two replicas that take in the cases of one moment make one message of them', async () => {
  const [one, two] = [replica(), replica()];
  const from = server.messages.length;
  const all = several('A', 0, 12);
  for (const [at, delivery] of all.entries()) await (at % 2 === 0 ? one : two).take([delivery]);
  await settled(...all.map(({ caseId }) => caseId));
  expect(since(from)).toHaveLength(1);
  expect(casesIn(since(from)[0]!)).toEqual(all.map(({ caseId }) => caseId));
});

test('while one replica claims what there is, another makes no message of the rest', async () => {
  const all = several('B', 0, 6);
  for (const delivery of all) await store.add(delivery);
  const from = server.messages.length;
  const replicas = [replica(), replica(), replica()];
  await expect
    .poll(async () => {
      await Promise.all(replicas.map((each) => each.round()));
      return (await store.ofCase(all[0]!.caseId))[0]?.status;
    }, PATIENCE)
    .toBe('sent');
  await settled(...all.map(({ caseId }) => caseId));
  expect(since(from)).toHaveLength(1);
});

test('what was refused is tried again with what has come since, as another message', async () => {
  const sender = replica();
  server.behave({ 'end of data': '451 later' });
  const from = server.messages.length;
  const all = several('C', 0, 3);
  for (const delivery of all) await store.add(delivery);
  await expect
    .poll(async () => {
      await sender.round();
      return (await store.ofCase(all[0]!.caseId))[0]?.attempts;
    }, PATIENCE)
    .toBe(1);
  server.behave({});
  later(2 * MINUTE);
  answered.add(all[0]!.caseId);
  await sender.take([missed('C', 3)]);
  const left = [...all.slice(1).map(({ caseId }) => caseId), caseIdOf('C', 3)];
  await settled(...left);
  const [first, second] = since(from);
  expect(since(from)).toHaveLength(2);
  expect(casesIn(second!)).toEqual(left);
  expect(idOf(second!)).not.toBe(idOf(first!));
  expect((await store.ofCase(all[0]!.caseId))[0]?.status).toBe('skipped');
});

test('what is in doubt is tried once more as the message that it was, and what has come since is another', async () => {
  const sender = replica();
  server.behave({ 'end of data': HANG_UP });
  const from = server.messages.length;
  const all = several('D', 0, 3);
  for (const delivery of all) await store.add(delivery);
  await expect
    .poll(async () => {
      await sender.round();
      return (await store.ofCase(all[0]!.caseId))[0]?.status;
    }, PATIENCE)
    .toBe('sending');
  server.behave({});
  later(3 * MINUTE);
  // What the recipient may have already is not told apart by what was answered meanwhile.
  answered.add(all[1]!.caseId);
  await sender.take([missed('D', 3)]);
  await settled(all[0]!.caseId, all[2]!.caseId, caseIdOf('D', 3));
  const [first, ...others] = since(from);
  expect(others).toHaveLength(2);
  const again = others.find((message) => idOf(message) === idOf(first!));
  expect(casesIn(again!)).toEqual([all[0]!.caseId, all[2]!.caseId]);
  expect(
    others.filter((message) => message !== again).map((message) => message.includes(caseIdOf('D', 3))),
  ).toEqual([true]);
});

test('what is in doubt stays whose attempt it was while another replica puts it off for the night', async () => {
  const evening = new Date('2026-03-03T12:59:00Z');
  [now] = [evening];
  const quiet = (at: number): Delivery => {
    const { gather: _open, ...planned } = { ...missed('F', at), quietZone: 'Asia/Jakarta' };
    return { ...planned, gather: gatherKeyOf(planned)! };
  };
  const statusOf = async (at: number) => (await store.ofCase(caseIdOf('F', at)))[0]?.status;
  const [one, two] = [replica(), replica()];
  const from = server.messages.length;
  server.behave({ 'end of data': HANG_UP });
  // Two messages of one kind for one officer, each of two cases; of neither is known whether it arrived.
  for (const pair of [
    [0, 1],
    [2, 3],
  ]) {
    for (const at of pair) await store.add(quiet(at));
    await expect
      .poll(async () => {
        await one.round();
        return Promise.all(pair.map(statusOf));
      }, PATIENCE)
      .toEqual(['sending', 'sending']);
  }
  const doubtful = since(from);
  expect(doubtful.map((message) => casesIn(message).length)).toEqual([2, 2]);
  server.behave({});
  later(10 * MINUTE);
  await two.round();
  expect(since(from)).toHaveLength(2);
  now = new Date('2026-03-04T00:01:00Z');
  await two.round();
  await settled(...[0, 1, 2, 3].map((at) => caseIdOf('F', at)));
  const again = since(from).slice(2);
  const byId = (messages: readonly string[]) =>
    Object.fromEntries(messages.map((message) => [idOf(message), casesIn(message)]));
  expect(again).toHaveLength(2);
  expect(byId(again)).toEqual(byId(doubtful));
});

test('what was sent by a version that left its key on it is gathered no more', async () => {
  const sent = missed('E', 0);
  await store.add(sent);
  const [found] = await store.gathered(sent.gather!, now, 10);
  expect(found?._id).toBe(sent._id);
  // As that version did.
  const other = await connectEmbedded(database, 'notification');
  const schema = new other.mongoose.Schema({ _id: String }, { strict: false });
  const { collection } = other.model('deliveries', schema);
  const ended = { $set: { status: 'sent', settledAt: now }, $unset: { open: 1 } };
  await collection.updateOne({ _id: sent._id as never }, ended);
  await other.close();
  expect(await store.gathered(sent.gather!, now, 10)).toEqual([]);
  expect(await store.gatheredSince(sent.gather!, new Date(0))).toBe(false);
});

test('two attempts that are taken up again at once stay two', async () => {
  const all = several('G', 0, 4);
  for (const delivery of all) await store.add(delivery);
  const read = async () => {
    const found = await Promise.all(all.map(({ caseId }) => store.ofCase(caseId)));
    return found.flat();
  };
  const sending = (deliveries: readonly Delivery[]) =>
    store.claim(
      deliveries.map((delivery) => ({
        delivery,
        change: { status: 'sending', attempts: delivery.attempts + 1 },
      })),
    );
  const first = await read();
  await sending(first.slice(0, 2));
  await sending(first.slice(2));
  await sending(await read());
  const claims = (await read()).map(({ claim }) => claim);
  expect([claims[0] === claims[1], claims[2] === claims[3], claims[0] === claims[2]]).toEqual([
    true,
    true,
    false,
  ]);
});
