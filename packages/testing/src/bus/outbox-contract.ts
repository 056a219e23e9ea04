import { setImmediate } from 'node:timers/promises';
import { openSequenceGuard } from '@lapor/store';
import { describe, expect, it } from 'vitest';
import { added, counterCommand } from '../aggregates/counter-aggregate.ts';
import { counterSuite } from '../aggregates/counter-suite.ts';
import type { StoreUnderTest } from '../aggregates/counter-suite.ts';

/** What the relay and the consumers may rely on, on whatever profile. */
export function describeOutbox(profile: string, open: () => Promise<StoreUnderTest>): void {
  describe(`outbox, ${profile}`, () => {
    const suite = counterSuite(open);
    const { store, add, hints, clock } = suite;

    it('holds what a command published until it is marked', async () => {
      const { outbox } = store();
      expect(outbox.context).toBe('testing');
      await add('a', 'c1');
      await store().execute(counterCommand('a', 'c2'), () => [
        { type: 'Noted', data: { ref: 'n' } },
        added(5),
      ]);
      const { head, events } = await outbox.pending('a');
      expect(head).toBe(3);
      expect(events).toEqual([
        {
          id: 'a:1',
          type: 'lapor.testing.v1.CounterAdded',
          aggregateId: 'a',
          pubSeq: 1,
          time: '2026-01-05T01:00:00.000Z',
          body: '{"id":"a","total":1}',
        },
        expect.objectContaining({ id: 'a:3', pubSeq: 2, body: '{"id":"a","total":6}' }),
      ]);
      await outbox.markPublished([{ aggregateId: 'a', head }]);
      expect(await outbox.pending('a')).toEqual({ head: 3, events: [] });
      expect(await outbox.unpublishedIds(10)).toEqual([]);
      await add('a', 'c3', store({ connection: suite.other }));
      expect(await outbox.unpublishedIds(10)).toEqual(['a']);
      expect((await outbox.pending('a')).events.map(({ id }) => id)).toEqual(['a:4']);
      await outbox.markPublished([{ aggregateId: 'a', head: 4 }]);
    });

    it('lists the aggregates that wait, oldest first', async () => {
      const { outbox } = store();
      for (const id of ['w3', 'w1', 'w2']) {
        clock.advance(1_000);
        await add(id, 'c1');
      }
      expect(await outbox.unpublishedIds(2)).toEqual(['w3', 'w1']);
      expect(await outbox.unpublishedIds(2, 'w1')).toEqual(['w1', 'w2']);
      await outbox.markPublished(['w1', 'w2', 'w3'].map((aggregateId) => ({ aggregateId, head: 1 })));
      expect(await outbox.unpublishedIds(2)).toEqual([]);
    });

    it('keeps the flag when the head moved between publishing and marking', async () => {
      const { outbox } = store();
      await add('moved', 'c1');
      const first = await outbox.pending('moved');
      await add('moved', 'c2', store({ connection: suite.other }));
      await outbox.markPublished([{ aggregateId: 'moved', head: first.head }]);
      expect(await outbox.unpublishedIds(10)).toEqual(['moved']);
      const second = await outbox.pending('moved');
      expect(second.events.map(({ pubSeq }) => pubSeq)).toEqual([2]);
      // A late mark of the past takes nothing back, whether or not there is something newer.
      await add('moved', 'c3');
      await outbox.markPublished([{ aggregateId: 'moved', head: second.head }]);
      await outbox.markPublished([{ aggregateId: 'moved', head: first.head }]);
      expect((await outbox.pending('moved')).events.map(({ pubSeq }) => pubSeq)).toEqual([3]);
      await outbox.markPublished([{ aggregateId: 'moved', head: 3 }]);
      await outbox.markPublished([{ aggregateId: 'moved', head: first.head }]);
      expect(await outbox.pending('moved')).toEqual({ head: 3, events: [] });
      expect(await outbox.unpublishedIds(10)).toEqual([]);
    });

    it('has nothing to publish for private events alone', async () => {
      const { outbox } = store();
      hints.length = 0;
      await store().execute(counterCommand('quiet', 'c1'), () => [{ type: 'Noted', data: { ref: 'n' } }]);
      expect(hints).toEqual([]);
      expect(await outbox.unpublishedIds(10)).toEqual([]);
      expect(await outbox.pending('quiet')).toEqual({ head: 1, events: [] });
    });

    it('hands what it wrote to the relay, and says what must be out before', async () => {
      hints.length = 0;
      const on = store();
      await add('hint', 'c1', on);
      await add('hint', 'c2', on);
      await on.outbox.markPublished([{ aggregateId: 'hint', head: 2 }]);
      await add('hint', 'c3', on);
      expect(hints.map(({ after, head }) => ({ after, head }))).toEqual([
        { after: 0, head: 1 },
        { after: 1, head: 2 },
        { after: 0, head: 3 },
      ]);
      expect(hints.flatMap(({ events }) => events)).toEqual(await on.publishedEvents('hint', 1, 3));
      expect((await on.publishedEvents('hint', 2, 2)).map(({ id }) => id)).toEqual(['hint:2']);
      await on.outbox.markPublished([{ aggregateId: 'hint', head: 3 }]);
    });

    it('loses nothing while commands and marks race', async () => {
      const sides = [store(), store({ connection: suite.other })];
      const marking = { on: true };
      const relay = (async () => {
        while (marking.on) {
          await setImmediate();
          const { head } = await sides[0]!.outbox.pending('race');
          if (head > 0) await sides[1]!.outbox.markPublished([{ aggregateId: 'race', head }]);
        }
      })();
      await Promise.all(Array.from({ length: 40 }, (_, at) => add('race', `r${at}`, sides[at % 2])));
      marking.on = false;
      await relay;
      const { head, events } = await sides[0]!.outbox.pending('race');
      expect(head).toBe(40);
      const waits = (await sides[0]!.outbox.unpublishedIds(10)).includes('race');
      expect(waits).toBe(events.length > 0);
      await sides[0]!.outbox.markPublished([{ aggregateId: 'race', head }]);
      const all = await sides[1]!.publishedEvents('race', 1, 0);
      expect(all.map(({ pubSeq }) => pubSeq)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
    });

    it('guards what a consumer has seen, and never goes back', async () => {
      const guard = openSequenceGuard(suite.connection, 'reporting-testing');
      expect(await guard.last('g')).toBe(0);
      await guard.advance('g', 1);
      await guard.advance('g', 3);
      await guard.advance('g', 2);
      expect(await guard.last('g')).toBe(3);
      // A replica that knows nothing yet is late.
      await openSequenceGuard(suite.other, 'reporting-testing').advance('g', 1);
      expect(await openSequenceGuard(suite.other, 'reporting-testing').last('g', 9)).toBe(3);
      expect(await openSequenceGuard(suite.other, 'notification-testing').last('g')).toBe(0);
    });

    it('guards many at once, seen from two sides', async () => {
      const guards = [suite.connection, suite.other].map((side) => openSequenceGuard(side, 'many-testing'));
      const ids = Array.from({ length: 60 }, (_, at) => `many${at}`);
      await Promise.all(
        guards.flatMap((guard, side) => ids.map((id, at) => guard.advance(id, at + 1 + side))),
      );
      const fresh = openSequenceGuard(suite.connection, 'many-testing');
      expect(await Promise.all(ids.map((id) => fresh.last(id)))).toEqual(ids.map((_, at) => at + 2));
    });
  });
}
