import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDoorCity } from '../fixtures/door-city.ts';
import type { AgencySystem, DoorCity } from '../fixtures/door-city.ts';
import { BATAM, NATIONAL_ADMIN, TANJUNGPINANG } from '../fixtures/test-directory.ts';

const STREAM = 'AGENCY_FEED';
/** What an operator is promised. */
const CUT_WITHIN = 10_000;

let city: DoorCity;
let routing: NatsConnection;
let platform: JetStreamManager;
let batam: AgencySystem;
let other: AgencySystem;
const open: NatsConnection[] = [];

beforeAll(async () => {
  city = await startDoorCity(1);
  routing = await city.asService('routing');
  platform = await jetstreamManager(routing);
  [batam, other] = await Promise.all([city.createKey(BATAM), city.createKey(TANJUNGPINANG)]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});
afterAll(async () => {
  await routing.close();
  await city.stop();
});

async function enter(key: string): Promise<NatsConnection> {
  const connection = await city.asSystem(key);
  open.push(connection);
  return connection;
}

let published = 0;
/** As routing does: one copy for each agency that is concerned. */
async function publish(agencyId: string): Promise<string> {
  published += 1;
  const id = `case${published}:1:${agencyId}`;
  const head = headers();
  head.set('ce-id', id);
  await jetstream(routing).publish(`feed.${agencyId}.CaseDisposed.case${published}`, '{}', {
    headers: head,
    msgID: id,
  });
  return id;
}

async function read({ keyId }: AgencySystem, connection: NatsConnection): Promise<string[]> {
  const consumer = await jetstream(connection, { domain: 'lapor' }).consumers.get(STREAM, keyId);
  const ids: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: 100, expires: 1_000 })) {
    ids.push(message.headers?.get('ce-id') ?? '');
    await message.ackAck();
  }
  return ids;
}

/** What the server refuses is told on the connection, not to the call. */
async function refusals(connection: NatsConnection, attempt: () => void): Promise<string[]> {
  const told: string[] = [];
  const status = connection.status();
  void (async () => {
    for await (const each of status) if (each.type === 'error') told.push(each.error.message);
  })();
  attempt();
  await connection.flush();
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), { timeout: 2_000 }).catch(() => {});
  return told;
}

describe('a system with a key', () => {
  it('reads what concerns its agency, in order, and nothing else; once it is acknowledged it does not come again', async () => {
    const mine = [await publish(BATAM)];
    const theirs = await publish(TANJUNGPINANG);
    mine.push(await publish(BATAM));
    const connection = await enter(batam.key);
    expect(await read(batam, connection)).toEqual(mine);
    expect(await read(batam, connection)).toEqual([]);
    expect(await read(other, await enter(other.key))).toEqual([theirs]);
  });

  it('gets in with its own secret alone', async () => {
    const [, user = ''] = batam.key.split('_');
    const wrong = `lak_${user}_${'0'.repeat(52)}`;
    await expect(enter(wrong)).rejects.toThrow(/Authorization Violation/i);
    await expect(enter(`lak_${'0'.repeat(12)}_${'0'.repeat(52)}`)).rejects.toThrow(/Authorization/i);
    await expect(enter('lak_routing_guess')).rejects.toThrow(/Authorization/i);
    await expect(enter('lak__')).rejects.toThrow(/Authorization/i);
  });

  it.each([
    ['another’s messages', () => `$JS.lapor.API.CONSUMER.MSG.NEXT.${STREAM}.${other.keyId}`],
    ['another’s durable', () => `$JS.lapor.API.CONSUMER.INFO.${STREAM}.${other.keyId}`],
    ['another’s acknowledgements', () => `$JS.ACK.${STREAM}.${other.keyId}.1.1.1.1.0`],
    ['a consumer of its own', () => `$JS.lapor.API.CONSUMER.CREATE.${STREAM}`],
    ['a named one', () => `$JS.lapor.API.CONSUMER.CREATE.${STREAM}.mine.feed.>`],
    ['a push consumer', () => `$JS.API.CONSUMER.DURABLE.CREATE.${STREAM}.push`],
    ['streams', () => '$JS.API.STREAM.LIST'],
    ['the stream', () => `$JS.API.STREAM.INFO.${STREAM}`],
    ['a purge', () => `$JS.lapor.API.STREAM.PURGE.${STREAM}`],
    ['a message by number', () => `$JS.API.STREAM.MSG.GET.${STREAM}`],
    ['a message directly', () => `$JS.lapor.API.DIRECT.GET.${STREAM}`],
    ['the plain API', () => `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${batam.keyId}`],
    ['its own durable’s end', () => `$JS.lapor.API.CONSUMER.DELETE.${STREAM}.${batam.keyId}`],
    ['a place in a feed', () => `feed.${BATAM}.CaseDisposed.x`],
    ['another’s inbox', () => `_INBOX_${other.keyId}.x`],
    ['log-ins', () => '$SYS.REQ.USER.AUTH'],
    ['an event of a service', () => 'lapor.routing.v1.CaseDisposed.x'],
  ])('may not ask for %s', async (_what, subject) => {
    const connection = await enter(batam.key);
    const told = await refusals(connection, () => connection.publish(subject(), '{}'));
    expect(told.join()).toContain(`Permissions Violation for Publish to "${subject()}"`);
  });

  it.each([
    ['everything', () => '>'],
    ['feeds', () => 'feed.>'],
    ['its feed', () => `feed.${BATAM}.>`],
    ['the API', () => '$JS.>'],
    ['inboxes', () => '_INBOX.>'],
    ['another’s inbox', () => `_INBOX_${other.keyId}.>`],
    ['all inboxes', () => '*.>'],
    ['events', () => 'lapor.>'],
    ['the system', () => '$SYS.>'],
    ['log-ins', () => '$SYS.REQ.USER.AUTH'],
  ])('may not listen to %s', async (_what, subject) => {
    const connection = await enter(batam.key);
    const told = await refusals(connection, () => void connection.subscribe(subject()));
    expect(told.join()).toContain(`Permissions Violation for Subscription to "${subject()}"`);
  });
});

