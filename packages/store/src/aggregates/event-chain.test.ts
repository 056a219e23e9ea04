import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, DomainEvent, StoredEvent } from './aggregate.ts';
import { appendEvents } from './aggregate-fold.ts';
import { canonicalText } from '../canonical-json.ts';
import { chainHash, findChainFault, GENESIS, sha256Hex } from './event-chain.ts';

interface Vector extends Pick<StoredEvent<DomainEvent>, 'id' | 'seq' | 'type' | 'at' | 'data' | 'hash'> {
  readonly actor: Actor;
  readonly canonicalData: string;
  readonly dataDigest: string;
  readonly prev: string;
}

const file = new URL('../fixtures/event-chain.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[];

const definition = {
  name: 'things',
  context: 'testing',
  schema: 1,
  evolve: () => ({}),
  publish: () => undefined,
  isPublished: () => false,
};
const histories = fc
  .array(fc.record({ type: fc.constantFrom('A', 'B'), data: fc.dictionary(fc.string(), fc.jsonValue()) }), {
    minLength: 1,
    maxLength: 8,
  })
  .filter((events) => events.every(({ data }) => JSON.stringify(data).isWellFormed()))
  .map((events) => {
    const before = { id: 'x', state: undefined, head: 0, pub: 0, prev: GENESIS };
    const command = { commandId: 'c', actor: { kind: 'system' } } as const;
    return appendEvents(definition, before, command, events, '2026-01-05T01:00:00.000Z').events;
  });

describe('event chain', () => {
  it.each(vectors)('keeps to the committed vector $id', (vector) => {
    expect(canonicalText(vector.data)).toBe(vector.canonicalData);
    expect(sha256Hex(vector.canonicalData)).toBe(vector.dataDigest);
    expect(chainHash(vector)).toBe(vector.hash);
  });

  it('starts the vectors at the genesis and links them', () => {
    expect(vectors.map(({ prev }) => prev)).toEqual([
      GENESIS,
      ...vectors.slice(0, -1).map(({ hash }) => hash),
    ]);
  });

  it('verifies whatever was appended, also after a trip through storage', () => {
    fc.assert(
      fc.property(histories, (events) => {
        expect(findChainFault(JSON.parse(JSON.stringify(events)) as typeof events)).toBeUndefined();
      }),
    );
  });

  it('finds every edit, re-dating, dropping and swapping, at or before its place', () => {
    const edits = fc.constantFrom('data', 'at', 'type', 'actor', 'hash', 'drop');
    fc.assert(
      fc.property(histories, edits, fc.nat(), (events, edit, at) => {
        const place = at % events.length;
        const changed = [...events];
        const event = events[place]!;
        if (edit === 'drop') changed.splice(place, 1);
        else changed[place] = { ...event, [edit]: tampered(edit, event) };
        // The last event dropped leaves a shorter chain that is whole: the signed root covers that.
        const cutOff = edit === 'drop' && place === events.length - 1;
        expect(findChainFault(changed)?.seq).toBe(cutOff ? undefined : event.seq);
      }),
    );
  });
});

function tampered(field: string, event: StoredEvent<DomainEvent>): unknown {
  if (field === 'data') return { ...event.data, 'another member': 1 };
  if (field === 'actor') return { kind: 'officer', id: 'somebody' };
  return `${event[field as 'at']}x`;
}
