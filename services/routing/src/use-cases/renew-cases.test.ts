import { pino } from 'pino';
import { expect, test } from 'vitest';
import { CASE_ID, filing, OPEN_TO_ROADS, SYSTEM } from '../domain/fixtures/world.ts';
import { ROOT } from '../domain/search-scope.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { decideOnCase } from './decide-on-case.ts';
import { renewCases } from './renew-cases.ts';

interface RawCases {
  updateOne(filter: object, update: object): Promise<unknown>;
}

test('a case that an older version let follow a merger is found by where it came from, and comes back when that is undone', async () => {
  const store = await openEmbeddedStore();
  const parts: RoutingParts = { ...searchParts(store.connection), log: pino({ level: 'fatal' }) };
  await store.connection.ready();
  const order = { caseId: CASE_ID, bodyHash: '', actor: SYSTEM } as const;
  const jurisdiction = OPEN_TO_ROADS;
  const opened = { type: 'open', filing: filing(), jurisdiction } as const;
  await decideOnCase(parts, { ...order, commandId: 'open', command: opened }, undefined);
  const { state } = await parts.cases.get(CASE_ID);
  const follow = { type: 'follow_category', fromCode: 'roads.lamp', toCode: 'roads.all' } as const;
  await decideOnCase(parts, { ...order, commandId: 'follow', command: follow }, state);
  // As 0.1.0 stored it: neither where it came from nor a lane.
  const raw = store.connection.mongoose.connections.at(-1)?.model('cases').collection;
  await (raw as unknown as RawCases).updateOne(
    { _id: CASE_ID },
    {
      $set: { schema: 2, 'state.holder.path': [ROOT] },
      $unset: { 'state.categoryOrigin': 1, 'state.inbox.lane': 1 },
    },
  );
  const origin = { 'state.categoryOrigin': 'roads.lamp', 'state.protected': false, 'state.inbox.open': true };
  expect(await parts.cases.query(origin, { limit: 1 })).toEqual([]);
  await renewCases(parts, AbortSignal.timeout(60_000));
  const found = await parts.cases.query(origin, { limit: 1 });
  expect(found.map(({ state: { categoryCode } }) => categoryCode)).toEqual(['roads.all']);
  await store.close();
});
