import type { OutboxHint } from '../event-bus.ts';
import type { OutgoingEvent } from '../bus-event.ts';

/** How far an aggregate is known to be on the bus. */
export interface PublishedHead {
  /** `seq` of the document. */
  readonly head: number;
  readonly pubSeq: number;
}

/**
 * What of a hint is still to be published, or undefined when it does not join what is known without a hole
 * (then the document must be read). It joins by itself when nothing waited before it.
 */
export function stillToPublish(
  hint: OutboxHint,
  known: PublishedHead | undefined,
): readonly OutgoingEvent[] | undefined {
  const published = known?.pubSeq ?? 0;
  const first = hint.events[0];
  const joins =
    hint.after === 0 || known?.head === hint.after || (first !== undefined && first.pubSeq <= published + 1);
  return joins ? hint.events.filter((event) => event.pubSeq > published) : undefined;
}

export function headAfter(
  known: PublishedHead | undefined,
  head: number,
  events: readonly OutgoingEvent[],
): PublishedHead {
  return {
    head: Math.max(known?.head ?? 0, head),
    pubSeq: Math.max(known?.pubSeq ?? 0, events.at(-1)?.pubSeq ?? 0),
  };
}

/** The most recently used heads, so that memory stays bounded; what is forgotten is read from the document. */
export class PublishedHeads {
  readonly #most: number;
  readonly #heads = new Map<string, PublishedHead>();

  constructor(most: number) {
    this.#most = most;
  }

  get(aggregateId: string): PublishedHead | undefined {
    return this.#heads.get(aggregateId);
  }

  set(aggregateId: string, head: PublishedHead): void {
    this.#heads.delete(aggregateId);
    this.#heads.set(aggregateId, head);
    if (this.#heads.size > this.#most) {
      const [oldest] = this.#heads.keys();
      if (oldest !== undefined) this.#heads.delete(oldest);
    }
  }

  clear(): void {
    this.#heads.clear();
  }
}