describe('a reply subject of its choosing', () => {
  const api = '$JS.API.CONSUMER';
  const local = '$JS.lapor.API.CONSUMER';
  const targets = [
    () => `${local}.MSG.NEXT.${STREAM}.${other.keyId}`,
    () => `${local}.INFO.${STREAM}.${other.keyId}`,
    () => `${local}.DELETE.${STREAM}.${other.keyId}`,
    () => `${api}.DELETE.${STREAM}.${other.keyId}`,
    () => `${api}.PAUSE.${STREAM}.${other.keyId}`,
    () => `${api}.DELETE.LAPOR_ROUTING.notification`,
    () => `$JS.API.STREAM.PURGE.${STREAM}`,
    () => `$JS.API.STREAM.DELETE.${STREAM}`,
    () => `$JS.ACK.${STREAM}.${other.keyId}.1.1.1.1.0`,
    () => `feed.${TANJUNGPINANG}.CaseDisposed.forged`,
    () => 'lapor.routing.v1.CaseDisposed.forged',
    () => '$SYS.REQ.USER.AUTH',
  ];

  it('reaches no stream and no durable, neither with a message, nor with a status, nor with the durable’s description', async () => {
    await platform.streams.add({ name: 'LAPOR_ROUTING', subjects: ['lapor.routing.>'] });
    await platform.consumers.add('LAPOR_ROUTING', { durable_name: 'notification', ack_policy: 'explicit' });
    await publish(TANJUNGPINANG);
    const waiting = targets.map(() => publish(BATAM));
    await Promise.all(waiting);
    const before = await snapshot();
    const connection = await enter(batam.key);
    const ask = async (call: string, body: string, reply: string): Promise<void> => {
      connection.publish(`${local}.${call}.${STREAM}.${batam.keyId}`, body, { reply });
      await connection.flush();
      await new Promise((done) => setTimeout(done, 50));
    };
    const pull = JSON.stringify({ batch: 1, no_wait: true });
    // Those that wait go out as messages; when there is none left the answer is an empty status, which the API takes for an order.
    for (const target of targets) await ask('MSG.NEXT', pull, target());
    await read(batam, connection);
    for (const target of targets) await ask('MSG.NEXT', pull, target());
    for (const target of targets) await ask('INFO', '', target());
    expect(await snapshot()).toEqual(before);
  });

  async function snapshot(): Promise<unknown> {
    const routingStream = await platform.streams.info('LAPOR_ROUTING');
    const { config, delivered, ack_floor, num_pending, num_waiting, paused } = await platform.consumers.info(
      STREAM,
      other.keyId,
    );
    const last = await platform.streams.getMessage(STREAM, { last_by_subj: `feed.${TANJUNGPINANG}.>` });
    const { messages } = (await platform.streams.info(STREAM)).state;
    const notification = await platform.consumers.info('LAPOR_ROUTING', 'notification');
    return {
      feed: { messages, lastForOther: last?.seq },
      other: { config, delivered, ack_floor, num_pending, num_waiting, paused },
      routing: { messages: routingStream.state.messages, notification: notification.config },
    };
  }
});

