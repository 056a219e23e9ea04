import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { CallerKind, CallerSchema, Role } from '@lapor/contracts/common/v1/common';
import type { Caller } from '@lapor/contracts/common/v1/common';
import type { DeliveryInfo, Receipt } from '@lapor/portal';
import { openMongoDocuments } from '@lapor/store';
import type { MongoDocuments } from '@lapor/store';
import { freePort } from '@lapor/testing/free-port';
import { openRawStreams } from '@lapor/testing/raw-stream';
import type { RawMessage, RawStreams } from '@lapor/testing/raw-stream';
import { mongoUrl, natsUrl, removeStreams } from '@lapor/testing/servers';
import type { TestServer } from '@lapor/testing/servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aboutARoad, aboutTheClinic, solved } from './builders.ts';
import { FIRST_PASSWORD, agencyId, enterCity, settleAdmin, signIn } from './city.ts';
import { good } from './city-at-work.ts';
import { startOnServers } from './fixtures/on-servers.ts';
import type { OnServers } from './fixtures/on-servers.ts';
import { day } from './fixtures/people.ts';
import { startRoutingReplica } from './fixtures/routing-replica.ts';
import type { RoutingReplica } from './fixtures/routing-replica.ts';
import { until } from './until.ts';

// Two processes of routing at the same case, one of them stopped exactly where it hurts: between what it has read and what it
// writes, between its write and its publication, between its publication and its mark. What is looked at is the
// stream as it lies in NATS and the document as it lies in MongoDB: our own consumers mend what they find.

const MINUTE = 60_000;
/** Beyond any reply window. */
const MONTH = 30 * 86_400_000;

let mongo: TestServer;
let nats: TestServer;
let folder: string;
let documents: MongoDocuments;
let streams: RawStreams;
let running: OnServers;
let roads: string;
let officer: Caller;
let first: RoutingReplica;
let second: RoutingReplica;

beforeAll(async () => {
  [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  folder = mkdtempSync(join(tmpdir(), 'lapor-replicas-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'master.key'), `${randomBytes(32).toString('hex')}\n`);
  await removeStreams(nats.url);
  const url = new URL(mongo.url);
  url.pathname = `/replicas${randomBytes(4).toString('hex')}`;
  documents = await openMongoDocuments(url.href);
  streams = await openRawStreams({ servers: nats.url });
  running = await startOnServers({
    mongoUrl: url.href,
    natsUrl: nats.url,
    keysFolder: join(folder, 'keys'),
    env: { LAPOR_ADMIN_PASSWORD: FIRST_PASSWORD },
    without: 'routing',
  });
  const env = running.envFor('routing');
  // The others know the first one; the second is spoken to by the test alone.
  first = await startRoutingReplica(env, running.grpcAddress('routing'));
  second = await startRoutingReplica(env, `127.0.0.1:${await freePort()}`);
  await settleAdmin(running);
  await enterCity(running, await signIn(running, 'national'));
  roads = await signIn(running, 'roads');
  const unit = good<{ path: string[] }>(
    await running.request('GET', `/api/v1/agencies/${agencyId('roads')}`),
    200,
  );
  officer = create(CallerSchema, {
    kind: CallerKind.OFFICER,
    officerId: 'petugas',
    role: Role.LIAISON,
    agencyId: agencyId('roads'),
    agencyPath: unit.path,
  });
}, 4 * MINUTE);

afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop(), running?.stop()]);
  await Promise.all([documents?.close(), streams?.close()]);
  await Promise.all([mongo.stop(), nats.stop()]);
  rmSync(folder, { recursive: true, force: true });
}, MINUTE);

async function file(about = aboutARoad): Promise<Receipt> {
  const body = about({ reporter: { email: 'siti@warga.example' } });
  const filed = await running.request('POST', '/api/v1/complaints', { body, headers: { prefer: 'wait=5' } });
  return good<Receipt>(filed, 201);
}

const published = (caseId: string): Promise<readonly RawMessage[]> =>
  streams.read('LAPOR_ROUTING', new RegExp(`\\.${caseId}$`));
const numbers = async (caseId: string) => (await published(caseId)).map(({ number }) => number);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

interface StoredCase {
  readonly head: number;
  readonly published: number;
  readonly unpublished?: boolean;
  readonly state: { readonly status: string; readonly categoryCode: string };
  readonly commands: readonly { readonly id: string }[];
  readonly events: readonly { readonly type: string; readonly seq: number }[];
}

async function stored(caseId: string): Promise<StoredCase> {
  const found = await documents.find({ service: 'routing', collection: 'cases' }, [caseId]);
  return found.get(caseId) as unknown as StoredCase;
}

const marked = (caseId: string) =>
  until(
    async () => {
      const { unpublished, head, published: mark } = await stored(caseId);
      return unpublished === undefined && mark === head ? true : undefined;
    },
    () => `${caseId} is never marked as published`,
  );

/** A write to the case itself, as it goes to MongoDB. */
const writeOf = (caseId: string, more = '') =>
  new RegExp(`(?=[^]*update\\0[^]{4}cases\\0)(?=[^]*${caseId})[^]*${more}`);
const publicationOf = (caseId: string) => new RegExp(`HPUB lapor\\.routing\\.v1\\.\\w+\\.${caseId} `);

