import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AggregateDefinition, StoredEvent } from './aggregate.ts';
import { DEFAULT_LIMITS } from './aggregate-document.ts';
import type { AggregateDocument } from './aggregate-document.ts';
import { publishedHistory } from './aggregate-fold.ts';
import { planCommand } from './command-plan.ts';
import { findChainFault } from './event-chain.ts';

type Event = { readonly type: 'Open' | 'Secret'; readonly data: Readonly<Record<string, unknown>> };
type Document = AggregateDocument<number, Event>;

const definition: AggregateDefinition<number, Event> = {
  name: 'sums',
  context: 'testing',
  schema: 1,
  evolve: (sum = 0, { data }) => sum + Number(data['by']),
  isPublished: (type) => type === 'Open',
  publish: ({ type }, sum) => (type === 'Open' ? { type: 'Opened', body: String(sum) } : undefined),
};
const limits = { ...DEFAULT_LIMITS, keepEvents: 4, slackEvents: 2 };
const opened = (by: number): Event => ({ type: 'Open', data: { by } });
const now = new Date('2026-01-05T01:00:00Z');

function run(current: Document | undefined, id: string, events: readonly Event[]) {
  const command = { aggregateId: 'x', commandId: id, bodyHash: id, actor: { kind: 'system' } } as const;
  return planCommand(definition, limits, current, command, () => events, now);
}

const event = fc.record({
  type: fc.constantFrom('Open' as const, 'Secret' as const),
  data: fc.record({ by: fc.integer({ min: -9, max: 9 }) }),
});
/** Commands, and after each whether the relay has caught up. */
const life = fc.array(fc.tuple(fc.array(event, { maxLength: 4 }), fc.boolean()), {
  minLength: 1,
  maxLength: 20,
});

describe('command plan', () => {
  it('keeps every event once, in document or history, numbered, chained, and published densely', () => {
    fc.assert(
      fc.property(life, (steps) => {
        let current: Document | undefined;
        const left: StoredEvent<Event>[] = [];
        const hinted: string[] = [];
        let expected: Event[] = [];
        for (const [at, [events, caughtUp]] of steps.entries()) {
          if (!current && events.length === 0) continue;
          const plan = run(current, `c${at}`, events);
          if (plan.kind !== 'write') throw new Error('expected a write');
          left.push(...plan.leaving);
          hinted.push(...plan.published.map(({ pubSeq, body }) => `${pubSeq}:${body}`));
          expected = [...expected, ...events];
          current = plan.document;
          if (!current.unpublished) expect(current.published).toBe(current.head);
          const { unpublished, ...rest } = current;
          if (caughtUp && unpublished) current = { ...rest, published: rest.head };
        }
        if (!current) return;
        const whole = [...left, ...current.events];
        expect(whole.map(({ type, data }) => ({ type, data }))).toEqual(expected);
        expect(whole.map(({ seq }) => seq)).toEqual(expected.map((_, at) => at + 1));
        expect(findChainFault(whole)).toBeUndefined();
        expect(current.state).toBe(expected.reduce((sum, { data }) => sum + Number(data['by']), 0));
        const outward = [...publishedHistory(definition, 'x', whole)];
        expect(outward.map(({ pubSeq }) => pubSeq)).toEqual(outward.map((_, at) => at + 1));
        expect(outward.map(({ pubSeq, body }) => `${pubSeq}:${body}`)).toEqual(hinted);
        expect(current.pub).toBe(outward.length);
      }),
    );
  });

  it('stores what it hashed: dates as text, nothing undefined', () => {
    const plan = run(undefined, 'c', [{ type: 'Open', data: { by: 1, when: now, gone: undefined } }]);
    if (plan.kind !== 'write') throw new Error('expected a write');
    expect(plan.appended[0]?.data).toStrictEqual({ by: 1, when: '2026-01-05T01:00:00.000Z' });
  });

  it('refuses an event that is published by name but has no published form', () => {
    const broken = { ...definition, publish: () => undefined };
    const command = { aggregateId: 'x', commandId: 'c', bodyHash: 'c', actor: { kind: 'system' } } as const;
    const plan = () => planCommand(broken, limits, undefined, command, () => [opened(1)], now);
    expect(plan).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  it('makes an event of an older version new before it is folded', () => {
    const first = run(undefined, 'c1', [opened(2)]);
    if (first.kind !== 'write') throw new Error('expected a write');
    const newer: AggregateDefinition<number, Event> = {
      ...definition,
      eventVersion: () => 2,
      upcast: ({ v, data }) => ({ type: 'Open', data: { by: Number(data['by']) * (v === 1 ? 100 : 1) } }),
    };
    const command = { aggregateId: 'x', commandId: 'c2', bodyHash: 'c2', actor: { kind: 'system' } } as const;
    const second = planCommand(newer, limits, first.document, command, () => [opened(3)], now);
    if (second.kind !== 'write') throw new Error('expected a write');
    expect(second.appended[0]?.v).toBe(2);
    expect([...publishedHistory(newer, 'x', second.document.events)].map(({ body }) => body)).toEqual([
      '200',
      '203',
    ]);
  });
});
