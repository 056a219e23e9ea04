import { setImmediate as soon } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  childOf,
  currentTrace,
  currentTraceparent,
  formatTraceparent,
  parseTraceparent,
  runInTrace,
} from './trace.ts';

const hex = (length: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: length, maxLength: length })
    .filter((text) => !/^0+$/.test(text));

test('what is formatted parses to the same', () => {
  fc.assert(
    fc.property(hex(32), hex(16), fc.boolean(), (traceId, spanId, sampled) => {
      expect(parseTraceparent(formatTraceparent({ traceId, spanId, sampled }))).toEqual({
        traceId,
        spanId,
        sampled,
      });
    }),
  );
});

test.each([
  undefined,
  '',
  'nonsense',
  '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
  'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  '00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more',
])('%s is no traceparent', (header) => {
  expect(parseTraceparent(header)).toBeUndefined();
});

test('a later version may say more', () => {
  expect(parseTraceparent('01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more')?.sampled).toBe(
    true,
  );
});

test('a child stays in the trace with a span of its own', () => {
  const parent = childOf(undefined);
  const child = childOf(parent);
  expect(child.traceId).toBe(parent.traceId);
  expect(child.spanId).not.toBe(parent.spanId);
  expect(parseTraceparent(formatTraceparent(child))).toEqual(child);
});

test('work knows its trace across awaits, and concurrent work does not mix', async () => {
  const seen = await Promise.all(
    ['a', 'b'].map((digit) =>
      runInTrace(`00-${digit.repeat(32)}-${digit.repeat(16)}-00`, async () => {
        await soon();
        return currentTraceparent();
      }),
    ),
  );
  expect(seen[0]).toMatch(/^00-a{32}-[0-9a-f]{16}-00$/);
  expect(seen[1]).toMatch(/^00-b{32}-[0-9a-f]{16}-00$/);
  expect(currentTrace()).toBeUndefined();
});

test('ids are new every time', () => {
  const spans = Array.from({ length: 2_000 }, () => childOf(undefined));
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(spans.length);
  expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  for (const span of spans) expect(parseTraceparent(formatTraceparent(span))).toEqual(span);
});
