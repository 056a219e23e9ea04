import { jetStreamBus } from '@lapor/events/jetstream';
import type { JetStreamBusOptions } from '@lapor/events/jetstream';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect, nanos } from '@nats-io/transport-node';
import type { EventBus } from '@lapor/events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { busEvent, busEvents, memoryGuard, pause, silentLog, until } from './bus-builders.ts';
import { busContract, CONTRACT_RETRY_DELAYS } from './bus-contract.ts';
import { recorder } from './bus-recorder.ts';
import { flakyProxy } from '../flaky-proxy.ts';
import { feedReader } from './feed-contract.ts';
import { natsUrl } from '../servers.ts';
import type { TestServer } from '../servers.ts';

let server: TestServer;
beforeAll(async () => {
  server = await natsUrl();
});
afterAll(() => server.stop());

/** The stream names are part of the contract, so each test starts by removing those of the one before. */
async function removeStreams(): Promise<void> {
  const connection = await connect({ servers: server.url });
  const manager = await jetstreamManager(connection);
  for await (const name of manager.streams.names()) {
    if (/^((KV_)?LAPOR_|AGENCY_FEED$)/.test(name)) await manager.streams.delete(name);
  }
  await connection.close();
}

const ACK_WAIT_MILLISECONDS = 1_500;

function open(changes: Partial<JetStreamBusOptions> = {}): Promise<EventBus> {
  return jetStreamBus({
    servers: server.url,
    log: silentLog,
    replicas: 1,
    ackWaitMilliseconds: ACK_WAIT_MILLISECONDS,
    retryDelays: CONTRACT_RETRY_DELAYS,
    ackTrustMilliseconds: 300,
    ...changes,
  });
}

busContract('the JetStream bus', async () => {
  await removeStreams();
  return { open: () => open(), childArguments: ['nats', server.url], dispose: removeStreams };
});

