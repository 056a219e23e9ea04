import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { ComplaintType } from '@lapor/contracts/common/v1/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_LANES } from '../case-store.ts';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { makeCases, searchParts } from '../fixtures/made-cases.ts';
import type { RoutingParts } from '../parts.ts';
import { narrowedBy } from './narrowed-by.ts';
import { readVisible } from './read-visible.ts';

const MANY = 1_000;
const FAR = '21.71.09';
const MOST = 400;
/** In the order of the inbox; of the area that is asked for a few near its end. */
const made = Array.from({ length: MANY }, (_each, at) => {
  const id = String(at).padStart(10, '0');
  const areaCode = at >= 950 && at % 10 === 0 ? `${FAR}.1001` : '21.71.01.1001';
  return { id, submittedAt: at, areaCode, inboxOrder: `1${String(at).padStart(14, '0')}${id}` };
});
const wanted = made.filter(({ areaCode }) => areaCode.startsWith(FAR)).map(({ id }) => id);

let parts: RoutingParts;
let store: Awaited<ReturnType<typeof openEmbeddedStore>>;
beforeAll(async () => {
  store = await openEmbeddedStore();
  parts = searchParts(store.connection);
  await store.connection.ready();
  await makeCases(store.connection, parts, made);
});
afterAll(() => store.close());

function read(after: string, count: number, most: number) {
  const shown = narrowedBy({ areaCode: FAR }) ?? (() => true);
  const filter = { 'state.holder.path': 'batam', 'state.inbox.lane': OPEN_LANES };
  return readVisible(parts, [filter], { shown, order: 'order', after, count, most });
}

describe('a list that is narrowed', () => {
  it('stops where it has become long, says so, and goes on from there until all is found once', async () => {
    const pages: (readonly string[])[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
      const page: Awaited<ReturnType<typeof read>> = await read(after, 50, MOST);
      pages.push(page.found.map(({ id }) => id));
      after = page.stoppedAt;
    }
    expect(pages).toEqual([[], [], wanted]);
  });

  it('goes as far as it must where nobody set an end to it', async () => {
    const { found, stoppedAt } = await read('', 3, Infinity);
    expect(found.map(({ id }) => id)).toEqual(wanted.slice(0, 3));
    expect(stoppedAt).toBeUndefined();
  });

  it('ends before what is not asked for', async () => {
    const below = made[955]?.inboxOrder ?? '';
    const filter = { 'state.holder.path': 'batam', 'state.inbox.lane': OPEN_LANES };
    const shown = narrowedBy({ areaCode: FAR }) ?? (() => true);
    const reading = { shown, order: 'order', after: '', count: 50, most: Infinity, below } as const;
    const { found } = await readVisible(parts, [filter], reading);
    expect(found.map(({ id }) => id)).toEqual(wanted.slice(0, 1));
  });
});

describe('what a list is narrowed by', () => {
  const submittedAt = Date.parse('2026-03-03T02:00:00Z');
  const state = {
    categoryCode: 'jalan-rusak',
    areaCode: '21.71.01',
    danger: false,
    channel: 'sms',
    type: 'complaint',
    submittedAt,
  } as const;
  it('is a topic, an area with all in it, danger, a channel, a type, a time, or all of them', () => {
    expect(narrowedBy({})).toBeUndefined();
    const fits = (by: Parameters<typeof narrowedBy>[0]) => narrowedBy(by)?.(state);
    expect(fits({ categoryCodes: ['lampu', 'jalan-rusak'] })).toBe(true);
    expect(fits({ categoryCodes: ['lampu'] })).toBe(false);
    expect(fits({ areaCode: '21.71' })).toBe(true);
    // 21.7 is no area that 21.71 lies in.
    expect(fits({ areaCode: '21.7' })).toBe(false);
    expect(fits({ danger: true })).toBe(false);
    expect(fits({ areaCode: '21', categoryCodes: ['jalan-rusak'] })).toBe(true);
    expect(fits({ type: ComplaintType.COMPLAINT })).toBe(true);
    expect(fits({ type: ComplaintType.ASPIRATION })).toBe(false);
    const at = (later: number) => timestampFromMs(submittedAt + later);
    expect(fits({ submittedFrom: at(0) })).toBe(true);
    expect(fits({ submittedFrom: at(1) })).toBe(false);
    // What ends where the next stretch begins is in one of them.
    expect(fits({ submittedBefore: at(0) })).toBe(false);
    expect(fits({ submittedBefore: at(1) })).toBe(true);
    expect(fits({ submittedFrom: at(-1), submittedBefore: at(1), danger: true })).toBe(false);
  });
});
