import { findChainFault, openAggregateStore } from '@lapor/store';
import type { StoreConnection } from '@lapor/store';
import { describe, expect, it, vi } from 'vitest';
import { added, counterCommand, counterDefinition } from './counter-aggregate.ts';
import type { CounterEvent } from './counter-aggregate.ts';
import { counterSuite, rawCollectionOf } from './counter-suite.ts';
import type { StoreUnderTest } from './counter-suite.ts';

/** What an aggregate store promises about long lives, on whatever profile. */
export function describeAggregateHistory(profile: string, open: () => Promise<StoreUnderTest>): void {
  describe(`aggregate history, ${profile}`, () => {
    const suite = counterSuite(open);
    const { store, add } = suite;

    it('keeps 200 events whole while the document keeps its last ones', async () => {
      const on = store();
      for (let at = 0; at < 200; at += 1) {
        const { head } = await add('long', `c${at}`, on);
        if (at % 10 === 9) await on.outbox.markPublished([{ aggregateId: 'long', head }]);
      }
      const document = await rawDocument(suite.connection, 'long');
      expect(document.events.length).toBeLessThan(100);
      expect(document.events.length).toBeGreaterThanOrEqual(64);
      const history = await store({ connection: suite.other }).history('long');
      expect(history.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
      expect(findChainFault(history)).toBeUndefined();
      const repeated = await add('long', 'c3', on);
      expect(repeated).toMatchObject({ replayed: true, events: [{ id: 'long:4' }] });
      const published = await on.publishedEvents('long', 0, 0);
      expect(published.map(({ pubSeq }) => pubSeq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
      expect(published.map(({ body }) => (JSON.parse(body) as { total: number }).total).at(17)).toBe(18);
    });

    it('reads several histories at once, each whole', async () => {
      const on = store({ limits: { keepEvents: 4, slackEvents: 1 } });
      for (const [id, count] of [
        ['many1', 9],
        ['many2', 2],
      ] as const) {
        for (let at = 0; at < count; at += 1) {
          const { head } = await add(id, `${id}${at}`, on);
          await on.outbox.markPublished([{ aggregateId: id, head }]);
        }
      }
      const expected = new Map([
        ['many1', await on.history('many1')],
        ['many2', await on.history('many2')],
      ]);
      expect([...expected.values()].map((history) => history.length)).toEqual([9, 2]);
      for (const each of [on, store({ connection: suite.other })])
        expect(await each.histories(['many1', 'never', 'many2'])).toEqual(expected);
      expect(await on.histories([])).toEqual(new Map());
    });

    it('tells how far histories have come, without what has left the document', async () => {
      const on = store({ limits: { keepEvents: 4, slackEvents: 1 } });
      for (const [id, count] of [
        ['far', 9],
        ['near', 2],
      ] as const) {
        for (let at = 0; at < count; at += 1) {
          const { head } = await add(id, `${id}${at}`, on);
          await on.outbox.markPublished([{ aggregateId: id, head }]);
        }
      }
      const newest = await Promise.all(
        ['far', 'near'].map(async (id) => {
          const { seq, hash } = (await on.history(id)).at(-1)!;
          return { id, seq, hash };
        }),
      );
      const heads = await on.heads({ _id: { $in: ['far', 'near'] } }, { sort: { _id: 1 }, limit: 10 });
      expect(heads).toEqual(newest);
      expect(heads.map(({ seq }) => seq)).toEqual([9, 2]);
    });

    it('never trims what is not published', async () => {
      const on = store({ limits: { keepEvents: 4, slackEvents: 1 } });
      for (let at = 0; at < 12; at += 1) await add('unsent', `c${at}`, on);
      expect((await rawDocument(suite.connection, 'unsent')).events).toHaveLength(12);
      await on.outbox.markPublished([{ aggregateId: 'unsent', head: 9 }]);
      await add('unsent', 'c12', on);
      expect((await rawDocument(suite.connection, 'unsent')).events.map(({ seq }) => seq)).toEqual([
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
      const history = rawCollectionOf(suite.connection, 'counters_history');
      for (const event of whole.slice(0, 3)) await history.insertOne({ ...event, _id: event.id });
      expect(await store({ connection: suite.other }).history('crash')).toEqual(whole);
      await add('crash', 'c6', store({ limits, connection: suite.other }));
      expect((await rawDocument(suite.connection, 'crash')).events.map(({ seq }) => seq)).toEqual([
        4, 5, 6, 7,
      ]);
      expect((await on.history('crash')).slice(0, 6)).toEqual(whole);
    });

    it('loses nothing when the power goes before the copy is in history', async () => {
      const on = store({ limits: { keepEvents: 4, slackEvents: 2 } });
      for (let at = 0; at < 5; at += 1) await add('cut', `c${at}`, on);
      await on.outbox.markPublished([{ aggregateId: 'cut', head: 5 }]);
      const history = rawCollectionOf(suite.connection, 'counters_history') as unknown as {
        bulkWrite(): Promise<unknown>;
      };
      const cut = vi.spyOn(history, 'bulkWrite').mockRejectedValue(new Error('power cut'));
      // Its sixth event would move the first two out.
      await expect(add('cut', 'c5', on)).rejects.toThrow('power cut');
      expect(cut).toHaveBeenCalledOnce();
      cut.mockRestore();
      const after = store({ connection: suite.other });
      expect((await after.history('cut')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
      expect(await add('cut', 'c5', on)).toMatchObject({ head: 6, replayed: false });
      expect((await rawDocument(suite.connection, 'cut')).events).toHaveLength(4);
      expect(findChainFault(await after.history('cut'))).toBeUndefined();
      await on.outbox.markPublished([{ aggregateId: 'cut', head: 6 }]);
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
        { connection: suite.connection, clock: suite.clock },
      );
      expect(await newer.get('shape')).toMatchObject({ state: { doubled: 4 }, older: true });
      const next = await newer.execute(counterCommand('shape', 'c3'), (state) => {
        expect(state).toEqual({ doubled: 4 });
        return [added(1)];
      });
      expect(next.state).toEqual({ doubled: 6 });
      expect((await rawDocument(suite.connection, 'shape')).schema).toBe(2);
      const [stored] = await newer.query({ _id: 'shape' }, { limit: 1 });
      expect(stored).toMatchObject({ state: { doubled: 6 } });
      expect(stored).not.toHaveProperty('older');
    });

    it('replays everything ever published, aggregate by aggregate', async () => {
      const next = new Map<string, number>();
      for await (const event of store({ connection: suite.other }).replay()) {
        expect(event.pubSeq).toBe((next.get(event.aggregateId) ?? 0) + 1);
        next.set(event.aggregateId, event.pubSeq);
      }
      expect(next.get('long')).toBe(200);
      expect(next.get('crash')).toBe(7);
      // It has nothing but private events.
      expect(next.has('large')).toBe(false);
    });
  });
}

interface RawDocument {
  readonly schema: number;
  readonly events: readonly { readonly seq: number }[];
}

async function rawDocument(connection: StoreConnection, id: string): Promise<RawDocument> {
  return (await rawCollectionOf(connection, 'counters').findOne({ _id: id })) as RawDocument;
}
