import type { EventBus, FeedMessage } from '@lapor/events';
import { expect, test } from 'vitest';
import { busEvent, busEvents, pause, until } from './bus-builders.ts';
import { recorder } from './bus-recorder.ts';

/** Reads an agency's feed until stopped. */
export function feedReader(bus: EventBus, agencyId: string, after?: string) {
  const controller = new AbortController();
  const messages: FeedMessage[] = [];
  const read = async () => {
    const { signal } = controller;
    for await (const message of bus.feed.read(agencyId, {
      signal,
      ...(after === undefined ? {} : { after }),
    }))
      messages.push(message);
  };
  const ended = read();
  ended.catch(() => {});
  const ids = () => messages.map(({ id }) => id);
  return {
    messages,
    ids,
    ended,
    readAll: (wanted: readonly string[]) =>
      until(
        () => wanted.every((id) => ids().includes(id)),
        () => `${wanted.join()} of ${ids().join()}`,
      ),
    async stop() {
      controller.abort();
      await ended;
    },
  };
}

const copiesTo = (feedSeq: number, ...agencyIds: readonly string[]) =>
  agencyIds.map((agencyId) => ({ agencyId, feedSeq }));

/** What the feed of every bus must do. */
export function feedContract(open: () => Promise<EventBus>): void {
  test('an agency reads its copies, before and after it began, and nobody else’s', async () => {
    const bus = await open();
    await bus.publish([
      busEvent('A', 1, { copies: copiesTo(1, 'CITY', 'ROADS') }),
      busEvent('A', 2, { copies: copiesTo(2, 'CITY') }),
      busEvent('B', 1),
    ]);
    const city = feedReader(bus, 'CITY');
    const roads = feedReader(bus, 'ROADS');
    const none = feedReader(bus, 'CIT');
    await city.readAll(['A:2']);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await bus.publish([
      busEvent('A', 3, { copies: [...copiesTo(3, 'CITY'), ...copiesTo(2, 'ROADS')], traceparent }),
    ]);
    await city.readAll(['A:3']);
    await roads.readAll(['A:3']);
    expect(city.ids()).toEqual(['A:1', 'A:2', 'A:3']);
    expect(roads.messages.map(({ id, feedSeq }) => [id, feedSeq])).toEqual([
      ['A:1', 1],
      ['A:3', 2],
    ]);
    const { pubSeq: _pubSeq, ...event } = busEvent('A', 3, { traceparent });
    const { position, ...message } = roads.messages.at(-1)!;
    expect(message).toEqual({ ...event, agencyId: 'ROADS', feedSeq: 2 });
    expect(position).not.toBe('');
    await Promise.all([city, roads, none].map((reader) => reader.stop()));
    expect(none.ids()).toEqual([]);
  });

  test('a copy that is published again is not read again', async () => {
    const bus = await open();
    const events = busEvents('A', 1, 3).map((event) => ({
      ...event,
      copies: copiesTo(event.pubSeq, 'CITY'),
    }));
    await bus.publish(events.slice(0, 2));
    // A relay that died before it marked.
    await bus.publish(events);
    const reader = feedReader(await open(), 'CITY');
    await reader.readAll(['A:3']);
    await pause(30);
    expect(reader.ids()).toEqual(['A:1', 'A:2', 'A:3']);
    await reader.stop();
  });

  test('copies that came too late for their event are made good', async () => {
    const bus = await open();
    // Published by a version that knew no copies, not marked, and published again by one that does.
    await bus.publish([busEvent('A', 1)]);
    await bus.publish([busEvent('A', 1, { copies: copiesTo(1, 'CITY') })]);
    const reader = feedReader(bus, 'CITY');
    await reader.readAll(['A:1']);
    await reader.stop();
  });

  test('what a feed has lost is put back; the feed says when it was made', async () => {
    const bus = await open();
    const events = busEvents('R', 1, 2).map((event) => ({
      ...event,
      copies: copiesTo(event.pubSeq, 'CITY'),
    }));
    await bus.publish(busEvents('R', 1, 2));
    const madeAt = await bus.feed.madeAt();
    await bus.feed.refill(events);
    await bus.feed.refill(events);
    const reader = feedReader(bus, 'CITY');
    await reader.readAll(['R:2']);
    expect(reader.ids().filter((id) => id.startsWith('R'))).toEqual(['R:1', 'R:2']);
    await reader.stop();
    expect(await (await open()).feed.madeAt()).toBe(madeAt);
  });

  test('the services see nothing of copies', async () => {
    const bus = await open();
    const seen: unknown[] = [];
    const consumer = recorder(bus, { handle: (event) => Promise.resolve(void seen.push(event)) });
    await consumer.start();
    await bus.publish([busEvent('A', 1, { copies: copiesTo(1, 'CITY') })]);
    await consumer.handledAll(['A:1']);
    expect(seen).toEqual([busEvent('A', 1)]);
  });

  test('a reader goes on after its position, whatever came meanwhile', async () => {
    const bus = await open();
    const copies = copiesTo(1, 'CITY');
    await bus.publish(['A', 'B', 'C'].map((id) => busEvent(id, 1, { copies })));
    const first = feedReader(bus, 'CITY');
    await first.readAll(['C:1']);
    await first.stop();
    await bus.publish([busEvent('X', 1, { copies: copiesTo(1, 'ROADS') }), busEvent('D', 1, { copies })]);
    const afterB = feedReader(bus, 'CITY', first.messages[1]?.position);
    await afterB.readAll(['D:1']);
    expect(afterB.ids()).toEqual(['C:1', 'D:1']);
    await bus.publish([busEvent('E', 1, { copies })]);
    await afterB.readAll(['E:1']);
    await afterB.stop();
    const afterE = feedReader(bus, 'CITY', afterB.messages.at(-1)?.position);
    await pause(30);
    expect(afterE.ids()).toEqual([]);
    await bus.publish([busEvent('F', 1, { copies })]);
    await afterE.readAll(['F:1']);
    await afterE.stop();
  });

  test('a position that is not of this feed leaves nothing out; one that is none is refused', async () => {
    const bus = await open();
    await bus.publish([
      busEvent('A', 1, { copies: copiesTo(1, 'CITY') }),
      busEvent('B', 1, { copies: copiesTo(1, 'ROADS') }),
    ]);
    const roads = feedReader(bus, 'ROADS');
    await roads.readAll(['B:1']);
    await roads.stop();
    const city = feedReader(bus, 'CITY', roads.messages[0]?.position);
    await city.readAll(['A:1']);
    await city.stop();
    const future = feedReader(bus, 'CITY', roads.messages[0]!.position.replace(/^\d+/, '900'));
    await bus.publish([busEvent('C', 1, { copies: copiesTo(1, 'CITY') })]);
    await future.readAll(['C:1']);
    await future.stop();
    const bad = feedReader(bus, 'CITY', 'yesterday');
    await expect(bad.ended).rejects.toMatchObject({ code: 'invalid' });
  });

  test('many readers each read all of theirs, in order', async () => {
    const bus = await open();
    const agencies = ['CITY', 'ROADS', 'HEALTH'];
    const early = agencies.map((agencyId) => feedReader(bus, agencyId));
    const cases = Array.from({ length: 20 }, (_, index) => `case${index}`);
    for (let seq = 1; seq <= 8; seq += 1) {
      await bus.publish(cases.map((id) => busEvent(id, seq, { copies: copiesTo(seq, ...agencies) })));
    }
    const late = feedReader(bus, 'CITY');
    const last = cases.map((id) => `${id}:8`);
    for (const reader of [...early, late]) {
      await reader.readAll(last);
      expect(reader.ids()).toHaveLength(160);
      for (const id of cases) {
        const seqs = reader.messages
          .filter(({ aggregateId }) => aggregateId === id)
          .map(({ feedSeq }) => feedSeq);
        expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      }
      await reader.stop();
    }
  });

  test('refuses copies that no transport could carry', async () => {
    const bus = await open();
    for (const copies of [copiesTo(1, 'a.b'), copiesTo(1, '*'), copiesTo(1, ''), copiesTo(0, 'CITY')])
      await expect(bus.publish([busEvent('A', 1, { copies })])).rejects.toMatchObject({ code: 'invalid' });
  });
}
