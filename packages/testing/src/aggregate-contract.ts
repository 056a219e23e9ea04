import { findChainFault, openAggregateStore } from '@lapor/store';
import type { AggregateStoreOptions, StoreConnection } from '@lapor/store';
import { manualClock } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { added, counterCommand, counterDefinition } from './counter-aggregate.ts';
import type { CounterEvent } from './counter-aggregate.ts';

export interface StoreUnderTest {
  /** A new connection to the same database: another process, as far as the store can tell. */
  connect(): Promise<StoreConnection>;
  dispose(): Promise<void>;
}

const DAY = 24 * 60 * 60 * 1000;

/** What an aggregate store promises, on whatever profile. */
export function describeAggregateStore(profile: string, open: () => Promise<StoreUnderTest>): void {
  describe(`aggregate store, ${profile}`, () => {
    let under: StoreUnderTest;
    let connection: StoreConnection;
    let other: StoreConnection;
    const clock = manualClock(new Date('2026-01-05T01:00:00Z'));
    const store = (options: Partial<AggregateStoreOptions> = {}) =>
      openAggregateStore(counterDefinition, { connection, clock, ...options });
    const add = (id: string, commandId: string, on = store()) =>
      on.execute(counterCommand(id, commandId), () => [added(1)]);

    beforeAll(async () => {
      under = await open();
      connection = await under.connect();
      other = await under.connect();
      store();
      store({ connection: other });
      await connection.ready();
      await other.ready();
    });
    afterAll(async () => {
      await connection.close();
      await other.close();
      await under.dispose();
    });

    it('writes state and events together and reads them back', async () => {
      const first = await store().execute(counterCommand('one', 'c1'), (state, at) => {
        expect(state).toBeUndefined();
        expect(at).toEqual(clock.now());
        return [added(2), { type: 'Noted', data: { ref: 'n1' } }, added(3)];
      });
      expect(first).toMatchObject({ id: 'one', version: 1, head: 3, replayed: false });
      expect(first.state).toEqual({ total: 5, notes: 1, status: 'open', rank: 2 });
      expect(first.events.map(({ id, seq, pubSeq }) => ({ id, seq, pubSeq }))).toEqual([
        { id: 'one:1', seq: 1, pubSeq: 1 },
        { id: 'one:2', seq: 2, pubSeq: undefined },
        { id: 'one:3', seq: 3, pubSeq: 2 },
      ]);
      const { events: _events, replayed: _replayed, ...loaded } = first;
      expect(await store({ connection: other }).get('one')).toEqual(loaded);
      expect(await store().history('one')).toEqual(first.events);
      await expect(store().get('none')).rejects.toMatchObject({ code: 'not_found' });
      expect(await store().find('none')).toBeUndefined();
    });

    it('applies commands from many sides at once exactly once each, without a hole', async () => {
      const sides = [store(), store({ connection: other }), store({ hotDocuments: 0 })];
      const commands = Array.from({ length: 60 }, (_, at) => `p${at}`);
      // Every command arrives twice, at different sides.
      const outcomes = await Promise.all(
        [...commands, ...commands].map((commandId, at) => add('busy', commandId, sides[at % sides.length])),
      );
      expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(60);
      const { state, version, head } = await store().get('busy');
      expect({ total: state.total, version, head }).toEqual({ total: 60, version: 60, head: 60 });
      const history = await store().history('busy');
      expect(history.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, at) => at + 1));
      expect(new Set(history.map(({ commandId }) => commandId)).size).toBe(60);
      expect(findChainFault(history)).toBeUndefined();
    });

    it('answers a repeated command with the earlier outcome and refuses another content', async () => {
      const first = await add('again', 'c1');
      await add('again', 'c2');
      const repeated = await store({ connection: other }).execute(counterCommand('again', 'c1'), () => {
        throw new Error('must not decide again');
      });
      expect(repeated).toMatchObject({ replayed: true, version: 2, head: 2 });
      expect(repeated.events).toEqual(first.events);
      const changed = store().execute(counterCommand('again', 'c1', { bodyHash: 'other' }), () => [added(1)]);
      await expect(changed).rejects.toMatchObject({ code: 'unprocessable' });
      expect((await store().get('again')).state.total).toBe(2);
    });

    it('remembers a command that changed nothing', async () => {
      await add('noop', 'c1');
      const nothing = await store().execute(counterCommand('noop', 'c2'), () => []);
      expect(nothing).toMatchObject({ head: 1, replayed: false, events: [] });
      const repeated = await add('noop', 'c2', store({ connection: other }));
      expect(repeated).toMatchObject({ head: 1, replayed: true, events: [] });
      const onNothing = store().execute(counterCommand('noop-none', 'c1'), () => []);
      await expect(onNothing).rejects.toMatchObject({ code: 'not_found' });
    });

    it('forgets commands only beyond a hundred and after a day', async () => {
      const day = manualClock(new Date('2026-02-02T00:00:00Z'));
      const on = store({ clock: day });
      for (let at = 0; at < 120; at += 1) await add('memory', `m${at}`, on);
      expect((await add('memory', 'm0', on)).replayed).toBe(true);
      day.advance(DAY + 1);
      await add('memory', 'later', on);
      expect((await add('memory', 'm30', on)).replayed).toBe(true);
      expect((await add('memory', 'm0', on)).replayed).toBe(false);
    });

    it('refuses a stale version, and finds an existing one for version 0', async () => {
      await add('version', 'c1');
      await add('version', 'c2', store({ connection: other }));
      const stale = store().execute(counterCommand('version', 'c3', { expectedVersion: 1 }), () => [
        added(1),
      ]);
      await expect(stale).rejects.toMatchObject({
        code: 'conflict',
        retryable: false,
        extra: { version: 2 },
      });
      const create = counterCommand('version', 'c4', { expectedVersion: 0 });
      await expect(store({ connection: other }).execute(create, () => [added(1)])).rejects.toMatchObject({
        code: 'conflict',
      });
      const repeated = await store().execute(
        counterCommand('version', 'c1', { expectedVersion: 0 }),
        () => [],
      );
      expect(repeated.replayed).toBe(true);
    });

    it('never refuses on what it only remembers', async () => {
      const here = store();
      await add('closing', 'c1', here);
      await store({ connection: other }).execute(counterCommand('closing', 'c2'), () => [
        { type: 'Closed', data: {} },
      ]);
      const seen: (string | undefined)[] = [];
      await here.execute(counterCommand('closing', 'c3'), (state): CounterEvent[] => {
        seen.push(state?.status);
        if (state?.status === 'open') throw new Error('decided on what was remembered');
        return [added(1)];
      });
      expect(seen.at(-1)).toBe('closed');
    });

    it('keeps 200 events whole while the document keeps its last ones', async () => {
      const on = store();
      for (let at = 0; at < 200; at += 1) {
        const { head } = await add('long', `c${at}`, on);
        if (at % 10 === 9) await on.outbox.markPublished([{ aggregateId: 'long', head }]);
      }
      const document = await rawDocument(connection, 'long');
      expect(document.events.length).toBeLessThan(100);
      expect(document.events.length).toBeGreaterThanOrEqual(64);
      const history = await store({ connection: other }).history('long');
      expect(history.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
      expect(findChainFault(history)).toBeUndefined();
      const repeated = await add('long', 'c3', on);
      expect(repeated).toMatchObject({ replayed: true, events: [{ id: 'long:4' }] });
      const published = await on.publishedEvents('long', 0, 0);
      expect(published.map(({ pubSeq }) => pubSeq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
      expect(published.map(({ body }) => (JSON.parse(body) as { total: number }).total).at(17)).toBe(18);
    });

    it('never trims what is not published', async () => {
      const on = store({ limits: { keepEvents: 4, slackEvents: 1 } });
      for (let at = 0; at < 12; at += 1) await add('unsent', `c${at}`, on);
      expect((await rawDocument(connection, 'unsent')).events).toHaveLength(12);
      await on.outbox.markPublished([{ aggregateId: 'unsent', head: 9 }]);
      await add('unsent', 'c12', on);
      expect((await rawDocument(connection, 'unsent')).events.map(({ seq }) => seq)).toEqual([
        10, 11, 12, 13,
      ]);
      expect((await on.outbox.pending('unsent')).events.map(({ pubSeq }) => pubSeq)).toEqual([
        10, 11, 12, 13,
      ]);
    });

    it('survives a crash between the copy to history and the trim', async () => {
      const limits = { keepEvents: 4, slackEvents: 3 };
      const on = store({ limits });
      for (let at = 0; at < 6; at += 1) await add('crash', `c${at}`, on);
      await on.outbox.markPublished([{ aggregateId: 'crash', head: 6 }]);
      const whole = await on.history('crash');
      // As if the process had died after copying: history has them, the document still too.
      const history = rawCollectionOf(connection, 'counters_history');
      for (const event of whole.slice(0, 3)) await history.insertOne({ ...event, _id: event.id });
      expect(await store({ connection: other }).history('crash')).toEqual(whole);
      await add('crash', 'c6', store({ limits, connection: other }));
      expect((await rawDocument(connection, 'crash')).events.map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
      expect((await on.history('crash')).slice(0, 6)).toEqual(whole);
    });

    it('refuses a document that would grow over the limit, and warns before', async () => {
      const large: number[] = [];
      const limits = { alarmBytes: 3_000, refuseBytes: 5_000 };
      const on = store({ limits, onLarge: (_id, bytes) => large.push(bytes) });
      const note = (id: string) =>
        on.execute(counterCommand('large', id), () => [
          { type: 'Noted', data: { ref: id, padding: 'x'.repeat(1_500) } },
        ]);
      await note('n1');
      expect(large).toHaveLength(0);
      await note('n2');
      expect(large).toHaveLength(1);
      await expect(note('n3')).rejects.toMatchObject({ code: 'too_large' });
      expect((await on.get('large')).head).toBe(2);
    });

    it('makes an old state new from its history', async () => {
      await add('shape', 'c1');
      await add('shape', 'c2');
      const newer = openAggregateStore(
        {
          ...counterDefinition,
          schema: 2,
          evolve: (state: { doubled: number } | undefined, event: CounterEvent) => ({
            doubled: (state?.doubled ?? 0) + (event.type === 'Added' ? event.data.by * 2 : 0),
          }),
          publish: () => ({ type: 'lapor.testing.v1.CounterAdded', body: '{}' }),
        },
        { connection, clock },
      );
      expect((await newer.get('shape')).state).toEqual({ doubled: 4 });
      const next = await newer.execute(counterCommand('shape', 'c3'), (state) => {
        expect(state).toEqual({ doubled: 4 });
        return [added(1)];
      });
      expect(next.state).toEqual({ doubled: 6 });
      expect((await rawDocument(connection, 'shape')).schema).toBe(2);
    });

    it('queries by an index, in order, and refuses without one', async () => {
      const on = store();
      for (const at of [13, 11, 12]) {
        const events = [...Array.from({ length: at }, () => added(1)), { type: 'Closed', data: {} } as const];
        await on.execute(counterCommand(`query${at}`, 'c'), () => events);
      }
      const filter = { 'state.status': 'closed', 'state.rank': { $gt: 10 } };
      const found = await on.query(filter, { sort: { 'state.rank': -1 }, limit: 2 });
      expect(found.map(({ id }) => id)).toEqual(['query13', 'query12']);
      expect(found[0]).toMatchObject({ version: 1, head: 14, state: { total: 13, status: 'closed' } });
      const rest = await on.query(filter, { sort: { 'state.rank': -1 }, limit: 2, skip: 2 });
      expect(rest[0]?.id).toBe('query11');
      expect(await on.count(filter)).toBe(3);
      const unindexed = on.query({ 'state.total': 3 }, { limit: 1 });
      await expect(unindexed).rejects.toMatchObject({ code: 'unsupported' });
    });

    it('replays everything ever published, aggregate by aggregate', async () => {
      const next = new Map<string, number>();
      for await (const event of store({ connection: other }).replay()) {
        expect(event.pubSeq).toBe((next.get(event.aggregateId) ?? 0) + 1);
        next.set(event.aggregateId, event.pubSeq);
      }
      expect(next.get('long')).toBe(200);
      expect(next.get('busy')).toBe(60);
      expect(next.get('one')).toBe(2);
    });
  });
}

interface RawDocument {
  readonly schema: number;
  readonly events: readonly { readonly seq: number }[];
}

interface Raw {
  findOne(filter: object): Promise<unknown>;
  insertOne(document: object): Promise<unknown>;
}

/** Past the store, to look at what is really there. */
export function rawCollectionOf(connection: StoreConnection, name: string): Raw {
  for (const { models } of connection.mongoose.connections) {
    const model = models[name];
    if (model) return model.collection;
  }
  throw new Error(`no model ${name}`);
}

async function rawDocument(connection: StoreConnection, id: string): Promise<RawDocument> {
  return (await rawCollectionOf(connection, 'counters').findOne({ _id: id })) as RawDocument;
}