describe('a key that ends', () => {
  /** Milliseconds until the server has closed the connection. */
  async function cutAfter(connection: NatsConnection, end: () => Promise<unknown>): Promise<number> {
    const status = connection.status();
    const gone = (async () => {
      for await (const { type } of status) if (type === 'disconnect' || type === 'close') return;
    })();
    const from = performance.now();
    await end();
    await gone;
    return performance.now() - from;
  }

  it('by revocation: its connections are cut, it comes in no more, its durable is gone', async () => {
    const system = await city.createKey(BATAM);
    const connections = await Promise.all([enter(system.key), enter(system.key)]);
    const revoke = () =>
      city.directory.revokeAgencyKey({ keyId: system.keyId, reason: 'Bocor' }, NATIONAL_ADMIN);
    const times = await Promise.all(connections.map((connection) => cutAfter(connection, revoke)));
    expect(Math.max(...times)).toBeLessThan(CUT_WITHIN);
    await expect(enter(system.key)).rejects.toThrow(/Authorization/i);
    await vi.waitFor(
      () => expect(platform.consumers.info(STREAM, system.keyId)).rejects.toThrow(/not found/),
      {
        timeout: CUT_WITHIN,
      },
    );
    // Others go on.
    await read(batam, await enter(batam.key));
  });

  it('by a revocation that nobody told of: who ordered it died right after it was written', async () => {
    const system = await city.createKey(BATAM);
    const connection = await enter(system.key);
    let written = 0;
    const revoke = async () => {
      await city.revokeSilently(system.keyId);
      written = performance.now();
    };
    const from = performance.now();
    const gone = await cutAfter(connection, revoke);
    expect(from + gone - written).toBeLessThan(CUT_WITHIN);
  });

  it('by rotation without grace: the old secret is out, the new one reads on where the old one was', async () => {
    const system = await city.createKey(TANJUNGPINANG);
    const connection = await enter(system.key);
    await read(system, connection);
    let renewed = '';
    const rotate = async () => {
      const { key } = await city.directory.rotateAgencyKey(
        { keyId: system.keyId, graceSeconds: 0, reason: 'Bocor' },
        NATIONAL_ADMIN,
      );
      renewed = key;
    };
    expect(await cutAfter(connection, rotate)).toBeLessThan(CUT_WITHIN);
    await expect(enter(system.key)).rejects.toThrow(/Authorization/i);
    const news = await publish(TANJUNGPINANG);
    expect(await read(system, await enter(renewed))).toEqual([news]);
  });

  it('by rotation with grace: both secrets open, until the grace is over', async () => {
    const system = await city.createKey(BATAM);
    const connection = await enter(system.key);
    let renewed = '';
    const graceSeconds = 4;
    const after = await cutAfter(connection, async () => {
      const { key } = await city.directory.rotateAgencyKey(
        { keyId: system.keyId, graceSeconds, reason: 'Berkala' },
        NATIONAL_ADMIN,
      );
      renewed = key;
      await Promise.all([enter(system.key), enter(renewed)]);
    });
    expect(after).toBeGreaterThan(graceSeconds * 1_000 - 500);
    expect(after).toBeLessThan(graceSeconds * 1_000 + CUT_WITHIN);
    await expect(enter(system.key)).rejects.toThrow(/Authorization/i);
    await enter(renewed);
  });
});

describe('while the directory is down', () => {
  it('services connect all the same; systems come in when it is back', async () => {
    await city.stopDirectory();
    const service = await city.asService('intake');
    await service.flush();
    await service.close();
    await expect(enter(batam.key)).rejects.toThrow();
    await city.startDirectory();
    await vi.waitFor(async () => read(batam, await enter(batam.key)), { timeout: 20_000, interval: 500 });
  });
});