test(
  'the clock of a case runs once, also for the replica that has read it and is held before it writes',
  async () => {
    const { trackingId } = await file();
    const { command: _command, ...body } = solved();
    good(await running.request('POST', `/api/v1/cases/${trackingId}/answer`, { token: roads, body }), 200);

    const held = second.store.hold(writeOf(trackingId));
    second.setAhead(MONTH);
    await held.caught;
    const { state, head } = await stored(trackingId);
    expect(state.status).toBe('answered');
    first.setAhead(MONTH);
    await until(
      async () => ((await stored(trackingId)).state.status === 'closed' ? true : undefined),
      () => 'the other replica does not close the case',
    );
    // Its next look says that the round with the held write is over.
    const nextRound = second.store.sent(/timerAt[^]*\$lte/);
    held.release();
    await nextRound;
    for (const replica of [first, second]) replica.setAhead(0);

    const after = await stored(trackingId);
    expect(after.head).toBe(head + 1);
    expect(after.events.filter(({ type }) => type === 'CaseClosed')).toHaveLength(1);
    expect(after.commands.filter(({ id }) => id.startsWith('clock:'))).toHaveLength(1);
    await marked(trackingId);
    const closings = (await published(trackingId)).filter(({ subject }) => subject.includes('.CaseClosed.'));
    expect(closings).toHaveLength(1);
    // And what came of it: one closed case in the figures, one notice of it to each.
    const figures = `/api/v1/reports/summary?from=${day(-1)}&to=${day(1)}`;
    await until(
      async () => {
        const summary = good<{ figures: { closed: number } }>(await running.request('GET', figures), 200);
        return summary.figures.closed === 1 ? true : undefined;
      },
      () => 'the closed case is not counted',
    );
    const token = await signIn(running, 'cityAdmin');
    const told = good<{ deliveries: readonly DeliveryInfo[] }>(
      await running.request('GET', `/api/v1/cases/${trackingId}/deliveries`, { token }),
      200,
    ).deliveries.filter(({ eventType }) => eventType === 'CaseClosed');
    expect(told.map(({ recipient }) => recipient)).toEqual(['reporter']);
  },
  2 * MINUTE,
);

test(
  'two replicas write the same case while the relay of one is held: the stream is dense and in order',
  async () => {
    const { trackingId } = await file();
    await marked(trackingId);
    const before = await numbers(trackingId);
    const held = second.broker.hold(publicationOf(trackingId));
    await second.followUp(trackingId, officer);
    await held.caught;
    expect(await numbers(trackingId)).toEqual(before);
    for (const replica of [first, second, first, second, first]) await replica.followUp(trackingId, officer);
    const all = before.length + 6;
    await until(
      async () => ((await published(trackingId)).length >= all ? true : undefined),
      () => 'the other replica does not publish what the held one wrote',
    );
    expect(held.count()).toBe(1);
    held.release();
    await second.followUp(trackingId, officer);
    await until(
      async () => ((await published(trackingId)).length > all ? true : undefined),
      () => 'what came after is not published',
    );
    await marked(trackingId);
    expect(await numbers(trackingId)).toEqual(upTo(all + 1));
    expect(new Set((await published(trackingId)).map(({ id }) => id)).size).toBe(all + 1);
  },
  2 * MINUTE,
);

test(
  'a category is merged: its case follows once, also for the replica that has read it and is held before it writes',
  async () => {
    const { trackingId } = await file(aboutTheClinic);
    await marked(trackingId);
    const { head } = await stored(trackingId);
    const [here, there] = [first, second].map(({ store }) =>
      store.hold(writeOf(trackingId, 'follow_category')),
    );
    const token = await signIn(running, 'national');
    const merger = { token, body: { into: 'rumah-sakit', reason: 'Keputusan 7/2026' } };
    good(await running.request('POST', '/api/v1/categories/puskesmas/merge', merger), 200);
    await Promise.all([here?.caught, there?.caught]);
    here?.release();
    await until(
      async () => ((await stored(trackingId)).state.categoryCode === 'rumah-sakit' ? true : undefined),
      () => 'the case does not follow its category',
    );
    // Its next look at what has been merged says that the round with the held write is over.
    const nextRound = second.store.sent(/find\0[^]{4}merged_categories\0/);
    there?.release();
    await nextRound;
    await marked(trackingId);
    const after = await stored(trackingId);
    expect(after.head).toBe(head + 1);
    expect(after.events.filter(({ type }) => type === 'CaseCategoryFollowed')).toHaveLength(1);
    const seen = await published(trackingId);
    expect(seen.filter(({ subject }) => subject.includes('.CaseCategoryFollowed.'))).toHaveLength(1);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  },
  2 * MINUTE,
);

test(
  'a mark that comes late hides nothing: what another replica wrote and died over is published',
  async () => {
    const { trackingId } = await file();
    await marked(trackingId);
    const before = (await published(trackingId)).length;
    const mark = first.store.hold(writeOf(trackingId, '\\$unset'));
    await first.followUp(trackingId, officer);
    await mark.caught;
    expect(await numbers(trackingId)).toEqual(upTo(before + 1));
    const publication = second.broker.hold(publicationOf(trackingId));
    await second.followUp(trackingId, officer);
    await publication.caught;
    await second.kill9();
    const { head } = await stored(trackingId);
    mark.release();
    await until(
      async () => ((await stored(trackingId)).published === head - 1 ? true : undefined),
      () => 'the mark is not written',
    );
    expect(await stored(trackingId)).toMatchObject({ head, unpublished: true });
    await until(
      async () => ((await published(trackingId)).length === before + 2 ? true : undefined),
      () => 'what the dead replica wrote is never published',
      MINUTE,
    );
    await marked(trackingId);
    expect(await numbers(trackingId)).toEqual(upTo(before + 2));
  },
  2 * MINUTE,
);
