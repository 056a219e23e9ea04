import { trackingIdFromBytes } from '@lapor/kernel';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoutingState } from '../case-store.ts';
import { CASE_ID } from '../domain/fixtures/world.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { makeCases, searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { keysOfCase } from '../search/case-keys.ts';
import { orderOf } from '../search/index-case.ts';
import { listNearby } from './list-nearby.ts';

const DISTRICT = '21.71.08';
const PLACE = `${DISTRICT}.1001`;
const HOUR_MILLISECONDS = 3_600_000;
const NOW = Date.parse('2026-02-03T03:00:00Z');
/** More than one page of the index, and fewer than are looked through. */
const MANY = 150;
/** More than are looked through at all. */
const FLOOD = 400;

interface Made {
  readonly id: string;
  readonly submittedAt: number;
  readonly areaCode: string;
  readonly more: Partial<RoutingState>;
}

let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
let parts: RoutingParts;
let template: RoutingState;
beforeEach(async () => {
  store = await openEmbeddedStore();
  parts = searchParts(store.connection);
  await store.connection.ready();
  // Opens the one that all are made of.
  await makeCases(store.connection, parts, []);
  template = (await parts.cases.get(CASE_ID)).state;
});
afterEach(() => store.close());

/** The first was submitted last. */
function made(count: number, more: (index: number) => Partial<RoutingState>, begin = 0): readonly Made[] {
  return Array.from({ length: count }, (_, index) => ({
    id: trackingIdFromBytes(new Uint8Array([(begin + index) >> 8, (begin + index) & 255, 0, 0, 0, 0, 0, 0])),
    submittedAt: NOW - (begin + index + 1) * HOUR_MILLISECONDS,
    areaCode: PLACE,
    more: { anonymous: false, categoryCode: 'jalan-rusak', ...more(index) },
  }));
}

async function put(cases: readonly Made[]): Promise<void> {
  await makeCases(store.connection, parts, cases);
  await parts.search.put(
    cases.map(({ id, submittedAt, areaCode, more }) => {
      const keys = keysOfCase(parts.digests, { ...template, ...more, areaCode }, []);
      return { caseId: id, age: 1, steps: 1, order: orderOf(id, submittedAt), keys, ofWords: false };
    }),
  );
}

async function shown(categoryCode = ''): Promise<readonly string[]> {
  const views = await listNearby(parts, { areaCode: DISTRICT, categoryCode });
  return views.map(({ snapshot }) => snapshot?.caseId ?? '');
}

function following(id: string): Partial<RoutingState> {
  const before = { status: 'assigned', holder: template.holder } as const;
  return { master: { id, since: 0, followed: 0, before } };
}

test.for(['', 'jalan-rusak'])(
  'what most report is shown however many of them follow it: of "%s"',
  async (categoryCode) => {
    const [master] = made(1, () => ({}), FLOOD);
    if (master === undefined) throw new Error('no master');
    await put([...made(FLOOD, () => following(master.id)), master]);
    expect(await shown(categoryCode)).toEqual([master.id]);
  },
);

test('what is open is found behind many that are done', async () => {
  const [open] = made(1, () => ({}), MANY);
  if (open === undefined) throw new Error('none is open');
  await put([...made(MANY, () => ({ status: 'closed' })), open]);
  expect(await shown()).toEqual([open.id]);
});

test('a case that others of here follow is not shown here when it is of elsewhere, or nobody may list it', async () => {
  const [elsewhere, secret] = made(2, (index) => (index === 0 ? {} : { secret: true }), FLOOD);
  if (elsewhere === undefined || secret === undefined) throw new Error('no masters');
  const followers = made(10, (index) => following(index < 5 ? elsewhere.id : secret.id));
  await put([...followers, { ...elsewhere, areaCode: '21.71.02.1001' }, secret]);
  expect(await shown()).toEqual([]);
});
