import { hash } from 'node:crypto';
import type { Actor, DomainEvent, StoredEvent } from './aggregate.ts';
import { canonicalText } from '../canonical-json.ts';

/** What the first event of a chain names as its predecessor. */
export const GENESIS = '0'.repeat(64);

export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

export interface ChainLink {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly actor: Actor;
  /** SHA-256 of the JCS text of the event's data, hex. */
  readonly dataDigest: string;
  /** The hash of the event before, or GENESIS. */
  readonly prev: string;
}

/** SHA-256 over JCS({id, seq, type, at, actor, dataDigest, prev}), hex. */
export function chainHash(link: ChainLink): string {
  const { id, seq, type, at, actor, dataDigest, prev } = link;
  return sha256Hex(canonicalText({ id, seq, type, at, actor, dataDigest, prev }));
}

/** A history link by link, with what it says left out but for its digest. */
export function chainLinks(
  events: readonly StoredEvent<DomainEvent>[],
): readonly (ChainLink & { readonly hash: string })[] {
  return events.map((event, index) => {
    const { id, seq, type, at, actor, hash: own } = event;
    const dataDigest = sha256Hex(canonicalText(event.data));
    return { id, seq, type, at, actor, dataDigest, prev: events[index - 1]?.hash ?? GENESIS, hash: own };
  });
}

export interface ChainFault {
  readonly seq: number;
  readonly fault: 'gap' | 'hash';
}

/** Looks a whole history through from its first event; undefined when nothing was changed, dropped or re-dated. */
export function findChainFault(events: readonly StoredEvent<DomainEvent>[]): ChainFault | undefined {
  let prev = GENESIS;
  let expected = 1;
  for (const event of events) {
    if (event.seq !== expected) return { seq: expected, fault: 'gap' };
    const dataDigest = sha256Hex(canonicalText(event.data));
    if (chainHash({ ...event, dataDigest, prev }) !== event.hash) return { seq: event.seq, fault: 'hash' };
    prev = event.hash;
    expected += 1;
  }
  return undefined;
}
