import { openSequenceGuard, type StoreConnection } from '@lapor/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CASE_ID } from './domain/fixtures/world.ts';
import { filingGuard } from './filing-guard.ts';
import { openEmbeddedStore } from './fixtures/embedded-store.ts';
import { makeCases, searchParts } from './fixtures/made-cases.ts';
import type { RoutingParts } from './parts.ts';

let connection: StoreConnection;
let parts: RoutingParts;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await openEmbeddedStore();
  ({ connection } = opened);
  close = () => opened.close();
  parts = searchParts(connection);
  stored();
  await connection.ready();
});
afterAll(() => close());

/** Remembers nothing but what is stored, as after a start. */
const stored = () => openSequenceGuard(connection, 'routing.intake');
const guard = () => filingGuard(stored(), parts.cases);

test('without a case nothing has taken effect: what comes first is still to be fetched', async () => {
  expect(await guard().last(CASE_ID, 1)).toBe(0);
  expect(await guard().last(CASE_ID, 2)).toBe(0);
});

test('that the filing has taken effect is told by the case, and written nowhere', async () => {
  await makeCases(connection, parts, []);
  await guard().advance(CASE_ID, 1);
  expect(await stored().last(CASE_ID)).toBe(0);
  expect(await guard().last(CASE_ID)).toBe(1);
  expect(await guard().last(CASE_ID, 2)).toBe(1);
});

test('what comes after it is remembered as ever, and what was remembered before holds', async () => {
  await guard().advance(CASE_ID, 2);
  expect(await stored().last(CASE_ID)).toBe(2);
  expect(await guard().last(CASE_ID, 3)).toBe(2);
  await stored().advance('ANOTHER000', 1);
  expect(await guard().last('ANOTHER000', 2)).toBe(1);
});
