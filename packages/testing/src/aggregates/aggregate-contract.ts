import { manualClock } from '@lapor/kernel';
import { findChainFault } from '@lapor/store';
import { describe, expect, it } from 'vitest';
import { added, counterCommand } from './counter-aggregate.ts';
import type { CounterEvent } from './counter-aggregate.ts';
import { counterSuite } from './counter-suite.ts';
import type { StoreUnderTest } from './counter-suite.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What an aggregate store promises about commands and queries, on whatever profile. */
export function describeAggregateStore(profile: string, open: () => Promise<StoreUnderTest>): void {
  describe(`aggregate store, ${profile}`, () => {
    const suite = counterSuite(open);
    const { store, add } = suite;

    it('writes state and events together and reads them back', async () => {
      const first = await store().execute(counterCommand('one', 'c1'), (state, at) => {
        expect(state).toBeUndefined();
        expect(at).toEqual(suite.clock.now());
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
      expect(await store({ connection: suite.other }).get('one')).toEqual(loaded);
      expect(await store().history('one')).toEqual(first.events);
      await expect(store().get('none')).rejects.toMatchObject({ code: 'not_found' });
      expect(await store().find('none')).toBeUndefined();
    });

    it('applies commands from many sides at once exactly once each, without a hole', async () => {
      const sides = [store(), store({ connection: suite.other }), store({ hotDocuments: 0 })];
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

    it('refuses an id under which no bus takes an event, and leaves nothing behind', async () => {
      await expect(store().execute(counterCommand('21.72', 'c1'), () => [added(1)])).rejects.toMatchObject({
        code: 'invalid',
        issues: [{ field: 'aggregateId' }],
      });
      expect(await store().find('21.72')).toBeUndefined();
      // What nobody is told of may be called anything.
      const noted = await store().execute(counterCommand('21.72', 'c2'), () => [
        { type: 'Noted', data: { ref: 'n1' } },
      ]);
      expect(noted.version).toBe(1);
    });

    it('takes many new ones at once, and of two that are the same one', async () => {
      const ids = Array.from({ length: 40 }, (_, at) => `new${at}`);
      const outcomes = await Promise.all(
        [store(), store({ connection: suite.other })].flatMap((side) =>
          ids.map((id) =>
            side.execute(counterCommand(id, `make:${id}`, { expectedVersion: 0 }), () => [added(1)]),
          ),
        ),
      );
      expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(ids.length);
      const found = await Promise.all([...ids, 'new-none'].map((id) => store().find(id)));
      expect(found.map((one) => one?.version)).toEqual([...ids.map(() => 1), undefined]);
    });

    it('answers a repeated command with the earlier outcome and refuses another content', async () => {
      const first = await add('again', 'c1');
      await add('again', 'c2');
      const repeated = await store({ connection: suite.other }).execute(counterCommand('again', 'c1'), () => {
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
      const repeated = await add('noop', 'c2', store({ connection: suite.other }));
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
      await add('version', 'c2', store({ connection: suite.other }));
      const stale = store().execute(counterCommand('version', 'c3', { expectedVersion: 1 }), () => [
        added(1),
      ]);
      await expect(stale).rejects.toMatchObject({
        code: 'conflict',
        retryable: false,
        extra: { version: 2 },
      });
      const create = counterCommand('version', 'c4', { expectedVersion: 0 });
      await expect(
        store({ connection: suite.other }).execute(create, () => [added(1)]),
      ).rejects.toMatchObject({
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
      await store({ connection: suite.other }).execute(counterCommand('closing', 'c2'), () => [
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
  });
}