describe('on the wire', () => {
  let bus: EventBus;
  let others: EventBus[];
  beforeEach(async () => {
    await removeStreams();
    bus = await open();
    others = [];
  });
  afterEach(() => Promise.all([bus, ...others].map((one) => one.close())));

  async function another(changes: Partial<JetStreamBusOptions> = {}): Promise<EventBus> {
    const one = await open(changes);
    others.push(one);
    return one;
  }

  async function withManager<Result>(work: (manager: JetStreamManager) => Promise<Result>): Promise<Result> {
    const connection = await connect({ servers: server.url });
    try {
      return await work(await jetstreamManager(connection));
    } finally {
      await connection.close();
    }
  }

  test('an event is a CloudEvent on its own subject', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await bus.publish([busEvent('A', 1, { traceparent })]);
    const stored = await withManager((manager) => manager.streams.getMessage('LAPOR_ROUTING', { seq: 1 }));
    expect(stored?.subject).toBe('lapor.routing.v1.CaseFollowedUp.A');
    expect(stored?.json()).toEqual({ case: { caseId: 'A' }, first: true });
    const head = stored?.header;
    const names = ['specversion', 'id', 'type', 'source', 'subject', 'time', 'pubseq'];
    expect(names.map((name) => head?.get(`ce-${name}`))).toEqual([
      '1.0',
      'A:1',
      'lapor.routing.v1.CaseFollowedUp',
      '/lapor/routing',
      'A',
      '2026-01-05T02:00:00Z',
      '1',
    ]);
    expect(head?.get('traceparent')).toBe(traceparent);
    expect(head?.get('content-type')).toBe('application/json');
    expect(head?.get('Nats-Msg-Id')).toBe('A:1');
  });

  test('a copy for an agency is the same CloudEvent on a subject of the agency', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const copies = [{ agencyId: 'CITY', feedSeq: 7 }];
    await bus.publish([busEvent('A', 3, { traceparent, copies })]);
    const { stored, config } = await withManager(async (manager) => ({
      stored: await manager.streams.getMessage('AGENCY_FEED', { seq: 1 }),
      config: (await manager.streams.info('AGENCY_FEED')).config,
    }));
    expect(stored?.subject).toBe('feed.CITY.CaseFollowedUp.A');
    expect(stored?.json()).toEqual({ case: { caseId: 'A' }, first: false });
    const names = [
      'ce-id',
      'ce-subject',
      'ce-agency',
      'ce-feedseq',
      'ce-pubseq',
      'Nats-Msg-Id',
      'traceparent',
    ];
    expect(names.map((name) => stored?.header.get(name))).toEqual([
      'A:3',
      'A',
      'CITY',
      '7',
      '',
      'A:3:CITY',
      traceparent,
    ]);
    expect(config).toMatchObject({
      subjects: ['feed.>'],
      storage: 'file',
      num_replicas: 1,
      duplicate_window: nanos(3_600_000),
      max_age: nanos(30 * 86_400_000),
    });
  });

  test('a reader of a feed that the broker lost in part goes on with what was stored since', async () => {
    const copies = [{ agencyId: 'CITY', feedSeq: 1 }];
    await bus.publish(['A', 'B', 'C'].map((id) => busEvent(id, 1, { copies })));
    const first = feedReader(bus, 'CITY');
    await first.readAll(['A:1', 'B:1', 'C:1']);
    await first.stop();
    // As after a power cut: the end of the stream is gone, and comes again in another order, with news in front.
    const madeAt = await bus.feed.madeAt();
    await withManager((manager) => manager.streams.delete('AGENCY_FEED'));
    const again = await another();
    expect(await again.feed.madeAt()).toBeGreaterThan(madeAt);
    await again.publish(['N', 'C', 'B'].map((id) => busEvent(id, 1, { copies })));
    const second = feedReader(again, 'CITY', first.messages.at(-1)?.position);
    await second.readAll(['N:1', 'C:1', 'B:1']);
    await second.stop();
  });

  test('a position from before what the feed keeps is refused', async () => {
    const copies = [{ agencyId: 'CITY', feedSeq: 1 }];
    await bus.publish(['A', 'B'].map((id) => busEvent(id, 1, { copies })));
    const reader = feedReader(bus, 'CITY');
    await reader.readAll(['A:1', 'B:1']);
    await reader.stop();
    await withManager((manager) => manager.streams.purge('AGENCY_FEED', { seq: 2 }));
    const late = feedReader(bus, 'CITY', reader.messages[0]?.position);
    await expect(late.ended).rejects.toMatchObject({ code: 'illegal' });
  });

  test('stream and consumer are set up as declared, also when they were there with other settings', async () => {
    await bus.publish([busEvent('A', 1)]);
    const other = { max_age: nanos(7_200_000), duplicate_window: nanos(60_000) };
    await withManager((manager) => manager.streams.update('LAPOR_ROUTING', other));
    const running = await (
      await another({ ackWaitMilliseconds: 9_000 })
    ).subscribe(recorder(bus).subscription);
    const { stream, consumer } = await withManager(async (manager) => ({
      stream: (await manager.streams.info('LAPOR_ROUTING')).config,
      consumer: (await manager.consumers.info('LAPOR_ROUTING', 'reporting')).config,
    }));
    await running.drain();
    expect(stream).toMatchObject({
      subjects: ['lapor.routing.>'],
      storage: 'file',
      num_replicas: 1,
      duplicate_window: nanos(3_600_000),
      max_age: nanos(30 * 86_400_000),
    });
    expect(consumer).toMatchObject({
      ack_policy: 'explicit',
      ack_wait: nanos(9_000),
      max_deliver: -1,
      max_ack_pending: 1_000,
    });
    // Again with another: a new version of a service may wait longer.
    await (await another({ ackWaitMilliseconds: 8_000 })).subscribe(recorder(bus).subscription);
    const info = await withManager((manager) => manager.consumers.info('LAPOR_ROUTING', 'reporting'));
    expect(info.config.ack_wait).toBe(nanos(8_000));
  });

  test('slow work is not delivered again while it lasts, nor what waits behind it', async () => {
    // The server counts what it has delivered again only until it is acked: so look while the work lasts.
    let redelivered = -1;
    const slow = recorder(bus, {
      concurrency: 1,
      async handle({ id }) {
        if (id !== 'A:1') return;
        await pause(3 * ACK_WAIT_MILLISECONDS);
        const info = await withManager((manager) => manager.consumers.info('LAPOR_ROUTING', 'reporting'));
        redelivered = info.num_redelivered;
      },
    });
    await slow.start();
    await bus.publish([...busEvents('A', 1, 3), busEvent('B', 1)]);
    await slow.handledAll(['A:3', 'B:1']);
    expect(redelivered).toBe(0);
    expect(slow.handled.toSorted()).toEqual(['A:1', 'A:2', 'A:3', 'B:1']);
  });

  test('replicas share the work', async () => {
    const guard = memoryGuard();
    const buses = [bus, await another()];
    const replicas = buses.map((one) => recorder(one, { guard, concurrency: 2, handle: () => pause(3) }));
    for (const replica of replicas) await replica.start();
    await bus.publish(Array.from({ length: 60 }, (_, index) => busEvent(`agg${index}`, 1)));
    const handled = () => replicas.map((replica) => replica.handled.length);
    await until(
      () => handled().reduce((sum, one) => sum + one) === 60,
      () => handled().join(),
    );
    expect(Math.min(...handled())).toBeGreaterThan(5);
  });

  test('a stream that was deleted under way is made anew, with its consumers', async () => {
    const consumer = recorder(bus);
    await consumer.start();
    await bus.publish([busEvent('A', 1)]);
    await consumer.handledAll(['A:1']);
    await withManager((manager) => manager.streams.delete('LAPOR_ROUTING'));
    await until(
      () =>
        bus.publish([busEvent('A', 2)]).then(
          () => true,
          () => false,
        ),
      () => 'published again',
    );
    await consumer.handledAll(['A:2']);
  });

  test('an event larger than the server or the stream takes is refused for good, by its name', async () => {
    const huge = busEvent('A', 2, { body: JSON.stringify('x'.repeat(2 ** 20)) });
    await expect(bus.publish([busEvent('A', 1), huge])).rejects.toMatchObject({
      code: 'too_large',
      retryable: false,
      extra: { eventId: 'A:2' },
    });
    await withManager((manager) => manager.streams.update('LAPOR_ROUTING', { max_msg_size: 10_000 }));
    const large = busEvent('A', 2, { body: JSON.stringify('x'.repeat(20_000)) });
    await expect(bus.publish([large])).rejects.toMatchObject({ code: 'too_large', retryable: false });
  });

  test('of what a feed is to be filled with, only what is too large is left out, and told', async () => {
    const copied = (id: string, body = '{}') => ({
      ...busEvent(id, 1, { body }),
      copies: [{ agencyId: 'CITY', feedSeq: 1 }],
    });
    const huge = copied('HUGE', JSON.stringify('x'.repeat(2 ** 20)));
    const refused = await bus.feed.refill([copied('BEFORE'), huge, copied('AFTER')]);
    expect(refused).toMatchObject([
      { event: { id: 'HUGE:1' }, error: { code: 'too_large', retryable: false } },
    ]);
    const reader = feedReader(bus, 'CITY');
    await reader.readAll(['BEFORE:1', 'AFTER:1']);
    expect(reader.ids().toSorted()).toEqual(['AFTER:1', 'BEFORE:1']);
    await reader.stop();
  });

  test('a message that is no event does not hold up the rest', async () => {
    const consumer = recorder(bus);
    await consumer.start();
    const connection = await connect({ servers: server.url });
    await jetstream(connection).publish('lapor.routing.v1.CaseFollowedUp.A', 'by hand');
    await connection.close();
    await bus.publish([busEvent('A', 1)]);
    await consumer.handledAll(['A:1']);
  });

  test('a connection that breaks puts the last acks in doubt; while it is away, nothing is promised', async () => {
    const target = new URL(server.url);
    const proxy = await flakyProxy(target.hostname, Number(target.port));
    const behind = await another({ servers: `nats://127.0.0.1:${proxy.port}` });
    const trust = behind.ackTrust!;
    let doubts = 0;
    const stop = trust.onDoubt(() => doubts++);
    await behind.publish([busEvent('A', 1)]);
    await trust.confirm();
    expect(doubts).toBe(0);

    proxy.cut();
    await until(
      () => doubts > 0,
      () => 'a doubt',
    );
    // Whether it is still away or back already: a publication either holds or is refused as something to try again.
    await until(
      () =>
        behind.publish([busEvent('A', 2)]).then(
          () => true,
          (error: unknown) => {
            expect(error).toMatchObject({ code: 'unavailable', retryable: true });
            return false;
          },
        ),
      () => 'published again',
    );
    await trust.confirm();
    // When it went, and when it came back.
    expect(doubts).toBe(2);
    stop();
    await behind.close();
    await proxy.close();
  });

  test('a server that cannot be reached is said to be unavailable', async () => {
    await expect(open({ servers: 'nats://127.0.0.1:1' })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
